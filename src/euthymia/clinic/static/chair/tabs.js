// Tabs beside the pad and in it. One panel of each row is shown; on a small screen one panel in all.

const page = document.getElementById("live");

// Choose a tab of its row, whichever row a small screen shows.
export function choose(tab) {
  const row = tab.closest("[role=tablist]");
  for (const other of row.querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

export function open(tab) {
  choose(tab);
  page.dataset.shown = tab.closest(".pad") ? "pad" : "beside";
}

function step(event) {
  const tab = event.target.closest("[role=tab]");
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !by) return;
  const tabs = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")].filter((one) => one.checkVisibility());
  const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
  open(next);
  next.focus();
}

document.addEventListener("keydown", step);
document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[role=tab], [data-opens]");
  if (!opener) return;
  open(opener.dataset.opens ? document.getElementById(opener.dataset.opens) : opener);
  if (opener.dataset.opens) document.getElementById(opener.dataset.opens).focus();
});

// A menu closes when the hand or the focus goes elsewhere.
const menu = document.querySelector("details.menu");
document.addEventListener("pointerdown", ({ target }) => !menu.contains(target) && (menu.open = false));
document.addEventListener("focusin", ({ target }) => !menu.contains(target) && (menu.open = false));
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const row of document.querySelectorAll("[role=tablist]")) choose(row.querySelector("[aria-selected=true]"));
