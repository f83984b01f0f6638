"""Compare every page of two checkouts, as each role sees it in the real browser: visible text and accessibility tree.

    .venv/bin/python -m tests.journeys.compare_screens BEFORE AFTER --into build/screens [--parts FILE]

BEFORE and AFTER are folders of checkouts, each with its own .venv. Each fills a demo clinic at the same moment and
serves it with a standing clock. Pages are kept as files, `before/` and `after/`, and `differences.txt` lists each
difference once, with the pages it is on. Where the pages are kept already they are only compared again.

FILE explains differences: a line is `part | regular expression`, and the first that is found in the changed lines or
the names of their pages names the part. What none explains stands first.
"""

import argparse
import difflib
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.sync_api import BrowserContext, Page

from tests import waits
from tests.journeys import conftest
from tests.journeys.compare_serve import LATER
from tests.journeys.running import Clinic

ROLES: Final = ("", "owner", "director", "desk", "nurse", "prescriber", "researcher", "ruth@patients.example")
STORY: Final = "Ruth Amsel"  # whose chart and chair every role asks for; the others' are asked for as below
EVERYBODYS: Final = ("assessment:chart", "infusion:orders", "infusion:chair", "infusion:report", "infusion:discharge")
READERS: Final = ("nurse", "prescriber")
SCALES: Final = ("phq9", "madrs", "qids", "hamd17")
POLICIES: Final = ("chair.systolic_pause_mmhg", "dose.usual_max_mg_per_kg")
NEVER: Final = re.compile("stream|account_logout|download")  # has no end, ends the sign-in, or makes new codes

# What differs between two runs of the same version.
NOISE: Final = [
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "KEY"),
    (re.compile(r"\b[0-9a-f]{12,}\b"), "HEX"),
    (re.compile(r"localhost:\d+|127\.0\.0\.1:\d+"), "HOST"),
    (re.compile(r"\b[A-Z2-7]{32}\b"), "SECRET"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z"), "SNAPSHOT"),
    (re.compile(r"\b\d+ (s|min|seconds|minutes)( and \d+ seconds)? ago"), "AGE ago"),
    (re.compile(r"\d\d:\d\d:\d\d"), "TIME"),
    (re.compile(r"(?<=\d{4} )\d\d:\d\d"), "TIME"),
    (re.compile(r"(?<=nobody's screen watches it )\([^)]*\)"), "(WHY)"),  # when which page closed, or was muted
    (re.compile(r"^\s*\n", re.MULTILINE), ""),
]
# Resolves when the page stands still and computes nothing any more; at the latest after two seconds, or ten.
STILL: Final = """() => new Promise((done) => {
  const computes = () => document.body.innerText.includes('being worked out');
  const began = performance.now();
  let changed = began;
  new MutationObserver(() => { changed = performance.now(); })
    .observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
  setInterval(() => {
    const now = performance.now();
    if ((now - changed > 150 || now - began > 2000) && (!computes() || now - began > 10000)) done();
  }, 50);
})"""


class Address(NamedTuple):
    """One page to visit: its name, with whose it is, and its path."""

    name: str
    path: str


def quiet(text: str) -> str:
    """Return the text without what differs between two runs of one version."""
    for pattern, word in NOISE:
        text = pattern.sub(word, text)
    return text


def serve(checkout: Path, clinic: Clinic, moment: datetime) -> subprocess.Popen[bytes]:
    """Start the other checkout's own clinic, and wait for its first page."""
    command = [str(checkout / ".venv/bin/python"), "-P", str(Path(__file__).with_name("compare_serve.py"))]
    with clinic.log.open("wb") as log:
        process = subprocess.Popen(
            [*command, str(clinic.home), str(clinic.port), moment.isoformat()],
            cwd=checkout, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    waits.until(lambda: clinic.answers() or process.poll(), within_s=2 * waits.CLINIC_UP_S, what="the first page")
    assert process.poll() is None, clinic.log.read_text()
    return process


def addresses(keys: dict[str, Any], role: str) -> Iterator[Address]:
    """Yield each page a role asks for, allowed or not, in the order of their names."""
    for name, path in sorted(keys["addresses"].items()):
        if NEVER.search(name):
            continue
        for story, own in keys["patients"].items():
            if story == STORY or (role in READERS and name in EVERYBODYS):
                yield from (Address(f"{name} {of}".strip(), p) for of, p in filled(path, own, story))


def filled(path: str, own: dict[str, str], story: str) -> Iterator[tuple[str, str]]:
    """Yield the path with one patient's keys in it, once a scale or policy; nothing where a key is not known."""
    whose = "session" if path.startswith("/chair/") else "order" if path.startswith("/orders/") else "patient"
    names = {"patient_key": "patient", "session_key": "session", "order_key": "order", "key": whose}
    for word, key in names.items():
        path = path.replace(f"<uuid:{word}>", own.get(key, f"<no {key}>"), 1)
    each = SCALES if "<slug:scale>" in path else POLICIES if "<str:key>" in path else ("",)
    for choice in each:
        full = path.replace("<slug:scale>", choice).replace("<str:key>", choice)
        if not re.search(r"[<^]|\(\?P", full):
            yield f"{choice} {'' if story == STORY else story}".strip(), full


def visit(page: Page, address: Address) -> str:
    """Return what this page shows: visible text and accessibility tree. What is no page: its status and kind."""
    plain = page.context.request.get(address.path, max_redirects=0)
    kind, leads_to = plain.headers.get("content-type", ""), plain.headers.get("location", "")
    if plain.status != 200 or "html" not in kind or "content-disposition" in plain.headers:
        title = re.findall(r"<title>\s*(.*?)\s*</title>", plain.text()) if "html" in kind else []
        return quiet(f"status {plain.status} {kind} {leads_to} {' '.join(title)}\n")
    page.goto(address.path)
    page.evaluate(STILL)
    text, tree = page.inner_text("body"), page.locator("body").aria_snapshot()
    return quiet(f"{page.title()} at {page.url}\n--- text\n{text}\n--- tree\n{tree}\n")


def visit_all(checkout: Path, into: Path, moment: datetime) -> None:
    """Visit every page as every role, and keep each as a file."""
    clinic = Clinic(into / "home")
    shown: dict[str, str] = {}
    process = serve(checkout, clinic, moment)
    try:
        keys = json.loads((clinic.home / "keys.json").read_text())
        with conftest.chromium() as browser:
            people = conftest.People(browser, clinic, {})
            for role in ROLES:
                page = people.page(role)
                stand_still(page.context, moment)
                for address in addresses(keys, role):
                    shown[f"{role or 'anybody'}: {address.name}"] = visit(page, address)
                people.close()
                print(into.name, role or "anybody", len(shown), flush=True)
    finally:
        process.terminate()
        process.wait(waits.UP_S)
    for name, text in shown.items():
        (into / (re.sub(r"[^\w.@-]+", "_", name) + ".txt")).write_text(text, "utf-8")


def read_pages(folder: Path) -> dict[str, str]:
    """Read the kept pages of one side, by name."""
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}


def stand_still(context: BrowserContext, moment: datetime) -> None:
    """Let the browser's clock stand where the clinic's stands; timers go on."""
    context.clock.set_fixed_time(moment + LATER)


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """Return each difference, as lines with - and +, and the pages it is on."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(before.keys() | after.keys()):
        for change in changes(before.get(name, "no such page\n"), after.get(name, "no such page\n")):
            if name not in pages[change]:
                pages[change].append(name)
    return dict(pages)


def changes(before: str, after: str) -> Iterator[str]:
    """Yield the runs of changed lines between two pages."""
    old, new = before.splitlines(), after.splitlines()
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield "\n".join([*(f"- {line.strip()}" for line in old[a:b]), *(f"+ {line.strip()}" for line in new[c:d])])


def read_parts(path: Path | None) -> list[tuple[str, re.Pattern[str]]]:
    """Read which part of the plan explains which difference."""
    lines = path.read_text().splitlines() if path else []
    pairs = [line.split(" | ", 1) for line in lines if " | " in line]
    return [(part.strip(), re.compile(pattern)) for part, pattern in pairs]


def report(pages: dict[str, list[str]], parts: Sequence[tuple[str, re.Pattern[str]]]) -> str:
    """Return the list of differences: what nothing explains first, then a heading a part."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for change, names in sorted(pages.items(), key=lambda item: -len(item[1])):
        part = next((part for part, pattern in parts if pattern.search("\n".join([change, *names]))), "")
        some = "; ".join(names[:6]) + (f"; and {len(names) - 6} more" if len(names) > 6 else "")
        grouped[part].append(f"{change}\n    on {some}\n")
    total = sum(map(len, grouped.values()))
    head = f"{total} differences, {len(grouped[''])} not explained\n"
    return "\n".join(
        [
            head,
            *(
                f"== {part or 'Not explained'}\n\n" + "\n".join(grouped[part])
                for part in sorted(grouped)
                if grouped[part]
            ),
        ]
    )


def visit_both(sides: dict[str, Path], into: Path) -> None:
    """Visit both checkouts at once, as of the same moment; a browser and its driver belong to one thread."""
    moment = datetime.now(UTC).replace(second=0, microsecond=0)
    for side in sides:
        (into / side).mkdir(parents=True)
    with ThreadPoolExecutor(len(sides)) as pool:
        list(pool.map(lambda side: visit_all(sides[side], into / side, moment), sides))


def main(argv: Sequence[str]) -> int:
    """Compare two checkouts; the status is 1 where a difference is not explained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--parts", type=Path)
    words = parser.parse_args(argv)
    if not words.into.exists():
        visit_both({"before": words.before.resolve(), "after": words.after.resolve()}, words.into)
    pages = differences(read_pages(words.into / "before"), read_pages(words.into / "after"))
    listed = report(pages, read_parts(words.parts))
    (words.into / "differences.txt").write_text(listed)
    print(listed.split("\n", 1)[0])
    return int(" 0 not explained" not in listed.split("\n", 1)[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
