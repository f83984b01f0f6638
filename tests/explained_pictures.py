"""The pictures of the page "how it works", as they stand still: fragments of HTML, drawn from the model."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from euthymia.pharmacology.cascade.hundred import UNTIL_DAYS, Standing, visits_of
from euthymia.research.calibration.hundred import Shown, responding

ICON_W, ICON_H, IN_A_ROW = 20, 24, 10
WIDE, HIGH, LEFT, TOP = 560.0, 150.0, 34.0, 8.0  # of the picture over days, and where its axes stand
KINDS = {Standing.NOT: "not", Standing.RESPONDING: "yes", Standing.RELAPSED: "back"}


def figures(kinds: Sequence[str], *, name: str, row: int = IN_A_ROW) -> str:
    """Draw people in rows, one mark each."""
    marks = "".join(
        f'<use href="#p-{kind}" x="{n % row * ICON_W}" y="{n // row * ICON_H}"/>' for n, kind in enumerate(kinds)
    )
    rows = -(-len(kinds) // row)
    shown = f'viewBox="0 0 {row * ICON_W} {rows * ICON_H}"'
    return f'<svg class="people" {shown} aria-hidden="true" data-people="{escape(name)}">{marks}</svg>'


def kinds_of(standing: Any, without: Any) -> list[str]:
    """Name each person's mark: who responds and would without the drug too has one of their own."""
    both = (standing == Standing.RESPONDING) & (without == Standing.RESPONDING)
    return ["too" if too else KINDS[Standing(int(one))] for one, too in zip(standing, both, strict=True)]


def across(day: float) -> float:
    """Place a day."""
    return LEFT + (WIDE - LEFT) * day / UNTIL_DAYS


def down(count: float) -> float:
    """Place a number out of a hundred."""
    return TOP + (HIGH - TOP) * (1 - count / 100)


def steps(visits: Iterable[float], counts: Iterable[float]) -> list[str]:
    """Hold each count until the next rating; the first rating begins the line."""
    found, before = [], None
    for day, count in zip(visits, counts, strict=True):
        if before is not None:
            found.append(f"{across(day):.1f},{down(before):.1f}")
        found.append(f"{across(day):.1f},{down(count):.1f}")
        before = count
    assert before is not None
    return [*found, f"{across(UNTIL_DAYS):.1f},{down(before):.1f}"]


def line(days: Sequence[float], counts: Any) -> str:
    """Return the path of a line."""
    return "M" + " ".join(steps(visits_of(days), counts.tolist()))


def band(days: Sequence[float], shown: Shown) -> str:
    """Return the path of a band."""
    visits = visits_of(days)
    there, back = steps(visits, shown.low.tolist()), steps(visits, shown.high.tolist())
    return "M" + " ".join([*there, *reversed(back)]) + "Z"


def over_days(days: Sequence[float], given: Shown, without: Shown) -> str:
    """Draw how many of a hundred respond, day by day, with how unsure that is."""
    grid = "".join(
        f'<path class="grid" d="M{LEFT:g},{down(n):g} H{WIDE:g}"/>'
        f'<text class="axis" x="{LEFT - 5:g}" y="{down(n) + 4:g}" text-anchor="end">{n}</text>'
        for n in (0, 50, 100)
    )
    weeks = "".join(
        f'<text class="axis" x="{across(7 * week):.1f}" y="{HIGH + 22:g}" text-anchor="'
        f'{"end" if week == 12 else "middle"}">{week or "start"}</text>'
        for week in (0, 2, 4, 6, 8, 10, 12)
    )
    infusions = "".join(f'<path d="M{across(day):.1f},{HIGH:g} v6"/>' for day in days)
    return (
        f'<svg class="days" viewBox="0 0 {WIDE:g} {HIGH + 28:g}" aria-hidden="true" id="days">{grid}{weeks}'
        f'<path class="band without" data-line="band-without" d="{band(days, without)}"/>'
        f'<path class="band" data-line="band" d="{band(days, given)}"/>'
        f'<path class="line without" data-line="without" d="{line(days, responding(without.standing))}"/>'
        f'<path class="line" data-line="given" d="{line(days, responding(given.standing))}"/>'
        f'<g class="infusions" data-line="infusions">{infusions}</g>'
        f'<path class="now" data-line="now" d="M{across(days[-1] + 1):.1f},{TOP:g} V{HIGH:g}"/></svg>'
    )


BOX_W, BOX_H, BOX_TOP = 560.0, 96.0, 6.0  # of a picture of one curve


def curve(name: str, times: Any, of: Any, *, top: float, ticks: dict[float, str], lines: Sequence[Any] = ()) -> str:
    """Draw one curve with its range; `ticks` by time, `lines` for further curves."""
    last = float(times[-1])
    x = lambda at: LEFT + (BOX_W - LEFT) * float(at) / last  # noqa: E731
    y = lambda value: BOX_TOP + (BOX_H - BOX_TOP) * (1 - min(float(value) / top, 1.0))  # noqa: E731
    path = lambda values: [f"{x(at):.1f},{y(one):.1f}" for at, one in zip(times, values, strict=True)]  # noqa: E731
    grid = "".join(
        f'<path class="grid" d="M{LEFT:g},{y(n):.1f} H{BOX_W:g}"/>'
        f'<text class="axis" x="{LEFT - 5:g}" y="{y(n) + 4:.1f}" text-anchor="end">{n:g}</text>'
        for n in (0.0, top / 2, top)
    )
    marks = "".join(
        f'<text class="axis" x="{x(at):.1f}" y="{BOX_H + 17:g}" text-anchor="{_anchor(at, last)}">{text}</text>'
        for at, text in ticks.items()
    )
    more = "".join(f'<path class="line without" d="M{" ".join(path(one))}"/>' for one in lines)
    area = " ".join([*path(of.low), *reversed(path(of.high))])
    return (
        f'<svg class="curve" viewBox="0 0 {BOX_W:g} {BOX_H + 22:g}" aria-hidden="true" data-curve="{name}" '
        f'data-last="{last:g}">{grid}{marks}<path class="band" d="M{area}Z"/>{more}'
        f'<path class="line" d="M{" ".join(path(of.middle))}"/><path class="now" d=""/></svg>'
    )


def _anchor(at: float, last: float) -> str:
    return "start" if at == 0 else "end" if at == last else "middle"


def tablet(weeks: Any, percent: Any, seen: dict[int, float]) -> str:
    """Draw a published course of a tablet, with what was observed."""
    x = lambda week: LEFT + (BOX_W - LEFT) * float(week) / float(weeks[-1])  # noqa: E731
    y = lambda value: BOX_TOP + (BOX_H - BOX_TOP) * (1 - float(value) / 100)  # noqa: E731
    points = " ".join(f"{x(at):.1f},{y(one):.1f}" for at, one in zip(weeks, percent, strict=True))
    grid = "".join(
        f'<path class="grid" d="M{LEFT:g},{y(n):.1f} H{BOX_W:g}"/>'
        f'<text class="axis" x="{LEFT - 5:g}" y="{y(n) + 4:.1f}" text-anchor="end">{n}</text>'
        for n in (0, 50, 100)
    )
    marks = "".join(
        f'<text class="axis" x="{x(week):.1f}" y="{BOX_H + 17:g}" text-anchor="{_anchor(week, 8)}">'
        f"{week or 'start'}</text>"
        for week in (0, 2, 4, 6, 8)
    )
    dots = "".join(f'<circle class="seen" cx="{x(week):.1f}" cy="{y(one):.1f}" r="5"/>' for week, one in seen.items())
    return (
        f'<svg class="curve" viewBox="0 0 {BOX_W:g} {BOX_H + 22:g}" aria-hidden="true">{grid}{marks}'
        f'<path class="line tablet" d="M{points}"/>{dots}</svg>'
    )
