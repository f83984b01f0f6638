// Says an alarm once to a screen reader. Two that come together are two lines: one would overwrite the other unheard.

const KEPT_MS = 10000;
const said = new Set();

export function announce(key, text) {
  if (said.has(key)) return;
  said.add(key);
  const line = document.createElement("p");
  line.textContent = text;
  document.getElementById("announce").append(line);
  setTimeout(() => line.remove(), KEPT_MS);
}
