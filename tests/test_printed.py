"""The printed pages: a test becomes a heading, a sentence and a table; a page that has fallen behind is named."""

from dataclasses import dataclass
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import printed, rulebook
from tests.printed import Printer


@dataclass(frozen=True)
class Drug:
    name: str
    dose_mg: float = 20


def sample_module():
    """Make a test module of one table, one plain test and one law."""

    @pytest.mark.parametrize(("weeks", "long_enough"), [(6, True), pytest.param(5, False, id="a week short")])
    def test_six_weeks_are_long_enough(weeks, long_enough):
        """To the day."""

    def test_a_plain_rule():
        pass

    @given(st.integers())
    def test_nothing_is_ever_lost(n):
        """Whatever happens."""

    module = ModuleType("tests.medicine.test_sample", "How long a trial lasts.\n\nIn weeks.")
    for test in (test_six_weeks_are_long_enough, test_a_plain_rule, test_nothing_is_ever_lost):
        setattr(module, test.__name__, test)
    return module


def test_a_test_module_becomes_a_page():
    assert rulebook.page(sample_module(), title="Sample").splitlines()[:-3] == [
        "# Sample",
        "",
        "How long a trial lasts.",
        "",
        "In weeks.",
        "",
        "## Six weeks are long enough",
        "",
        "To the day.",
        "",
        "| case | weeks | long_enough |",
        "| --- | --- | --- |",
        "|  | 6 | yes |",
        "| a week short | 5 | no |",
        "",
        "## A plain rule",
        "",
        "## Law: Nothing is ever lost",
        "",
        "Whatever happens.",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "-"),
        (True, "yes"),
        (1.5, "1.5"),
        ("", "''"),
        (" x", "' x'"),
        (date(2025, 1, 2), "2025-01-02"),
        ([1, None], "1, -"),
        ([(1, 2), (3, 4)], "(1, 2), (3, 4)"),
        ([], "nothing"),
        ({"b", "a"}, "a, b"),
        ({"dose_mg": 50}, "dose_mg: 50"),
        (Drug("sertraline"), "Drug(name sertraline)"),
        (Drug("sertraline", 50), "Drug(name sertraline, dose_mg 50)"),
        (ValueError, "ValueError"),
        (object(), "<object object>"),
    ],
    ids=lambda value: None,
)
def test_a_value_is_written_as_a_reader_would(value, said):
    assert rulebook.say(value) == said


def test_a_cell_never_breaks_its_table():
    assert rulebook.escape("a|b\nc") == "a\\|b\\nc"


@pytest.mark.parametrize(
    ("on_disk", "stale"),
    [
        ({"docs/a.md": "now"}, []),
        ({"docs/a.md": "then"}, ["docs/a.md"]),
        ({}, ["docs/a.md"]),
        ({"docs/a.md": "now", "docs/gone.md": "then"}, ["docs/gone.md"]),
    ],
    ids=["fresh", "behind", "missing", "printed no more"],
)
def test_a_stale_page_is_named_and_writing_makes_it_fresh(tmp_path, on_disk, stale):
    for path, text in on_disk.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    printers = {"sample": Printer(lambda: {"docs/a.md": "now"}, owns="docs")}

    assert printed.stale(printers, tmp_path) == stale
    assert printed.write(printers, tmp_path) == stale
    assert printed.stale(printers, tmp_path) == []


def test_check_fails_with_the_line_to_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(printed, "CHECKOUT", tmp_path)
    monkeypatch.setattr(printed, "PRINTERS", {"sample": Printer(lambda: {"docs/a.md": "now"})})

    assert printed.main(["--check"]) == 1
    assert capsys.readouterr().err == "stale: docs/a.md\nRun: make rulebook\n"
    assert printed.main(["--write"]) == 0
    assert printed.main(["--check"]) == 0
    assert printed.main([]) == 2


def test_two_prints_of_the_rulebook_are_the_same():
    assert rulebook.pages() == rulebook.pages()
