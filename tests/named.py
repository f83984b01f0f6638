"""Every test there is, by name, read from the source: what documents may point at."""

import ast
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


@cache
def tests() -> frozenset[str]:
    """List "tests/wire/test_mllp.py::test_name" for every test function in the checkout."""
    found = set()
    for path in (CHECKOUT / "tests").rglob("test_*.py"):
        place = path.relative_to(CHECKOUT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                found.add(f"{place}::{node.name}")
    return frozenset(found)
