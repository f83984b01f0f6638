// Draws the board: values with their ages, the session's state, what happened.

import { drawHands } from "./hands.js";
import { age, clock, live, now } from "./live.js";

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

// What was given grows while the pump runs, also between two events.
export function drawGiven() {
  const sofar = live.board.given_mg === null ? null : Math.min(live.board.given_mg + live.board.giving_mg_s * Math.max(0, now() - live.board.now_s), live.board.ordered_mg);
  document.getElementById("given").textContent = live.board.dose_hidden || (sofar === null ? "–" : `${sofar.toFixed(1)} of ${live.board.ordered_mg.toFixed(1)} mg`);
  document.getElementById("given-bar").value = sofar || 0;
}
