"""The set that public infusion calculators carry under the name of Domino: three compartments, per kilogram."""

from typing import Final

from euthymia.pharmacology.kinetics.model import Model, Parameter, Range, Values
from euthymia.pharmacology.kinetics.system import OUT, PLASMA, Arrow, Reading, System, assemble


def _structure(p: Values) -> System:
    arrows = (
        Arrow(PLASMA, OUT, p["k10"]),
        Arrow(PLASMA, "peripheral 1", p["k12"]),
        Arrow("peripheral 1", PLASMA, p["k21"]),
        Arrow(PLASMA, "peripheral 2", p["k13"]),
        Arrow("peripheral 2", PLASMA, p["k31"]),
    )
    return assemble(arrows, [Reading("plasma", PLASMA, p["v1"])])


DOMINO: Final = Model(
    name="domino",
    title="Domino, as public infusion calculators carry it",
    form="racemate",
    site="not verified",
    salt="taken as base; not printed in what was read",
    population="adults; number, age and weight not printed in what was read",
    weight_law="volumes go with weight; rate constants are the same for all",
    parameters=(
        Parameter("v1", 0.063, "L/kg"),
        Parameter("k10", 0.438, "1/min"),
        Parameter("k12", 0.592, "1/min"),
        Parameter("k13", 0.590, "1/min"),
        Parameter("k21", 0.247, "1/min"),
        Parameter("k31", 0.0146, "1/min"),
    ),
    structure=_structure,
    clearance=lambda p: p["k10"] * p["v1"],
    three=lambda p: tuple(p[name] for name in ("v1", "k10", "k12", "k21", "k13", "k31")),
    range=Range(),
    sources=("domino:as-coded",),
    read_in="model code with a citation that could not be resolved",
    missing=("sampling site", "range of weight, age and dose", "spread between people", "residual error"),
)
