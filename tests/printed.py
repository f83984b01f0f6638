"""The pages that are printed from the tests and the tables: `python -m tests.printed --check` or `--write`.

A printer gives path (from the checkout) to text, and may own a folder: a page there that nothing prints is stale too.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from euthymia.medicine import session
from tests import cascade_pages, compliance, explained_page, kinetic_models, roles_page, rulebook

CHECKOUT = Path(__file__).resolve().parent.parent
Pages = dict[str, str]


class Printer(NamedTuple):
    """Prints some pages; `owns` the folder in which every page is its own, "" for none."""

    pages: Callable[[], Pages]
    owns: str = ""


SESSION_STATES = """# The states of an infusion session

Printed from the table in `medicine/session.py` (`make rulebook`). Every act records what a hand did; none moves a pump.

"""

PRINTERS: dict[str, Printer] = {
    "rulebook": Printer(rulebook.pages, owns=rulebook.FOLDER),
    "compliance": Printer(compliance.pages),
    "kinetic models": Printer(kinetic_models.pages),
    "cascade": Printer(cascade_pages.pages),
    "how it works": Printer(explained_page.pages),
    "roles": Printer(roles_page.pages),
    "session states": Printer(
        lambda: {"docs/session-states.md": f"{SESSION_STATES}```mermaid\n{session.diagram()}```\n"}
    ),
}


def stale(printers: dict[str, Printer], checkout: Path) -> list[str]:
    """Name the pages that are missing, differ, or that nothing prints any more."""
    old = []
    for printer in printers.values():
        printed = printer.pages()
        old += [path for path, text in printed.items() if read(checkout / path) != text]
        old += [path for path in present(checkout, printer) if path not in printed]
    return sorted(old)


def write(printers: dict[str, Printer], checkout: Path) -> list[str]:
    """Write every page that is stale and remove those that nothing prints; give their paths."""
    changed = stale(printers, checkout)
    for printer in printers.values():
        printed = printer.pages()
        for path in present(checkout, printer):
            if path not in printed:
                (checkout / path).unlink()
        for path, text in printed.items():
            (checkout / path).parent.mkdir(parents=True, exist_ok=True)
            (checkout / path).write_text(text, "utf-8", newline="\n")
    return changed


def present(checkout: Path, printer: Printer) -> list[str]:
    """List the pages in the printer's own folder."""
    if not printer.owns:
        return []
    return [p.relative_to(checkout).as_posix() for p in sorted((checkout / printer.owns).rglob("*.md"))]


def read(path: Path) -> str | None:
    """Read a page; None where there is none."""
    return path.read_text("utf-8") if path.is_file() else None


def main(arguments: Sequence[str]) -> int:
    """Check (1 if a page is stale) or write."""
    if list(arguments) == ["--write"]:
        for path in write(PRINTERS, CHECKOUT):
            print(f"printed {path}")
        return 0
    if list(arguments) != ["--check"]:
        print("usage: python -m tests.printed --check | --write", file=sys.stderr)
        return 2
    old = stale(PRINTERS, CHECKOUT)
    for path in old:
        print(f"stale: {path}", file=sys.stderr)
    if old:
        print("Run: make rulebook", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
