"""The racemate as what it is: S- and R-ketamine, half the dose each, R cleared more slowly."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.exact import Numbers
from euthymia.pharmacology.kinetics.flags import Flag, flags_of
from euthymia.pharmacology.kinetics.model import Model, Values, individual
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.schedule import Schedule, check_rising
from euthymia.pharmacology.kinetics.simulate import Curve, Curves
from euthymia.pharmacology.kinetics.solve import Stretch, amounts, concentrations


class NotOfOneForm(Refusal):
    """A model of the racemate was asked for its enantiomers."""


class UnknownRatio(Refusal):
    """No study of the two clearances goes by this name."""


class Ratio(NamedTuple):
    """How much faster S is cleared than R, and by whom."""

    s_over_r: float
    source: str


RATIOS: Final = {"hasan": Ratio(1.06, "hasan:2021"), "persson": Ratio(1.2, "persson:2002")}


def find_ratio(name: str) -> Ratio:
    """Find a study's ratio. Raises UnknownRatio."""
    if name not in RATIOS:
        raise UnknownRatio(f"{name!r} is no study of both clearances here. Choose one of: {', '.join(RATIOS)}.")
    return RATIOS[name]


def simulate_enantiomers(
    model: Model,
    schedule: Schedule,
    times_min: Sequence[float] | Numbers,
    *,
    person: Person,
    ratio: Ratio,
    etas: Values | None = None,
) -> Curves:
    """Run S and R at half the dose each, in the same volumes, R with the clearance of S over the ratio.

    Gives plasma_s, plasma_r and plasma, their sum; of S also the metabolites the model has. No model of R's
    metabolites with its figures is known, so none is drawn.
    Raises NotOfOneForm for a model of the racemate.   Source: hasan:2021, persson:2002
    """
    if model.with_clearance is None:
        raise NotOfOneForm(
            f"{model.name} is a model of the racemate: it has no clearance of S alone. Run it without enantiomers, "
            "or choose a model of S-ketamine."
        )
    check_rising(times_min)
    times, half = np.asarray(times_min, dtype=np.float64), schedule.scaled(0.5)
    of_s = individual(model, person, etas or {})
    of_r = model.with_clearance(of_s, model.clearance(of_s) / ratio.s_over_r)
    s, r = _read(model, of_s, half, times), _read(model, of_r, half, times)
    curves = {f"{name}_s": curve for name, curve in s.items()} | {"plasma_r": r["plasma"]}
    both = {"plasma": Curve(s["plasma"].ng_per_ml + r["plasma"].ng_per_ml, "own mass")}
    return Curves(
        model, times, both | curves, (*flags_of(model, schedule, person, as_racemate=False), _said(model, ratio))
    )


def _read(model: Model, values: Values, schedule: Schedule, times_min: Numbers) -> dict[str, Curve]:
    system = model.structure(values)
    read = concentrations([Stretch(-np.inf, system)], amounts(system, schedule, times_min), times_min)
    return {one.name: Curve(read[one.name], one.basis) for one in system.readings}


def _said(model: Model, ratio: Ratio) -> Flag:
    what = f"R-ketamine in the volumes of S, its clearance that of S over {ratio.s_over_r:g} [{ratio.source}]"
    return Flag("approximation", model.name, what)
