// One infusion: two sliders read printed curves off; nothing is computed here.
import numbers from "./curves.js";

const LEFT = 34, WIDE = 560, TOP = 6, HIGH = 96; // as the still pictures have them
const MG = 35, OVER_MIN = 40;

function read(names, rows, times, at) {
  const place = times.reduce((best, time, n) => (Math.abs(time - at) < Math.abs(times[best] - at) ? n : best), 0);
  for (const name of names) {
    const line = document.querySelector(`[data-reads="${name}"]`);
    const [middle, low, high] = rows[name].map((row) => Math.round(row[place]));
    const values = { middle, low, high, none: rows.none ? Math.round(rows.none[0][place]) : 0 };
    line.textContent = line.dataset.says.replace(/\{(\w+)\}/g, (_, key) => values[key]);
    const curve = document.querySelector(`[data-curve="${name}"]`);
    const x = LEFT + ((WIDE - LEFT) * times[place]) / Number(curve.dataset.last);
    curve.querySelector(".now").setAttribute("d", `M${x.toFixed(1)},${TOP} V${HIGH}`);
  }
}

const minutes = document.getElementById("minute"), days = document.getElementById("slow-day");
const minuteSays = document.getElementById("says-minute"), daySays = document.getElementById("says-slow-day");

function atMinute() {
  const minute = Number(minutes.value), given = (MG * Math.min(minute, OVER_MIN)) / OVER_MIN;
  read(Object.keys(numbers.acute), numbers.acute, numbers.minutes, minute);
  document.getElementById("given").setAttribute("width", ((558 * given) / MG).toFixed(1));
  document.getElementById("reads-given").textContent = `${Number(given.toFixed(1))} mg given`;
  minuteSays.textContent = `${minute} minutes: ${minute >= OVER_MIN ? "the pump has stopped" : minute ? "the pump runs" : "the pump starts"}`;
  minutes.setAttribute("aria-valuetext", minuteSays.textContent);
}

function atDay() {
  const day = numbers.days[Number(days.value)];
  read(["strength", "score"], numbers.slow, numbers.days, day);
  const hours = Math.round(day * 24);
  daySays.textContent = hours < 48 ? `${hours} hours after` : `${Number(day.toFixed(2))} days after`;
  days.setAttribute("aria-valuetext", daySays.textContent);
}

minutes.addEventListener("input", atMinute);
days.addEventListener("input", atDay);
days.max = numbers.days.length - 1;
days.value = numbers.days.indexOf(1);
atMinute();
atDay();
