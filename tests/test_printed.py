"""The printed pages: a test becomes a heading, a sentence and a table; a page that has fallen behind is named."""

import importlib.util
from dataclasses import dataclass
from datetime import date

import pytest

from tests import printed, rulebook
from tests.printed import Printer


@dataclass(frozen=True)
class Drug:
    name: str
    dose_mg: float = 20


SAMPLE = '''"""How long a trial lasts.

In weeks.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

# What the clinic asks for.
WEEKS = 6
UNUSED = 5


def long_enough(weeks):
    return weeks >= WEEKS


@pytest.mark.parametrize(
    ("weeks", "enough"),
    [
        (6, True),  # to the day
        pytest.param(5, False, id="a week short"),
    ],
)
def test_six_weeks_are_long_enough(weeks, enough):
    """To the day."""
    assert long_enough(weeks) is enough


@pytest.mark.parametrize("drug", ["sertraline", "lithium"])
@pytest.mark.parametrize(
    ("refusal", "ask"),
    [(TypeError, lambda: long_enough())],
)
def test_what_is_missing_is_refused(refusal, ask, drug):
    # as anywhere else
    with pytest.raises(refusal):
        ask()


@given(st.integers(7, 99))
def test_more_is_never_too_short(weeks):
    assert long_enough(weeks)
'''


def sample_module(folder, text=SAMPLE):
    path = folder / "test_sample.py"
    path.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location("tests.medicine.test_sample", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_test_module_becomes_a_page(tmp_path):
    assert rulebook.page(sample_module(tmp_path), title="Sample").splitlines()[:-3] == [
        "# Sample",
        "",
        "How long a trial lasts.",
        "",
        "In weeks.",
        "",
        "The values and helpers that these calls use stand at the end, under [Baseline](#baseline).",
        "",
        "## Six weeks are long enough",
        "",
        "To the day.",
        "",
        "| case | weeks | enough | note |",
        "| --- | --- | --- | --- |",
        "|  | 6 | yes | to the day |",
        "| a week short | 5 | no |  |",
        "",
        "```python",
        "assert long_enough(weeks) is enough",
        "```",
        "",
        "## What is missing is refused",
        "",
        "For each `drug`: sertraline; lithium.",
        "",
        "| refusal | ask |",
        "| --- | --- |",
        "| TypeError | `long_enough()` |",
        "",
        "```python",
        "# as anywhere else",
        "with pytest.raises(refusal):",
        "    ask()",
        "```",
        "",
        "## Law: More is never too short",
        "",
        "For any `weeks` of `integers(7, 99)`:",
        "",
        "```python",
        "assert long_enough(weeks)",
        "```",
        "",
        "## Baseline",
        "",
        "```python",
        "# What the clinic asks for.",
        "WEEKS = 6",
        "",
        "def long_enough(weeks):",
        "    return weeks >= WEEKS",
        "```",
    ]


def test_a_definition_that_is_too_long_is_cut_and_says_so(tmp_path):
    weeks = "".join(f"    {week},\n" for week in range(40))
    text = f"WEEKS = [\n{weeks}]\n\n\ndef test_forty_weeks():\n    assert len(WEEKS) == 40\n"

    page = rulebook.page(sample_module(tmp_path, text), title="Sample")
    assert "    28,\n# … and 12 lines more\n```" in page


@pytest.mark.parametrize(
    ("page", "empty"),
    [
        ("# Page\n\nText.\n\n## One\n\n| a |\n", []),
        ("# Page\n\nText.\n\n## One\n\n## Two\n\nText.\n", ["One"]),
        ("# Page\n\nText.\n\n## Last\n\n---\nPrinted from `x`.\n", ["Last"]),
        ("# Page\n\nText.\n\n## One\n\n```python\n# a remark\n```\n\n## Two\n", ["Two"]),
    ],
)
def test_a_heading_under_which_nothing_stands_is_named(page, empty):
    assert rulebook.empty_headings(page) == empty


def test_a_call_begins_with_its_body_however_long_the_signature_is():
    assert [path for path, text in rulebook.pages().items() if "```python\n)" in text] == []


def test_no_heading_of_the_rulebook_stands_empty():
    assert {path: empty for path, text in rulebook.pages().items() if (empty := rulebook.empty_headings(text))} == {}


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
        (list(range(41)), "0, 1, 2, … 39, 40 (41 values)"),
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
