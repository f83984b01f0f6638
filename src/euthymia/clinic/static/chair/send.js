// What a hand enters, sent to the record.

import { el } from "./live.js";

const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

export async function post(url, fields) {
  const body = new URLSearchParams(fields);
  const refusal = document.getElementById("refusal");
  try {
    const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, body });
    refusal.replaceChildren();
    // Only 204 means recorded: a session that ended answers with the sign-in page, which looks like a success.
    if (answer.status !== 204 || answer.redirected) {
      const line = el("div");
      line.textContent = answer.status === 422 ? new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim() : "NOT RECORDED: you are signed out, or this is not yours to do. Write it on paper, sign in again, and enter it then.";
      line.className = "refusal";
      refusal.replaceChildren(line);
      refusal.scrollIntoView({ block: "center" });
      return false;
    }
    return true;
  } catch {
    const line = el("p", "refusal", "Not saved: the clinic's server could not be reached. Write it on paper and enter it again.");
    refusal.replaceChildren(line);
    return false;
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  if (await post(form.action, fields)) {
    form.reset();
    const again = form.querySelector("input:not([type=hidden])");
    if (again && form.contains(document.activeElement)) again.focus();
  }
});
