"""Ashraf 2018: S-ketamine cleared by a well-stirred liver, with inhibition of CYP2B6 by ticlopidine."""

from typing import Final

from euthymia.pharmacology.kinetics.model import Model, Parameter, Range, Residual, Values
from euthymia.pharmacology.kinetics.system import OUT, PLASMA, Reading, System, assemble, exchange, leaving, three_rates

FM_CYP2B6: Final = 0.63  # of intrinsic clearance


def clearance(p: Values) -> float:
    """Return the clearance by a well-stirred liver, L/min."""
    free = p["cl_int"] * p["fu"] / p["blood_to_plasma"]
    return p["qh"] * free / (p["qh"] + free)


def _structure(p: Values) -> System:
    arrows = (
        leaving(PLASMA, OUT, flow=clearance(p), litres=p["vc"]),
        *exchange(PLASMA, "peripheral 1", flow=p["q1"], litres=p["vc"], other_litres=p["vp1"]),
        *exchange(PLASMA, "peripheral 2", flow=p["q2"], litres=p["vc"], other_litres=p["vp2"]),
    )
    return assemble(arrows, [Reading("plasma", PLASMA, p["vc"])])


def _with_clearance(p: Values, wanted: float) -> Values:
    free = wanted * p["qh"] / (p["qh"] - wanted)
    return {**p, "cl_int": free * p["blood_to_plasma"] / p["fu"]}


ASHRAF: Final = Model(
    name="ashraf",
    title="Ashraf 2018",
    form="S-ketamine",
    site="not verified",
    salt="taken as base; not printed in what was read",
    population="41 healthy adults, 49% women, 50 to 88 kg",
    weight_law="flow through the liver 3.75 * kg^0.75 L/h; volumes, other flows and intrinsic clearance fixed",
    parameters=(
        Parameter("vc", 14.4, "L"),
        Parameter("vp1", 102, "L"),
        Parameter("vp2", 180, "L"),
        Parameter("q1", 287, "L/h"),
        Parameter("q2", 22.4, "L/h"),
        Parameter("qh", 3.75 * 70**0.75, "L/h", 0.75),
        Parameter("cl_int", 301, "L/h"),
        Parameter("fu", 0.70, "share"),
        Parameter("blood_to_plasma", 0.50, "ratio"),
    ),
    structure=_structure,
    clearance=clearance,
    with_clearance=_with_clearance,
    three=lambda p: three_rates(p["vc"], clearance(p), p["q1"], p["vp1"], p["q2"], p["vp2"]),
    range=Range(weight_kg=(50, 88), dose_mg_per_kg=(0, 0.1)),
    sources=("ashraf:2018",),
    read_in="model code with its citation",
    variances={"cl_int": 0.25, "vp1": 0.045},
    residuals={"plasma": Residual(0.086**0.5)},
    missing=(
        "sampling site",
        "how norketamine passes liver and gut wall: its parameters are printed, its structure was not read, so it is "
        "not drawn",
        "range of age",
        "parameter uncertainty",
    ),
    assumed=("given into a vein the gut wall changes nothing: the ways of the tablet are left out",),
)
