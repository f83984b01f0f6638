// By day the page is light, in a dark room dark: chosen by a switch, kept on this tablet, dark until somebody chooses.

import { redrawTrend } from "./trend.js";

const KEPT = "chair by day";
const button = document.getElementById("theme");

function show(day) {
  document.documentElement.classList.toggle("day", day);
  button.textContent = day ? "Dark room" : "Day";
  button.setAttribute("aria-label", day ? "Change to the dark page" : "Change to the light page");
  redrawTrend();
}

button.addEventListener("click", () => {
  const day = !document.documentElement.classList.contains("day");
  localStorage.setItem(KEPT, day ? "1" : "");
  show(day);
});
show(localStorage.getItem(KEPT) === "1");
