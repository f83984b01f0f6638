"""What a failed journey leaves behind, where it is asked for: EUTHYMIA_KEEP_PAGES=1 keeps it in build/failed/."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Error, Page

from tests.conftest import CHECKOUT

KEEP: Final = "EUTHYMIA_KEEP_PAGES"
HEADED: Final = "EUTHYMIA_HEADED"
FOLDER: Final = CHECKOUT / "build" / "failed"
SLOWER_MS: Final = 250  # between two acts of the browser while somebody watches it
FAILED: Final = pytest.StashKey[bool]()


def launch_options() -> dict[str, Any]:
    """Return how to start the browser: unseen, or in a window and slowly with EUTHYMIA_HEADED=1."""
    return {"headless": False, "slow_mo": SLOWER_MS} if os.environ.get(HEADED) == "1" else {}


def note(item: pytest.Item, report: pytest.TestReport) -> None:
    """Remember that a test failed, before its fixtures close what it looked at."""
    if report.failed and report.when != "teardown":
        item.stash[FAILED] = True


def keep(item: pytest.Item, pages: Iterable[Page], *, log: Path, problems: Iterable[str] = ()) -> Path | None:
    """Write each open page of a failed test as picture and HTML, the consoles' complaints and the clinic's log.

    Returns the folder; None where nothing failed or nobody asked.
    """
    if os.environ.get(KEEP) != "1" or not item.stash.get(FAILED, False):
        return None
    folder = FOLDER / re.sub(r"[^\w.-]+", "_", item.nodeid.removeprefix("tests/journeys/"))[:120]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, page in enumerate(pages, 1):
        _keep_page(page, folder / f"page-{number}")
    (folder / "console.txt").write_text("\n".join(problems), "utf-8")
    if log.exists():
        shutil.copy(log, folder / "clinic.log")
    return folder


def _keep_page(page: Page, path: Path) -> None:
    """Write one page; a page that does not answer any more says so in place of its picture."""
    try:
        path.with_suffix(".html").write_text(f"<!-- {page.url} -->\n{page.content()}", "utf-8")
        page.screenshot(path=path.with_suffix(".png"), full_page=True)
    except Error as gone:
        path.with_suffix(".txt").write_text(f"{page.url}: {gone.message}", "utf-8")
