"""An answer to one line of the go or no-go list, as the chart gives it."""

from typing import Literal, NamedTuple

Answer = Literal["yes", "no", "unknown"]


class Fact(NamedTuple):
    """An answer that the chart gives, and the words for what was seen; unknown where it only asks."""

    answer: Answer
    seen: str
