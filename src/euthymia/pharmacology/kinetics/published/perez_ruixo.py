"""Perez-Ruixo 2021: esketamine with a liver, and noresketamine; venous; people with resistant depression among them."""

import math
from typing import Final

from euthymia.pharmacology.kinetics.model import Model, Parameter, Range, Residual, Values
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.system import OUT, PLASMA, Arrow, Reading, System, assemble, exchange

_NK: Final = "norketamine"
_OLD_YEARS: Final = 60
_FLOW_LOST_L_MIN_A_YEAR: Final = 2.19 / 60
_ASIAN: Final = {"kel": 0.36, "nk_cl": 0.81}


def _structure(p: Values) -> System:
    arrows = (
        *exchange(PLASMA, "peripheral 1", flow=p["q1"], litres=p["vc"], other_litres=p["vp1"]),
        *exchange(PLASMA, "peripheral 2", flow=p["q2"], litres=p["vc"], other_litres=p["vp2"]),
        *exchange(PLASMA, "liver", flow=p["qh"], litres=p["vc"], other_litres=p["vh"]),
        Arrow("liver", OUT, p["kel"]),
        Arrow("liver", _NK, p["kmet"]),
        Arrow(_NK, OUT, p["nk_cl"] / p["nk_vc"]),
        *exchange(_NK, f"{_NK}, peripheral", flow=p["nk_q"], litres=p["nk_vc"], other_litres=p["nk_vp"]),
    )
    return assemble(arrows, [Reading("plasma", PLASMA, p["vc"]), Reading(_NK, _NK, p["nk_vc"], "apparent")])


def _covariates(p: Values, person: Person) -> Values:
    years = max((person.age_years or 0) - _OLD_YEARS, 0)
    changed = {**p, "qh": p["qh"] - _FLOW_LOST_L_MIN_A_YEAR * years}
    return {name: value * (_ASIAN.get(name, 1) if person.asian else 1) for name, value in changed.items()}


def _clearance(p: Values) -> float:
    intrinsic = p["vh"] * (p["kel"] + p["kmet"])
    return p["qh"] * intrinsic / (p["qh"] + intrinsic)


def _with_clearance(p: Values, clearance: float) -> Values:
    """Scale both ways of the liver alike, so that the share which becomes norketamine stays."""
    intrinsic = clearance * p["qh"] / (p["qh"] - clearance)
    factor = intrinsic / (p["vh"] * (p["kel"] + p["kmet"]))
    return {**p, "kel": p["kel"] * factor, "kmet": p["kmet"] * factor}


def _from_cv(cv_pct: float) -> float:
    return math.log(1 + (cv_pct / 100) ** 2)


PEREZ_RUIXO: Final = Model(
    name="perez-ruixo",
    title="Perez-Ruixo 2021",
    form="S-ketamine",
    site="venous",
    salt="base (28 mg is 32.3 mg of the hydrochloride)",
    population="820 adults, 564 of them with treatment-resistant depression; 58% women, median 45 years and 74 kg",
    weight_law="none: weight was tested and not kept, so the same milligrams give everyone the same curve",
    parameters=(
        Parameter("vc", 192, "L"),
        Parameter("vp1", 143, "L"),
        Parameter("vp2", 417, "L"),
        Parameter("q1", 84.3, "L/h"),
        Parameter("q2", 37.6, "L/h"),
        Parameter("qh", 151, "L/h"),
        Parameter("vh", 101, "L"),
        Parameter("kel", 1.11, "1/h"),
        Parameter("kmet", 2.77, "1/h"),
        Parameter("nk_vc", 70.0, "L"),
        Parameter("nk_cl", 38.0, "L/h"),
        Parameter("nk_vp", 115, "L"),
        Parameter("nk_q", 26.1, "L/h"),
    ),
    structure=_structure,
    clearance=_clearance,
    with_clearance=_with_clearance,
    covariates=_covariates,
    range=Range(weight_kg=(39, 170), age_years=(18, 86), dose_mg=(0, 28)),
    sources=("perez-ruixo:2021",),
    read_in="model code with its citation",
    variances={
        "vc": _from_cv(27.5),
        "vp1": _from_cv(49.3),
        "qh": _from_cv(23.2),
        "vh": _from_cv(34.6),
        "kel": _from_cv(120),
        "nk_vc": _from_cv(31.6),
        "nk_cl": _from_cv(25.4),
    },
    residuals={"plasma": Residual(0.276, on_log_scale=True), _NK: Residual(0.422, on_log_scale=True)},
    missing=(
        "the spread of kmet is printed blank: nobody is drawn by it, so norketamine spreads too little",
        "covariances between parameters",
        "parameter uncertainty",
    ),
    assumed=(
        "read literally the model gives 1.38 to 1.56 times the published area under norketamine over 24 h",
        "the abstract's steady clearance is 114 L/h; the parameters give 109",
    ),
)
