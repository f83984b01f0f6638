// Small manners every page shares.
"use strict";

// A page that was opened before the network went still shows whom to call.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/offline.js").catch(() => {});

// A press counts for what the finger came down on: a line that appears meanwhile moves the page, and the browser would
// give the press to whatever stands there by then, or to nothing. Where a list was drawn again meanwhile, and its button
// with it, the press is for the one that took its place.
const PRESSED = "button, a[href], summary, label, input, select, textarea";
const SLID_PX = 10; // further than that the hand has changed its mind
let down = null;
const pressedAt = (event) => ({ on: event.target.closest(PRESSED), x: event.clientX, y: event.clientY });
const nameOf = (element) => element.getAttribute("aria-label") || element.textContent.trim();
function nowInPlaceOf(element) {
  if (!element || element.isConnected) return element;
  const offered = (other) => other.checkVisibility() && !other.closest("[inert]"); // what a finger could have reached
  const all = [...document.querySelectorAll(element.localName)];
  const same = all.filter((other) => nameOf(other) === nameOf(element) && offered(other));
  return same.length === 1 ? same[0] : null;
}
document.addEventListener("pointerdown", (event) => (down = pressedAt(event)), true);
document.addEventListener("pointerup", (event) => {
  if (!down?.on || down.on.isConnected) return; // a click follows, looked at below; for what is gone there is none
  const came = down;
  down = null;
  if (Math.hypot(event.clientX - came.x, event.clientY - came.y) <= SLID_PX) nowInPlaceOf(came.on)?.click();
}, true);
document.addEventListener("click", (event) => {
  const came = down;
  down = null; // a label passes its click on to its field: that second one is its own
  if (!came || event.detail === 0 || event.target.closest(PRESSED) === came.on) return;
  if (Math.hypot(event.clientX - came.x, event.clientY - came.y) > SLID_PX) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (came.on?.isConnected) came.on.click();
}, true);

// A touch shows that somebody is there, and keeps the sign-in. What a page asks by itself does not. A chair's own page,
// which may be locked, says so itself.
const SAID_MS = 60_000;
let saidHere = Date.now(); // opening the page said so
const sayHere = () => {
  const address = document.body.dataset.here;
  if (!address || Date.now() - saidHere < SAID_MS) return;
  saidHere = Date.now();
  const headers = { "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] };
  fetch(address, { method: "POST", headers }).catch(() => {});
};
const TOUCHES = ["pointerdown", "keydown", "wheel"];
for (const name of TOUCHES) document.addEventListener(name, sayHere, { capture: true, passive: true });

// Rows of repeated forms: "add another" copies the template row.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) return;
  const template = document.getElementById(button.dataset.addRow);
  const row = template.content.firstElementChild.cloneNode(true);
  template.before(row);
  row.querySelector("input, select")?.focus();
});

const renews = (event) => event.target.closest("[data-renewed]");

// The server's refusal is moved to, so that a keyboard or a screen reader finds it; a new action clears the old one.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (renews(event)) return; // nobody did anything
  const refusal = document.getElementById("refusal");
  if (refusal) refusal.textContent = "";
});

// Who signs out leaves: a page that asked on meanwhile would be refused. Where nothing came of it, it asks again.
const LEAVES_MS = 10_000;
let left = false;
document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-leaves]")) return;
  left = true;
  setTimeout(() => (left = false), LEAVES_MS);
});
window.addEventListener("pageshow", () => (left = false));
document.addEventListener("htmx:beforeRequest", (event) => left && event.preventDefault());

// A request that never reached the server is said, not swallowed.
function refuse(text) {
  const refusal = document.getElementById("refusal");
  if (!refusal) return;
  const line = document.createElement("p");
  line.className = "refusal";
  line.textContent = text;
  refusal.replaceChildren(line);
}
const UNREACHED = "Not saved: the clinic's server could not be reached. What you entered is still on this page; try again.";
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, (event) => renews(event) || refuse(UNREACHED));
// Nor one that was answered and not done: who is signed out by then would wait for something.
const OUT = "Not done: you were signed out, or may not do this. Sign in in another tab, then press once more.";
const FAILED = "What you entered is still on this page; try again.";
const notDone = (status) => (status === 403 ? OUT : `Not done (${status}). ${FAILED}`);
document.addEventListener("htmx:responseError", (event) => {
  if (!renews(event)) refuse(notDone(event.detail.xhr.status));
});

// An answer may bring its form again: what a hand typed or chose in it since the press is carried over.
const BOXES = ["radio", "checkbox"];
const stateOf = (field) => (BOXES.includes(field.type) ? field.checked : field.value);
function fieldsByPlace() {
  const nth = new Map();
  const place = (field) => {
    const named = [field.form?.getAttribute("action"), field.name, BOXES.includes(field.type) ? field.value : ""].join(" ");
    nth.set(named, (nth.get(named) || 0) + 1);
    return `${named} ${nth.get(named)}`;
  };
  return new Map([...document.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea")].map((field) => [place(field), field]));
}
const pressedWith = new WeakMap(); // a request, to the fields as they were at its press
const typedSince = new WeakMap();
document.addEventListener("htmx:beforeRequest", ({ detail }) => pressedWith.set(detail.xhr, new Map([...fieldsByPlace()].map(([place, field]) => [place, stateOf(field)]))));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const then = pressedWith.get(detail.xhr) || new Map();
  typedSince.set(detail.xhr, [...fieldsByPlace()].filter(([place, field]) => then.has(place) && then.get(place) !== stateOf(field)).map(([place, field]) => [place, stateOf(field)]));
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const fields = fieldsByPlace();
  for (const [place, state] of typedSince.get(detail.xhr) || []) {
    const field = fields.get(place);
    if (field && stateOf(field) !== state) field[BOXES.includes(field.type) ? "checked" : "value"] = state;
  }
});

// An answer acts the moment it is touched, also when the tab is closed right after: keepalive outlives the page.
// What comes back may have a place of its own (`data-into`), so that what an answer asks for stands beside it.
let latestTouch = 0;
const latestOf = new Map();
document.addEventListener("change", async (event) => {
  const input = event.target.closest("input[data-touch]");
  if (!input) return;
  const touch = (latestTouch += 1);
  latestOf.set(input.name, touch);
  const headers = { "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"], "HX-Request": "true" };
  const body = new URLSearchParams({ [input.name]: input.value });
  try {
    const answer = await fetch(input.dataset.touch, { method: "POST", keepalive: true, headers, body });
    const text = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.redirected) refuse("NOT SAVED: you were signed out. Sign in again and answer this once more. If you are in danger, use Help now.");
    else if (answer.status === 422) refuse(text.body.textContent.trim());
    else if (!answer.ok) refuse(`Not saved (${answer.status}). Reload the page and sign in again.`);
    else putAnswer(text, input.name, touch);
  } catch {
    refuse(UNREACHED);
  }
});

function putAnswer(text, name, touch) {
  const places = [...text.querySelectorAll("[data-into]")];
  if (touch === latestTouch) {
    document.getElementById("refusal").replaceChildren();
    if (!places.length) document.getElementById("touched").replaceChildren(...text.body.childNodes);
  }
  for (const place of places) {
    const into = document.getElementById(place.dataset.into);
    const newest = place.dataset.into === "touched" ? latestTouch : latestOf.get(name);
    if (into && touch === newest) into.replaceChildren(...place.childNodes);
  }
}

// A part of a page that renews itself says so when it cannot, and does not go on looking calm.
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const part = renews(event);
    if (!part || part.querySelector(".trouble") || document.getElementById("overview-late")) return;
    const line = document.createElement("p");
    line.className = "trouble";
    line.textContent = "NOT LIVE: what chairs need is not shown here. Open a chair, and watch the bedside monitors.";
    part.prepend(line);
  });
}
