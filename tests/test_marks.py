"""A test gets its marks by what it uses, and `make quick` fails one that is long and not marked so."""

from types import SimpleNamespace

import pytest

from tests import waits
from tests.conftest import CHECKOUT, LONGEST, marks, passed_over, place, pytest_collection_modifyitems, too_long


@pytest.mark.parametrize(
    ("fixtures", "given"),
    [
        ([], []),
        (["clinic", "db"], []),
        (["people", "request"], ["browser"]),
        (["demo"], ["browser"]),  # a whole clinic's processes
        (["cluster"], ["postgresql"]),
    ],
)
def test_a_mark_comes_with_the_fixture(fixtures, given):
    assert marks(fixtures) == given


@pytest.mark.parametrize(
    ("quick", "when", "times", "refused"),
    [
        ("1", "call", 1.1, True),
        ("1", "call", 0.9, False),
        ("1", "setup", 1.1, False),  # the first test to ask makes the database for all
        ("", "call", 9.0, False),  # make test has the time
    ],
)
def test_a_long_test_is_refused_in_make_quick_alone(quick, when, times, refused, monkeypatch):
    monkeypatch.setenv("EUTHYMIA_QUICK", quick)

    assert too_long(when, times * waits.QUICK_TEST_S) is refused


def test_files_that_take_longest_come_first_and_are_there():
    files = [CHECKOUT / "tests" / name for name in LONGEST]

    assert [name for name, file in zip(LONGEST, files, strict=True) if not file.is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)
    assert [place(file) for file in files] == list(range(len(files)))
    assert place(CHECKOUT / "tests" / "test_marks.py") == len(files)


def test_a_run_begins_with_them(request):
    places = [place(item.path) for item in request.session.items]

    assert places == sorted(places)


@pytest.mark.parametrize(
    ("name", "asked", "over"),
    [
        ("journeys/test_eyes.py", "alone", False),  # all of it
        ("clinic/people/access/test_ends_at_once.py", "alone", False),  # one test
        ("journeys/test_hands.py", "alone", True),
        ("journeys/test_hands.py", "not alone", False),
        ("journeys/test_hands.py", "", False),
        ("journeys/conftest.py", "alone", False),
    ],
)
def test_where_what_measures_seconds_is_asked_for_other_files_are_not_imported(name, asked, over):
    assert passed_over(CHECKOUT / "tests" / name, asked) is over


def test_a_mark_that_stands_in_another_file_is_refused(tmp_path):
    """Its test would run in no stage."""
    file = tmp_path / "test_it.py"
    file.write_text("from elsewhere import MEASURES\n")
    item = SimpleNamespace(path=file, get_closest_marker=lambda name: name == "alone")

    with pytest.raises(pytest.UsageError, match=r"test_it\.py: write pytest\.mark\.alone in this file"):
        next(pytest_collection_modifyitems([item]))
    file.write_text("MEASURES = pytest.mark.alone\n")
    next(pytest_collection_modifyitems([item]))
