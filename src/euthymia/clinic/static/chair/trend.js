// The trend: small pictures beside the figures, never instead of them. Each has its own scale, the limits from which on
// it alarms, what hands did with the pump, and a gap where nothing was measured.

import { live, now, read } from "./live.js";

const INKS = {
  dark: {
    axis: "#b9c9cd", grid: "#24353c", mark: "#a9bcc0", limit: "#ff6b7f",
    one: "#f2f5f4", two: "#e9a6d8", three: "#c9a27e", four: "#9db7ff",
  },
  day: {
    axis: "#3f5058", grid: "#c3cdca", mark: "#4c5d65", limit: "#a50d25",
    one: "#14232b", two: "#8a2c70", three: "#75491c", four: "#2446a8",
  },
};
// What stands in each picture: its range as it is at rest, and after how long without a value its line ends.
const PICTURES = [
  { title: "SpO2 %", range: [85, 100], of: [["spo2_pct", "SpO2", "one"]], limits: [["spo2_pct", "below"]] },
  {
    title: "Pressure mmHg", range: [60, 190],
    of: [["systolic_mmhg", "Systolic", "two"], ["diastolic_mmhg", "Diastolic", "three"]],
    limits: [["systolic_mmhg", "from"]],
  },
  {
    title: "Pulse /min", range: [40, 140],
    of: [["pulse_bpm", "Pulse", "four"]], limits: [["pulse_bpm", "from"], ["pulse_bpm", "below"]],
  },
];
const GAP_S = { spo2_pct: 60, pulse_bpm: 60, systolic_mmhg: 1500, diastolic_mmhg: 1500 };
const SPARSE = ["systolic_mmhg", "diastolic_mmhg"];
const LEAST_S = 600; // the time that is shown from the first value on
const COLUMNS = Object.keys(GAP_S);

const trend = read("trend-data");
const place = document.getElementById("trend");
let charts = [];

// One column without the times at which it had no value; where it was silent for long, a gap.
function column(name) {
  const at = [], values = [];
  trend.at_s.forEach((at_s, row) => {
    const value = trend[name][row];
    if (value === null || value === undefined) return;
    if (at.length && at_s - at.at(-1) > GAP_S[name]) at.push(at.at(-1) + 1), values.push(null);
    at.push(at_s), values.push(value);
  });
  return [at, values];
}

// A time that another column brings is no gap in this one.
const dataOf = ({ of }) => uPlot.join(of.map(([name]) => column(name)), of.map(() => [2, 2]));

function span() {
  const last = now();
  return [Math.min(trend.at_s[0] ?? last, last - LEAST_S), last];
}

// The limits of a picture that are in force: from which on the next value alarms.
function limitsOf({ limits }) {
  const valueOf = (channel) => live.board.values.find((value) => value.channel === channel);
  return limits.map(([channel, side]) => valueOf(channel)?.[side]).filter((limit) => limit !== null && limit !== undefined);
}

// Limits and acts, drawn under the lines.
function under(plot, picture, ink) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.strokeStyle = ink.limit;
  for (const limit of limitsOf(picture)) stroke(ctx, bbox.left, plot.valToPos(limit, "y", true), bbox.left + bbox.width, null);
  ctx.setLineDash([]);
  ctx.strokeStyle = ink.mark;
  for (const [at_s] of live.board.marks || []) stroke(ctx, plot.valToPos(at_s, "x", true), bbox.top, null, bbox.top + bbox.height);
  ctx.restore();
}

function stroke(ctx, x, y, toX, toY) {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(toX ?? x, toY ?? y);
  ctx.stroke();
}

function range(picture, low, high) {
  const limits = limitsOf(picture);
  const [least, most] = picture.range;
  return [Math.min(least, low ?? Infinity, ...limits), Math.max(most, high ?? -Infinity, ...limits)];
}

const hour = (s) => new Date(s * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// Where there is little height, the pictures stand beside one another, each with its own time.
const BESIDE_PX = { height: 190, width: 540 };
const areBeside = () => place.clientHeight < BESIDE_PX.height && place.clientWidth >= BESIDE_PX.width;

function sizeOf(isLast, rows) {
  const axis_px = 24;
  if (areBeside()) return { width: Math.floor(place.clientWidth / rows), height: place.clientHeight };
  const each = Math.max(20, (place.clientHeight - axis_px) / rows);
  return { width: place.clientWidth || 300, height: Math.floor(each + (isLast ? axis_px : 0)) };
}

function make(picture, row, rows, ink) {
  const hasAxis = areBeside() || row === rows - 1;
  const holder = place.appendChild(document.createElement("div"));
  holder.className = "picture";
  const title = holder.appendChild(document.createElement("span"));
  title.textContent = picture.title;
  const axis = { stroke: ink.axis, grid: { stroke: ink.grid }, ticks: { stroke: ink.grid } };
  const line = ([name, label, colour]) => ({
    label, stroke: ink[colour], width: 2, spanGaps: false,
    points: { show: SPARSE.includes(name) || undefined, size: 6 },
  });
  return new uPlot(
    {
      ...sizeOf(hasAxis, rows), legend: { show: false }, cursor: { show: false }, padding: [6, 8, hasAxis ? 0 : 2, 0],
      scales: { x: { time: true, range: span }, y: { range: (_, low, high) => range(picture, low, high) } },
      axes: [
        { ...axis, show: hasAxis, size: 24, values: (_, ticks) => ticks.map(hour), space: 70 },
        { ...axis, size: 40, space: 22 },
      ],
      series: [{}, ...picture.of.map(line)],
      hooks: { drawClear: [(plot) => under(plot, picture, ink)] },
    },
    dataOf(picture),
    holder,
  );
}

export function drawTrend() {
  if (!charts.length) return;
  charts.forEach((chart, row) => chart.setData(dataOf(PICTURES[row])));
}

// Made again in the other inks, or for another size.
function redrawTrend() {
  for (const chart of charts) chart.destroy();
  charts = [];
  place.replaceChildren();
  if (!place.clientHeight) return; // another tab is shown
  place.classList.toggle("beside-one-another", areBeside());
  const ink = INKS[document.documentElement.classList.contains("day") ? "day" : "dark"];
  try {
    charts = PICTURES.map((picture, row) => make(picture, row, PICTURES.length, ink));
  } catch {
    // It must not take the numbers and the alarms with it.
    place.textContent = "The trend cannot be drawn. The values above are live.";
  }
}

let size = "";
new ResizeObserver(() => {
  const is = `${place.clientWidth} ${place.clientHeight}`;
  if (is === size || !place.isConnected) return;
  size = is;
  redrawTrend();
}).observe(place);

export function addToTrend(readings) {
  let grew = false;
  for (const [channel, value, at_s, outcome] of readings) {
    const column = channel === "heart_rate_bpm" ? "pulse_bpm" : channel;
    if (value === null || !COLUMNS.includes(column) || outcome === "repeat" || outcome === "impossible") continue;
    const at = Math.round(at_s);
    let row = trend.at_s.length;
    while (row > 0 && trend.at_s[row - 1] >= at) row -= 1;
    if (trend.at_s[row] !== at) {
      trend.at_s.splice(row, 0, at);
      for (const name of COLUMNS) trend[name].splice(row, 0, null);
    }
    trend[column][row] = value;
    grew = true;
  }
  if (grew) drawTrend();
}

export function replaceTrend(whole) {
  Object.assign(trend, whole);
  drawTrend();
}
document.addEventListener("theme", redrawTrend);
