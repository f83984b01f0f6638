// The overview sounds for what its lines show: help, alarms nobody has acknowledged, chairs that nobody's screen watches.

import { announce } from "./chair/announce.js";
import { pausedInWords, pauseSounds, sounds } from "./chair/elsewhere.js";
import "./chair/theme.js";
import { renew, tick } from "./chairs/tiles.js";

const LATE_MS = 4000; // renewed each second: this page is behind
const off = document.getElementById("sound-off");
const pause = document.getElementById("pause-overview");
const line = document.getElementById("elsewhere-paused");
const late = document.getElementById("overview-late");
let renewed = performance.now();
let sounding = null;
let next = 0;

const shown = () => [...document.querySelectorAll("#elsewhere > li")].map((item) => ({ key: item.dataset.key, priority: item.dataset.priority, text: item.querySelector(".what").textContent }));

// What has not changed is not drawn again: the focus, or a finger, may be on it.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "chairs-now" || detail.xhr.status !== 200) return;
  detail.shouldSwap = false;
  renew(detail.serverResponse, detail.xhr.getResponseHeader("X-Now-S"));
});
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.target.id === "chairs-now" && detail.successful && (renewed = performance.now()));

for (const touch of ["click", "keydown"]) document.addEventListener(touch, () => window.alarmSound.on() || window.alarmSound.turnOn().catch(() => {})); // refused: the switch stays
pause.addEventListener("click", () => pauseSounds(shown()));

setInterval(() => {
  const notices = shown();
  const isLate = performance.now() - renewed > LATE_MS;
  if (late.hidden === isLate) late.hidden = !isLate;
  for (const notice of notices) announce(notice.key, `${notice.priority} priority: ${notice.text}`);
  const priority = isLate ? "high" : sounds(notices);
  off.hidden = window.alarmSound.on();
  pause.hidden = !sounds(notices) || !window.alarmSound.on();
  line.textContent = pausedInWords(notices);
  line.hidden = !line.textContent;
  tick();
  if (priority !== sounding) next = 0;
  sounding = priority;
  if (!window.alarmSound.on() || !priority || performance.now() < next) return;
  next = performance.now() + window.alarmSound.play(priority) * 1000;
}, 500);
