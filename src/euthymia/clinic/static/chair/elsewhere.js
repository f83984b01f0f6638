// What other chairs need: a line each, and the most urgent sound among those that are not paused on this screen.

import { announce } from "./announce.js";

const PAUSE_S = 120;
const MARKS = { high: "***", medium: "**", low: "*" };
const PRIORITIES = ["high", "medium", "low"];
const pausedUntil = new Map(); // by line: a new one sounds
const left = (notice) => ((pausedUntil.get(notice.key) || 0) - Date.now()) / 1000;

export function drawElsewhere(list, notices) {
  const text = JSON.stringify(notices);
  if (list.dataset.drawn === text) return;
  list.dataset.drawn = text;
  list.hidden = !notices.length;
  list.dataset.says = notices.length > 2 ? `${notices.length} lines of other chairs, the most urgent on top` : "";
  list.replaceChildren(...notices.map(line));
  for (const notice of notices) announce(notice.key, `${notice.priority} priority: ${notice.text}`);
}

function line(notice) {
  const item = document.createElement("li");
  item.className = `alarm elsewhere ${notice.priority}`;
  item.dataset.kind = notice.kind;
  fill(item, notice);
  return item;
}

// The line leads to its chair: its key begins with that of the session.
export function fill(item, notice) {
  const way = document.createElement("a");
  way.href = `/chair/${notice.key.split(" ")[0]}`;
  for (const [name, text] of [["mark", MARKS[notice.priority]], ["what", notice.text]]) {
    const part = document.createElement("span");
    part.className = name;
    part.textContent = text;
    way.append(part);
  }
  item.replaceChildren(way, ...(notice.take_over ? [takeOver(notice.take_over)] : []));
}

// One press takes the task of the second person, and goes to the chair.
function takeOver(address) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
  const button = document.createElement("button");
  button.className = "second";
  button.textContent = "Take over";
  form.append(token, button);
  return form;
}

// The most urgent of what sounds; null where nothing does.
export function sounds(notices) {
  const heard = notices.filter((notice) => left(notice) <= 0);
  return PRIORITIES.find((priority) => heard.some((notice) => notice.priority === priority)) || null;
}

export function pauseSounds(notices, seconds = PAUSE_S) {
  for (const notice of notices) if (left(notice) <= 0) pausedUntil.set(notice.key, Date.now() + seconds * 1000);
}

// In words how long what is paused stays so; "" where nothing is.
export function pausedInWords(notices) {
  const paused = notices.filter((notice) => left(notice) > 0);
  if (!paused.length) return "";
  const seconds = Math.ceil(Math.min(...paused.map(left)));
  return `Sound for other chairs paused on this screen: ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left. A new one sounds.`;
}
