// The research forecast: a part of its own. It is asked for again when a cuff reading or an act came; where that fails it
// says so in its own place. Nothing else on the page waits for it or knows of it.

import { clock, now } from "./live.js";

const WAIT_MS = 1500; // what comes together is asked for once
const place = document.getElementById("forecast-now");
let known = null;
let asking = 0;

export function forecastAnew(message) {
  if (!place) return;
  const cuff = (message.readings || []).some((rows) => rows.some(([channel]) => channel === "systolic_mmhg"));
  const line = message.board && JSON.stringify([message.board.state, message.board.log[0]?.at_s, message.board.log.length]);
  const act = Boolean(line) && known !== null && line !== known;
  if (line) known = line;
  if (!cuff && !act) return;
  clearTimeout(asking);
  asking = setTimeout(() => htmx.trigger(place, "renew"), WAIT_MS);
}

// An old forecast that looks new would be worse than none.
function failed() {
  const line = document.createElement("p");
  line.className = "note";
  line.textContent = `The forecast could not be made again at ${clock(now())}, so none is shown. Values, alarms and buttons of this page do not depend on it.`;
  place.replaceChildren(line);
}
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) place?.addEventListener(name, failed);
