// Beside the entries: the log with what may be corrected, the form for it, and the help sheet.

import { clock, el, live, root, seconds } from "./live.js";
import { open } from "./tabs.js";

function line(list, entry, time) {
  const item = el("li", entry.was || entry.late_s ? "marked" : "");
  const said = el("span", "", `${time(entry.at_s)}  ${entry.text}`);
  item.append(said);
  if (entry.late_s) item.append(el("span", "small", ` entered late, ${clock(entry.late_s)}`));
  for (const was of entry.was || []) item.append(el("span", "small", ` was ${was.said}, ${was.by} ${clock(was.at_s)}`));
  if (entry.number) {
    const button = el("button", "quiet", "Correct");
    button.type = "button";
    button.dataset.correct = entry.number;
    said.id = `${list.id}-${entry.number}`;
    button.setAttribute("aria-label", `Correct entry ${entry.number}`);
    button.setAttribute("aria-describedby", said.id);
    item.append(button);
  }
  return item;
}

// Drawn again only where it changed: a finger or the focus may be on it.
function fill(list, entries, time) {
  const text = JSON.stringify(entries);
  if (list.dataset.drawn === text) return;
  list.dataset.drawn = text;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.correct : null;
  list.replaceChildren(...entries.map((entry) => line(list, entry, time)));
  if (focused) list.querySelector(`[data-correct="${focused}"]`)?.focus();
}

const LATEST = 3;
const sheet = document.getElementById("help-sheet");
const fold = document.getElementById("help-fold");
const toRead = document.querySelector(".to-read");
const ofToRead = toRead.parentElement;
let called = false;
let isFolded = false;
export function drawHands() {
  fill(document.getElementById("log"), live.board.log, clock);
  const latest = live.board.log.slice(0, LATEST).map(({ at_s, text }) => ({ at_s, text }));
  fill(document.getElementById("latest"), latest, clock);
  fill(document.getElementById("help-lines"), live.board.help, seconds);
  sheet.hidden = !called && !live.board.help.length;
  const isOpen = !sheet.hidden && !isFolded && !live.locked;
  root.classList.toggle("help-open", isOpen);
  document.getElementById("help-open").hidden = !isOpen;
  const home = isOpen ? sheet : ofToRead; // what has to be read now stays in sight beside the help sheet
  if (toRead.parentElement !== home) home.append(toRead);
  fold.setAttribute("aria-expanded", String(isOpen));
  fold.textContent = isOpen ? "Fold" : "HELP: open";
  document.getElementById("help-here").hidden = !live.board.help_is_called;
}

// The sheet takes the room of what is entered and read back, never that of numbers, alarms and acts.
document.getElementById("help-form").addEventListener("submit", () => {
  called = true;
  isFolded = false;
  drawHands();
});
fold.addEventListener("click", () => {
  isFolded = !isFolded;
  drawHands();
});

const place = document.getElementById("correct");
let latestAsked = 0;
function close() {
  latestAsked += 1;
  const button = document.querySelector(`[data-correct="${place.dataset.number}"]`);
  place.replaceChildren();
  place.hidden = true;
  button?.focus();
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-close]")) return close();
  const button = event.target.closest("[data-correct]");
  if (!button) return;
  const asked = (latestAsked += 1);
  open(document.getElementById("tab-log"));
  place.dataset.number = button.dataset.correct;
  place.replaceChildren(); // what stood there was another entry's
  place.hidden = false;
  let shown;
  try {
    const answer = await fetch(root.dataset.correction.replace("/0/", `/${button.dataset.correct}/`));
    if (!answer.ok || answer.redirected) throw new Error("not given");
    shown = [...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes];
  } catch {
    shown = [el("p", "refusal", "Nothing can be corrected while the clinic's server is not reached. Write it on paper and correct it then.")];
  }
  if (asked !== latestAsked) return; // another was asked for, or this one closed, since
  place.replaceChildren(...shown);
  place.querySelector("input:not([type=hidden]), select")?.focus();
});
// A correction that has ended closes itself; one in which a hand typed on, or that is another's, stays.
document.addEventListener("entered", ({ target, detail }) => target.hasAttribute("data-closes") && !detail.touched && place.contains(target) && close());
