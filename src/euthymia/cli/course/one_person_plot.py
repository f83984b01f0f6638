"""A picture of what is expected of one person: a band ahead, apart from the scores that were measured. PNG or SVG."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from euthymia.cli.course.plots import save as save_figure
from euthymia.pharmacology.cascade.course import Outlook
from euthymia.pharmacology.cascade.course.outlook import HIGH, LOW
from euthymia.pharmacology.cascade.flags import RESEARCH

_INK, _QUIET, _WARN, _BLUE = "#1a1a1a", "#555555", "#9b1c1c", "#0072B2"


def save(path: Path, found: Outlook, sentences: Sequence[str]) -> None:
    """Draw and write it."""
    with matplotlib.rc_context({"svg.hashsalt": "euthymia", "svg.fonttype": "none", "font.size": 10}):
        save_figure(path, draw(found, sentences))


def draw(found: Outlook, sentences: Sequence[str]) -> Figure:
    """Draw it, with the words that belong to it. What is expected is a band without a line."""
    words = [line for text in sentences for line in textwrap.wrap(text, 118)]
    foot = 0.17 * (len(words) + 1) + 0.35
    height = 5.0 + foot
    figure = Figure(figsize=(9, height), facecolor="white")
    axes = figure.add_axes((0.085, (foot + 0.6) / height, 0.885, 3.35 / height))
    _bands(axes, found)
    _measured(axes, found)
    axes.set_ylim(0, 60)
    axes.set_xlim(min(0.0, found.told.now_day) - 1, found.days[-1])
    axes.set_xlabel("days (upright dotted lines: sessions, given and planned)")
    axes.set_ylabel("Montgomery-Asberg score")
    axes.legend(frameon=False, loc="upper right")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    marked = " ".join(sentences).lower()
    mark = next((word for word in ("prior prediction", "model extrapolation") if word in marked), "research")
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": _WARN}
    figure.text(0.085, 1 - 0.36 / height, "What the model expects of one person", size=13, weight="bold", color=_INK)
    figure.text(0.085, 1 - 0.63 / height, "bands: nine in ten of people with these scores", color=_QUIET)
    figure.text(0.97, 1 - 0.36 / height, mark.upper(), size=9, weight="bold", color=_WARN, ha="right", bbox=box)
    figure.text(0.085, foot / height, "\n".join(words), size=8.5, color=_INK, va="top", linespacing=1.35)
    figure.text(0.085, 0.14 / height, RESEARCH, size=8.5, color=_WARN, weight="bold")
    return figure


def _bands(axes: Any, found: Outlook) -> None:
    kinds: list[tuple[NDArray[np.float64], str, str, str | None]] = [
        (found.nothing, _QUIET, "no further session", "////")
    ]
    if found.asked.planned:
        kinds.insert(0, (found.scores, _BLUE, "with the sessions planned", None))
    for scores, colour, label, hatch in kinds:
        low, high = np.quantile(scores, [LOW, HIGH], axis=1)
        look = {"facecolor": "none", "edgecolor": colour, "hatch": hatch} if hatch else {"color": colour}
        axes.fill_between(found.days, low, high, alpha=0.25, lw=0, label=label, **look)
    for session in (*found.told.sessions, *found.asked.planned):
        axes.axvline(session.day, color="#bbbbbb", lw=1, ls=":")


def _measured(axes: Any, found: Outlook) -> None:
    told = found.told
    first = told.sessions[0].day if told.sessions else told.now_day
    points = [(first, told.setting.baseline), *told.scores]
    axes.plot(*zip(*points, strict=True), "o", color=_INK, ms=5, label="measured", clip_on=False)
    axes.axvline(told.now_day, color=_INK, lw=1)
    axes.axhline(0.5 * told.setting.baseline, color=_QUIET, lw=0.8, ls="--")
