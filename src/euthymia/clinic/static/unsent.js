// What was entered at a chair and never reached the record lies on this tablet (chair/entry/kept.js). Every page of ours says
// so to a clinician, and removes it when it has lain for the clinic's days: also where nobody is signed in. A removed
// entry leaves its number alone, until a clinician has read it.
"use strict";

(() => {
  const { days, nowS } = document.currentScript.dataset; // the server's clock: a tablet's may be wrong
  const REMOVED = "unsent-removed";
  const DAY_S = 86_400;
  const DAY = { day: "numeric", month: "short", year: "numeric" };

  const removed = () => Number(localStorage.getItem(REMOVED) || 0);

  // A tablet that never kept anything has no such database, and none is made: the chair's page makes its own.
  const opened = () =>
    new Promise((resolve, reject) => {
      const asking = indexedDB.open("euthymia-chair", 1);
      asking.onupgradeneeded = () => asking.transaction.abort();
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });

  const ended = (change) =>
    new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onerror = change.onabort = () => reject(change.error);
    });

  // What is left after what is too old was removed, oldest first; how many were removed is counted first.
  async function left() {
    const database = await opened();
    try {
      const change = database.transaction("kept", "readwrite", { durability: "strict" });
      const done = ended(change);
      const store = change.objectStore("kept");
      const asked = store.getAll();
      const still = [];
      asked.onsuccess = () => {
        const tooOld = (entry) => nowS - entry.happened_s > days * DAY_S;
        const old = asked.result.filter(tooOld);
        if (old.length) localStorage.setItem(REMOVED, removed() + old.length);
        for (const entry of old) store.delete(entry.place);
        still.push(...asked.result.filter((entry) => !tooOld(entry)));
      };
      await done;
      return still.sort((a, b) => a.happened_s - b.happened_s);
    } finally {
      database.close();
    }
  }

  const counted = (count) => `${count} ${count === 1 ? "entry" : "entries"}`;
  const were = (count) => (count === 1 ? "was" : "were");

  function part(tag, text, more = {}) {
    return Object.assign(document.createElement(tag), { textContent: text, ...more });
  }

  function lineOf(sentences) {
    const line = part("div", "", { className: "row between" });
    line.append(part("p", sentences.join(" ")));
    return line;
  }

  function linesOf(entries) {
    if (!entries.length) return [];
    const count = entries.length;
    const until = new Date((entries[0].happened_s + days * DAY_S) * 1000).toLocaleDateString("en-GB", DAY);
    const line = lineOf([
      `${counted(count)} made at a chair on this tablet ${were(count)} never recorded.`,
      "The chair's page sends what is yours while its session is open.",
      `The oldest is removed here on ${until}.`,
    ]);
    const chairs = [...new Set(entries.map((entry) => entry.session))];
    for (const [n, session] of chairs.entries()) {
      const words = n ? `Open chair page ${n + 1}` : "Open the chair's page";
      line.append(part("a", words, { href: `/chair/${session}`, className: "button" }));
    }
    return [line];
  }

  function linesOfRemoved(draw) {
    const count = removed();
    if (!count) return [];
    const line = lineOf([
      `${counted(count)} made at a chair on this tablet never reached the record`,
      `and ${were(count)} removed here after ${Number(days)} days.`,
      "Tell the session's nurse: what was done must be entered from paper.",
    ]);
    const read = part("button", "I have read this", { type: "button", className: "second" });
    read.addEventListener("click", () => {
      localStorage.removeItem(REMOVED);
      draw();
    });
    line.append(read);
    return [line];
  }

  async function show() {
    const entries = await left().catch(() => []); // no database: nothing was kept
    const place = document.getElementById("unsent");
    if (!place) return;
    const draw = () => {
      const here = document.getElementById("kept") ? [] : linesOf(entries); // a chair's page lists its own
      const lines = [...linesOfRemoved(draw), ...here];
      place.replaceChildren(...lines);
      place.hidden = !lines.length;
    };
    draw();
  }
  show();
})();
