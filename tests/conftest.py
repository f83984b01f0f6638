"""What every test may ask for, and which marks a test gets by what it asks for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres, waits

CHECKOUT = Path(__file__).resolve().parent.parent
# A mark by what a test uses, so that none is forgotten; `slow` and `alone` say what no fixture can.
BY_FIXTURE = {"browser": {"browser", "people", "demo", "went"}, "postgresql": {"cluster"}}


# Files that take longest, longest first; the others follow as they stand. A file stays on one process: begun last, a
# long one would leave the other processes idle. `make test` says at its end which tests take longest.
LONGEST = (
    "stories/test_stories.py",
    "journeys/test_eyes.py",
    "journeys/test_everyone.py",
    "demo/test_rehearsal.py",
    "journeys/test_when_it_breaks.py",
    "journeys/test_hands.py",
    "journeys/test_scales.py",
    "journeys/test_whole_journey.py",
    "research/virtual_trials/test_spark.py",
    "journeys/test_import.py",
    "journeys/opening/test_from_a_wheel.py",
    "journeys/opening/test_set_up.py",
    "cli/operations/test_hostile.py",
    "journeys/test_late_answers.py",
    "cli/operations/test_wheel.py",
    "journeys/test_locked.py",
    "journeys/test_alarms.py",
    "clinic/pages/test_every_address.py",
    "clinic/people/test_guessing.py",
    "journeys/test_expected.py",
    "cli/operations/test_migrate.py",
    "journeys/test_live_page.py",
    "cli/operations/test_init.py",
    "journeys/test_how_it_works.py",
    "pharmacology/estimates/test_checks.py",
    "clinic/people/test_account_changes.py",
    "clinic/infusion/order/test_dose_hidden.py",
    "upgrade/test_upgrade.py",
    "test_bench.py",
    "medicine/watch/test_laws.py",
    "clinic/server/test_backup_postgresql.py",
    "clinic/server/test_served.py",
    "journeys/test_wordings.py",
    "journeys/test_in_sight.py",
    "clinic/server/test_backup.py",
    "journeys/test_forecast.py",
    "journeys/test_danger.py",
    "journeys/test_leaving.py",
    "journeys/test_first_session.py",
    "cli/test_how_to_nonmem.py",
)
_PLACES = {CHECKOUT / "tests" / name: place for place, name in enumerate(LONGEST)}


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


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over files that cannot hold what is asked for: to import all of them takes each process ten seconds."""
    return True if passed_over(collection_path, config.option.markexpr) else None


def passed_over(path: Path, asked: str) -> bool:
    """Return whether tests marked `alone` are asked for, and no others, and none stands in this file."""
    return asked == "alone" and path.name.startswith("test_") and "mark.alone" not in path.read_text("utf-8")


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the marks choose, and after all that sort
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark each test by what it uses; then put the files first that take longest."""
    for item in items:
        for mark in marks(getattr(item, "fixturenames", ())):
            item.add_marker(mark)
        if item.get_closest_marker("alone") and passed_over(item.path, "alone"):
            raise pytest.UsageError(f"{item.path}: write pytest.mark.alone in this file, or its tests run in no stage")
    yield
    items.sort(key=lambda item: place(item.path))


def place(path: Path) -> int:
    """Return where a file stands among those that take longest, from 0; after them all where it is none of them."""
    return _PLACES.get(path, len(LONGEST))


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
    """Return whether a test took too long for this run; what sets it up is shared with others, and is not its own."""
    return bool(os.environ.get("EUTHYMIA_QUICK")) and when == "call" and took_s > waits.QUICK_TEST_S
