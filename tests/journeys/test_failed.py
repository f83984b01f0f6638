"""A failed journey can be looked at afterwards: its pages as pictures and HTML, its consoles, its clinic's log."""

import pytest

from tests.journeys import failed
from tests.journeys.conftest import People
from tests.journeys.running import Clinic

pytestmark = pytest.mark.browser
PAGE = "data:text/html,<title>Chair</title><p>NOT RECORDING</p>"


@pytest.fixture
def opened(browser, tmp_path):
    clinic = Clinic(tmp_path / "home")
    clinic.log.write_text("the web process ended\n")
    people = People(browser, clinic, {}, problems=["/chairs: a console complained"])
    people.page().goto(PAGE)
    yield people
    people.close()


@pytest.fixture
def kept(request, monkeypatch, tmp_path, opened):
    """What is kept of this very test, as if it had failed or not."""
    monkeypatch.setattr(failed, "FOLDER", tmp_path / "failed")

    def keep(*, asked: str, has_failed: bool):
        monkeypatch.setenv(failed.KEEP, asked)
        request.node.stash[failed.FAILED] = has_failed
        return failed.keep(request.node, opened.pages(), log=opened.clinic.log, problems=opened.problems)

    return keep


def test_a_failed_journey_leaves_its_pages(kept):
    folder = kept(asked="1", has_failed=True)

    assert "NOT RECORDING" in (folder / "page-1.html").read_text()
    assert (folder / "page-1.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "console.txt").read_text() == "/chairs: a console complained"
    assert (folder / "clinic.log").read_text() == "the web process ended\n"


@pytest.mark.parametrize(("asked", "has_failed"), [("1", False), ("", True)], ids=["it passed", "nobody asked"])
def test_nothing_is_kept_otherwise(kept, tmp_path, asked, has_failed):
    assert kept(asked=asked, has_failed=has_failed) is None
    assert not (tmp_path / "failed").exists()


@pytest.mark.parametrize(
    ("when", "has_failed", "noted"),
    [("call", True, True), ("setup", True, True), ("call", False, False), ("teardown", True, False)],
)
def test_a_failure_is_noted_before_the_pages_close(request, when, has_failed, noted):
    """The hook of conftest.py does the same for each journey."""
    outcome = "failed" if has_failed else "passed"
    report = pytest.TestReport(request.node.nodeid, ("", 0, ""), {}, outcome, None, when)
    request.node.stash[failed.FAILED] = False

    failed.note(request.node, report)

    assert request.node.stash[failed.FAILED] is noted


@pytest.mark.parametrize(("word", "options"), [("", {}), ("1", {"headless": False, "slow_mo": failed.SLOWER_MS})])
def test_the_browser_is_shown_where_it_is_asked_for(monkeypatch, word, options):
    monkeypatch.setenv(failed.HEADED, word)

    assert failed.launch_options() == options
