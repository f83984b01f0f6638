"""Every test there is, and every story, by name, read from the source: what documents may point at."""

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
    return frozenset(found | {f"{TOLD}[{name}]" for name in stories()})


TOLD = "tests/stories/test_stories.py::test_a_story_goes_as_told"


def stories() -> list[str]:
    """List the name of every story that is told: Story(name="…"), or the first words given to what makes one."""
    calls = [
        node
        for path in sorted((CHECKOUT / "tests" / "stories" / "told").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    named = [word.value for call in calls if call.func.id == "Story" for word in call.keywords if word.arg == "name"]
    made = [call.args[0] for call in calls if call.func.id in ("_held", "_slip")]
    return [name.value for name in (*named, *made) if isinstance(name, ast.Constant)]
