// Draws the board: values with their ages, the session's state, what happened.

import { drawHands } from "./hands.js";
import { age, clock, el, live, now, root } from "./live.js";
import { post } from "./entry/send.js";
import { choose } from "./tabs.js";

const MARKS = { high: "***", medium: "**", low: "*" };
const MOST_URGENT = ["high", "medium", "low"];

export function drawValues() {
  for (const value of live.board.values) drawValue(value);
  for (const tile of document.querySelectorAll(".tile")) drawTile(tile);
}

function drawValue(value) {
  const place = document.getElementById(`value-${value.channel}`);
  if (!place) return;
  const number = place.querySelector(".number");
  const when = place.querySelector(".age");
  if (value.value === null || value.at_s === null) {
    number.textContent = "––";
    const none = value.at_s === null ? "no value yet" : "the device sends no value";
    when.textContent = value.hidden || none;
    place.classList.add("stale");
    return;
  }
  const old = now() - value.at_s;
  const stale = old > value.stale_after_s;
  number.textContent = value.text;
  place.classList.toggle("stale", stale);
  when.textContent = stale ? `last ${clock(value.at_s)}` : `${age(old)} ago${value.by_hand ? ", by hand" : ""}`;
}

// A tile takes the colour of the gravest alarm of its values, so that eyes need not leave the numbers. It says from where
// on they alarm and, where they are taken one by one, when the next is due.
function drawTile(tile) {
  const channels = tile.dataset.channels.split(" ");
  const values = live.board.values.filter(({ channel }) => channels.includes(channel));
  const isHere = (alarm) => alarm.channels?.some((channel) => isOf(channel, channels));
  const alarms = live.board.alarms.filter((alarm) => !alarm.ended_s && isHere(alarm));
  const priority = MOST_URGENT.find((one) => alarms.some((alarm) => alarm.priority === one)) || "";
  const isSeen = alarms.filter((alarm) => alarm.priority === priority).every((alarm) => alarm.acknowledged_by);
  tile.dataset.alarm = priority;
  tile.dataset.seen = priority && isSeen ? "seen" : "";
  tile.classList.toggle("stale", !tile.querySelector(".value:not(.stale)"));
  const [first, ...others] = [...tile.querySelectorAll(".age")]; // of one cuff its age stands once
  for (const other of others) other.hidden = other.textContent === first.textContent;
  write(tile.querySelector(".mark"), MARKS[priority] || "");
  write(tile.querySelector(".bounds"), values.map(bounds).filter(Boolean).join(" / "));
  write(tile.querySelector(".next"), next(values));
}

// A heart rate stands in the tile of the pulse; whatever a pump says, in that of the pump.
function isOf(channel, channels) {
  if (channel.startsWith("pump")) return channels[0].startsWith("pump");
  return channels.includes(channel === "heart_rate_bpm" ? "pulse_bpm" : channel);
}

function bounds({ channel, below, from }) {
  if (channel === "sedation_moaas") return below === null ? "" : `over ${below}`;
  return below === null && from === null ? "" : `${below ?? ""}–${from ?? ""}`;
}

function next(values) {
  const due = values.filter((value) => value.due_after_s && value.at_s).map((value) => value.at_s + value.due_after_s);
  if (!due.length || !["running", "paused", "observing"].includes(live.board.state)) return "";
  const left = Math.round(Math.min(...due) - now());
  return left > 0 ? `next in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "next is due now";
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

let was = "";
export function drawState() {
  const begins = was && was !== live.board.state && live.board.state === "running";
  const isToPair = Object.values(live.board.senders || {}).some((sender) => sender.apart);
  if (begins && !isToPair) choose(document.getElementById("tab-trend"));
  was = live.board.state;
  document.getElementById("state").textContent = live.board.state_text;
  document.getElementById("pump-warning").hidden = !live.board.pump_may_run;
  drawActs();
  const own = document.getElementById("limits");
  own.hidden = !live.board.limits.length;
  const line = ({ looser, at_s, text }) => el("li", looser ? "looser" : "", `${clock(at_s)}  ${text}`);
  own.replaceChildren(...live.board.limits.map(line));
  const says = live.board.pump_says.join(" ");
  for (const place of document.querySelectorAll("[data-pump-says]")) place.textContent = says;
  drawGiven();
  drawHands();
}

const DEAD_MS = 1500; // what comes under a finger that was about to press something else
const STOPS = ["treat", "stop", "symptom"];
let asDrawn = "";

function drawActs() {
  for (const part of document.querySelectorAll("[data-action]")) {
    part.hidden = !live.board.actions.includes(part.dataset.action);
  }
  const bar = document.querySelector(".bar");
  const asksForStop = ({ ended_s, level }) => !ended_s && STOPS.includes(level);
  bar.classList.toggle("stop-now", live.board.alarms.some(asksForStop));
  const offered = live.board.actions.join(" ");
  if (asDrawn && asDrawn !== offered) rest(bar);
  asDrawn = offered;
}

let resting = 0;
function rest(bar) {
  bar.classList.add("changed");
  clearTimeout(resting);
  resting = setTimeout(() => bar.classList.remove("changed"), DEAD_MS);
}

// What alarms that were seen ask for: it stays until it is done. What no reading can show a hand says.
export function drawOwed() {
  const list = document.getElementById("owed");
  const owed = live.board.owed || [];
  const drawn = JSON.stringify([owed, live.locked]);
  if (list.dataset.drawn === drawn) return;
  list.dataset.drawn = drawn;
  list.hidden = !owed.length;
  list.replaceChildren(...owed.map((line) => {
    const item = el("li");
    const when = line.due_s ? `due ${clock(line.due_s)}` : `since ${clock(line.since_s)}`;
    item.append(el("span", "what", `${line.text}: ${when}, not done yet`));
    if (line.by_hand && !live.locked) item.append(doneButton(line));
    return item;
  }));
}

function doneButton(line) {
  const button = el("button", "second", "Done");
  button.type = "button";
  button.setAttribute("aria-label", `Done: ${line.text}`);
  button.addEventListener("click", () => post(root.dataset.askedDone, { what: line.key }));
  return button;
}

// What was given grows while the pump runs, also between two events.
export function drawGiven() {
  const { given_mg, giving_mg_s, now_s, ordered_mg, dose_hidden } = live.board;
  const sofar = given_mg === null ? null : Math.min(given_mg + giving_mg_s * Math.max(0, now() - now_s), ordered_mg);
  const text = sofar === null ? "–" : `${sofar.toFixed(1)} of ${ordered_mg.toFixed(1)} mg`;
  document.getElementById("given").textContent = dose_hidden || text;
  document.getElementById("given-bar").value = sofar || 0;
}
