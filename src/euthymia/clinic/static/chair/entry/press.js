// A press: what it took with it from its form, and how it ends on screen. Nothing that a hand typed since is wiped by it.

import { begin, tell } from "./outcome.js";
import { contentOf, giveBack, inWords, isAtRest, isTouched, taken, wipe } from "./typed.js";

const ONE_PRESS_MS = 400; // a double press is one press
const MOVES = ["start", "pause", "resume"]; // each takes the place of another under the finger; a stop is never passed over
const STAYS_ABOVE = "It stands beside what you enter until you have written it down.";
const FIRST = "input:not([type=hidden]), textarea";

// In words for the list: the button, and what was typed or chosen beside it.
function saysOf(form, submitter) {
  return [form.dataset.says || submitter?.getAttribute("aria-label") || submitter?.textContent.trim(), submitter?.name ? submitter.value : "", ...inWords(form)].filter(Boolean).join(", ");
}

const lastPress = new WeakMap();
const groupOf = (form) => form.closest("[data-once]") || form;

// A double press brings what the first one brought, or the fields that it left empty. Other values are another press,
// however quick: they are not passed over.
function isDouble(form, submitter) {
  const last = lastPress.get(groupOf(form));
  if (!last || last.what !== whatOf(form, submitter) || performance.now() - last.at >= ONE_PRESS_MS) return false;
  return last.what === groupOf(form) || isAtRest(form) || contentOf(form) === last.content;
}
const whatOf = (form, submitter) => (MOVES.includes(form.dataset.action) ? groupOf(form) : submitter);

export function isTheSamePress(form, submitter) {
  if (isDouble(form, submitter)) return true;
  lastPress.set(groupOf(form), { what: whatOf(form, submitter), at: performance.now(), content: contentOf(form) });
  return false;
}

// Before the browser asks for the fields that the first press has wiped.
document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-live] button:not([type=button])");
  if (button && isDouble(button.form, button)) event.preventDefault();
}, true);

// What a press took with it, and how it ends on screen. What is refused goes back to the hand, unless it typed since.
export class Press {
  is = "sending";
  wiped = false;

  constructor(form, submitter) {
    this.form = form;
    this.fields = [...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
    this.taken = taken(form);
    this.says = saysOf(form, submitter);
    this.line = begin(form, this.says);
  }

  wipe(thenFirst = false) {
    const focused = document.activeElement;
    wipe(this.taken);
    this.wiped = true;
    if (thenFirst && this.form.contains(focused) && !isTouched(this.taken, true)) this.form.querySelector(FIRST)?.focus({ preventScroll: true });
  }

  ended({ is, why }) {
    const late = this.is === "kept";
    this.is = is;
    if (is === "refused") return this.refused(why, late);
    tell(this.line, is, why);
    this.form.dispatchEvent(new CustomEvent("entered", { bubbles: true, detail: { touched: isTouched(this.taken, this.wiped) } }));
  }

  refused(why, late) {
    lastPress.delete(groupOf(this.form)); // what was refused is mended and pressed again: not the same press, however quick
    const isBack = !late && giveBack(this.taken, this.wiped);
    const words = /^not (recorded|saved)/i.test(why) ? why : `Not recorded: ${why}`;
    tell(this.line, "refused", [isBack ? "" : `NOT RECORDED: ${this.says}.`, words, late ? STAYS_ABOVE : ""].filter(Boolean).join(" "));
  }
}
