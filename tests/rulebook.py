"""The rulebook: the tests of medicine, printed for the clinician who checks the rules.

One page a test module: its docstring, then each test as a heading made from its name, its docstring, and its table.
Property tests are printed as laws.
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

CHECKOUT = Path(__file__).resolve().parent.parent
ROOMS = [CHECKOUT / "tests" / room for room in ("medicine", "pharmacology")]
FOLDER = "docs/rulebook"
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
    parts = [f"# {title}", inspect.getdoc(module) or ""]
    for name, test in vars(module).items():
        if name.startswith("test_") and inspect.isfunction(test):
            parts += section(name, test)
    return (
        "\n\n".join(part for part in parts if part)
        + "\n"
        + FOOT.format(module=module.__name__.replace(".", "/") + ".py")
    )


def section(name: str, test: Callable[..., Any]) -> list[str]:
    """Print one test: its heading, its docstring, its tables."""
    law = getattr(test, "is_hypothesis_test", False)
    heading = f"## {'Law: ' if law else ''}{sentence(name)}"
    tables = [table(mark) for mark in reversed(getattr(test, "pytestmark", [])) if mark.name == "parametrize"]
    return [heading, inspect.getdoc(test) or "", *tables]


def sentence(name: str) -> str:
    """Turn a test's name into the sentence it says."""
    words = name.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]


def table(mark: Any) -> str:
    """Print one parametrize mark as a Markdown table; plain ids come first as "case"."""
    names, values = mark.args[0], list(mark.args[1])
    columns = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)
    columns = [n for n in columns if n]
    cases = list(case_names(mark.kwargs.get("ids"), values))
    rows = [cells(value, count=len(columns)) for value in values]
    if any(cases):
        columns, rows = ["case", *columns], [[case, *row] for case, row in zip(cases, rows, strict=True)]
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def case_names(ids: Any, values: list[Any]) -> Iterator[str]:
    """Give each row's name, "" where it has none; ids made by a function are left out, the cells say as much."""
    listed = list(ids) if ids is not None and not callable(ids) else [None] * len(values)
    for own, value in zip(listed, values, strict=True):
        name = getattr(value, "id", None) if hasattr(value, "marks") else None
        yield escape(str(name or own or ""))


def cells(value: Any, *, count: int) -> list[str]:
    """Print one row."""
    inner = value.values if hasattr(value, "marks") else (value if count > 1 else (value,))
    return [escape(say(cell)) for cell in inner]


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
    if isinstance(value, list | tuple):
        return ", ".join(f"({say(v)})" if isinstance(v, list | tuple) else say(v) for v in value) or "nothing"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(changed(value))})"
    if isinstance(value, type):
        return value.__name__
    if inspect.isfunction(value) and value.__name__ == "<lambda>":
        return "…"
    return getattr(value, "__name__", None) or re.sub(r" at 0x[0-9a-f]+", "", str(value))


def changed(value: Any) -> Iterator[str]:
    """Name the fields that differ from their default."""
    for field in dataclasses.fields(value):
        own = getattr(value, field.name)
        if field.default is dataclasses.MISSING or own != field.default:
            yield f"{field.name} {say(own)}"


def escape(text: str) -> str:
    """Keep a cell in its table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "\\r").replace("\n", "\\n").replace("<", "&lt;")
