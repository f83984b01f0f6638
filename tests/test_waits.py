"""No test carries a time of its own: what waits, waits as tests/waits.py says, and gives up as this machine allows."""

import ast
import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests import waits
from tests.conftest import CHECKOUT

# By file and function: what a literal there is, if it is not a bound on waiting.
EXCEPTIONS = {
    "tests/clinic/infusion/chair/test_stream.py::writer": "the pace of a device, in the middle of which pages join",
    "tests/clinic/infusion/chair/test_stream.py::nurse": "the pace of a hand, beside that device",
    "tests/clinic/infusion/session/test_writers.py::listener": "the pace of a device among several writers",
    "tests/clinic/infusion/session/test_writers.py::silent": "the pace of the watch among several writers",
}
NAMED = {"timeout", "within_s", "for_s", "wait_s", "timeout_s", "timeout_ms"}
CALLED = {
    "sleep", "wait", "join", "result", "settimeout", "set_default_timeout", "wait_for_timeout", "wait_for",
    "set_default_navigation_timeout", "communicate",
}  # fmt: skip


def is_number(node: ast.AST | None) -> bool:
    """Return whether it is a number written out, sums of such included."""
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value > 0


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literals(node: ast.AST) -> Iterator[int]:
    """Yield the line of each time that is written out in this one node."""
    if isinstance(node, ast.Call):
        given = [word.value for word in node.keywords if word.arg in NAMED]
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if name_of(node) in CALLED or (owner, name_of(node)) in (("asyncio", "timeout"), ("mark", "timeout")):
            given += node.args[:2]
        if ast.unparse(node.func) == "pytest.mark.timeout":
            given += node.args[:1]
        yield from (node.lineno for value in given if is_number(value))
    elif isinstance(node, ast.arguments):
        places = [*node.posonlyargs, *node.args][-len(node.defaults) or None :] if node.defaults else []
        pairs = [*zip(places, node.defaults, strict=False), *zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        yield from (place.lineno for place, default in pairs if place.arg in NAMED and is_number(default))
    elif isinstance(node, ast.BinOp) and ast.unparse(node.left) in ("time.monotonic()", "time.perf_counter()"):
        yield from (node.lineno for _ in [0] if isinstance(node.op, ast.Add) and is_number(node.right))


def faults(tree: ast.Module, path: str) -> list[str]:
    """List each time written out in a file, by the function it stands in."""
    found: list[str] = []

    def walk(node: ast.AST, function: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        found.extend(f"{path}::{function} (line {line})" for line in literals(node))
        for child in ast.iter_child_nodes(node):
            walk(child, function)

    walk(tree, "")
    return found


def test_no_literal_time_stands_elsewhere():
    paths = [path for path in sorted((CHECKOUT / "tests").rglob("*.py")) if path.name not in ("waits.py",)]
    found = [
        fault
        for path in paths
        for fault in faults(ast.parse(path.read_text("utf-8")), str(path.relative_to(CHECKOUT)))
        if "test_waits.py" not in fault
    ]

    excepted = {fault.partition(" (")[0] for fault in found} & EXCEPTIONS.keys()
    assert [fault for fault in found if fault.partition(" (")[0] not in EXCEPTIONS] == []
    assert excepted == EXCEPTIONS.keys(), "an exception is no longer needed"


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("time.sleep(0.1)", 1),
        ("await asyncio.sleep(1)", 1),
        ("page.wait_for_timeout(2 * 1000)", 1),
        ("expect(a).to_be_visible(timeout=10_000)", 1),
        ("context.set_default_timeout(10_000)", 1),
        ("asyncio.timeout(3)", 1),
        ("thread.join(15)", 1),
        ("pytest.mark.timeout(1200)", 1),
        ("end = time.monotonic() + 6", 1),
        ("def until(*, within_s: float = 5.0): ...", 1),
        ("def until(ask, within_s=5.0): ...", 1),
        ("', '.join(words)", 0),
        ("page.wait_for_timeout(waits.ms(waits.A_SOUND_S))", 0),
        ("began = time.monotonic() - 6", 0),
        ("thread.join()", 0),
    ],
)
def test_a_time_that_is_written_out_is_found(line, count):
    assert len(faults(ast.parse(line), "a.py")) == count


def test_what_is_waited_for_in_vain_is_said():
    with pytest.raises(AssertionError, match=r"waited 0\.01 s in vain: the moon"):
        waits.until(lambda: False, within_s=0.01, what="the moon")
    with pytest.raises(AssertionError, match=r"waited 0\.01 s in vain: the moon"):
        asyncio.run(waits.until_then(lambda: False, within_s=0.01, what="the moon"))


def test_what_is_waited_for_is_returned_at_once():
    answers = iter([0, 0, 3])

    assert waits.until(lambda: next(answers), what="a three") == 3


@pytest.mark.parametrize(("factor", "soon_s"), [("1", 5.0), ("2.5", 12.5)])
def test_every_bound_is_stretched_by_the_factor_of_the_run_and_no_claim_is(factor, soon_s):
    asked = "from tests import waits; print(waits.SOON_S, waits.SAID_WITHIN_S)"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=CHECKOUT, env={**os.environ, waits.KNOWN: factor},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.split() == [str(soon_s), "5.0"]


def test_a_machine_that_others_use_is_given_more_time(monkeypatch):
    monkeypatch.setattr(waits, "busy", lambda: 0.0)
    quiet = waits.measured()
    monkeypatch.setattr(waits, "busy", lambda: 1.0)

    assert 1 <= quiet < waits.measured() <= waits.MOST


def test_two_processes_that_burn_are_seen(tmp_path):
    burning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        assert waits.busy() > 0.8
    finally:
        for process in burning:
            process.kill()
            process.wait()
