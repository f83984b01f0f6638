// Conditions: drawn, announced once, sounded until somebody has seen them. So does a page in trouble.

import { announce } from "./announce.js";
import { fill, pausedInWords, pauseSounds, sounds } from "./elsewhere.js";
import { clock, el, live, now, root } from "./live.js";
import { post } from "./entry/send.js";
import { troubled } from "./trouble.js";

const MARKS = { high: "***", medium: "**", low: "*" };
const ABOUT = { physiological: "Patient", technical: "Equipment" };
export function drawAlarms() {
  const list = document.getElementById("alarms");
  const shown = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const wanted = new Set(live.board.alarms.map((alarm) => alarm.key));
  for (const [key, node] of shown) if (!wanted.has(key)) node.remove();
  live.board.alarms.forEach((alarm, place) => {
    let node = shown.get(alarm.key);
    if (!node) {
      node = el("li");
      node.dataset.key = alarm.key;
      node.append(el("span", "mark"), el("span", "what"), el("span", "since"), el("span", "ack"));
      node.querySelector(".what").append(el("span", "about", ABOUT[alarm.kind]), el("span", "says"));
    }
    const state = `${alarm.ended_s ? " ended" : ""}${alarm.acknowledged_by ? " seen" : ""}`;
    node.className = `alarm ${alarm.priority} ${alarm.kind}${state}`;
    node.querySelector(".mark").textContent = MARKS[alarm.priority];
    node.querySelector(".says").textContent = alarm.text + (alarm.action ? `. ${alarm.action}` : "");
    const from = clock(alarm.onset_s);
    node.querySelector(".since").textContent = alarm.ended_s ? `${from} to ${clock(alarm.ended_s)}` : `since ${from}`;
    const ack = node.querySelector(".ack");
    if (alarm.acknowledged_by) {
      if (!ack.querySelector(".seen-by")) ack.replaceChildren(el("span", "seen-by", `seen by ${alarm.acknowledged_by}`));
    } else if (!ack.querySelector("button:not(.over)")) {
      const button = el("button", "second", "Acknowledge");
      button.type = "button";
      button.addEventListener("click", () => {
        const { locked, acknowledge } = root.dataset;
        post(live.locked ? locked.replace("/help", "/acknowledge") : acknowledge, { alarm: alarm.key });
      });
      ack.replaceChildren(button, el("span", "at-chair"));
    }
    ack.querySelector("button:not(.over)")?.setAttribute("aria-label", `Acknowledge: ${alarm.text}`);
    const atChair = ack.querySelector(".at-chair");
    if (atChair) atChair.textContent = alarm.at_chair_s ? `seen at the chair ${clock(alarm.at_chair_s)}, not confirmed` : "";
    drawOver(ack, alarm);
    if (list.children[place] !== node) list.insertBefore(node, list.children[place] || null);
    if (!alarm.ended_s) announce(`${alarm.key} ${alarm.news_s}`, `${alarm.priority} priority: ${alarm.text}`);
  });
  drawElsewhereHere();
  const more = live.board.alarms.length - 1;
  document.getElementById("rail").dataset.more = more > 0 ? `+${more} more` : "";
}

// Where this chair has no alarm, the rail shows the gravest of another. It can be seen to there alone.
function drawElsewhereHere() {
  const isEmpty = live.board.alarms.length === 0;
  const isGrave = ({ priority, kind }) => priority === "high" && kind !== "unwatched";
  const grave = isEmpty ? live.elsewhere.find(isGrave) : undefined;
  const place = document.getElementById("rail-elsewhere");
  place.hidden = !grave;
  if (grave && place.dataset.drawn !== grave.key + grave.text) fill(place, grave);
  place.dataset.drawn = grave ? grave.key + grave.text : "";
  document.getElementById("no-alarms").hidden = !isEmpty || Boolean(grave);
}

// A symptom is over when a person says so: no reading can.
function drawOver(ack, alarm) {
  const shown = ack.querySelector(".over");
  const wanted = alarm.key.startsWith("symptom:") && !alarm.ended_s && !live.locked;
  if (shown && !wanted) shown.remove();
  if (!wanted || shown) return;
  const button = el("button", "second over", "It is over");
  button.type = "button";
  button.setAttribute("aria-label", `It is over: ${alarm.text}`);
  button.addEventListener("click", () => post(root.dataset.symptomOver, { what: alarm.key.slice("symptom:".length) }));
  ack.append(" ", button);
}

// What nobody has acknowledged sounds, unless its own sound is paused.

const PRIORITIES = ["high", "medium", "low"];
let nextSound = 0;
let sounding = null;
let troubleQuietUntil = 0; // nobody else hears of this page's own trouble, so its pause is the page's own too
const unseen = () => live.board.alarms.filter((alarm) => alarm.unseen.length > 0);
const paused = (key) => (live.board.sound_paused || {})[key];
// One that is new sounds, beside others that are paused.
const pausedFor = (alarm) => Math.min(...alarm.unseen.map((key) => paused(key)?.until_s || 0)) - now();

function due() {
  if (live.ended) return null;
  if (troubled() && Date.now() > troubleQuietUntil) return "high";
  const heard = unseen().filter((alarm) => pausedFor(alarm) <= 0);
  const others = sounds(live.elsewhere);
  return PRIORITIES.find((priority) => priority === others || heard.some((alarm) => alarm.priority === priority)) || null;
}

// A high one that somebody has seen and that lasts sounds once again, so that "seen" is not taken for "done".
const LATE_S = 30; // a page that is opened later leaves it
const soundedAgain = new Set();
function onceAgain() {
  if (live.ended || !window.alarmSound.on()) return null;
  const isDue = (again_s) => again_s && now() >= again_s && now() - again_s < LATE_S;
  const again = live.board.alarms.filter(({ key, again_s }) => isDue(again_s) && !soundedAgain.has(key + again_s));
  for (const { key, again_s } of again) soundedAgain.add(key + again_s);
  return again.length ? "high" : null;
}

export function playDue() {
  const priority = due() || onceAgain();
  if (priority !== sounding) nextSound = 0;
  sounding = priority;
  if (!window.alarmSound.on() || !sounding || performance.now() < nextSound) return;
  nextSound = performance.now() + window.alarmSound.play(sounding) * 1000;
}

export function drawSound() {
  document.getElementById("sound-off").hidden = window.alarmSound.on();
  const quiet = unseen().filter((alarm) => pausedFor(alarm) > 0);
  document.getElementById("pause-sound").hidden = !due() || !window.alarmSound.on(); // where nothing sounds, nothing is paused
  const others = document.getElementById("elsewhere-paused");
  others.textContent = pausedInWords(live.elsewhere);
  others.hidden = !others.textContent;
  const line = document.getElementById("sound-paused");
  line.hidden = !quiet.length;
  if (!quiet.length) return;
  const left = Math.ceil(Math.min(...quiet.map(pausedFor)));
  const by = paused(quiet[0].unseen[0]).by;
  const text = `Sound of ${quiet.length} alarm${quiet.length > 1 ? "s" : ""} paused by ${by}: ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left. A new alarm sounds.`;
  if (line.textContent !== text) line.textContent = text;
}

// A browser lets a page sound only after a hand has touched it: whatever the hand does first turns the sound on. Not
// before the press is over: the line about the sound goes away, and what the finger is on must not move.
for (const touch of ["click", "keydown"]) {
  document.addEventListener(touch, () => {
    if (live.ended || window.alarmSound.on()) return;
    window.alarmSound.turnOn().then(drawSound, () => {}); // refused: "Sound is off" stays on the page
  });
}

document.getElementById("pause-sound").addEventListener("submit", (event) => {
  if (!troubled() && !sounds(live.elsewhere)) return;
  pauseSounds(live.elsewhere, live.board.sound_pause_s);
  if (troubled()) troubleQuietUntil = Date.now() + live.board.sound_pause_s * 1000;
  if (unseen().some((alarm) => pausedFor(alarm) <= 0)) return; // the alarms' own pause is recorded as well
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
