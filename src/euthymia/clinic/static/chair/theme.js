// By day the page is light, in a dark room dark: chosen by a switch, kept on this tablet, dark until somebody chooses.
// The board of all chairs has the same switch.

const KEPT = "chair by day";
const button = document.getElementById("theme");

function show(day) {
  document.documentElement.classList.toggle("day", day);
  button.textContent = day ? "Dark room" : "Day";
  button.setAttribute("aria-label", day ? "Change to the dark page" : "Change to the light page");
  document.dispatchEvent(new Event("theme")); // what is painted, not styled, is painted again
}

button.addEventListener("click", () => {
  const day = !document.documentElement.classList.contains("day");
  localStorage.setItem(KEPT, day ? "1" : "");
  show(day);
});
show(localStorage.getItem(KEPT) === "1");
