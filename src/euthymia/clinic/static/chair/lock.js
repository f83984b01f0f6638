// After some minutes without a touch the page locks: numbers, alarms and sound stay, what a hand enters is out of
// reach. What it still takes is written as nobody's until a person confirms it in their own name.

import { post } from "./entry/send.js";
import { keepTyped, takeUpTyped } from "./entry/typed.js";
import { drawHands } from "./hands.js";
import { clock, el, live, root } from "./live.js";

const IN_THE_CHAIR = ["checked", "running", "paused", "observing"];
const { session, person } = root.dataset;
const LOCKED = `locked ${session}`; // a page loaded again is locked still
const box = document.getElementById("locked");
const hands = () => document.querySelectorAll("[data-hands], header.top nav, header.top .who");
let touchedAt = performance.now();

const taken = (what) => root.dataset.locked.replace("/help", `/${what}`);

function lock() {
  live.locked = true;
  sessionStorage.setItem(LOCKED, person);
  for (const part of hands()) part.inert = true;
  document.body.classList.add("locked");
  box.hidden = false;
  drawHands(); // the help sheet folds, and opens again with the page
  drawUnconfirmed();
}

function unlock() {
  live.locked = false;
  touchedAt = performance.now();
  sessionStorage.removeItem(LOCKED);
  for (const part of hands()) part.inert = false;
  document.body.classList.remove("locked");
  box.hidden = true;
  drawHands();
  drawUnconfirmed();
}

for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => (touchedAt = performance.now()), true);
}
setInterval(() => {
  if (live.locked || live.ended || !IN_THE_CHAIR.includes(live.board.state)) return;
  if ((performance.now() - touchedAt) / 1000 > Number(root.dataset.idleS)) lock();
}, 500);

for (const button of box.querySelectorAll("[data-takes]")) button.addEventListener("click", () => post(taken(button.dataset.takes), {}));

document.addEventListener("submit", (event) => {
  if (!live.locked || event.target.id !== "help-form") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  post(taken("help"), {});
}, true);

document.getElementById("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const says = document.getElementById("unlock-says");
  const body = new FormData(form);
  form.reset(); // now, and not when the answer comes: by then the hand may be typing the next one
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body });
    if (answer.status === 422) says.textContent = new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim();
    else if (!answer.ok) says.textContent = "Still locked: this page's right has ended. Sign in again.";
    else {
      renew((await answer.json()).csrf);
      says.textContent = "";
      unlock();
    }
  } catch {
    says.textContent = "Still locked: the clinic's server could not be reached.";
  }
});

// A new sign-in has a new secret against forged requests: every form of this page takes it over.
function renew(csrf) {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": csrf }));
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrf;
}

// Nothing typed is lost by a fresh sign-in on this tablet.
document.getElementById("sign-in-again").addEventListener("submit", () => {
  sessionStorage.removeItem(LOCKED);
  keepTyped(session, person);
});

export function drawUnconfirmed() {
  const place = document.getElementById("unconfirmed");
  place.hidden = live.locked || !live.board.unconfirmed.length;
  const text = JSON.stringify(live.board.unconfirmed);
  const list = place.querySelector("ul");
  if (list.dataset.drawn === text) return;
  list.dataset.drawn = text;
  list.replaceChildren(...live.board.unconfirmed.map(line));
}

function line(entry) {
  const item = el("li", "row between");
  const button = el("button", "second", "I confirm this in my name");
  button.type = "button";
  button.setAttribute("aria-label", `I confirm in my name: ${entry.said}`);
  button.addEventListener("click", () => post(root.dataset.confirm.replace("/0", `/${entry.number}`), {}));
  item.append(el("span", "", `${clock(entry.at_s)}  ${entry.said}`), button);
  return item;
}

takeUpTyped(session, person);
if (sessionStorage.getItem(LOCKED) === person) lock();
