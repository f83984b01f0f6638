// Draws the board: values with their ages, the session's state, what happened.

import { drawHands } from "./hands.js";
import { age, clock, el, live, now, root } from "./live.js";
import { post } from "./send.js";

export function drawValues() {
  for (const value of live.board.values) {
    const tile = document.getElementById(`value-${value.channel}`);
    if (!tile) continue;
    const number = tile.querySelector(".number");
    const when = tile.querySelector(".age");
    if (value.value === null || value.at_s === null) {
      number.textContent = "––";
      when.textContent = value.hidden || value.at_s === null ? value.hidden || "no value yet" : "the device sends no value";
      tile.classList.add("stale");
      continue;
    }
    const old = now() - value.at_s;
    const stale = old > value.stale_after_s;
    number.textContent = value.text;
    tile.classList.toggle("stale", stale);
    when.textContent = stale ? `last ${clock(value.at_s)}` : `${age(old)} ago${value.by_hand ? ", by hand" : ""}`;
  }
}

export function drawState() {
  document.getElementById("state").textContent = live.board.state_text;
  document.getElementById("pump-warning").hidden = !live.board.pump_may_run;
  for (const button of document.querySelectorAll("[data-action]")) button.hidden = !live.board.actions.includes(button.dataset.action);
  const own = document.getElementById("limits");
  own.hidden = !live.board.limits.length;
  own.replaceChildren(...live.board.limits.map((limit) => el("li", limit.looser ? "looser" : "", `${clock(limit.at_s)}  ${limit.text}`)));
  const says = live.board.pump_says.join(" ");
  for (const place of document.querySelectorAll("[data-pump-says]")) place.textContent = says;
  drawGiven();
  drawHands();
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
  const sofar = live.board.given_mg === null ? null : Math.min(live.board.given_mg + live.board.giving_mg_s * Math.max(0, now() - live.board.now_s), live.board.ordered_mg);
  document.getElementById("given").textContent = live.board.dose_hidden || (sofar === null ? "–" : `${sofar.toFixed(1)} of ${live.board.ordered_mg.toFixed(1)} mg`);
  document.getElementById("given-bar").value = sofar || 0;
}
