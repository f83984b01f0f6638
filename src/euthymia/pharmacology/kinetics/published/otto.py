"""Otto 2021: S-ketamine fixed to Fanta 2015, with S-norketamine; venous."""

from typing import Final

from euthymia.pharmacology.kinetics.model import Model, Parameter, Range, Residual, Values
from euthymia.pharmacology.kinetics.system import OUT, PLASMA, Reading, System, assemble, exchange, leaving, three_rates

_NK: Final = "norketamine"


def _structure(p: Values) -> System:
    arrows = (
        leaving(PLASMA, _NK, flow=p["cl"], litres=p["v1"]),
        *exchange(PLASMA, "peripheral 1", flow=p["q1"], litres=p["v1"], other_litres=p["vp1"]),
        *exchange(PLASMA, "peripheral 2", flow=p["q2"], litres=p["v1"], other_litres=p["vp2"]),
        leaving(_NK, OUT, flow=p["nk_cl"], litres=p["nk_v"]),
        *exchange(_NK, f"{_NK}, peripheral", flow=p["nk_q"], litres=p["nk_v"], other_litres=p["nk_vp"]),
    )
    return assemble(arrows, [Reading("plasma", PLASMA, p["v1"]), Reading(_NK, _NK, p["nk_v"], "ketamine mass")])


OTTO: Final = Model(
    name="otto",
    title="Otto 2021 (ketamine from Fanta 2015)",
    form="S-ketamine",
    site="venous",
    salt="taken as base; not printed in what was read",
    population="48 healthy adults, 46% women, about 23 years, mean 68 to 71 kg",
    weight_law="central volumes with weight, clearances with weight to the 0.75, at 70 kg; peripheral ones fixed",
    parameters=(
        Parameter("v1", 133, "L", 1),
        Parameter("cl", 95.2, "L/h", 0.75),
        Parameter("vp1", 187, "L"),
        Parameter("q1", 23.2, "L/h"),
        Parameter("vp2", 98.8, "L"),
        Parameter("q2", 157, "L/h"),
        Parameter("nk_v", 98.6, "L", 1),
        Parameter("nk_cl", 57.7, "L/h", 0.75),
        Parameter("nk_vp", 160, "L"),
        Parameter("nk_q", 42.8, "L/h"),
    ),
    structure=_structure,
    clearance=lambda p: p["cl"],
    with_clearance=lambda p, cl: {**p, "cl": cl},
    three=lambda p: three_rates(p["v1"], p["cl"], p["q1"], p["vp1"], p["q2"], p["vp2"]),
    range=Range(),
    sources=("otto:2021", "fanta:2015"),
    read_in="model code with its citation",
    variances={"v1": 0.0842, "cl": 0.0260, "nk_v": 0.0404, "nk_cl": 0.1032},
    covariances={("v1", "cl"): 0.0226, ("nk_v", "nk_cl"): 0.0446},
    residuals={"plasma": Residual(0.236), _NK: Residual(0.143)},
    missing=(
        "range of weight and age",
        "the doses of the two-hour stepped infusions (the other arm had 10 mg over 30 min)",
        "parameter uncertainty",
    ),
    assumed=("norketamine is in ketamine mass: no ratio of masses is applied",),
)
