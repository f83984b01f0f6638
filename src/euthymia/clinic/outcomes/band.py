"""The picture of what is expected: a column a day, so that nothing in it can be taken for a line of measurements.

Places are shares of the picture in percent, so it fits a phone and a desk without a word of style in it.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.course import Outlook
from euthymia.pharmacology.cascade.course.outlook import HIGH, LOW
from euthymia.pharmacology.cascade.score import MOST

_LEFT, _WIDE = 7.0, 92.0  # percent: room for the numbers at the side
_TOP, _TALL = 8.0, 80.0
_BACK_DAYS: Final = 42.0  # how much of what was is shown
_STEPS: Final = (7, 14, 28, 56, 84)


class Column(NamedTuple):
    """A day of a band."""

    x: float
    width: float
    y: float
    height: float


class Mark(NamedTuple):
    """A place with a word: a score, a session, a number at the side."""

    x: float
    y: float
    text: str


def picture(found: Outlook) -> dict[str, Any]:
    """Lay out the bands, what was measured, the sessions, and the numbers along the sides."""
    told, planned = found.told, bool(found.asked.planned)
    low_day, high_day = max(-1.0, told.now_day - _BACK_DAYS), found.days[-1] + 0.5

    def x(day: float) -> float:
        return round(_LEFT + _WIDE * (day - low_day) / (high_day - low_day), 2)

    wide = _WIDE / (high_day - low_day)
    measured = [(min(0.0, told.now_day), told.setting.baseline), *told.scores]
    return {
        "planned": [*_columns(found, found.scores, x, wide)] if planned else [],
        "nothing": [*_columns(found, found.nothing, x, wide)],
        "measured": [Mark(x(day), _y(points), f"{points:g}") for day, points in measured if day >= low_day],
        "given": [x(one.day) for one in told.sessions if one.day >= low_day],
        "to_come": [x(one.day) for one in found.asked.planned],
        "now": x(told.now_day),
        "half": _y(0.5 * told.setting.baseline),
        "left": _LEFT,
        "top": _TOP,
        "bottom": _TOP + _TALL,
        "levels": [Mark(_LEFT - 1, _y(level), str(level)) for level in (0, 20, 40, 60)],
        "days": [Mark(x(day), _TOP + _TALL, f"{day:g}") for day in _ticks(low_day, high_day)],
    }


def _y(points: float) -> float:
    return round(_TOP + _TALL * (1.0 - points / MOST), 2)


def _columns(found: Outlook, scores: Any, x: Any, wide: float) -> Iterator[Column]:
    low, high = np.quantile(scores, [LOW, HIGH], axis=1)
    for day, under, over in zip(found.days, low, high, strict=True):
        top = _y(float(over))
        yield Column(round(x(day) - wide / 2, 2), round(wide, 2), top, round(_y(float(under)) - top, 2))


def _ticks(low_day: float, high_day: float) -> list[float]:
    step = next((step for step in _STEPS if (high_day - low_day) / step <= 7), _STEPS[-1])
    return [float(day) for day in range(0, int(high_day) + 1, step) if day >= low_day]
