// The live page of one chair. The server sends the whole board; these files only draw it, so a page that followed
// events and a page opened afresh show the same. Ages are counted here, against the server's clock.

import { drawAlarms, drawSound, playDue } from "./alarms.js";
import { drawGiven, drawOwed, drawState, drawValues } from "./board.js";
import { drawDevices } from "./devices.js";
import { drawElsewhere } from "./elsewhere.js";
import { letSleep } from "./eyes.js";
import { forecastAnew } from "./forecast.js";
import { el, live, root } from "./live.js";
import { drawUnconfirmed } from "./lock.js";
import "./entry/send.js";
import "./tabs.js";
import "./theme.js";
import { addToTrend, drawTrend, replaceTrend } from "./trend.js";
import { drawTrouble } from "./trouble.js";
import { keepTyped } from "./entry/typed.js";

function take(message) {
  live.lastHeard = performance.now();
  if (message.now_s) live.offset = message.now_s - Date.now() / 1000;
  if (message.listener_up !== undefined) live.listenerUp = message.listener_up;
  if (message.trouble !== undefined) live.trouble = message.trouble;
  if (message.elsewhere) {
    live.elsewhere = message.elsewhere;
    drawElsewhere(document.getElementById("elsewhere"), live.elsewhere);
  }
  if (message.board) {
    live.board = message.board;
    root.dataset.number = live.board.number;
    drawState();
    drawOwed();
    drawUnconfirmed();
    drawTrend();
  }
  const kept = live.trouble?.board; // alarms that are only in memory
  if (kept) live.board = { ...live.board, values: kept.values, alarms: kept.alarms, senders: kept.senders };
  for (const readings of message.readings || []) addToTrend(readings);
  if (message.trend) replaceTrend(message.trend); // a correction: what was drawn may not be so any more
  drawValues();
  drawDevices();
  drawAlarms();
  drawTrouble();
  forecastAnew(message);
  if (message.board) {
    // Two frames after drawing the screen has shown it: the bench reads this mark.
    requestAnimationFrame(() => requestAnimationFrame(() => (root.dataset.painted = `${live.board.number} ${Date.now() / 1000}`)));
  }
}

const address = () => `${root.dataset.stream}?after=${live.board.number}`;

function listen() {
  const source = new EventSource(address());
  source.addEventListener("message", (event) => take(JSON.parse(event.data)));
  // The server ends a stream that fell behind: the page takes a new snapshot rather than guess what it missed.
  source.addEventListener("again", () => {
    keepTyped(root.dataset.session, root.dataset.person);
    location.reload();
  });
  // The server looked again whether this chart is open to this person here: it is not, or they signed in again.
  source.addEventListener("closed", () => {
    source.close();
    setTimeout(ask, 500);
  });
  source.addEventListener("error", () => {
    // A browser gives up on a stream that answered with an error page: a server that restarts does that.
    if (source.readyState === EventSource.CLOSED) setTimeout(ask, 2000);
  });
}

// A browser does not tell a page why its stream was refused, so the page asks by itself and ends only on a clear no.
async function ask() {
  const asking = new AbortController();
  try {
    const answer = await fetch(address(), { signal: asking.signal });
    asking.abort();
    if ([401, 403, 404].includes(answer.status)) return end();
  } catch {
    // not reached: NOT LIVE stands on the page already
  }
  listen();
}

// What may no longer be followed is no longer shown: what stayed would look live, and is not this person's to see.
function end() {
  live.ended = true;
  keepTyped(root.dataset.session, root.dataset.person); // for the same person, who opens the page again
  clearInterval(ticking);
  letSleep();
  document.body.classList.add("not-live");
  const again = el("a", "button", "Open this page again");
  again.href = location.href;
  const banner = document.getElementById("trouble");
  root.className = "ended";
  root.replaceChildren(banner, el("h1", "", "This chair is no longer followed here"), again);
  banner.textContent = "NOT LIVE: you were signed out, or this chart is no longer open to you. Watch the bedside monitor. Open this page again to sign in, or to give a reason.";
  banner.hidden = false;
}

listen();
const ticking = setInterval(() => {
  drawValues();
  drawDevices();
  drawGiven();
  drawTrouble();
  drawSound();
  playDue();
}, 500);
drawState();
drawOwed();
drawValues();
drawDevices();
drawAlarms();
drawTrouble();
drawSound();
drawUnconfirmed();
