// The trend: a picture beside the figures, never instead of them.

import { read } from "./live.js";

const INKS = {
  dark: { axis: "#b9c9cd", grid: "#24353c", spo2: "#f2f5f4", pulse: "#9db7ff", systolic: "#e9a6d8", diastolic: "#c9a27e" },
  day: { axis: "#3f5058", grid: "#c3cdca", spo2: "#14232b", pulse: "#2446a8", systolic: "#8a2c70", diastolic: "#75491c" },
};
const trend = read("trend-data");
new ResizeObserver(([{ target }]) => target.isConnected && chart?.setSize({ width: target.clientWidth, height: 260 })).observe(document.getElementById("trend"));
let chart = null;

export function drawTrend() {
  const place = document.getElementById("trend");
  const data = [trend.at_s, trend.spo2_pct, trend.pulse_bpm, trend.systolic_mmhg, trend.diastolic_mmhg];
  if (chart) return chart.setData(data);
  const line = (label, stroke, extra) => ({ label, stroke, width: 2, spanGaps: true, points: { show: false }, ...extra });
  const ink = INKS[document.documentElement.classList.contains("day") ? "day" : "dark"];
  const axis = { stroke: ink.axis, grid: { stroke: ink.grid }, ticks: { stroke: ink.grid } };
  chart = new uPlot(
    {
      width: place.clientWidth || 600, height: 260, legend: { live: false },
      scales: { x: { time: true }, y: { range: [40, 200] } },
      axes: [{ ...axis, values: (_, ticks) => ticks.map((s) => new Date(s * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })) }, { ...axis, label: "% · /min · mmHg", labelSize: 16 }],
      series: [{}, line("SpO2 %", ink.spo2, { width: 3 }), line("Pulse", ink.pulse, { dash: [8, 4] }), line("Systolic", ink.systolic, { points: { show: true, size: 7 } }), line("Diastolic", ink.diastolic, { points: { show: true, size: 7 }, dash: [2, 3] })],
    },
    data,
    place,
  );
}

// Drawn again in the other inks.
export function redrawTrend() {
  chart?.destroy();
  chart = null;
  try {
    drawTrend(); // a picture that fails must not take the numbers and alarms with it
  } catch {
    document.getElementById("trend").textContent = "The trend cannot be drawn. The values above are live.";
  }
}

const COLUMNS = ["spo2_pct", "pulse_bpm", "systolic_mmhg", "diastolic_mmhg"];

export function addToTrend(readings) {
  let grew = false;
  for (const [channel, value, at_s, outcome] of readings) {
    const column = channel === "heart_rate_bpm" ? "pulse_bpm" : channel;
    if (value === null || !COLUMNS.includes(column) || outcome === "repeat" || outcome === "impossible") continue;
    const at = Math.round(at_s);
    let place = trend.at_s.length;
    while (place > 0 && trend.at_s[place - 1] >= at) place -= 1;
    if (trend.at_s[place] !== at) {
      trend.at_s.splice(place, 0, at);
      for (const name of COLUMNS) trend[name].splice(place, 0, null);
    }
    trend[column][place] = value;
    grew = true;
  }
  if (grew && chart) drawTrend();
}

export function replaceTrend(whole) {
  Object.assign(trend, whole);
  if (chart) drawTrend();
}
