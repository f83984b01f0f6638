"""Kamp 2020, the three-compartment set of a meta-analysis of raw data."""

from typing import Final

from euthymia.pharmacology.kinetics.model import Model, Parameter, Range, Values
from euthymia.pharmacology.kinetics.system import OUT, PLASMA, Reading, System, assemble, exchange, leaving, three_rates


def _structure(p: Values) -> System:
    arrows = (
        leaving(PLASMA, OUT, flow=p["cl"], litres=p["v1"]),
        *exchange(PLASMA, "peripheral 1", flow=p["q2"], litres=p["v1"], other_litres=p["v2"]),
        *exchange(PLASMA, "peripheral 2", flow=p["q3"], litres=p["v1"], other_litres=p["v3"]),
    )
    return assemble(arrows, [Reading("plasma", PLASMA, p["v1"])])


KAMP: Final = Model(
    name="kamp",
    title="Kamp 2020, meta-model",
    form="racemate",
    site="arterial",
    salt="taken as base; not printed in what was read",
    population="raw data of 14 sets, racemate and enantiomers pooled; the review has 18 studies",
    weight_law="volumes with weight, clearances with weight to the 0.75, at 70 kg",
    parameters=(
        Parameter("v1", 25, "L", 1),
        Parameter("v2", 56, "L", 1),
        Parameter("v3", 157, "L", 1),
        Parameter("cl", 84, "L/h", 0.75),
        Parameter("q2", 161, "L/h", 0.75),
        Parameter("q3", 79, "L/h", 0.75),
    ),
    structure=_structure,
    clearance=lambda p: p["cl"],
    three=lambda p: three_rates(p["v1"], p["cl"], p["q2"], p["v2"], p["q3"], p["v3"]),
    range=Range(),
    sources=("kamp:2020",),
    read_in="a public tool's code, and the abstract",
    missing=(
        "the two venous delay compartments of the full model",
        "range of weight, age and dose",
        "spread between people",
        "residual error",
    ),
    assumed=("the exponents of weight, 1 and 0.75, are the tool's",),
)
