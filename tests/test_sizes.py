"""The sizes of the house are held here, so that they need nobody's memory (docs/developers/house.md)."""

import pytest

from tests import sizes
from tests.conftest import CHECKOUT

# By rule: a path or path::function, the most it may hold, and why. An exception that is no longer needed fails.
ONE = "one folder for all rooms inside: to be parted with the code"
ADD_UP = "each argument is one measured quantity, given by name"
EXCEPTIONS = {
    "function": {
        "src/euthymia/medicine/watch/step.py::step": (50, "runs for every value of every patient: a call costs more"),
        "tests/test_printed.py::test_a_test_module_becomes_a_page": (60, "a whole page as text, beside its module"),
        "tests/journeys/test_locked.py::test_a_page_nobody_touches_locks_and_still_takes_what_cannot_wait": (
            50, "one story at one page; each part starts where the last ended",
        ),
    },
    "file": {
        "tests/medicine/resistance/test_verdict.py": (450, "one page of the rulebook, read from top to bottom"),
    },
    "folder": {
        "bench": (24, "one file a figure that we claim"),
        "src/euthymia/clinic/assessment/templates/assessment": (24, ONE),
        "src/euthymia/clinic/front_door/templates/front_door": (20, "public pages and the desk's: to be parted"),
        "src/euthymia/clinic/infusion/templates/infusion": (24, ONE),
        "src/euthymia/clinic/static/chair": (18, "one script a part of the live page"),
        "src/euthymia/medicine": (21, "the root of medicine: one room a subject"),
        "src/euthymia/medicine/instruments": (16, "one file an instrument"),
        "src/euthymia/medicine/watch": (17, "one alarm engine, a file a part of it"),
        "src/euthymia/pharmacology/kinetics": (16, "one solver, a file a step of it"),
        "tests/medicine/watch": (16, "mirrors the alarm engine"),
        "tests": (44, "what every test may use; the parts that mirror src are folders"),
        "tests/clinic": (20, "a folder a room"),
        "tests/journeys": (47, "one file a journey, and the browser that they share"),
        "tests/medicine": (18, "the root of medicine: one room a subject"),
        "tests/medicine/instruments": (17, "one file an instrument"),
        "tests/pharmacology/cascade": (17, "laws, published curves and golden numbers, a file each"),
    },
    "line": {},
    "arguments": {
        "bench/rows.py::against": (7, "one row of the table, column by column"),
        "src/euthymia/clinic/audit/chain.py::write": (7, "the columns of a row, each by name"),
        "src/euthymia/clinic/booking/actions.py::book": (7, "the columns of an appointment, each by name"),
        "src/euthymia/clinic/people/doors.py::register": (7, "the fields of the form, each by name"),
        "src/euthymia/clinic/tasks/actions.py::open_task": (7, "the columns of a task, each by name"),
        "src/euthymia/demo/replay.py::replay": (8, "the options of the command, each by name"),
        "src/euthymia/medicine/drugs/antidepressants.py::_row": (8, "one row of the table, column by column"),
        "src/euthymia/medicine/resistance/trials.py::course": (8, "a whole trial in one line, for tables"),
        "src/euthymia/pharmacology/cascade/course/outlook.py::_change": (8, "called twice, beside where it is built"),
        "src/euthymia/pharmacology/cascade/hundred.py::scores_of": (7, ADD_UP),
        "src/euthymia/pharmacology/cascade/studies/arms.py::see": (7, ADD_UP),
        "src/euthymia/pharmacology/kinetics/modes.py::run_blocks": (8, "compiled: takes arrays, not values"),
        "src/euthymia/pharmacology/kinetics/modes.py::_block": (11, "compiled: takes arrays, not values"),
        "src/euthymia/pharmacology/kinetics/population.py::bodies": (7, ADD_UP),
        "src/euthymia/pharmacology/virtual_trial/followed.py::follow": (8, ADD_UP),
        "tests/clinic/chairside.py::message": (8, "the fields of a message, each by name"),
        "tests/pharmacology/cascade/oracle.py::strength": (7, ADD_UP),
        "tests/research/virtual_trials/test_estimate.py::group": (7, "a group in one line, for tables"),
        "tests/wire/hl7/test_outsiders.py::row": (7, "one row of a message, field by field"),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def over() -> list[sizes.Size]:
    return sizes.sizes(CHECKOUT, sizes.tracked())


def test_nothing_is_larger_than_the_house_allows(over):
    def allowed(size: sizes.Size) -> int:
        return EXCEPTIONS[size.rule].get(size.name, (0, ""))[0]

    assert [str(size) for size in over if size.count > allowed(size)] == []


def test_no_exception_is_kept_that_is_no_longer_needed(over):
    needed = {(size.rule, size.name) for size in over}

    assert [(rule, name) for rule, names in EXCEPTIONS.items() for name in names if (rule, name) not in needed] == []


def test_long_lines_in_pages_only_become_fewer():
    """`python -m tests.sizes --write` writes the list again after lines were broken or files moved."""
    now, allowed = sizes.long_lines(CHECKOUT, sizes.tracked()), sizes.read_long_lines()

    assert dict(now - allowed) == {}, "break these lines at 120 characters"
    assert dict(allowed - now) == {}, "the list is out of date: .venv/bin/python -m tests.sizes --write"


LONG_FUNCTION = "def act():\n" + "    pass\n" * 40
SEVEN = "def act(a, b, c, /, d, *rest, e, **more): ..."


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        ({"src/a.py": LONG_FUNCTION}, ["function src/a.py::act: 41, over 40"]),
        ({"src/a.py": LONG_FUNCTION.removesuffix("    pass\n")}, []),
        ({"tests/a.py": "a = 1\n" * 401}, ["file tests/a.py: 401, over 400"]),
        ({"src/a.html": "<p>\n" * 401}, ["file src/a.html: 401, over 400"]),
        ({"src/a.css": "a {}\n" * 401}, ["file src/a.css: 401, over 400"]),
        ({"src/a.js": "a();\n" * 401}, ["file src/a.js: 401, over 400"]),
        ({"src/a.js": "a();\n" * 400}, []),
        ({f"src/room/{n}.py": "" for n in range(16)}, ["folder src/room: 16, over 15"]),
        ({f"src/room/{n}/a.py": "" for n in range(16)}, ["folder src/room: 16, over 15"]),
        ({f"src/room/{name}": "" for name in [*sizes.UNCOUNTED, *(f"{n}.py" for n in range(15))]}, []),
        ({"src/a.py": f"# {'a' * 119}"}, ["line src/a.py: 121, over 120"]),
        ({"set-up.sh": f"# {'a' * 119}"}, ["line set-up.sh: 121, over 120"]),
        ({"src/a.py": f"# {'a' * 118}"}, []),
        ({"src/a.py": SEVEN}, ["arguments src/a.py::act: 7, over 6"]),
        ({"src/a.py": SEVEN.replace("act(a, ", "act(")}, []),
        ({"src/a.py": "class A:\n    def act(self, a, b, c, d, e, f): ..."}, []),
        ({"tests/a.py": SEVEN.replace("act", "test_act")}, []),  # the columns of its table
        ({"src/migrations/0001.py": LONG_FUNCTION + "#" * 130}, []),  # written by a tool
    ],
)
def test_each_rule_catches_what_it_is_for(files, faults, tmp_path):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    assert [str(size) for size in sizes.sizes(tmp_path, files)] == faults


def test_long_lines_are_counted_by_file(tmp_path):
    (tmp_path / "a.html").write_text(f"<p>\n{'a' * 121}\n{'a' * 120}\n{'b' * 130}\n")

    assert sizes.long_lines(tmp_path, ["a.html"]) == {"a.html": 2}


def test_the_list_of_long_lines_never_grows(tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "LONG_LINES", tmp_path / "long_lines.txt")
    sizes.LONG_LINES.write_text("   1 a.html\n")

    with pytest.raises(SystemExit, match="1 are allowed: break the new ones"):
        sizes.write_long_lines()
    assert sizes.read_long_lines() == {"a.html": 1}


def test_without_git_the_same_files_are_measured(monkeypatch, tmp_path):
    with_git = {name for name in sizes.tracked() if "__pycache__" not in name}
    monkeypatch.setenv("GIT_DIR", str(tmp_path))

    assert set(sizes.tracked()) == with_git
