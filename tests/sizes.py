"""How large a thing is, by the rules of docs/developers/house.md: functions, files, folders, lines, arguments.

.venv/bin/python -m tests.sizes           list what is over a limit
.venv/bin/python -m tests.sizes --write   write the shorter list of long lines
"""

import ast
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from tests.conftest import CHECKOUT

LIMITS: Final = {"function": 40, "file": 400, "folder": 15, "line": 120, "arguments": 6}
PARTS: Final = ("src", "tests", "bench", ".ci", ".githooks", "set-up.sh")
# What every room has, and what is printed or made by a tool, says nothing about how full a folder is.
UNCOUNTED: Final = {"__init__.py", "apps.py", "urls.py", "models.py", "migrations", "templates"}
PAGES: Final = {".html", ".css", ".js"}  # their long lines are a list that only shrinks, until a tool formats them
MADE: Final = re.compile(r"__pycache__|\.egg-info")
LONG_LINES: Final = CHECKOUT / "tests" / "long_lines.txt"


@dataclass(frozen=True)
class Size:
    """One thing that is over its limit: `name` is a path, or path::function."""

    rule: str
    name: str
    count: int

    def __str__(self) -> str:
        return f"{self.rule} {self.name}: {self.count}, over {LIMITS[self.rule]}"


def sizes(root: Path, paths: Iterable[str]) -> list[Size]:
    """Return what is over its limit among these files of a checkout, long lines of pages aside."""
    listed = sorted(paths)
    measured = [Size("folder", name, count) for name, count in _folders(listed).items()]
    for name in (path for path in listed if "migrations" not in path):
        text = (root / name).read_text("utf-8")
        if PurePosixPath(name).suffix in {".py", *PAGES}:
            measured.append(Size("file", name, text.count("\n")))
        if PurePosixPath(name).suffix not in PAGES:
            measured.append(Size("line", name, max(map(len, text.splitlines()), default=0)))
        if name.endswith(".py"):
            measured += _functions(name, ast.parse(text))
    return [size for size in measured if size.count > LIMITS[size.rule]]


def _folders(paths: Iterable[str]) -> dict[str, int]:
    """Count each folder's entries, folders in it included."""
    entries: defaultdict[str, set[str]] = defaultdict(set)
    for path in paths:
        folders = PurePosixPath(path)
        while folders.parent.name:
            entries[str(folders.parent)].add(folders.name)
            folders = folders.parent
    return {name: len(inside - UNCOUNTED) for name, inside in entries.items()}


def _functions(path: str, tree: ast.Module) -> Iterator[Size]:
    """Yield each function's lines and arguments; not `self`, `cls`, or the columns of a test's table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name, lines = f"{path}::{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1
            yield Size("function", name, lines)
            if not node.name.startswith("test_"):
                yield Size("arguments", name, _arguments(node.args))


def _arguments(arguments: ast.arguments) -> int:
    positional = [place.arg for place in [*arguments.posonlyargs, *arguments.args]]
    own = positional[:1] in (["self"], ["cls"])
    return (
        len(positional)
        - own
        + len(arguments.kwonlyargs)
        + (arguments.vararg is not None)
        + (arguments.kwarg is not None)
    )


def long_lines(root: Path, paths: Iterable[str]) -> Counter[str]:
    """Count the lines over the limit in each template, stylesheet and script."""
    pages = [path for path in paths if PurePosixPath(path).suffix in PAGES]
    return +Counter(
        {p: sum(len(line) > LIMITS["line"] for line in (root / p).read_text("utf-8").splitlines()) for p in pages}
    )


def read_long_lines() -> Counter[str]:
    """Read the list of long lines that are still allowed: a count and a path a line."""
    pairs = re.findall(r"^ *(\d+) (\S+)$", LONG_LINES.read_text("utf-8"), re.MULTILINE)
    return Counter({path: int(count) for count, path in pairs})


def tracked() -> list[str]:
    """List the files of this checkout that belong to the project; without git, all that are no one's output."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *PARTS],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        inside = [path for part in PARTS for path in [CHECKOUT / part, *(CHECKOUT / part).rglob("*")]]
        names = [str(p.relative_to(CHECKOUT)) for p in inside if p.is_file() and not MADE.search(str(p))]
    else:
        names = listed.stdout.splitlines()
    text = {".py", ".sh", ".html", ".css", ".js", ""}
    return [name for name in names if PurePosixPath(name).suffix in text and (CHECKOUT / name).is_file()]


def write_long_lines() -> None:
    """Write the list again. Refuses one that is longer altogether: a move keeps the count, a new long line does not."""
    now = long_lines(CHECKOUT, tracked())
    if LONG_LINES.exists() and now.total() > read_long_lines().total():
        sys.exit(f"{now.total()} long lines, {read_long_lines().total()} are allowed: break the new ones.")
    LONG_LINES.write_text("".join(f"{count:4} {path}\n" for path, count in sorted(now.items())), "utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write_long_lines()
    else:
        print(*sizes(CHECKOUT, tracked()), sep="\n")
