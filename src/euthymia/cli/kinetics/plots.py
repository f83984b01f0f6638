"""Curves as a picture, PNG or SVG. Each carries its model, its sampling site, its flags and the word research."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from euthymia.cli.kinetics.bands import Band
from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics import Curves, Schedule

ENDINGS: Final = (".png", ".svg")
# Okabe and Ito's colours, which most eyes tell apart
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
_LINES: Final = {"venous": "-", "arterial": "--", "not verified": ":"}
INK, QUIET, WARN = "#1a1a1a", "#555555", "#9b1c1c"
_WIDTH_IN: Final = 9.0
_UPPER_IN: Final = 5.2
_LINE_IN: Final = 0.165
_LEFT, _RIGHT = 0.085, 0.97  # of the width
# up to so many minutes: minutes to a unit, a mark every so many units, its name
UNITS: Final = (
    (60.0, 1, 10, "minutes"),
    (6 * 60.0, 1, 30, "minutes"),
    (3 * 1440.0, 60, 6, "hours"),
    (28 * 1440.0, 1440, 1, "days"),
    (float("inf"), 1440, 7, "days"),
)


class NotAPicture(Refusal):
    """A picture was asked for in a form that is not written here."""


def check(name: str) -> None:
    """Refuse a file that is neither PNG nor SVG. Raises NotAPicture."""
    if not name.lower().endswith(ENDINGS):
        raise NotAPicture(f"{name}: a picture is written as {' or '.join(ENDINGS)}. Name a file that ends so.")


class Drawn(NamedTuple):
    """What is drawn, and the words that go with it."""

    found: Sequence[Curves]
    bands: Sequence[Band]
    schedule: Schedule
    question: str
    words: Sequence[str]


def save(path: Path, drawn: Drawn) -> None:
    """Draw and write; the same question gives the same bytes of an SVG."""
    with matplotlib.rc_context({"svg.hashsalt": "euthymia", "svg.fonttype": "none", "font.size": 10}):
        metadata: dict[str, Any] = {"Date": None} if path.suffix.lower() == ".svg" else {}
        draw(drawn).savefig(path, dpi=160, metadata=metadata)


def draw(drawn: Drawn) -> Figure:
    """Draw the curves over the time of the infusions, and the words beneath them."""
    words = [line for sentence in drawn.words for line in textwrap.wrap(sentence, 118)]
    foot_in = _LINE_IN * (len(words) + 1) + 0.3
    height_in = _UPPER_IN + foot_in
    figure = Figure(figsize=(_WIDTH_IN, height_in), facecolor="white")
    axes = figure.add_axes((_LEFT, (foot_in + 0.62) / height_in, _RIGHT - _LEFT, 3.25 / height_in))
    per_unit, every, unit = _unit(drawn.found)
    _infusions(axes, drawn.schedule, per_unit, drawn.found[0].times_min[-1])
    _curves(axes, drawn.found, drawn.bands, per_unit)
    _frame(axes, unit, every, drawn.found[0].times_min[-1] / per_unit)
    _headings(figure, drawn, height_in)
    figure.text(_LEFT, foot_in / height_in, "\n".join(words), size=8.5, color=INK, va="top", linespacing=1.35)
    figure.text(_LEFT, 0.16 / height_in, drawn.found[0].label, size=8.5, color=WARN, weight="bold")
    return figure


def _headings(figure: Figure, drawn: Drawn, height_in: float) -> None:
    title = f"Ketamine in the blood: {drawn.question}"
    figure.text(_LEFT, 1 - 0.36 / height_in, title, size=13, weight="bold", color=INK)
    figure.text(_LEFT, 1 - 0.63 / height_in, _whose(drawn.found), color=QUIET)
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": WARN}
    figure.text(_RIGHT, 1 - 0.36 / height_in, "RESEARCH", size=9, weight="bold", color=WARN, ha="right", bbox=box)


def _unit(found: Sequence[Curves]) -> tuple[int, float, str]:
    last_min = float(found[0].times_min[-1])
    return next((size, every, name) for most, size, every, name in UNITS if last_min <= most)


def _legend_columns(axes: Any) -> int:
    count = len(axes.get_legend_handles_labels()[0])
    return count if count <= 5 else 4


def _infusions(axes: Any, schedule: Schedule, per_unit: int, last_min: float) -> None:
    for number, one in enumerate(schedule.infusions):
        if one.begins_min < last_min:
            label = "infusion" if number == 0 else None
            ends_min = min(one.ends_min, last_min)
            axes.axvspan(one.begins_min / per_unit, ends_min / per_unit, color="#e6e6e6", lw=0, label=label)


def _curves(axes: Any, found: Sequence[Curves], bands: Sequence[Band], per_unit: int) -> None:
    """One model shows all it reads, several show plasma alone, each in its colour; the line tells the site."""
    lines = [(one, name) for one in found for name in (one.curves if len(found) == 1 else ["plasma"])]
    for (one, name), colour in zip(lines, COLOURS, strict=False):
        at = one.times_min / per_unit
        label = f"{one.model.name}, {_site(one)}" if len(found) > 1 else _named(one, name)
        style = _LINES[one.model.site] if len(found) > 1 else "-"
        axes.plot(at, one[name], style, color=colour, lw=1.9, label=label)
        for band in bands:
            if band.model == one.model.name and name in band.bounds:
                axes.fill_between(at, *band.bounds[name], color=colour, alpha=0.15, lw=0)


def _named(one: Curves, name: str) -> str:
    basis = one.curves[name].basis
    words = name.replace("_s", " S").replace("_r", " R").replace("plasma", "ketamine")
    return words if basis == "own mass" else f"{words} ({basis})"


def _site(one: Curves) -> str:
    return "site not verified" if one.model.site == "not verified" else one.model.site


def _whose(found: Sequence[Curves]) -> str:
    if len(found) > 1:
        sites = "solid: venous samples, dashed: arterial, dotted: site not verified"
        return f"{len(found)} published models, a typical person by each; {sites}"
    model = found[0].model
    site = f"{model.site} samples" if model.site != "not verified" else "sampling site not verified"
    return f"{model.name}: {model.title}. {model.form}, {site}; the line is a typical person"


def _frame(axes: Any, unit: str, every: float, last: float) -> None:
    axes.set_xlabel(f"{unit} since the beginning", color=INK)
    axes.set_ylabel("ng/mL of plasma", color=INK)
    axes.set_xlim(0, last)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MultipleLocator(every))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#e5e5e5", lw=0.8)
    axes.set_axisbelow(True)
    axes.legend(
        frameon=False,
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=_legend_columns(axes),
        fontsize=9,
        columnspacing=1.4,
    )
