// The live page of one chair. The server sends the whole board; this file only draws it, so a page that followed
// events and a page opened afresh show the same. Ages are counted here, against the server's clock.
"use strict";

(() => {
  const root = document.getElementById("live");
  if (!root) return;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const el = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  let board = read("board-data");
  const trend = read("trend-data");
  let offset = board.now_s - Date.now() / 1000; // the server's clock minus this device's
  let lastHeard = performance.now();
  let trouble = null; // NOT RECORDING, with the boards that are only in memory
  let listenerUp = board.listener_up;
  let streamUp = false;
  let ended = false; // the person may no longer follow this chart here
  let announced = new Set();
  const now = () => Date.now() / 1000 + offset;

  // ---- drawing

  const clock = (s) => new Date(s * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const age = (s) => {
    s = Math.max(0, Math.floor(s));
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min`;
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  };

  function drawValues() {
    for (const value of board.values) {
      const tile = document.getElementById(`value-${value.channel}`);
      if (!tile) continue;
      const number = tile.querySelector(".number");
      const when = tile.querySelector(".age");
      if (value.value === null || value.at_s === null) {
        number.textContent = "––";
        when.textContent = value.at_s === null ? "no value yet" : "the device sends no value";
        tile.classList.add("stale");
        continue;
      }
      const old = now() - value.at_s;
      const stale = old > value.stale_after_s;
      number.textContent = value.text;
      tile.classList.toggle("stale", stale);
      when.textContent = stale ? `last ${clock(value.at_s)}` : `${age(old)} ago${value.by_hand ? ", by hand" : ""}`;
    }
  }

  const MARKS = { high: "***", medium: "**", low: "*" };
  function drawAlarms() {
    const list = document.getElementById("alarms");
    const shown = new Map([...list.children].map((node) => [node.dataset.key, node]));
    const wanted = new Set(board.alarms.map((alarm) => alarm.key));
    for (const [key, node] of shown) if (!wanted.has(key)) node.remove();
    board.alarms.forEach((alarm, place) => {
      let node = shown.get(alarm.key);
      if (!node) {
        node = el("li");
        node.dataset.key = alarm.key;
        node.append(el("span", "mark"), el("span", "what"), el("span", "since"), el("span", "ack"));
      }
      node.className = `alarm ${alarm.priority} ${alarm.kind}${alarm.ended_s ? " ended" : ""}${alarm.acknowledged_by ? " seen" : ""}`;
      node.querySelector(".mark").textContent = MARKS[alarm.priority];
      node.querySelector(".what").textContent = alarm.text + (alarm.action ? `. ${alarm.action}` : "");
      node.querySelector(".since").textContent = alarm.ended_s ? `${clock(alarm.onset_s)} to ${clock(alarm.ended_s)}` : `since ${clock(alarm.onset_s)}`;
      const ack = node.querySelector(".ack");
      if (alarm.acknowledged_by) ack.textContent = `seen by ${alarm.acknowledged_by}`;
      else if (!ack.querySelector("button")) {
        const button = el("button", "second", "Acknowledge");
        button.type = "button";
        button.setAttribute("aria-label", `Acknowledge: ${alarm.text}`);
        button.addEventListener("click", () => post(root.dataset.acknowledge, { alarm: alarm.key }));
        ack.replaceChildren(button);
      }
      if (list.children[place] !== node) list.insertBefore(node, list.children[place] || null);
      if (!announced.has(alarm.key + alarm.onset_s) && !alarm.ended_s) {
        announced.add(alarm.key + alarm.onset_s);
        say(`${alarm.priority} priority: ${alarm.text}`);
      }
    });
    document.getElementById("no-alarms").hidden = board.alarms.length > 0;
  }

  function say(text) {
    document.getElementById("announce").textContent = text;
  }

  function drawState() {
    document.getElementById("state").textContent = board.state_text;
    document.getElementById("pump-warning").hidden = !board.pump_may_run;
    for (const button of document.querySelectorAll("[data-action]")) button.hidden = !board.actions.includes(button.dataset.action);
    drawGiven();
    const log = document.getElementById("log");
    log.replaceChildren(...board.log.map((line) => el("li", "", `${clock(line.at_s)}  ${line.text}`)));
  }

  // What was given grows while the pump runs, also between two events.
  function drawGiven() {
    const sofar = board.given_mg === null ? null : Math.min(board.given_mg + board.giving_mg_s * Math.max(0, now() - board.now_s), board.ordered_mg);
    document.getElementById("given").textContent = sofar === null ? "–" : `${sofar.toFixed(1)} of ${board.ordered_mg.toFixed(1)} mg`;
    document.getElementById("given-bar").value = sofar || 0;
  }

  // ---- what is wrong with the page itself

  function drawTrouble() {
    const banner = document.getElementById("trouble");
    const silent = (performance.now() - lastHeard) / 1000;
    let text = "";
    if (trouble) text = `NOT RECORDING since ${clock(trouble.since_s)} (${trouble.why}). Watch the bedside monitor and write on paper.`;
    else if (silent > 3) text = `NOT LIVE: nothing heard from the clinic's server for ${Math.floor(silent)} s. Watch the bedside monitor.`;
    else if (!listenerUp) text = "NO DEVICE DATA: the device listener is not running. Watch the bedside monitor and enter values by hand.";
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = !text;
    document.body.classList.toggle("not-live", Boolean(text));
  }

  // ---- sound: what nobody has acknowledged sounds, unless its own sound is paused; so does a page in trouble

  const PRIORITIES = ["high", "medium", "low"];
  let nextSound = 0;
  let sounding = null;
  let troubleQuietUntil = 0; // nobody else hears of this page's own trouble, so its pause is the page's own too
  const unseen = () => board.alarms.filter((alarm) => !alarm.acknowledged_by);
  const pausedFor = (alarm) => ((board.sound_paused || {})[alarm.key]?.until_s || 0) - now();
  const troubled = () => !document.getElementById("trouble").hidden;

  function due() {
    if (ended) return null;
    if (troubled() && Date.now() > troubleQuietUntil) return "high";
    const heard = unseen().filter((alarm) => pausedFor(alarm) <= 0);
    return PRIORITIES.find((priority) => heard.some((alarm) => alarm.priority === priority)) || null;
  }
  function playDue() {
    const priority = due();
    if (priority !== sounding) nextSound = 0;
    sounding = priority;
    if (!window.alarmSound.on() || !sounding || performance.now() < nextSound) return;
    nextSound = performance.now() + window.alarmSound.play(sounding) * 1000;
  }
  function drawSound() {
    document.getElementById("sound-off").hidden = window.alarmSound.on();
    const paused = unseen().filter((alarm) => pausedFor(alarm) > 0);
    document.getElementById("pause-sound").hidden = !due() || !window.alarmSound.on(); // where nothing sounds, nothing is paused
    const line = document.getElementById("sound-paused");
    line.hidden = !paused.length;
    if (!paused.length) return;
    const left = Math.ceil(Math.min(...paused.map(pausedFor)));
    const by = board.sound_paused[paused[0].key].by;
    const text = `Sound of ${paused.length} alarm${paused.length > 1 ? "s" : ""} paused by ${by}: ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left. A new alarm sounds.`;
    if (line.textContent !== text) line.textContent = text;
  }
  // A browser lets a page sound only after a hand has touched it: whatever the hand does first turns the sound on. Not
  // before the press is over: the line about the sound goes away, and what the finger is on must not move.
  for (const touch of ["click", "keydown"]) {
    document.addEventListener(touch, () => {
      if (ended || window.alarmSound.on()) return;
      window.alarmSound.turnOn().then(drawSound, () => {}); // refused: "Sound is off" stays on the page
    });
  }
  document.getElementById("pause-sound").addEventListener("submit", (event) => {
    if (!troubled()) return;
    troubleQuietUntil = Date.now() + board.sound_pause_s * 1000;
    if (unseen().some((alarm) => pausedFor(alarm) <= 0)) return; // the alarms' own pause is recorded as well
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // ---- the trend

  let chart = null;
  function drawTrend() {
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
  function addToTrend(readings) {
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

  // ---- talking with the server

  async function post(url, fields) {
    const body = new URLSearchParams(fields);
    const refusal = document.getElementById("refusal");
    try {
      const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, body });
      refusal.replaceChildren();
      // Only 204 means recorded: a session that ended answers with the sign-in page, which looks like a success.
      if (answer.status !== 204 || answer.redirected) {
        const line = el("div");
        line.textContent = answer.status === 422 ? new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim() : "NOT RECORDED: you are signed out, or this is not yours to do. Write it on paper, sign in again, and enter it then.";
        line.className = "refusal";
        refusal.replaceChildren(line);
        refusal.scrollIntoView({ block: "center" });
        return false;
      }
      return true;
    } catch {
      const line = el("p", "refusal", "Not saved: the clinic's server could not be reached. Write it on paper and enter it again.");
      refusal.replaceChildren(line);
      return false;
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    if (await post(form.action, fields)) {
      form.reset();
      const again = form.querySelector("input:not([type=hidden])");
      if (again && form.contains(document.activeElement)) again.focus();
    }
  });

  function take(message) {
    lastHeard = performance.now();
    if (message.now_s) offset = message.now_s - Date.now() / 1000;
    if (message.listener_up !== undefined) listenerUp = message.listener_up;
    if (message.trouble !== undefined) trouble = message.trouble;
    if (message.board) {
      board = message.board;
      root.dataset.number = board.number;
      drawState();
    }
    if (trouble && trouble.board) board = { ...board, values: trouble.board.values, alarms: trouble.board.alarms };
    for (const readings of message.readings || []) addToTrend(readings);
    drawValues();
    drawAlarms();
    drawTrouble();
    if (message.board) {
      // Two frames after drawing the screen has shown it: the bench reads this mark.
      requestAnimationFrame(() => requestAnimationFrame(() => (root.dataset.painted = `${board.number} ${Date.now() / 1000}`)));
    }
  }

  function listen() {
    const source = new EventSource(`${root.dataset.stream}?after=${board.number}`);
    source.addEventListener("open", () => (streamUp = true));
    source.addEventListener("message", (event) => take(JSON.parse(event.data)));
    // The server ends a stream that fell behind: the page takes a new snapshot rather than guess what it missed.
    source.addEventListener("again", () => location.reload());
    // The server looked again whether this chart is open to this person here: it is not, or they signed in anew.
    source.addEventListener("closed", () => {
      source.close();
      setTimeout(ask, 500);
    });
    source.addEventListener("error", () => {
      streamUp = false;
      // A browser gives up on a stream that answered with an error page: a server that restarts does that.
      if (source.readyState === EventSource.CLOSED) setTimeout(ask, 2000);
    });
  }

  // A browser does not tell a page why its stream was refused, so the page asks by itself and ends only on a clear no.
  async function ask() {
    const asking = new AbortController();
    try {
      const answer = await fetch(`${root.dataset.stream}?after=${board.number}`, { signal: asking.signal });
      asking.abort();
      if ([401, 403, 404].includes(answer.status)) return end();
    } catch {
      // not reached: NOT LIVE stands on the page already
    }
    listen();
  }

  // What may no longer be followed is no longer shown: what stayed would look live, and is not this person's to see.
  function end() {
    ended = true;
    clearInterval(ticking);
    wakeLock?.release();
    document.body.classList.add("not-live");
    const again = el("a", "button", "Open this page again");
    again.href = location.href;
    const banner = document.getElementById("trouble");
    root.replaceChildren(banner, el("h1", "", "This chair is no longer followed here"), again);
    banner.textContent = "NOT LIVE: you were signed out, or this chart is no longer open to you. Watch the bedside monitor. Open this page again to sign in, or to give a reason.";
    banner.hidden = false;
  }

  let wakeLock = null;
  async function stayAwake() {
    try {
      wakeLock = await navigator.wakeLock?.request("screen");
    } catch {
      wakeLock = null;
    }
  }
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !ended && stayAwake());

  listen();
  const ticking = setInterval(() => {
    drawValues();
    drawGiven();
    drawTrouble();
    drawSound();
    playDue();
  }, 500);
  drawState();
  drawValues();
  drawAlarms();
  drawTrouble();
  drawSound();
  stayAwake();
  try {
    drawTrend(); // a picture that fails must not take the numbers and alarms with it
  } catch {
    document.getElementById("trend").textContent = "The trend cannot be drawn. The values above are live.";
  }
})();
