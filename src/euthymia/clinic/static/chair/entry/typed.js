// What a hand typed or chose in a form: taken at a press, wiped and given back, and never what was typed after it.

const CHOSEN = ["radio", "checkbox"];
const FIELDS = "input:not([type=hidden]), select, textarea";

const group = (radio) => [...radio.form.elements].filter((field) => field.type === "radio" && field.name === radio.name);
const leads = (field) => field.type !== "radio" || group(field)[0] === field; // a group of radio buttons is one field
const fieldsOf = (form) => [...form.querySelectorAll(FIELDS)].filter(leads);

function holds(field) {
  if (field.type === "radio") return group(field).find((choice) => choice.checked)?.value ?? "";
  return field.type === "checkbox" ? field.checked : field.value;
}

function atRest(field) {
  if (field.type === "radio") return group(field).find((choice) => choice.defaultChecked)?.value ?? "";
  if (field.type === "checkbox") return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) || field.options[0])?.value ?? "";
}

function put(field, value) {
  if (field.type === "radio") for (const choice of group(field)) choice.checked = choice.value === value;
  else if (field.type === "checkbox") field.checked = value;
  else field.value = value;
}

export const taken = (form) => fieldsOf(form).map((field) => ({ field, value: holds(field) }));

export const contentOf = (form) => JSON.stringify(taken(form).map(({ value }) => value));
export const isAtRest = (form) => fieldsOf(form).every((field) => holds(field) === atRest(field));

// Field by field, and only where the field still holds what was taken.
export function wipe(press) {
  for (const { field, value } of press) if (holds(field) === value) put(field, atRest(field));
}

export const isTouched = (press, wiped) => press.some(({ field, value }) => holds(field) !== (wiped ? atRest(field) : value));

// All of it or nothing: half of one reading beside half of another would be a reading nobody took.
export function giveBack(press, wiped) {
  if (isTouched(press, wiped)) return false;
  for (const { field, value } of press) put(field, value);
  if (press.some(({ field }) => field === document.activeElement)) document.activeElement.select?.();
  return true;
}

// In words: what was typed or chosen, each beside its label.
export function inWords(form) {
  const typed = [...form.querySelectorAll(FIELDS)].filter((field) => field.value && (!CHOSEN.includes(field.type) || field.checked));
  return typed.map((field) => `${CHOSEN.includes(field.type) ? "" : `${(field.labels[0]?.firstChild?.textContent || "").trim()} `}${field.value}`.trim());
}

// Through a page loaded again, for the same person alone: what another typed is nobody else's.
const KEPT = "typed";
export function keepTyped(session, person) {
  const forms = [...document.querySelectorAll("form[data-live]")].map((form) => [form.getAttribute("action"), taken(form).map(({ value }) => value)]);
  sessionStorage.setItem(`${KEPT} ${session}`, JSON.stringify({ person, forms }));
}

export function takeUpTyped(session, person) {
  const typed = JSON.parse(sessionStorage.getItem(`${KEPT} ${session}`) || "null");
  sessionStorage.removeItem(`${KEPT} ${session}`);
  if (typed?.person !== person) return;
  const forms = new Map(typed.forms);
  for (const form of document.querySelectorAll("form[data-live]")) takeUp(form, forms.get(form.getAttribute("action")) || []);
}

function takeUp(form, values) {
  fieldsOf(form).forEach((field, place) => {
    if (values[place] === undefined || values[place] === holds(field)) return;
    put(field, values[place]);
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  });
}
