// Small manners every page shares.
"use strict";

// A page that was opened before the network went still shows whom to call.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/offline.js").catch(() => {});

// Rows of repeated forms: "add another" copies the template row.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) return;
  const template = document.getElementById(button.dataset.addRow);
  const row = template.content.firstElementChild.cloneNode(true);
  template.before(row);
  row.querySelector("input, select")?.focus();
});

// The server's refusal is moved to, so that a keyboard or a screen reader finds it; a new action clears the old one.
document.addEventListener("htmx:beforeRequest", () => {
  const refusal = document.getElementById("refusal");
  if (refusal) refusal.textContent = "";
});

// A request that never reached the server is said, not swallowed.
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const refusal = document.getElementById("refusal");
    if (!refusal) return;
    const line = document.createElement("p");
    line.className = "refusal";
    line.textContent = "Not saved: the clinic's server could not be reached. What you entered is still on this page; try again.";
    refusal.replaceChildren(line);
  });
}
