// What a hand enters, sent to the record: kept on this tablet first, each press with its key and its time, in order.
// An answer ends its own press and no other: nothing that a hand typed since is wiped by it.

import { clock, counted, el, live, now, root } from "../live.js";
import { forget, keep, kept, mark } from "./kept.js";
import { isTheSamePress, Press } from "./press.js";

const ANSWER_WITHIN_MS = 10000;
const TRY_AGAIN_MS = 3000;
const SIGNED_OUT = "NOT RECORDED: you are signed out, or this is not yours to do. Write it on paper, sign in again, and enter it then.";
const KEPT_SIGNED_OUT = "Kept on this tablet and not recorded: you are signed out, or this is not yours to do. Sign in again and open this chair: it is sent then.";
const UNREACHED = "Not saved: the clinic's server could not be reached. Write it on paper and enter it again.";
const LOOK_FIRST = "Not recorded: the clinic's server cannot be reached, and the values must be looked at before the pump runs. Leave the pump standing until this page is live again.";

const SILENT = [
  "Not recorded: this tablet is kept from sounding alarms, and a session is watched by ear as well.",
  "Leave the pump standing. Touch \"Sound is off\" above the numbers, or open this chair on another tablet.",
].join(" ");
const SOUND_WITHIN_MS = 2000;

const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const { session, person, who } = root.dataset;

// For a button without a form. The page moves to it, unless a hand is typing.
function refuse(text = "") {
  const refusal = document.getElementById("refusal");
  refusal.replaceChildren(...(text ? [el("div", "refusal", text)] : []));
  if (text && !document.activeElement?.matches("input, select, textarea")) refusal.scrollIntoView({ block: "center" });
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
async function sentNow(url, fields, unreached = UNREACHED) {
  const answer = await sent(url, fields);
  return { is: answer.is === "recorded" ? "recorded" : "refused", why: { refused: answer.why, unreached, "signed out": SIGNED_OUT }[answer.is] };
}

// The press itself may turn the sound on: a browser waits for a hand. One that refuses it all the same stays silent.
async function canSound() {
  if (window.alarmSound.on()) return true;
  const waited = new Promise((done) => setTimeout(done, SOUND_WITHIN_MS));
  await Promise.race([window.alarmSound.turnOn().catch(() => {}), waited]);
  return window.alarmSound.on();
}

export async function post(url, fields) {
  refuse((await sentNow(url, fields)).why);
}

// The presses of this page that have not ended, by their place on the tablet: whatever round sends an entry ends its press.
const open = new Map();

// Refused at once it goes back to the hand; refused after it was said to be kept it stays on the tablet.
async function turnDown(entry, why) {
  const press = open.get(entry.place);
  if (press?.is === "sending") await forget(entry);
  else await mark({ ...entry, refused: why });
  end(entry.place, { is: "refused", why });
}

function end(place, { is, why = "" }) {
  const press = open.get(place);
  if (!press) return;
  if (is !== "kept") open.delete(place);
  press.ended({ is, why });
}

// Everything kept of this session, oldest first, one at a time and by one page of this tablet.
function sendKept() {
  const one = (doing) => (navigator.locks ? navigator.locks.request(`kept ${session}`, doing) : doing());
  return one(async () => {
    for (const entry of await kept(session)) {
      if (entry.person !== person || entry.refused) continue;
      const answer = await sent(entry.url, entry.fields);
      if (answer.is === "recorded") {
        await forget(entry);
        end(entry.place, answer);
      } else if (answer.is === "refused") await turnDown(entry, answer.why);
      else {
        for (const place of [...open.keys()]) end(place, { is: "kept", why: answer.is === "signed out" ? KEPT_SIGNED_OUT : "" });
        break;
      }
    }
    await endElsewhere();
  });
}

// Another page of this tablet may have sent it: what is kept no longer is recorded.
async function endElsewhere() {
  const places = [...open.keys()];
  const still = new Map((await kept(session)).map((entry) => [entry.place, entry]));
  for (const place of places) {
    if (!still.has(place)) end(place, { is: "recorded" });
    else if (still.get(place).refused) await turnDown(still.get(place), still.get(place).refused);
  }
}

let drawn = "";
// What is on its way for the first time is said beside its button; a box for it would push what the hand is at.
let beingKept = ""; // on the tablet already, its press not yet known by its place
const sending = () => [...open.values()].filter((press) => press.is === "sending");
const onTheirWay = () => [beingKept, ...sending().map((press) => press.entry)];
export async function drawKept() {
  const before = onTheirWay();
  const entries = await kept(session).catch(() => []); // one may end while this is read: it is not waiting either
  const waiting = entries.filter(({ entry }) => ![...before, ...onTheirWay()].includes(entry));
  live.kept = waiting.length;
  const text = JSON.stringify(waiting);
  if (text === drawn) return entries;
  drawn = text;
  const place = document.getElementById("kept");
  place.hidden = !waiting.length;
  document.getElementById("kept-count").textContent = `${counted(waiting.length)} kept on this tablet and not yet in the record`;
  document.getElementById("kept-list").replaceChildren(...waiting.map(line));
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

async function send(press) {
  const { form } = press;
  const entry = crypto.randomUUID();
  const happened_s = now();
  if (form.dataset.action === "start" && !(await canSound())) return press.ended({ is: "refused", why: SILENT });
  const whole = [...press.fields, ["entry", entry], ["happened_s", happened_s], ["person", person]];
  if (form.hasAttribute("data-now")) return direct(press, whole, form.dataset.now || undefined);
  let fresh;
  beingKept = entry;
  try {
    fresh = await keep({ entry, session, url: new URL(form.action).pathname, fields: whole, happened_s, person, who, says: press.says, refused: "" });
  } catch {
    return direct(press, whole); // a browser that keeps nothing
  }
  press.entry = entry;
  open.set(fresh.place, press);
  beingKept = "";
  if (!form.hasAttribute("data-closes")) press.wipe(true); // still at the press: the focus may move
  await drawKept();
  await sendKept();
  drawKept();
}

// Nothing is kept, so nothing is wiped before it is recorded.
async function direct(press, whole, unreached) {
  const answer = await sentNow(press.form.action, whole, unreached);
  if (answer.is === "recorded") press.wipe();
  press.ended(answer);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  if (!isTheSamePress(form, event.submitter)) send(new Press(form, event.submitter));
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
