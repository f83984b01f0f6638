"""What every test may ask for, and which marks a test gets by what it asks for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres, waits

CHECKOUT = Path(__file__).resolve().parent.parent
# A mark by what a test uses, so that none is forgotten; `slow` and `alone` say what no fixture can.
BY_FIXTURE = {"browser": {"browser", "people", "demo", "went"}, "postgresql": {"cluster"}}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real inputs; a test that asks for it skips where it is absent."""
    folder = Path(os.environ.get("EUTHYMIA_SHARED_DATA") or CHECKOUT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no shared data: {folder} is not a folder. Set EUTHYMIA_SHARED_DATA to one.")
    return folder


@pytest.fixture(scope="session")
def cluster() -> str:
    """A temporary PostgreSQL cluster: its address. A test that asks for it skips where there is none to start."""
    try:
        return postgres.start()
    except SystemExit as missing:
        pytest.skip(str(missing))


@pytest.hookimpl(tryfirst=True)  # before the marks choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it uses."""
    for item in items:
        for mark in marks(getattr(item, "fixturenames", ())):
            item.add_marker(mark)


def marks(fixtures: list[str] | tuple[str, ...]) -> list[str]:
    """Return the marks of a test that uses these fixtures."""
    return [mark for mark, named in BY_FIXTURE.items() if named & set(fixtures)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In `make quick`, fail a test that takes long and is not marked so."""
    report = yield
    if report.passed and too_long(report.when, report.duration):
        report.outcome = "failed"
        report.longrepr = f"{report.duration:.1f} s: too long for `make quick`. Mark it slow."
    return report


def too_long(when: str, took_s: float) -> bool:
    """Say whether a test took too long for this run; what sets it up is shared with others, and is not its own."""
    return bool(os.environ.get("EUTHYMIA_QUICK")) and when == "call" and took_s > waits.QUICK_TEST_S
