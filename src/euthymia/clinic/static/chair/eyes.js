// Says every second and a half whether anybody can be watching this page, and afterwards what happened meanwhile.

import { clock, live, now, root, seconds } from "./live.js";

const EVERY_MS = 1500;
const UNWATCHED_S = 3.5;
const TOUCH_EVERY_MS = 60000; // a hand on the page keeps its person signed in, and that is a write: once a minute
const page = crypto.randomUUID();
let awake = null;
let touched = false;
let touchSent = performance.now();
let watchedAt = null;
let turnedAway = "";

const visible = () => document.visibilityState === "visible";
const audible = () => window.alarmSound.on();

export function beat({ closed = false } = {}) {
  if (live.ended) return;
  const due = touched && performance.now() - touchSent > TOUCH_EVERY_MS;
  if (due) [touched, touchSent] = [false, performance.now()];
  const says = { page, visible: +visible(), audible: +audible(), awake: +Boolean(awake && !awake.released), closed: +closed };
  // keepalive outlives the page: its last word still goes out
  fetch(due ? root.dataset.touched : root.dataset.beat, { method: "POST", keepalive: true, body: new URLSearchParams(says) }).then((answer) => {
    if (answer.ok && visible() && audible()) back();
  }, () => away("The clinic's server was not reached"));
  if (!visible()) away("This page was hidden");
  else if (!audible()) away("The alarm sound was off");
}

const away = (why) => (turnedAway ||= why);

function back() {
  const gone = watchedAt === null ? 0 : now() - watchedAt;
  if (gone > UNWATCHED_S) {
    const text = `${turnedAway || "This page stood still"} from ${seconds(watchedAt)} to ${seconds(now())} (${Math.round(gone)} s): nobody watched this chair here. Look at the patient and the monitor.`;
    document.getElementById("was-away-text").textContent = text;
    document.getElementById("was-away").hidden = false;
  }
  watchedAt = now();
  turnedAway = "";
}

async function stayAwake() {
  try {
    awake = (await navigator.wakeLock?.request("screen")) || null;
  } catch {
    awake = null;
  }
}

export function letSleep() {
  awake?.release();
}

document.addEventListener("visibilitychange", () => {
  beat();
  if (visible() && !live.ended) stayAwake();
});
window.addEventListener("pagehide", () => beat({ closed: true }));
window.addEventListener("pageshow", () => beat());
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => (touched = true), true);
document.getElementById("was-away").querySelector("button").addEventListener("click", () => (document.getElementById("was-away").hidden = true));
setInterval(beat, EVERY_MS);
stayAwake().then(() => beat());
