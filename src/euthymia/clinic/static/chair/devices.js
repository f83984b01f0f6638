// Draws how each device stands: its link, its last message, its clock.

import { age, live, now } from "./live.js";

export function drawDevices() {
  for (const place of document.querySelectorAll("[data-device]")) {
    const sender = (live.board.senders || {})[place.dataset.device];
    const line = place.querySelector(".says");
    const text = sender ? words(sender, line.dataset.paired) : "no message yet";
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("wrong", Boolean(sender && (sender.link_lost || sender.clock_wrong || sender.apart)));
  }
}

function words(sender, paired) {
  if (sender.apart) return `KEPT APART: ${sender.apart}. These values raise no alarms here.`;
  return [
    sender.link_lost ? "LINK LOST" : "linked",
    `last message ${age(now() - sender.last_s)} ago`,
    sender.clock_wrong ? `${sender.clock}: correct it` : sender.clock,
    paired ? "charted by pairing" : "charted by identity",
    ...(sender.spot_check ? [`spot check, not for watching: ${sender.spot_check}`] : []),
  ].join(", ");
}
