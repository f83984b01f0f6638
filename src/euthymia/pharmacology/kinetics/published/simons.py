"""Simons 2022: S-ketamine, S-norketamine and S-hydroxynorketamine through equal transits; arterial."""

from typing import Final

from euthymia.medicine.units import G_PER_MOL_HYDROXYNORKETAMINE, G_PER_MOL_KETAMINE, G_PER_MOL_NORKETAMINE
from euthymia.pharmacology.kinetics.model import Model, Parameter, Range, Residual, Values
from euthymia.pharmacology.kinetics.system import (  # fmt: skip
    OUT,
    PLASMA,
    Arrow,
    Reading,
    System,
    assemble,
    exchange,
    leaving,
    three_rates,
    transits,
)

_NK: Final = "norketamine"
_HNK: Final = "hydroxynorketamine"


def _structure(p: Values) -> System:
    v1 = p["v1"]  # of norketamine too
    arrows: tuple[Arrow, ...] = (
        *exchange(PLASMA, "peripheral 1", flow=p["q2"], litres=v1, other_litres=p["v2"]),
        *exchange(PLASMA, "peripheral 2", flow=p["q3"], litres=v1, other_litres=p["v3"]),
        *transits(PLASMA, _NK, into=p["cl"] / v1, share=p["to_nk"], minutes=p["mtt_nk"]),
        *exchange(_NK, f"{_NK}, peripheral", flow=p["nk_q"], litres=v1, other_litres=p["nk_v2"]),
        *transits(_NK, _HNK, into=p["nk_cl"] / v1, share=p["to_hnk"], minutes=p["mtt_hnk"]),
        *exchange(_HNK, f"{_HNK}, peripheral", flow=p["hnk_q"], litres=p["hnk_v1"], other_litres=p["hnk_v2"]),
        leaving(_HNK, OUT, flow=p["hnk_cl"], litres=p["hnk_v1"]),
    )
    readings = (
        Reading("plasma", PLASMA, v1),
        Reading(_NK, _NK, v1, mass_ratio=G_PER_MOL_NORKETAMINE / G_PER_MOL_KETAMINE),
        Reading(_HNK, _HNK, p["hnk_v1"], mass_ratio=G_PER_MOL_HYDROXYNORKETAMINE / G_PER_MOL_KETAMINE),
    )
    return assemble(arrows, readings)


SIMONS: Final = Model(
    name="simons",
    title="Simons 2022",
    form="S-ketamine",
    site="arterial",
    salt="taken as base; not printed in what was read",
    population="20 healthy adults, 10 of them women, 24 years (19 to 32), 73 kg (53 to 93)",
    weight_law="volumes with weight, clearances with weight to the 0.75, at 70 kg",
    parameters=(
        Parameter("v1", 11.6, "L", 1),
        Parameter("v2", 39.0, "L", 1),
        Parameter("v3", 174, "L", 1),
        Parameter("cl", 1.48, "L/min", 0.75),
        Parameter("q2", 2.43, "L/min", 0.75),
        Parameter("q3", 1.21, "L/min", 0.75),
        Parameter("to_nk", 0.80, "share"),
        Parameter("mtt_nk", 20.1, "min"),
        Parameter("nk_v2", 221, "L", 1),
        Parameter("nk_cl", 1.00, "L/min", 0.75),
        Parameter("nk_q", 2.63, "L/min", 0.75),
        Parameter("to_hnk", 0.70, "share"),
        Parameter("mtt_hnk", 1.12, "min"),
        Parameter("hnk_v1", 4.4, "L", 1),
        Parameter("hnk_v2", 87.5, "L", 1),
        Parameter("hnk_cl", 0.933, "L/min", 0.75),
        Parameter("hnk_q", 1.70, "L/min", 0.75),
    ),
    structure=_structure,
    clearance=lambda p: p["cl"],
    with_clearance=lambda p, cl: {**p, "cl": cl},
    three=lambda p: three_rates(p["v1"], p["cl"], p["q2"], p["v2"], p["q3"], p["v3"]),
    range=Range(weight_kg=(53, 93), age_years=(19, 32), dose_mg=(0, 20)),
    sources=("simons:2022", "simons:thesis-peaks"),
    read_in="model code with its citation",
    variances={
        "v1": 0.057,
        "cl": 0.029,
        "q3": 0.026,
        "mtt_nk": 0.021,
        "nk_cl": 0.050,
        "hnk_v1": 1.22,
        "hnk_cl": 0.103,
        "hnk_q": 0.287,
    },
    occasions={"mtt_nk": 0.751, "hnk_v2": 0.152, "hnk_cl": 0.008},
    residuals={
        "plasma": Residual(0.1095),
        _NK: Residual(0.102, 0.058 * G_PER_MOL_NORKETAMINE),
        _HNK: Residual(0.079, 0.020 * G_PER_MOL_HYDROXYNORKETAMINE),
    },
    missing=("exponents of weight", "covariances between parameters", "parameter uncertainty"),
    assumed=(
        "the exponents of weight, 1 and 0.75, are those of the library that coded the model",
        "the shares that go on to norketamine (80%) and to hydroxynorketamine (70%) were fixed by its authors",
        "the molar mass of hydroxynorketamine is recalled",
    ),
)
