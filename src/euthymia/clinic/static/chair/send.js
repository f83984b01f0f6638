// What a hand enters, sent to the record: kept on this tablet first, each press with its key and its time, in order.

import { clock, counted, el, live, now, root } from "./live.js";
import { forget, keep, kept, mark } from "./kept.js";

const ANSWER_WITHIN_MS = 10000;
const TRY_AGAIN_MS = 3000;
const ONE_PRESS_MS = 400; // a double press is one press
const MOVES = ["start", "pause", "resume"]; // each takes the place of another under the finger; a stop is never passed over
const SIGNED_OUT = "NOT RECORDED: you are signed out, or this is not yours to do. Write it on paper, sign in again, and enter it then.";
const KEPT_SIGNED_OUT = "Kept on this tablet and not recorded: you are signed out, or this is not yours to do. Sign in again and open this chair: it is sent then.";
const UNREACHED = "Not saved: the clinic's server could not be reached. Write it on paper and enter it again.";
const LOOK_FIRST = "Not recorded: the clinic's server cannot be reached, and the values must be looked at before the pump runs. Leave the pump standing until this page is live again.";

const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const { session, person, who } = root.dataset;

function refuse(text = "") {
  const refusal = document.getElementById("refusal");
  refusal.replaceChildren(...(text ? [el("div", "refusal", text)] : []));
  if (text) refusal.scrollIntoView({ block: "center" });
}

// Only 204 means recorded: a session that ended answers with the sign-in page, which looks like a success.
async function sent(url, fields) {
  try {
    const answer = await fetch(url, {
      method: "POST", headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, body: new URLSearchParams(fields), signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.status === 204 && !answer.redirected) return { is: "recorded" };
    if (answer.status === 422) return { is: "refused", why: new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim() };
    return { is: answer.status >= 500 ? "unreached" : "signed out" };
  } catch {
    return { is: "unreached" };
  }
}

// For what cannot wait: it is recorded now, or said to be not.
export async function post(url, fields, unreached = UNREACHED) {
  const answer = await sent(url, fields);
  refuse({ recorded: "", refused: answer.why, unreached, "signed out": SIGNED_OUT }[answer.is]);
  return answer.is === "recorded";
}

// Everything kept of this session, oldest first, one at a time and by one page of this tablet; `fresh` was pressed just now.
function sendKept(fresh) {
  const one = (doing) => (navigator.locks ? navigator.locks.request(`kept ${session}`, doing) : doing());
  return one(async () => {
    let outcome = "kept";
    for (const entry of await kept(session)) {
      if (entry.person !== person || entry.refused) continue;
      const answer = await sent(entry.url, entry.fields);
      const mine = entry.place === fresh?.place;
      if (answer.is === "recorded") await forget(entry);
      else if (answer.is === "refused" && mine) await forget(entry);
      else if (answer.is === "refused") await mark({ ...entry, refused: answer.why });
      else {
        refuse(answer.is === "signed out" ? KEPT_SIGNED_OUT : "");
        break;
      }
      if (mine) outcome = answer.is;
      if (mine) refuse(answer.why);
    }
    return outcome;
  });
}

let drawn = "";
export async function drawKept() {
  const entries = await kept(session).catch(() => []);
  live.kept = entries.length;
  const text = JSON.stringify(entries);
  if (text === drawn) return entries;
  drawn = text;
  const place = document.getElementById("kept");
  place.hidden = !entries.length;
  document.getElementById("kept-count").textContent = `${counted(entries.length)} kept on this tablet and not yet in the record`;
  document.getElementById("kept-list").replaceChildren(...entries.map(line));
  return entries;
}

function line(entry) {
  const item = el("li", "", `${clock(entry.happened_s)}  ${entry.says}`);
  if (entry.person !== person) item.append(el("p", "small", `Entered by ${entry.who}: it is sent when they sign in on this tablet and open this chair.`));
  if (!entry.refused) return item;
  const button = el("button", "second", "I have written it down: discard it here");
  button.type = "button";
  button.addEventListener("click", () => forget(entry).then(drawKept));
  item.append(el("p", "refusal", `Not recorded: ${entry.refused}`), button);
  return item;
}

// In words for the list: the button, and what was typed or chosen beside it.
function inWords(form, submitter, fields) {
  const typed = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => field.value && (!["radio", "checkbox"].includes(field.type) || field.checked));
  const named = typed.map((field) => `${["radio", "checkbox"].includes(field.type) ? "" : `${(field.labels[0]?.firstChild?.textContent || "").trim()} `}${field.value}`.trim());
  return [form.dataset.says || submitter?.getAttribute("aria-label") || submitter?.textContent.trim(), submitter?.name ? submitter.value : "", ...named].filter(Boolean).join(", ") || fields[0]?.[1] || "";
}

const presses = new WeakMap();
const groupOf = (form) => form.closest("[data-once]") || form;
function isTheSamePress(form, submitter) {
  const group = groupOf(form);
  const what = MOVES.includes(form.dataset.action) ? group : submitter;
  const last = presses.get(group);
  presses.set(group, { what, at: performance.now() });
  return last !== undefined && last.what === what && performance.now() - last.at < ONE_PRESS_MS;
}

async function press(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const entry = crypto.randomUUID();
  const happened_s = now();
  const whole = [...fields, ["entry", entry], ["happened_s", happened_s], ["person", person]];
  if (form.hasAttribute("data-now")) return (await post(form.action, whole, form.dataset.now || undefined)) ? "recorded" : "refused";
  const url = new URL(form.action).pathname;
  let fresh;
  try {
    fresh = await keep({ entry, session, url, fields: whole, happened_s, person, who, says: inWords(form, submitter, fields), refused: "" });
  } catch {
    return (await post(url, whole)) ? "recorded" : "refused"; // a browser that keeps nothing
  }
  const outcome = await sendKept(fresh);
  drawKept();
  return outcome;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  if (isTheSamePress(form, event.submitter)) return;
  if ((await press(form, event.submitter)) === "refused") {
    presses.delete(groupOf(form)); // what was refused is mended and pressed again: not the same press, however quick
    return;
  }
  form.reset();
  form.dispatchEvent(new CustomEvent("entered", { bubbles: true }));
  const again = form.querySelector("input:not([type=hidden])");
  if (again && form.contains(document.activeElement)) again.focus();
});

for (const form of document.querySelectorAll("form[data-action=start], form[data-action=resume]")) form.dataset.now = LOOK_FIRST;

let trying = false;
async function tryAgain() {
  if (trying || live.ended) return;
  trying = true;
  try {
    const waiting = (await drawKept()).some((entry) => entry.person === person && !entry.refused);
    if (waiting) await sendKept().then(drawKept);
  } finally {
    trying = false;
  }
}
setInterval(tryAgain, TRY_AGAIN_MS);
window.addEventListener("online", tryAgain);
tryAgain();
