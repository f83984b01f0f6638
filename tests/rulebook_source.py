"""What the rulebook reads from a test module's source: the call of each test, and the baseline that the calls use."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from textwrap import dedent
from tokenize import COMMENT, generate_tokens
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parent.parent
LONGEST = 30  # lines of one definition; what is longer is cut, and says so

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Place(NamedTuple):
    """Where a name is defined."""

    path: Path
    line: int


@dataclass(frozen=True)
class Source:
    """One module's text and what it defines at its top, by name; its tests are not among them."""

    path: Path
    lines: tuple[str, ...]
    tests: dict[str, ast.FunctionDef | ast.AsyncFunctionDef]
    defined: dict[str, Definition]
    imported: dict[str, tuple[Path, str]]
    comments: dict[int, str]
    ranging: tuple[str, ...]

    def call(self, test: str) -> str:
        """Return the body of a test without its docstring, as it is written."""
        node = self.tests[test]
        first = node.body[1] if _is_text(node.body[0]) and len(node.body) > 1 else node.body[0]
        begin = node.body[0].end_lineno if first is not node.body[0] else _signature_end(node, self.lines)
        return dedent("\n".join(self.lines[begin : node.end_lineno])).strip("\n")

    def anything(self, test: str) -> str:
        """Return what a law ranges over, name by name: "`cut` of `integers(0, 13)`"; "" where it says nothing."""
        node = self.tests[test]
        for given in _calls(node, *self.ranging):
            names = [arg.arg for arg in node.args.args][-len(given.args) :] if given.args else []
            ranges = [*zip(names, given.args, strict=True), *((word.arg, word.value) for word in given.keywords)]
            return ", ".join(f"`{name}` of `{self._text(value).replace('st.', '')}`" for name, value in ranges)
        return ""

    def notes(self, test: str) -> list[list[str]]:
        """Return what is remarked on each row of each table, above it or at its end: "" where nothing is."""
        tables = [call.args[1] for call in _calls(self.tests[test], "parametrize")]
        return [[self._note(row) for row in rows.elts] if isinstance(rows, ast.List) else [] for rows in tables]

    def written(self, test: str) -> list[list[list[str]]]:
        """Return each cell of each table as it is written; of a call to be made later, the call."""
        tables = [call.args[1] for call in _calls(self.tests[test], "parametrize")]
        rows = [table.elts if isinstance(table, ast.List) else [] for table in tables]
        return [[[self._text(cell) for cell in _cells(row)] for row in table] for table in rows]

    def _text(self, node: ast.expr) -> str:
        """Return an expression as it is written, on one line: not unparsed, which differs between Pythons."""
        lines = [line.encode() for line in self.lines[node.lineno - 1 : node.end_lineno]]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        text = " ".join(line.decode().strip() for line in lines)
        return re.sub(r"(?<=[(\[{]) | (?=[)\]}])|,(?= [)\]}])", "", text)

    def _note(self, row: ast.expr) -> str:
        remarks = [self.comments.get(row.end_lineno or 0, "")]
        line = row.lineno - 1
        while self.lines[line - 1].strip().startswith("#"):
            remarks.insert(0, self.comments.get(line, ""))
            line -= 1
        return " ".join(remark for remark in remarks if remark)

    def baseline(self) -> str:
        """Return the definitions that the tests use, in the order of their files.

        What this module's own definitions use is among them; what another module's use is not.
        """
        places = sorted(self._used(), key=lambda place: (place.path == self.path, place.path, place.line))
        parts, path = [], self.path
        for place in places:
            if place.path != path:
                parts.append(f"# {_from_checkout(place.path)}" if place.path != self.path else "# this page's own")
                path = place.path
            parts.append(read(place.path).definition(place.line))
        return _spaced(parts)

    def definition(self, line: int) -> str:
        """Return the definition that begins at a line, with the comment right above it."""
        (node,) = {n.lineno: n for n in self.defined.values() if n.lineno == line}.values()
        begin = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
        while begin and self.lines[begin - 1].startswith("#"):
            begin -= 1
        text = self.lines[begin : node.end_lineno]
        rest = len(text) - LONGEST
        return "\n".join(text if rest <= 0 else [*text[:LONGEST], f"# … and {rest} lines more"])

    def _used(self) -> set[Place]:
        found: set[Place] = set()
        wanted = {(self.path, name) for test in self.tests.values() for name in _names(test)}
        while wanted:
            path, name = wanted.pop()
            source = read(path)
            if name in source.imported:
                wanted |= {source.imported[name]} if path == self.path else set()
            elif name in source.defined and (place := Place(path, source.defined[name].lineno)) not in found:
                found.add(place)
                wanted |= {(path, other) for other in _names(source.defined[name])} if path == self.path else set()
        return found


@cache
def read(path: Path) -> Source:
    """Read a module's source."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    tests = {n.name: n for n in tree.body if isinstance(n, FUNCTIONS) and n.name.startswith("test_")}
    defined = {name: node for node in tree.body for name in _defines(node) if name not in tests}
    imported = {name: where for node in tree.body for name, where in _imports(node)}
    ranging = ("given", *(name for node in tree.body for name in _other_names(node, "hypothesis", "given")))
    return Source(path, tuple(text.splitlines()), tests, defined, imported, _comments(text), ranging)


def _other_names(node: ast.stmt, module: str, name: str) -> list[str]:
    taken = node.names if isinstance(node, ast.ImportFrom) and node.module == module else []
    return [alias.asname for alias in taken if alias.name == name and alias.asname]


def _comments(text: str) -> dict[int, str]:
    """List the comments by line; what is said to a tool is none."""
    said = {t.start[0]: t.string.lstrip("# ") for t in generate_tokens(StringIO(text).readline) if t.type == COMMENT}
    return {line: comment for line, comment in said.items() if not comment.startswith(("fmt:", "noqa", "type:"))}


def _defines(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    yield from (n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name))


def _imports(node: ast.stmt) -> Iterator[tuple[str, tuple[Path, str]]]:
    """List the names taken from other modules of the tests; what comes from the product is described elsewhere."""
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
        path = CHECKOUT / Path(*(node.module or "").split(".")).with_suffix(".py")
        if path.is_file():
            yield from ((alias.asname or alias.name, (path, alias.name)) for alias in node.names)


def _names(node: ast.AST) -> set[str]:
    """List the names that a definition uses; the values of a table are printed as a table."""
    tables = {id(inner) for call in _calls(node, "parametrize") for inner in ast.walk(call)}
    inside = [inner for inner in ast.walk(node) if id(inner) not in tables]
    fixtures = {inner.arg for inner in inside if isinstance(inner, ast.arg)}
    return fixtures | {inner.id for inner in inside if isinstance(inner, ast.Name)}


def _calls(node: ast.AST, *names: str) -> list[ast.Call]:
    decorators = [each for each in getattr(node, "decorator_list", []) if isinstance(each, ast.Call)]
    return [call for call in decorators if ast.unparse(call.func).split(".")[-1] in names]


def _cells(row: ast.expr) -> list[ast.expr]:
    param = isinstance(row, ast.Call) and ast.unparse(row.func).endswith("param")
    cells = row.args if param else row.elts if isinstance(row, ast.Tuple) else [row]
    return [cell.body if isinstance(cell, ast.Lambda) else cell for cell in cells]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _signature_end(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: Sequence[str]) -> int:
    """Return the line at which the body begins, a comment above its first statement included."""
    arguments = [arg.end_lineno or node.lineno for arg in (*node.args.args, *node.args.kwonlyargs)]
    end = max([node.lineno, *arguments, *([node.returns.end_lineno or 0] if node.returns else [])])
    if end < node.body[0].lineno - 1 and lines[end].strip().startswith(")"):  # closed on a line of its own
        end += 1
    return end if node.body[0].lineno - 1 >= end else node.body[0].lineno - 1


def _from_checkout(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix() if path.is_relative_to(CHECKOUT) else path.name


def _spaced(parts: Iterable[str]) -> str:
    """Join definitions: a blank line around what is longer than one line."""
    text, before = "", ""
    for part in parts:
        gap = "\n\n" if "\n" in part or "\n" in before or part.startswith("# ") else "\n"
        text, before = text + (gap if text else "") + part, part
    return text
