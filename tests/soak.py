"""What is long: a hundredth of it in `make test`, all of it in `make soak`.

What Hypothesis draws is soaked too, by ten thousand examples in place of a hundred (tests/examples.py).
"""

import os


def share(whole: int) -> int:
    """Return how many of so many this run does."""
    return whole if os.environ.get("EUTHYMIA_SOAK") else max(1, whole // 100)
