"""The rulebook: the tests of medicine, printed for the clinician who checks the rules.

One page a test module: its docstring, then each test as a heading made from its name, its docstring, its table, and its
call with what it is held against. The values and helpers that the calls use stand once, at the end of the page.
Property tests are printed as laws, with what they range over.
"""

import dataclasses
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.rulebook_source import Source, read

CHECKOUT = Path(__file__).resolve().parent.parent
ROOMS = [CHECKOUT / "tests" / room for room in ("medicine", "pharmacology")]
RECORDS = [CHECKOUT / "tests/wire/fhir/test_courses.py"]  # of reading records, what a clinician checks
MOST_LISTED = 40  # values of one list in a cell
LONGEST_CELL = 200  # characters
LATER = "…"  # a call without a name
MOST_NAMED = 24  # values of one line
FOLDER = "docs/rulebook"
BASELINE = "The values and helpers that these calls use stand at the end, under [Baseline](#baseline)."
FOOT = "\n---\nPrinted from `{module}`. Change the test, then run `make rulebook`.\n"


def pages() -> dict[str, str]:
    """Print every page: path from the checkout to its text, the list of pages included."""
    printed = {}
    for path, inside in sorted(_modules(), key=lambda pair: pair[1]):
        module = importlib.import_module(".".join(path.relative_to(CHECKOUT).with_suffix("").parts))
        name = inside.with_name(inside.stem.removeprefix("test_") + ".md")
        printed[f"{FOLDER}/{name.as_posix()}"] = page(module, title=title(name))
    return printed | {f"{FOLDER}/README.md": contents(printed)}


def _modules() -> Iterator[tuple[Path, Path]]:
    for room in ROOMS:
        yield from ((path, path.relative_to(room)) for path in room.rglob("test_*.py"))
    yield from ((path, Path("records") / path.name) for path in RECORDS)


def title(name: Path) -> str:
    """Make a page's title from its place: `instruments/phq9.md` is "Instruments: phq9"."""
    words = [part.replace("_", " ") for part in name.with_suffix("").parts]
    return ": ".join([words[0].capitalize(), *words[1:]])


def contents(printed: dict[str, str]) -> str:
    """Print the list of pages, each with the first sentence of its page."""
    lines = ["# Rulebook", "", "What the system decides, rule by rule, as its tests state it.", ""]
    for path, text in printed.items():
        heading, _, rest = text.partition("\n")
        intro = " ".join(rest.strip().split("\n\n")[0].split())
        lines.append(f"- [{heading.removeprefix('# ')}]({path.removeprefix(FOLDER + '/')}): {intro}")
    return "\n".join(lines) + "\n"


def page(module: ModuleType, *, title: str) -> str:
    """Print one test module as a page."""
    source = read(Path(module.__file__ or ""))
    baseline = source.baseline()
    parts = [f"# {title}", inspect.getdoc(module) or "", BASELINE if baseline else ""]
    for name, test in vars(module).items():
        if name in source.tests:
            parts += section(name, test, source)
    parts += ["## Baseline", code(baseline)] if baseline else []
    return (
        "\n\n".join(part for part in parts if part)
        + "\n"
        + FOOT.format(module=module.__name__.replace(".", "/") + ".py")
    )


def section(name: str, test: Callable[..., Any], source: Source) -> list[str]:
    """Print one test: its heading, its docstring, its tables, what a law ranges over, its call."""
    law = getattr(test, "is_hypothesis_test", False)
    heading = f"## {'Law: ' if law else ''}{sentence(name)}"
    marks = [mark for mark in reversed(getattr(test, "pytestmark", [])) if mark.name == "parametrize"]
    parts = zip(marks, source.notes(name), source.written(name), strict=True)
    tables = [table(mark, notes, written) for mark, notes, written in parts]
    ranges = source.anything(name)
    anything = f"For any {ranges}:" if ranges else ""
    return [heading, inspect.getdoc(test) or "", *tables, anything, code(source.call(name))]


def code(text: str) -> str:
    """Print source text as a block."""
    return f"```python\n{text}\n```"


def empty_headings(text: str) -> list[str]:
    """Name the headings of a page under which nothing stands."""
    empty, heading, fenced = [], "", False
    for line in [*text.splitlines(), "# end"]:
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            empty += [heading] if heading else []
            heading = line.lstrip("# ")
        elif line.strip() and line != "---" and not line.startswith("Printed from "):
            heading = ""
    return empty


def sentence(name: str) -> str:
    """Turn a test's name into the sentence it says."""
    words = name.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]


def table(mark: Any, notes: list[str], written: list[list[str]]) -> str:
    """Print one parametrize mark as a Markdown table; plain ids come first as "case", remarks on rows last.

    A table of one column is printed as a line.

    notes, written  a remark a row, and the source of its cells; none where the rows are computed
    """
    names, values = mark.args[0], list(mark.args[1])
    columns = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)
    columns = [n for n in columns if n]
    cases = list(case_names(mark.kwargs.get("ids"), values))
    as_written = len(notes) == len(values)
    rows = [cells(value, written[n] if as_written else [], count=len(columns)) for n, value in enumerate(values)]
    if any(cases):
        columns, rows = ["case", *columns], [[case, *row] for case, row in zip(cases, rows, strict=True)]
    if any(notes) and as_written:
        columns, rows = [*columns, "note"], [[*row, escape(note)] for row, note in zip(rows, notes, strict=True)]
    if len(columns) == 1:
        return for_each(columns[0], [named(value, row[0]) for value, row in zip(values, rows, strict=True)])
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def for_each(column: str, cells: list[str]) -> str:
    """Print a table of one column as a line."""
    rest = len(cells) - MOST_NAMED
    shown = cells if rest <= 0 else [*cells[:MOST_NAMED], f"… and {rest} more"]
    return f"For each `{column}`: {'; '.join(shown)}."


def named(value: Any, cell: str) -> str:
    """Print a value by its own key or name, where it has one, in place of all its parts."""
    inner = value.values[0] if hasattr(value, "marks") else value
    names = (getattr(inner, part, None) for part in ("key", "name"))
    return next((escape(name) for name in names if isinstance(name, str)), cell)


def case_names(ids: Any, values: list[Any]) -> Iterator[str]:
    """Yield each row's name, "" where it has none; ids made by a function are left out, the cells say as much."""
    listed = list(ids) if ids is not None and not callable(ids) else [None] * len(values)
    for own, value in zip(listed, values, strict=True):
        name = getattr(value, "id", None) if hasattr(value, "marks") else None
        yield escape(str(name or own or ""))


def cells(value: Any, written: list[str], *, count: int) -> list[str]:
    """Print one row."""
    inner = value.values if hasattr(value, "marks") else (value if count > 1 else (value,))
    sources = written if len(written) == len(inner) else [""] * len(inner)
    return [escape(cell(part, source)) for part, source in zip(inner, sources, strict=True)]


def cell(value: Any, source: str) -> str:
    """Print one value; a call to be made later, and what is long, as it is written in the test."""
    said = say(value)
    as_written = said == LATER or (len(said) > LONGEST_CELL and len(source) < len(said))
    return f"`{source}`" if source and as_written else said


def say(value: Any) -> str:
    """Print one value as a reader would write it: the same text on every machine and every run."""
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case str():
            return value if value.strip() == value and value else repr(value)
        case bytes() | bytearray():
            return repr(bytes(value))
        case datetime() | date():
            return value.isoformat()
        case dict():
            return ", ".join(f"{say(k)}: {say(v)}" for k, v in value.items()) or "nothing"
        case set() | frozenset():
            return ", ".join(sorted(map(say, value))) or "none"
        case _:
            return say_compound(value)


def say_compound(value: Any) -> str:
    """Print what is made of parts, and anything else by its own words without a memory address."""
    if hasattr(value, "_fields"):
        return f"{type(value).__name__}({', '.join(f'{f} {say(getattr(value, f))}' for f in value._fields)})"
    if isinstance(value, list | tuple) and len(value) > MOST_LISTED:
        return f"{say(value[:3])}, … {say(value[-2:])} ({len(value)} values)"
    if isinstance(value, list | tuple):
        return ", ".join(f"({say(v)})" if isinstance(v, list | tuple) else say(v) for v in value) or "nothing"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(changed(value))})"
    if isinstance(value, type):
        return value.__name__
    if inspect.isfunction(value) and value.__name__ == "<lambda>":
        return LATER
    return getattr(value, "__name__", None) or re.sub(r" at 0x[0-9a-f]+", "", str(value))


def changed(value: Any) -> Iterator[str]:
    """Name the fields that differ from their default."""
    for field in dataclasses.fields(value):
        own = getattr(value, field.name)
        if field.init and (field.default is dataclasses.MISSING or own != field.default):
            yield f"{field.name} {say(own)}"


def escape(text: str) -> str:
    """Keep a cell in its table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "\\r").replace("\n", "\\n").replace("<", "&lt;")
