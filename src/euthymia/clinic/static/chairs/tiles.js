// The tiles of the board: what changed is drawn again in its place, and between two renewals ages and countdowns go on.

const board = () => document.getElementById("chairs-now");
let offset = Number(board().dataset.nowS) - Date.now() / 1000; // the server's clock minus this device's
const now = () => Date.now() / 1000 + offset;

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clock = (s) => new Date(s * 1000).toLocaleTimeString([], CLOCK);
const countdown = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
const age = (s) => {
  s = Math.max(0, Math.floor(s));
  if (s < 60) return `${s} s`;
  return s < 3600 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
};

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// A number that is older than it may be is no number of now: it is drawn as at its chair.
function drawAge(cell) {
  const { atS, staleAfterS } = cell.dataset;
  const old = atS ? now() - Number(atS) : Infinity;
  const isStale = old > Number(staleAfterS);
  cell.classList.toggle("stale", isStale);
  cell.classList.add("aged"); // until then its number is not shown
  if (!atS) return;
  const place = cell.querySelector(".age");
  if (place.children.length === 0) place.replaceChildren(...["span", "span"].map((tag) => document.createElement(tag)));
  const [last, when] = place.children; // where there is little room the word goes, and the time stays
  write(last, isStale ? "last " : "");
  write(when, isStale ? clock(Number(atS)) : age(old));
}

// What was given grows while the pump runs, also between two events.
function drawGiven(place) {
  const { givenMg: given, givingMgS: speed, orderedMg: ordered, asOfS: asOf } = place.dataset;
  if (given === "") return;
  const sofar = Math.min(Number(given) + Number(speed) * Math.max(0, now() - Number(asOf)), Number(ordered));
  write(place, `${sofar.toFixed(1)} of ${Number(ordered).toFixed(1)} mg`);
}

function drawLeft(place) {
  const min = Math.ceil((Number(place.dataset.endsS) - now()) / 60);
  write(place, min > 0 ? `${min} min left` : "plan over");
}

function drawNext(place) {
  const { nextS, what } = place.dataset;
  if (!nextS) return;
  const left = Math.round(Number(nextS) - now());
  write(place, left > 0 ? `${what} in ${countdown(left)}` : `${what}: due now`);
  place.classList.toggle("due", left <= 0);
}

const DRAWN = [[".cell", drawAge], [".given", drawGiven], [".left[data-ends-s]", drawLeft], [".next", drawNext]];

// Where the chairs are more than this screen holds, an unseen alarm on a tile that is out of sight is named here.
const MOST_NAMED = 3;
function drawOutOfSight() {
  const list = document.getElementById("board");
  const { top, bottom } = list.getBoundingClientRect();
  const box = (tile) => tile.getBoundingClientRect();
  const isOut = (tile) => box(tile).top > bottom - 24 || box(tile).bottom < top + 24;
  const unseen = (it) => [...list.querySelectorAll(`.tile[data-alarm=${it}][data-seen=""]`)];
  const alarms = ["high", "medium"].flatMap(unseen);
  const out = alarms.filter(isOut);
  const [gravest] = out;
  const way = document.getElementById("out-of-sight");
  way.hidden = !gravest;
  if (!gravest) return write(way, "");
  way.dataset.alarm = gravest.dataset.alarm;
  way.dataset.tile = gravest.id;
  const names = out.slice(0, MOST_NAMED).map((tile) => tile.querySelector("h2").textContent).join(", ");
  const more = out.length > MOST_NAMED ? ` +${out.length - MOST_NAMED}` : "";
  const mark = gravest.dataset.alarm === "high" ? "***" : "**";
  write(way, `${mark} ${names}${more}: show`);
}
document.getElementById("out-of-sight").addEventListener("click", ({ target }) => {
  document.getElementById(target.dataset.tile)?.scrollIntoView({ block: "nearest" });
  drawOutOfSight();
});

export function tick() {
  drawOutOfSight();
  for (const [where, draw] of DRAWN) for (const place of board().querySelectorAll(where)) draw(place);
}

// The server writes another word against forgery each time: it is no change.
const said = (node) => node.outerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
const asSaid = new Map(); // by id: what the server last said of a part, before ages were written into it
const PARTS = "#board > .tile, .rail-row";
const nameOf = (part) => part.id || "rail";

function keep(root) {
  asSaid.clear();
  for (const part of root.querySelectorAll(PARTS)) asSaid.set(nameOf(part), said(part));
}

// A tile's link stays the same one: the focus, or a finger, may be on it.
function renewTile(tile, fresh) {
  for (const { name, value } of fresh.attributes) tile.setAttribute(name, value);
  const [link, freshLink] = [tile, fresh].map((it) => it.querySelector(":scope > .open"));
  if (!link || !freshLink) {
    tile.replaceChildren(...fresh.childNodes);
    return;
  }
  for (const { name, value } of freshLink.attributes) link.setAttribute(name, value);
  freshLink.remove();
  while (link.nextSibling) link.nextSibling.remove();
  while (link.previousSibling) link.previousSibling.remove();
  link.after(...fresh.childNodes);
}

function renewRail(rail, fresh) {
  const scrolled = rail.querySelector("#rail").scrollTop;
  focusStays(() => rail.replaceChildren(...fresh.childNodes));
  rail.querySelector("#rail").scrollTop = scrolled;
}

function focusStays(draw) {
  const { id } = document.activeElement;
  draw();
  if (id && document.activeElement.id !== id) document.getElementById(id)?.focus({ preventScroll: true });
}

// Draws what the server says now. Where another chair has come or gone, all are drawn again.
export function renew(text, serverNowS) {
  if (serverNowS) offset = Number(serverNowS) - Date.now() / 1000;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const isOther = fresh.getElementById("board").dataset.view !== document.getElementById("board").dataset.view;
  if (isOther) return location.reload(); // this device was told otherwise on another page
  const parts = [...fresh.querySelectorAll(PARTS)];
  const before = new Map(asSaid);
  keep(fresh);
  const isSame = [...board().querySelectorAll(PARTS)].map(nameOf).join() === parts.map(nameOf).join();
  if (!isSame) focusStays(() => board().replaceChildren(...fresh.body.childNodes));
  else {
    for (const part of parts) {
      const name = nameOf(part);
      if (before.get(name) === asSaid.get(name)) continue;
      if (name === "rail") renewRail(board().querySelector(".rail-row"), part);
      else renewTile(document.getElementById(name), part);
    }
  }
  tick();
}

keep(board());
tick();
