"""How many examples Hypothesis tries, and by which chance: said here and nowhere else.

The same examples in every run, so that a red run is red again. By choice:

EUTHYMIA_CHANCE=random   examples never tried before; what fails is printed with the line that repeats it
EUTHYMIA_EXAMPLES=10     ten times as many, each test's own count included
"""

import os
from typing import Any

from hypothesis import settings

USUAL = 100


def times() -> float:
    """Return how many times as many examples as usual this run tries."""
    return float(os.environ.get("EUTHYMIA_EXAMPLES") or 1)


def examples(count: int, **more: Any) -> settings:
    """Return the settings of a test that tries `count` examples in a usual run. `more` is Hypothesis's own."""
    return settings(max_examples=max(1, round(count * times())), **more)


def load() -> None:
    """Make one of the two profiles that of the run, before any test is imported."""
    usual = {"max_examples": max(1, round(USUAL * times())), "deadline": None, "print_blob": True}
    settings.register_profile("fixed", derandomize=True, database=None, **usual)
    settings.register_profile("random", derandomize=False, **usual)
    settings.load_profile("random" if os.environ.get("EUTHYMIA_CHANCE") == "random" else "fixed")
