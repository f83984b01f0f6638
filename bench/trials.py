"""A million virtual people through the whole chain: people a second, both cores, flat memory; Spark beside it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

from bench.rows import Row, against, measured

PEOPLE = 1_000_000
CLUSTER = "local-cluster[2,1,2048]"


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure people a second, each treated in both arms; seconds are without start-up and compiling."""
    many = 20_000 if quick else PEOPLE
    few = many // 10
    say(f"trials: {few:,} people, one process")
    small = _work(few, "1")
    say(f"trials: {many:,} people, one process")
    one = _work(many, "1")
    say(f"trials: {many:,} people, two processes")
    two = _work(many, "2")
    _same(one, two)
    say(f"trials: {many:,} people, Spark, one master and two workers")
    spark = _work(many, CLUSTER)
    _same(one, spark)
    name = f"{many:,} virtual people through the whole chain, two arms"
    yield measured(f"{name}, one process", many / one["s"], unit="people/s")
    yield against(
        f"{name}, both cores", many / two["s"], many / one["s"], "one process", unit="people/s",
        floor=None if quick else 1.3,
    )  # fmt: skip
    yield against(
        f"{name}, Spark with its start-up", many / spark["s"], many / one["s"], "one process", unit="people/s",
    )  # fmt: skip
    yield Row(
        "memory of ten times as many people", one["peak_mb"], small["peak_mb"], "a tenth of them", "MB",
        small["peak_mb"] / one["peak_mb"], None if quick else 0.9,
    )  # fmt: skip


def _work(people: int, how: str) -> dict:
    words = [sys.executable, "-m", "bench.trials_work", str(people), how]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"the work of {people:,} people ({how}) failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _same(one: dict, other: dict) -> None:
    """Hold two ways of running to the same numbers, to the last bit."""
    if one["sums"] != other["sums"]:
        raise AssertionError("the same trial gave other numbers")
