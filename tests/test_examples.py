"""A run tries the same examples as the last one, unless chance is asked for; and all counts grow together."""

import os
import re
import subprocess
import sys

from tests.conftest import CHECKOUT

TRIED = """
from tests import examples
examples.load()
from hypothesis import given, strategies as st

tried = []

@examples.examples(10)
@given(st.integers())
def test(number):
    tried.append(number)

test()
print(tried)
"""


def tried(**chosen: str) -> list[int]:
    """Return the numbers that a test of ten examples tries in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("EUTHYMIA_")} | chosen
    done = subprocess.run(
        [sys.executable, "-c", TRIED], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True
    )
    return [int(number) for number in re.findall(r"-?\d+", done.stdout)]


def test_two_runs_try_the_same_examples():
    assert tried() == tried()
    assert len(tried()) == 10


def test_a_run_by_chance_tries_others():
    assert tried(EUTHYMIA_CHANCE="random") != tried(EUTHYMIA_CHANCE="random")


def test_ten_times_as_many_where_they_are_asked_for():
    assert len(tried(EUTHYMIA_EXAMPLES="10")) == 100


def test_no_test_sets_a_count_or_a_deadline_past_the_profile():
    for path in (CHECKOUT / "tests").rglob("*.py"):
        if path.name not in ("examples.py", "test_examples.py"):
            imported = re.findall(r"^from hypothesis import (.*)$", path.read_text("utf-8"), re.MULTILINE)
            assert not [line for line in imported if "settings" in line], f"{path}: use tests.examples.examples"
