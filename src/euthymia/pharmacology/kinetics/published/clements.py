"""Clements and Nimmo 1981, the set called Clements 250: two compartments, per kilogram."""

from typing import Final

from euthymia.pharmacology.kinetics.model import Model, Parameter, Range, Values
from euthymia.pharmacology.kinetics.system import OUT, PLASMA, Arrow, Reading, System, assemble


def _structure(p: Values) -> System:
    arrows = (
        Arrow(PLASMA, OUT, p["k10"]),
        Arrow(PLASMA, "peripheral", p["k12"]),
        Arrow("peripheral", PLASMA, p["k21"]),
    )
    return assemble(arrows, [Reading("plasma", PLASMA, p["v1"])])


CLEMENTS: Final = Model(
    name="clements",
    title="Clements 250",
    form="racemate",
    site="not verified",
    salt="taken as base; not printed in what was read",
    population="not printed in what was read",
    weight_law="volumes go with weight; rate constants are the same for all",
    parameters=(
        Parameter("v1", 1.7522, "L/kg"),
        Parameter("k10", 0.0109, "1/min"),
        Parameter("k12", 0.0186, "1/min"),
        Parameter("k21", 0.0137, "1/min"),
    ),
    structure=_structure,
    clearance=lambda p: p["k10"] * p["v1"],
    range=Range(),
    sources=("clements:1981",),
    read_in="a public tool's code; the article itself was not read",
    missing=("sampling site", "range of weight, age and dose", "spread between people", "residual error"),
)
