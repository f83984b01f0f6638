// How much of a file has been sent; once it is there, that it is being read.
"use strict";

const form = document.getElementById("import");
const bar = document.getElementById("progress");
const says = document.getElementById("progress-says");
const reading = document.getElementById("reading");

form?.addEventListener("htmx:beforeRequest", () => {
  reading.hidden = false;
});
form?.addEventListener("htmx:xhr:progress", (event) => {
  const { loaded, total } = event.detail;
  if (!total) return;
  bar.value = Math.round((100 * loaded) / total);
  says.textContent = loaded < total ? `Sent ${bar.value} %` : "Sent. Reading it now; a large file takes some seconds";
  if (loaded >= total) bar.removeAttribute("value");
});
form?.addEventListener("htmx:afterRequest", () => {
  reading.hidden = true;
});
