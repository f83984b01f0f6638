// What is wrong with the page itself: not live, not recording, no device data.

import { clock, counted, live } from "./live.js";

const banner = document.getElementById("trouble");

export function drawTrouble() {
  const silent = (performance.now() - live.lastHeard) / 1000;
  let text = "";
  if (live.trouble) text = `NOT RECORDING since ${clock(live.trouble.since_s)} (${live.trouble.why}). Watch the bedside monitor and write on paper.`;
  else if (silent > 3) text = `NOT LIVE: nothing heard from the clinic's server for ${Math.floor(silent)} s. Watch the bedside monitor.`;
  else if (!live.listenerUp) text = "NO DEVICE DATA: the device listener is not running. Watch the bedside monitor and enter values by hand.";
  if (text && live.kept) text += ` ${counted(live.kept)} kept on this tablet.`;
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
  document.body.classList.toggle("not-live", Boolean(text));
  fit();
}

export const troubled = () => !banner.hidden;

// Words that must be read whole in a room that never grows, the gravest alarm's and the page's own trouble's: they are
// set smaller where they need it. What is too long even so scrolls; its button and its mark stay where they are.

const SMALLER = ["snug", "tight"];
const isWhole = (node) => node.scrollHeight <= node.clientHeight + 1;

function fit() {
  for (const node of document.querySelectorAll("#alarms > li:first-child .what, #trouble:not([hidden])")) {
    node.classList.remove(...SMALLER);
    for (const size of SMALLER) if (!isWhole(node)) node.classList.add(size);
  }
}

window.addEventListener("resize", fit);
