"""Pictures of a virtual trial: power and assurance by size, the tipping point, or what everybody goes through."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from euthymia.cli.course.plots import save as save_figure
from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.research.virtual_trials.result import Power, Result
from euthymia.research.virtual_trials.tally import EDGES, Tally

_INK, _QUIET, _WARN = "#1a1a1a", "#555555", "#9b1c1c"
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7F7F7F")
_MARKS: Final = "osD^vPX*"
_LINES: Final = {"point": "-", "drawn": "--"}
_SAYS: Final = {"point": "power", "drawn": "assurance"}
_ACROSS: Final = 3


def save(path: Path, found: Sequence[Result]) -> None:
    """Draw and write."""
    with matplotlib.rc_context({"svg.hashsalt": "euthymia", "svg.fonttype": "none", "font.size": 9}):
        save_figure(path, _of_trials(found) if found[0].answers else _of_people(found[0]))


def _of_trials(found: Sequence[Result]) -> Figure:
    """Draw how often each endpoint tells the arms apart, by size; beside it how that falls as unseen scores worsen."""
    plan = found[0].plan
    tipping = len(plan.worse_points) > 1
    others = [arm.name for arm in plan.design.arms if arm.name != plan.design.control]
    size = (8.8 + 4.6 * tipping, 1.6 + 3.4 * len(others))
    figure = Figure(figsize=size, facecolor="white", layout="constrained")
    panels = figure.subplots(len(others), 1 + tipping, squeeze=False)
    for row, arm in enumerate(others):
        for one in found:
            _lines(panels[row][0], one, arm, by="per_arm")
            if tipping:
                _lines(panels[row][1], one, arm, by="worse_points")
        _dress(panels[row][0], f"{arm} against {plan.design.control}", "people an arm")
        if tipping:
            _dress(panels[row][1], f"scores that nobody saw are worse ({plan.largest} an arm)", "points worse")
    _legend(figure, panels[0][0])
    _words(figure, found[0], "How often the arms are told apart", 8 if len(found) > 1 else 6, found)
    return figure


def _lines(axes: Any, found: Result, arm: str, *, by: str) -> None:
    names = [one.name for one in found.plan.design.endpoints]
    rows = [one for one in found.powers() if one.arm == arm]
    for place, name in enumerate(names):
        mine = [one for one in rows if one.endpoint == name and _wanted(one, by, found.plan.largest)]
        if by == "worse_points" and len(mine) < 2:
            continue
        at = [getattr(one, by) for one in mine]
        share = np.array([one.found for one in mine])
        low, high = (np.array([getattr(one.found_within, end) for one in mine]) for end in ("low", "high"))
        colour = _COLOURS[place % len(_COLOURS)]
        axes.errorbar(
            at, 100 * share, yerr=100 * np.array([share - low, high - share]), color=colour, lw=1.4, capsize=2,
            marker=_MARKS[place % len(_MARKS)], ms=5, ls=_LINES[found.plan.doubt],
            label=f"{name} ({_SAYS[found.plan.doubt]})",
        )  # fmt: skip


def _wanted(one: Power, by: str, largest: int) -> bool:
    return one.worse_points == 0 if by == "per_arm" else one.per_arm == largest


def _dress(axes: Any, title: str, below: str) -> None:
    axes.set_title(title, loc="left", color=_INK, size=10)
    axes.set_xlabel(below)
    axes.set_ylim(0, 103)
    axes.set_ylabel("% of trials")
    axes.axhline(80, color=_QUIET, lw=0.6, ls=":")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _legend(figure: Figure, axes: Any) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right upper", frameon=False, fontsize=8)


def _words(figure: Figure, found: Result, title: str, size: int, every: Sequence[Result]) -> None:
    notes = [note for note in dict.fromkeys(n for one in every for n in one.notes) if note != RESEARCH]
    width = int(figure.get_figwidth() * 16)
    text = "\n".join(line for note in notes for line in textwrap.wrap(note, width))
    plan = found.plan
    times = f"{plan.trials:,} trials" if plan.trials else f"{plan.largest:,} people, each in every arm"
    figure.suptitle(f"{title}: {times}, seed {plan.seed}", x=0.01, ha="left", size=12, weight="bold", color=_INK)
    figure.supxlabel(f"{text}\n{RESEARCH}", x=0.01, ha="left", size=size, color=_WARN)


def _of_people(found: Result) -> Figure:
    """Draw each endpoint of everybody, arm beside arm: a share as a bar, a number as how many people have it."""
    plan = found.plan
    down = -(-len(plan.design.endpoints) // _ACROSS)
    figure = Figure(figsize=(11.5, 1.4 + 2.7 * down), facecolor="white", layout="constrained")
    panels = figure.subplots(down, _ACROSS, squeeze=False).ravel()
    for axes, one in zip(panels, plan.design.endpoints, strict=False):
        for place, arm in enumerate(plan.design.arms):
            tally = found.people[arm.name, one.name]
            (_bar if one.is_share else _curve if one.is_relapse else _spread)(axes, tally, place, arm.name)
        axes.set_title(one.name, loc="left", size=9, color=_INK)
        if not one.is_share:
            axes.set_ylabel("% of responders" if one.is_relapse else "% of people")
            axes.legend(frameon=False, fontsize=7)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    for axes in panels[len(plan.design.endpoints) :]:
        axes.set_visible(False)
    _words(figure, found, "What everybody goes through", 7, [found])
    return figure


def _bar(axes: Any, tally: Tally, place: int, name: str) -> None:
    share = 100 * tally.mean
    axes.barh([name], [share], color=_COLOURS[place % len(_COLOURS)], height=0.6)
    axes.text(share + 1, place, f"{share:.0f}%", va="center", color=_INK)
    axes.set_xlim(0, 108)
    axes.set_xlabel("% of people")


def _curve(axes: Any, tally: Tally, place: int, name: str) -> None:
    """Draw the share that has not relapsed yet, day by day."""
    if not tally.had:
        return
    days = EDGES[1:-1]
    left = 100 * (1 - np.cumsum(tally.counts)[:-1] / tally.had)
    watched = (days >= 0) & (days <= max(tally.most, 1.0) + 7)
    axes.step(days[watched], left[watched], where="post", label=name, color=_COLOURS[place % len(_COLOURS)], lw=1.4)
    axes.set_ylim(0, 103)
    axes.set_xlabel("days from response")


def _spread(axes: Any, tally: Tally, place: int, name: str) -> None:
    if tally.had <= tally.never:
        return
    inside = np.arange(1, len(EDGES) - 2)
    counts = tally.counts[inside]
    wide = max((tally.most - tally.least) / 40, 0.5)
    step = max(round(wide / 0.5), 1)
    sums = np.add.reduceat(counts, np.arange(0, len(counts), step))
    edges = EDGES[inside][::step]
    keep = np.flatnonzero(sums)
    span = slice(keep[0], keep[-1] + 1)
    axes.stairs(
        100 * sums[span] / tally.had, np.append(edges[span], edges[span][-1] + 0.5 * step), label=name,
        color=_COLOURS[place % len(_COLOURS)], lw=1.4,
    )  # fmt: skip
