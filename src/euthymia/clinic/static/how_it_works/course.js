// A hundred people through a course: what the settings ask for, drawn day by day. Without it the page stands still.
import * as chain from "./chain.js";
import people from "./people.js";

export { chain, people };

const form = document.getElementById("course-form");
const days = document.getElementById("day");
const says = (name, text) => (document.getElementById(`says-${name}`).textContent = text);
const OTHER = { midazolam: "The same people on midazolam", saline: "The same people on salt water", open: "The same people without it" };
const MARK = { [chain.NOT]: "not", [chain.RESPONDING]: "yes", [chain.RELAPSED]: "back" };
const WIDE = 560, HIGH = 150, LEFT = 34, TOP = 8; // as the still picture has them
const across = (day) => LEFT + ((WIDE - LEFT) * day) / chain.UNTIL_DAYS;
const down = (count) => TOP + (HIGH - TOP) * (1 - count / 100);
const point = (day, count) => `${across(day).toFixed(1)},${down(count).toFixed(1)}`;

// What a setting gives, computed once: moving along the days only looks it up.
const known = new Map();
function computed(infusions, aWeek, context) {
  const key = [infusions, aWeek, context].join();
  if (!known.has(key)) {
    const plan = chain.planOf(infusions, aWeek);
    const side = (given) => ({ standing: chain.standingOf(chain.scoresOf(people, plan, context, given), plan), range: null });
    known.set(key, { plan, infusions, aWeek, context, given: side(true), without: side(false) });
  }
  return known.get(key);
}

let shown = null, touched = false; // nothing is announced before somebody chose
const asked = () => new FormData(form);

function settings() {
  const data = asked();
  shown = computed(Number(data.get("infusions")), Number(data.get("week")), data.get("context"));
  document.getElementById("says-infusions").textContent = data.get("infusions");
  form.elements.infusions.setAttribute("aria-valuetext", `${data.get("infusions")} infusions`);
  days.value = shown.plan.days.at(-1) + 1;
  draw();
  setTimeout(unsure, 0, shown);
}

// How unsure the fit is takes a moment: the figures stand first, and a slice of time at once keeps the page fluid.
const SLICE_MS = 6;
async function unsure(setting) {
  for (const [given, side] of [[true, setting.given], [false, setting.without]]) {
    const counts = [];
    let began = performance.now();
    for (let draw = 0; !side.range && draw < people.study.length; draw += 1) {
      counts.push(chain.countsIn(people, setting.plan, setting.context, given, draw));
      if (performance.now() - began < SLICE_MS) continue;
      await new Promise((resume) => setTimeout(resume));
      if (setting !== shown) return;
      began = performance.now();
    }
    side.range ??= chain.extentOf(counts);
  }
  if (setting !== shown) return;
  draw();
  const changed = ["infusions", "many", "unsure"].map((name) => document.getElementById(`says-${name}`).textContent);
  if (touched) says("changed", `${changed[0]} infusions. ${changed[1]} ${changed[2]}`);
}

// The last rating up to a day; -1 before the first.
const visitAt = (day) => shown.plan.visits.findLastIndex((visit) => visit <= day);

function draw() {
  const day = Number(days.value), visit = visitAt(day);
  lines();
  document.querySelector('[data-line="now"]').setAttribute("d", `M${across(day).toFixed(1)},${TOP} V${HIGH}`);
  const nobody = people.pick.map(() => chain.NOT);
  const given = visit < 0 ? nobody : shown.given.standing[visit];
  const without = visit < 0 ? nobody : shown.without.standing[visit];
  const too = given.map((one, n) => one === chain.RESPONDING && without[n] === chain.RESPONDING);
  figures("given", (n) => (too[n] ? "too" : MARK[given[n]]));
  figures("without", (n) => MARK[without[n]]);
  tell(day, visit, given, without, too.filter(Boolean).length);
}

function figures(name, markOf) {
  document.querySelectorAll(`[data-people="${name}"] use`).forEach((use, place) => {
    const href = `#p-${markOf(people.places[place])}`;
    if (use.getAttribute("href") !== href) use.setAttribute("href", href);
  });
}

const counted = (standing) => [chain.RESPONDING, chain.RELAPSED, chain.NOT].map((kind) => chain.countOf(standing, kind));
const inWords = ([yes, back, no]) => `${yes} responding, ${back} relapsed, ${no} not responding`;

function tell(day, visit, given, without, too) {
  const [yes, no] = [counted(given), counted(without)];
  const [range, rangeWithout] = [shown.given.range?.[visit], shown.without.range?.[visit]];
  says("given", visit < 0 ? "nobody is rated yet" : inWords(yes));
  says("without", visit < 0 ? "nobody is rated yet" : inWords(no));
  says("many", visit < 0 ? "Before the first rating." : `About ${yes[0]} of 100 ${visit > shown.plan.end ? "still respond" : "respond"}.`);
  says("other", OTHER[shown.context]);
  says("unsure", visit < 0 ? "Everybody is still as ill as before." : range ? `But the model itself is unsure: from ${range[0]} to ${range[1]} of 100.` : "How unsure the model is: being worked out.");
  const extent = rangeWithout ? ` (from ${rangeWithout[0]} to ${rangeWithout[1]})` : "";
  says("anyway", visit < 0 ? "" : `Without ketamine about ${no[0]} of 100 would${extent}. ${too} of the ${yes[0]} would be better without it too.`);
  says("when", when(day, visit));
  days.setAttribute("aria-valuetext", `${when(day, visit)}. ${visit < 0 ? "" : `${yes[0]} of 100 respond with ketamine, ${no[0]} without`}`);
  for (const flag of document.querySelectorAll("[data-flag]")) flag.hidden = !flags().includes(flag.dataset.flag);
}

// As `flags_of` in pharmacology/cascade/flags.py: what no calibrating trial gave.
function flags() {
  const span = shown.plan.days.at(-1) - shown.plan.days[0];
  return [...(span > 28 ? ["extrapolation"] : []), ...(shown.context === "open" ? ["not known"] : [])];
}

function when(day, visit) {
  if (visit < 0) return `Day ${day}`;
  const at = shown.plan.visits[visit], rated = at === day ? "rated" : `last rated on day ${at},`;
  if (visit <= shown.plan.end) return `Day ${day}: ${rated} the day after infusion ${visit + 1} of ${shown.infusions}`;
  const weeks = visit - shown.plan.end;
  return `Day ${day}: ${rated} ${weeks === 1 ? "a week" : `${weeks} weeks`} after the last infusion`;
}

function steps(counts) {
  const found = [];
  shown.plan.visits.forEach((day, n) => {
    if (n) found.push(point(day, counts[n - 1]));
    found.push(point(day, counts[n]));
  });
  return [...found, point(chain.UNTIL_DAYS, counts.at(-1))];
}

let lined = null;
function lines() {
  const path = (name, d) => document.querySelector(`[data-line="${name}"]`).setAttribute("d", d);
  const state = `${[...asked().values()]} ${Boolean(shown.given.range)}`;
  if (lined === state) return;
  lined = state;
  for (const [name, bandName, side] of [["given", "band", shown.given], ["without", "band-without", shown.without]]) {
    path(name, `M${steps(side.standing.map((row) => chain.countOf(row, chain.RESPONDING))).join(" ")}`);
    const [low, high] = [0, 1].map((end) => side.range && steps(side.range.map((one) => one[end])));
    path(bandName, low ? `M${[...low, ...high.reverse()].join(" ")}Z` : "");
  }
  const marks = shown.plan.days.map((day) => {
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
    mark.setAttribute("d", `M${across(day).toFixed(1)},${HIGH} v6`);
    return mark;
  });
  document.querySelector('[data-line="infusions"]').replaceChildren(...marks);
}

function move(by) {
  const stops = [0, ...shown.plan.visits], day = Number(days.value);
  const next = by > 0 ? stops.find((stop) => stop > day) : stops.findLast((stop) => stop < day);
  if (next === undefined) return;
  days.value = next;
  draw();
}

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
form.addEventListener("input", () => ((touched = true), settings()));
form.addEventListener("submit", (event) => event.preventDefault());
days.addEventListener("input", draw);
document.getElementById("earlier").addEventListener("click", () => move(-1));
document.getElementById("later").addEventListener("click", () => move(1));
settings();
