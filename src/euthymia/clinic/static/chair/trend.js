// The trend: a picture beside the figures, never instead of them.

import { read } from "./live.js";

const trend = read("trend-data");
let chart = null;

export function drawTrend() {
  const place = document.getElementById("trend");
  const data = [trend.at_s, trend.spo2_pct, trend.pulse_bpm, trend.systolic_mmhg, trend.diastolic_mmhg];
  if (chart) return chart.setData(data);
  const line = (label, stroke, extra) => ({ label, stroke, width: 2, spanGaps: true, points: { show: false }, ...extra });
  const axis = { stroke: "#b9c9cd", grid: { stroke: "#24353c" }, ticks: { stroke: "#24353c" } };
  chart = new uPlot(
    {
      width: place.clientWidth || 600, height: 260, legend: { live: false },
      scales: { x: { time: true }, y: { range: [40, 200] } },
      axes: [{ ...axis, values: (_, ticks) => ticks.map((s) => new Date(s * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })) }, { ...axis, label: "% · /min · mmHg", labelSize: 16 }],
      series: [{}, line("SpO2 %", "#f2f5f4", { width: 3 }), line("Pulse", "#9db7ff", { dash: [8, 4] }), line("Systolic", "#e9a6d8", { points: { show: true, size: 7 } }), line("Diastolic", "#c9a27e", { points: { show: true, size: 7 }, dash: [2, 3] })],
    },
    data,
    place,
  );
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 260 })).observe(place);
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
