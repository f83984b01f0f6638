"""The picture of a forecast: bands as SVG outlines, measured values as dots. It says what the table says."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.infusion.session.writer import moment
from euthymia.pharmacology import forecast

WIDE, HIGH = 720.0, 240.0
LEFT, RIGHT, TOP, FOOT = 46.0, 10.0, 12.0, 26.0
BACK_MIN, AHEAD_MIN = 30.0, 60.0
_EVERY_MIN: Final = 15
_STEPS: Final = (10.0, 20.0, 40.0, 50.0, 100.0, 200.0, 500.0)


class Axes(NamedTuple):
    """From minutes and values to places in the picture."""

    now_min: float
    low: float
    high: float

    def x(self, at_min: float) -> float:
        """Return the place of a minute."""
        return round(LEFT + (WIDE - LEFT - RIGHT) * (at_min - self.now_min + BACK_MIN) / (BACK_MIN + AHEAD_MIN), 1)

    def y(self, value: float) -> float:
        """Return the place of a value, at the edge where it lies beyond."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(HIGH - FOOT - (HIGH - FOOT - TOP) * share, 1)


Dots = Sequence[tuple[float, float]]


def pressure(
    shown: Sequence[forecast.Outlook], readings: Sequence[forecast.Reading], start_s: float, names: Sequence[str]
) -> dict[str, Any]:
    """Draw both pressures: as assumed, and, where something was asked, as it would be."""
    axes = _axes(shown, [name for name in ("systolic", "diastolic") if name in names], floor=(40.0, 200.0))
    return _drawn(axes, shown, start_s, [
        (name, [(one.at_min, getattr(one, name)) for one in readings] if name in names else [])
        for name in ("systolic", "diastolic") if name in names
    ])  # fmt: skip


def concentration(shown: Sequence[forecast.Outlook], start_s: float) -> dict[str, Any]:
    """Draw the concentration: nothing of it is measured, so it has no dots."""
    return _drawn(_axes(shown, ["concentration"], floor=(0.0, 50.0)), shown, start_s, [("concentration", [])])


def _axes(shown: Sequence[forecast.Outlook], names: Sequence[str], *, floor: tuple[float, float]) -> Axes:
    most = max((float(one.bands[name].high.max()) for one in shown for name in names), default=0.0)
    step = _step(max(most, floor[1]))
    return Axes(float(shown[0].at_min[0]), floor[0], max(floor[1], step * -(-most // step)))


def _step(most: float) -> float:
    return next((step for step in _STEPS if most / step <= 5), _STEPS[-1])


def _drawn(
    axes: Axes, shown: Sequence[forecast.Outlook], start_s: float, rows: Sequence[tuple[Any, Dots]]
) -> dict[str, Any]:
    return {
        "bands": [{"name": name, **_outline(axes, shown[0], name)} for name, _ in rows],
        "asked": [{"name": name, **_outline(axes, shown[1], name)} for name, _ in rows] if len(shown) > 1 else [],
        "dots": [
            {"name": name, "x": axes.x(at), "y": axes.y(value)}
            for name, dots in rows
            for at, value in dots
            if at >= axes.now_min - BACK_MIN
        ],
        "now_x": axes.x(axes.now_min),
        "times": list(_times(axes, start_s)),
        "levels": list(_levels(axes)),
        "wide": WIDE, "high": HIGH, "left": LEFT, "right_x": WIDE - RIGHT, "top": TOP, "foot_y": HIGH - FOOT,
    }  # fmt: skip


def _outline(axes: Axes, shown: forecast.Outlook, name: Any) -> dict[str, str]:
    band, at = shown.bands[name], shown.at_min.tolist()
    there = _path(axes, at, band.high.tolist())
    back = _path(axes, at[::-1], band.low.tolist()[::-1])
    return {"area": f"M{there}L{back}Z", "line": f"M{_path(axes, at, band.middle.tolist())}"}


def _path(axes: Axes, at_min: Sequence[float], values: Sequence[float]) -> str:
    return "L".join(f"{axes.x(at):g} {axes.y(value):g}" for at, value in zip(at_min, values, strict=True))


def _times(axes: Axes, start_s: float) -> Iterator[dict[str, Any]]:
    for minutes in range(-int(BACK_MIN), int(AHEAD_MIN) + 1, _EVERY_MIN):
        at_min = axes.now_min + minutes
        yield {"x": axes.x(at_min), "text": clock(start_s, at_min)}


def clock(start_s: float, at_min: float) -> str:
    """Return a minute as the clinic's clock."""
    local: Callable[[datetime], datetime] = timezone.localtime
    return local(moment(start_s + at_min * 60)).strftime("%H:%M")


def _levels(axes: Axes) -> Iterator[dict[str, Any]]:
    step = _step(axes.high - axes.low)
    level = axes.low
    while level <= axes.high:
        yield {"y": axes.y(level), "text": f"{level:g}"}
        level += step
