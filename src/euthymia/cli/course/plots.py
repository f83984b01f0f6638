"""Pictures of the cascade: figures beside their predictive intervals, and the expected course. PNG or SVG."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from euthymia.cli.kinetics.bands import HIGH, LOW
from euthymia.pharmacology.cascade.course import Course
from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.research.calibration.validate import PERFECT, SHARES, Row, summary

_INK, _QUIET, _WARN, _BLUE, _ORANGE = "#1a1a1a", "#555555", "#9b1c1c", "#0072B2", "#D55E00"
_ROW_IN: Final = 0.27


def save(path: Path, figure: Figure) -> None:
    """Write; the same picture gives the same bytes of an SVG."""
    metadata: dict[str, Any] = {"Date": None} if path.suffix.lower() == ".svg" else {}
    figure.savefig(path, dpi=150, metadata=metadata)


def save_rows(path: Path, found: Sequence[Row], title: str) -> None:
    """Draw a table of predictive intervals: shares in percent on the left, changes in points on the right."""
    with matplotlib.rc_context({"svg.hashsalt": "euthymia", "svg.fonttype": "none", "font.size": 9}):
        save(path, draw_rows(found, title))


def draw_rows(found: Sequence[Row], title: str) -> Figure:
    """Draw it."""
    shares = [row for row in found if row.figure.statistic in SHARES]
    points = [
        row
        for row in found
        if row.figure.statistic in ("mean change", "SD of change", "difference of changes", "largest rise")
    ]
    height = 1.9 + _ROW_IN * (len(shares) + len(points) + 4)
    figure = Figure(figsize=(11.5, height), facecolor="white")
    total = max(len(shares) + len(points), 1)
    room = (height - 2.9) / height
    upper = room * len(shares) / total
    top = 1 - 0.95 / height
    for rows, scale, unit, place in (
        (shares, 100.0, "% of people", (0.49, top - upper, 0.49, upper)),
        (points, 1.0, "points, or mmHg and beats a minute", (0.49, 0.95 / height, 0.49, room - upper)),
    ):
        if rows:
            _panel(figure.add_axes(place), rows, scale, unit)
    figure.text(0.02, 1 - 0.35 / height, title, size=13, weight="bold", color=_INK)
    figure.text(
        0.02,
        1 - 0.6 / height,
        "bar: 90% predictive interval; thin line: naive random-effects mean; dot: the figure, inside; cross: a miss",
        color=_QUIET,
    )
    sums = summary(found)
    figure.text(0.02, 0.3 / height, f"{sums.inside} of {sums.figures} inside. {PERFECT}", size=8, color=_INK)
    figure.text(0.02, 0.1 / height, RESEARCH, size=8, color=_WARN, weight="bold")
    return figure


def _panel(axes: Any, rows: Sequence[Row], scale: float, unit: str) -> None:
    for place, row in enumerate(rows):
        colour = _BLUE if row.inside else _ORANGE
        axes.plot(
            [row.low * scale, row.high * scale], [place, place], color=colour, lw=5, alpha=0.35, solid_capstyle="butt"
        )
        if row.naive:
            axes.plot([end * scale for end in row.naive], [place + 0.28] * 2, color=_QUIET, lw=1)
        axes.plot(row.figure.value * scale, place, "o" if row.inside else "X", color=colour, ms=6)
    axes.set_yticks(range(len(rows)), [_label(row) for row in rows])
    for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_color(_INK if row.inside else _ORANGE)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel(unit)
    axes.grid(axis="x", color="#e5e5e5", lw=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _label(row: Row) -> str:
    arm = f", {row.figure.arms[0]}" if len(row.figure.arms) == 1 and len(row.study.arms) > 1 else ""
    study = row.study.title.split(" (")[0].removesuffix(", the ketamine arm")
    text = f"{study}: {row.figure.name}{arm}"
    return text if len(text) < 84 else f"{text[:81]}…"


def save_course(path: Path, found: Course, words: Sequence[str]) -> None:
    """Draw an expected course with its interval, beside none."""
    with matplotlib.rc_context({"svg.hashsalt": "euthymia", "svg.fonttype": "none", "font.size": 10}):
        save(path, draw_course(found, words))


def draw_course(found: Course, sentences: Sequence[str]) -> Figure:
    """Draw it, with the words that belong to it."""
    words = [line for text in sentences for line in textwrap.wrap(text, 118)]
    foot = 0.17 * (len(words) + 1) + 0.35
    height = 5.0 + foot
    figure = Figure(figsize=(9, height), facecolor="white")
    axes = figure.add_axes((0.085, (foot + 0.6) / height, 0.885, 3.35 / height))
    _band(axes, found, found.scores, _BLUE, "with the infusions")
    _band(axes, found, found.without, _QUIET, "without any")
    for day in found.plan.days:
        axes.axvline(day, color="#bbbbbb", lw=1, ls=":")
    axes.set_xlim(0, found.days[-1])
    axes.set_ylim(0, 60)
    axes.set_xlabel("days since the first infusion (dotted: infusions)")
    axes.set_ylabel("Montgomery-Asberg score")
    axes.legend(frameon=False, loc="upper right")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    plan = found.plan
    title = f"Expected course: {len(plan.days)} infusions of {plan.mg_per_kg:g} mg/kg, {plan.context}"
    figure.text(0.085, 1 - 0.36 / height, title, size=13, weight="bold", color=_INK)
    figure.text(0.085, 1 - 0.63 / height, "median and nine in ten of people like this one", color=_QUIET)
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": _WARN}
    mark = "PRIOR PREDICTION" if any(flag.key == "prior prediction" for flag in found.flags) else "RESEARCH"
    figure.text(0.97, 1 - 0.36 / height, mark, size=9, weight="bold", color=_WARN, ha="right", bbox=box)
    figure.text(0.085, foot / height, "\n".join(words), size=8.5, color=_INK, va="top", linespacing=1.35)
    figure.text(0.085, 0.14 / height, RESEARCH, size=8.5, color=_WARN, weight="bold")
    return figure


def _band(axes: Any, found: Course, scores: Any, colour: str, label: str) -> None:
    low, middle, high = np.quantile(scores, [LOW, 0.5, HIGH], axis=1)
    axes.plot(found.days, middle, color=colour, lw=1.9, label=label)
    axes.fill_between(found.days, low, high, color=colour, alpha=0.15, lw=0)
