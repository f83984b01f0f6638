// What became of each press, in words beside its form: one line that keeps its place, read out politely.

import { clock, el } from "../live.js";

const ENDED = ["recorded", "refused"];
const lines = new Map(); // a form's line, or that of its group, to the presses it shows

const placeOf = (form) => document.getElementById(form.dataset.saidIn) || form.closest("[data-once]") || form;

function lineOf(form) {
  const place = placeOf(form);
  if (place.matches("p")) return place;
  const beside = place.nextElementSibling;
  if (beside?.matches(".said")) return beside;
  const line = el("p", "said small");
  line.setAttribute("role", "status");
  line.setAttribute("aria-atomic", "false"); // only what is new is read out
  place.after(line);
  return line;
}

// What ended goes with the next press of the same form; what has not ended stays until it has.
export function begin(form, words) {
  const line = lineOf(form);
  const going = (lines.get(line) || []).filter((press) => !ENDED.includes(press.is));
  const press = { is: "sending", at_s: Date.now() / 1000, words, text: el("span") };
  lines.set(line, [...going, press]);
  line.replaceChildren(...lines.get(line).map(({ text }) => text));
  tell(press, "sending");
  return press;
}

const SAID = {
  sending: (press) => `Being sent: ${press.words}. `,
  recorded: (press) => `Recorded, pressed at ${clock(press.at_s)}: ${press.words}. `,
  kept: (press, why) => why || `Kept on this tablet, not yet in the record: ${press.words}. `,
  refused: (press, why) => `${why} `,
};

export function tell(press, is, why) {
  press.is = is;
  press.text.className = is === "refused" || (is === "kept" && why) ? "refusal" : "";
  press.text.textContent = SAID[is](press, why);
}

for (const form of document.querySelectorAll("form[data-live]")) lineOf(form); // there before anything is said in it
