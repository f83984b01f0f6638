"""A visual predictive check as a picture, with its model, site, n, bins, flags and the word research."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from euthymia.cli.estimate.tables import bins
from euthymia.cli.kinetics.plots import COLOURS, INK, QUIET, UNITS, WARN
from euthymia.pharmacology import kinetics
from euthymia.pharmacology.estimates.predictive import PERCENTILES, Check
from euthymia.pharmacology.kinetics import Model

_WIDTH_IN, _UPPER_IN, _LINE_IN = 9.0, 5.3, 0.165
_LEFT, _RIGHT = 0.085, 0.97
_BLUE, _RED = COLOURS[0], COLOURS[1]
_STYLES: Final = ("--", "-", "--")


class Drawn(NamedTuple):
    """What is drawn, and the words that go with it."""

    model: Model
    check: Check
    words: Sequence[str]


def save(path: Path, drawn: Drawn) -> None:
    """Draw and write; the same check gives the same bytes of an SVG."""
    with matplotlib.rc_context({"svg.hashsalt": "euthymia", "svg.fonttype": "none", "font.size": 10}):
        metadata: dict[str, Any] = {"Date": None} if path.suffix.lower() == ".svg" else {}
        draw(drawn).savefig(path, dpi=160, metadata=metadata)


def draw(drawn: Drawn) -> Figure:
    """Draw the percentiles measured over the bands of those expected, and the words beneath."""
    words = [line for one in (*bins(drawn.check), *drawn.words) for line in textwrap.wrap(one, 118)]
    foot_in = _LINE_IN * (len(words) + 1) + 0.3
    height_in = _UPPER_IN + foot_in
    figure = Figure(figsize=(_WIDTH_IN, height_in), facecolor="white")
    axes = figure.add_axes((_LEFT, (foot_in + 0.62) / height_in, _RIGHT - _LEFT, 3.3 / height_in))
    size, _, unit = _unit(drawn.check)
    _bands(axes, drawn.check, size)
    _measured(axes, drawn.check, size)
    _frame(axes, drawn.check, unit)
    _headings(figure, drawn, height_in)
    figure.text(_LEFT, foot_in / height_in, "\n".join(words), size=8.5, color=INK, va="top", linespacing=1.35)
    figure.text(_LEFT, 0.16 / height_in, kinetics.RESEARCH, size=8.5, color=WARN, weight="bold")
    return figure


def _unit(check: Check) -> tuple[int, float, str]:
    return next((size, every, name) for most, size, every, name in UNITS if check.times_min.max() <= most)


def _bands(axes: Any, check: Check, size: int) -> None:
    """Draw each bin's band over its stretch of time; one minute's bin is widened so that it can be seen."""
    wide = _widths(check) / size
    for place, percentile in enumerate(PERCENTILES):
        colour = _RED if percentile == 50 else _BLUE
        for number, one in enumerate(check.bins):
            low, _, high = check.expected[number, place]
            if not np.isnan([low, high]).any():
                label = _band_label(percentile) if number == 0 and place < 2 else None
                ends = (one.from_min / size - wide[number], one.to_min / size + wide[number])
                axes.fill_between(ends, low, high, color=colour, alpha=0.22, lw=0, label=label)


def _widths(check: Check) -> Any:
    """Return by how much each bin is widened on both sides, minutes: less where the next one is near."""
    begins, ends = (np.array([getattr(one, side) for one in check.bins]) for side in ("from_min", "to_min"))
    gaps = np.concatenate([[np.inf], begins[1:] - ends[:-1], [np.inf]])
    usual = max(ends[-1] - begins[0], 1.0) / 80
    return np.minimum(usual, 0.4 * np.minimum(gaps[:-1], gaps[1:]))


def _band_label(percentile: float) -> str:
    return "median expected" if percentile == 50 else "5th and 95th expected, nine studies in ten"


def _measured(axes: Any, check: Check, size: int) -> None:
    axes.plot(check.times_min / size, check.values, "o", ms=2.6, color="#8a8a8a", mew=0, label="levels", zorder=2)
    middles = np.array([one.middle_min for one in check.bins]) / size
    for place, percentile in enumerate(PERCENTILES):
        label = {50.0: "median measured", 5.0: "5th and 95th measured"}.get(percentile)
        axes.plot(middles, check.observed[:, place], _STYLES[place], color=INK, lw=1.5, marker="o", ms=3.5, label=label)


def _headings(figure: Figure, drawn: Drawn, height_in: float) -> None:
    check, model = drawn.check, drawn.model
    corrected = "Prediction-corrected visual" if check.corrected else "Visual"
    measured = sum(one.measured for one in check.bins)
    title = f"{corrected} predictive check: {'ketamine' if check.name == 'plasma' else check.name}"
    figure.text(_LEFT, 1 - 0.36 / height_in, title, size=13, weight="bold", color=INK)
    site = f"{model.site} samples" if model.site != "not verified" else "sampling site not verified"
    whose = f"{model.name}: {model.title}. {model.form}, {site}; n = {check.people} people, {measured} levels"
    figure.text(_LEFT, 1 - 0.63 / height_in, whose, color=QUIET)
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": WARN}
    figure.text(_RIGHT, 1 - 0.36 / height_in, "RESEARCH", size=9, weight="bold", color=WARN, ha="right", bbox=box)


def _frame(axes: Any, check: Check, unit: str) -> None:
    axes.set_xlabel(f"{unit} since each person's beginning", color=INK)
    axes.set_ylabel("ng/mL" + (", corrected" if check.corrected else ""), color=INK)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#e5e5e5", lw=0.8)
    axes.set_axisbelow(True)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=3, fontsize=8.5, columnspacing=1.2)
