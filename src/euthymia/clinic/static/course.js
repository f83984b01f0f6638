// The course of one patient: totals over time, infusions as upright lines. The table under the chart says the same.
"use strict";

(() => {
  const place = document.getElementById("course");
  const data = document.getElementById("course-data");
  if (!place || !data || typeof uPlot === "undefined") return;
  const course = JSON.parse(data.textContent);
  const STROKE = { madrs: "#0f5c63", phq9: "#8a3b12" };
  const INK = "#14232b", GRID = "#d5dcd9", MARK = "#4c5d65";
  const FONT = "13px system-ui, sans-serif";

  // What a series looks like follows from what it is; the two scales differ in colour, dash and point alike.
  function drawn(series) {
    const stroke = STROKE[series.scale];
    const line = { label: series.label, scale: series.scale, stroke, spanGaps: true, width: 2.5 };
    if (series.kind === "half") return { ...line, width: 1, dash: [3, 5], points: { show: false } };
    if (series.kind === "early") return { ...line, width: 0, paths: () => null, points: { show: true, size: 11, width: 2, stroke, fill: "#fff" } };
    return { ...line, dash: series.scale === "phq9" ? [9, 4] : undefined, points: { show: true, size: 9, stroke, fill: stroke } };
  }

  function markSessions(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = MARK;
    ctx.lineWidth = devicePixelRatio;
    ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    course.sessions.forEach((at, n) => {
      const x = Math.round(plot.valToPos(at, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillText(String(n + 1), x, bbox.top - 4 * devicePixelRatio);
    });
    ctx.restore();
  }

  // Room for every mark, and a day on either side: one point alone stands in the middle.
  const moments = [...course.times, ...course.sessions];
  const DAY = 86400;
  const span = [Math.min(...moments) - DAY, Math.max(...moments) + DAY];

  const scales = { x: { time: true, range: span } };
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
  const axes = [{
    stroke: INK, font: FONT, grid: { stroke: GRID, width: 1 },
    incrs: [1, 2, 3, 7, 14, 28, 91, 182, 365].map((days) => days * DAY),
    values: (_, ticks) => ticks.map((at) => day.format(at * 1000)),
  }];
  for (const series of course.series) {
    if (scales[series.scale]) continue;
    const first = axes.length === 1;
    scales[series.scale] = { range: [0, series.top] };
    axes.push({
      scale: series.scale, side: first ? 3 : 1, stroke: STROKE[series.scale], font: FONT, labelFont: FONT,
      label: series.label, grid: { show: first, stroke: GRID, width: 1 },
    });
  }

  const size = () => ({ width: place.clientWidth, height: 340 });
  const plot = new uPlot(
    {
      ...size(),
      padding: [18, null, null, null],
      scales,
      axes,
      series: [{ label: "When" }, ...course.series.map(drawn)],
      legend: { live: false },
      cursor: { drag: { x: false, y: false } },
      hooks: { draw: [markSessions] },
    },
    [course.times, ...course.series.map((series) => series.totals)],
    place,
  );
  new ResizeObserver(() => plot.setSize(size())).observe(place);
})();
