"""What a published model is: its parameters as printed, how they vary, whom it was made of, and what it leaves open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, overload

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.exact import Numbers
from euthymia.pharmacology.kinetics.person import REFERENCE_KG, Person
from euthymia.pharmacology.kinetics.system import System

Values = Mapping[str, float]
Unit = Literal["L", "L/kg", "L/h", "L/min", "1/h", "1/min", "min", "share", "ratio"]
Site = Literal["arterial", "venous", "not verified"]
Form = Literal["S-ketamine", "racemate"]

_TO_L_AND_MIN: Final[Mapping[str, float]] = {"L/h": 1 / 60, "1/h": 1 / 60}


class UnknownSpread(Refusal):
    """A person was to differ from the typical one in a parameter whose spread is not known."""


class Parameter(NamedTuple):
    """A typical value as it is printed. `exponent` is its power of weight / 70 kg; L/kg goes with weight itself."""

    name: str
    value: float
    unit: Unit
    exponent: float = 0.0


class Residual(NamedTuple):
    """What stays between a person's own curve and what is measured: SDs. None of them known is not none at all."""

    proportional: float = 0.0
    additive_ng_per_ml: float = 0.0
    on_log_scale: bool = False


class Range(NamedTuple):
    """Whom and what the model was made of; None where it is not printed in what was read."""

    weight_kg: tuple[float, float] | None = None
    age_years: tuple[float, float] | None = None
    dose_mg: tuple[float, float] | None = None
    dose_mg_per_kg: tuple[float, float] | None = None


def _same(typical: Values, _person: Person) -> Values:
    return typical


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """One published model.

    variances   of the log of a parameter between people, by name;  covariances  by pair of names
    occasions   variances of the log between occasions of one person
    structure   individual values (L, min) to a System;  covariates  what else of a person changes a typical value
    clearance   L/min, of individual values;  with_clearance  the values that give another clearance, None where the
                model is of the racemate and has no form of its own
    three       v1, k10, k12, k21, k13, k31 of values, one person's or an array each, where plasma depends on two
                compartments alone; None where it does not
    missing     what is not printed in what was read;  assumed  what others filled in, or what stands on a guess
    """

    name: str
    title: str
    form: Form
    site: Site
    salt: str
    population: str
    weight_law: str
    parameters: tuple[Parameter, ...]
    structure: Callable[[Values], System]
    clearance: Callable[[Values], float]
    range: Range
    sources: tuple[str, ...]
    read_in: str
    variances: Values = field(default_factory=dict)
    covariances: Mapping[tuple[str, str], float] = field(default_factory=dict)
    occasions: Values = field(default_factory=dict)
    residuals: Mapping[str, Residual] = field(default_factory=dict)
    covariates: Callable[[Values, Person], Values] = _same
    with_clearance: Callable[[Values, float], Values] | None = None
    three: Callable[[Mapping[str, Any]], tuple[Any, ...]] | None = None
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def spread(self) -> tuple[tuple[str, ...], Numbers]:
        """Return the parameters that vary between people, and the covariance (n, n) of their logs."""
        names = tuple(self.variances)
        matrix = np.diag([self.variances[name] for name in names]) if names else np.zeros((0, 0))
        for (one, other), value in self.covariances.items():
            i, j = names.index(one), names.index(other)
            matrix[i, j] = matrix[j, i] = value
        return names, matrix


def typical(model: Model, person: Person) -> dict[str, float]:
    """Return the parameters of a typical person like this one, in L and min."""
    return dict(model.covariates({one.name: by_weight(one, person.weight_kg) for one in model.parameters}, person))


@overload
def by_weight(parameter: Parameter, weight_kg: float) -> float: ...
@overload
def by_weight(parameter: Parameter, weight_kg: Numbers) -> Numbers: ...
def by_weight(parameter: Parameter, weight_kg: float | Numbers) -> float | Numbers:
    """Return a parameter's typical value at a weight, or at each of many, in L and min."""
    scale = weight_kg if parameter.unit == "L/kg" else (weight_kg / REFERENCE_KG) ** parameter.exponent
    return parameter.value * _TO_L_AND_MIN.get(parameter.unit, 1.0) * scale


def individual(model: Model, person: Person, etas: Values, *, occasion: Values | None = None) -> dict[str, float]:
    """Return one person's own parameters, from how far each of them lies from the typical one.

    etas      by parameter name, on the log scale; those not named are 0. Chance is the caller's
    occasion  the same, of this occasion alone
    Raises UnknownSpread for a parameter whose spread is not known.
    """
    values = typical(model, person)
    for given, known in ((etas, model.variances), (occasion or {}, model.occasions)):
        for name, eta in given.items():
            _check_eta(model, name, eta, known)
            values[name] *= float(np.exp(eta))
    return values


def _check_eta(model: Model, name: str, eta: float, known: Values) -> None:
    if name not in known:
        raise UnknownSpread(
            f"{model.name}: no spread of {name!r} is known to us. "
            f"Those that are: {', '.join(known) or 'none'}. Leave it at its typical value."
        )
    if not np.isfinite(eta):
        raise UnknownSpread(f"{model.name}: {name} lies {eta} from its typical value. Give a number.")


def etas_from(model: Model, standard: Sequence[float]) -> dict[str, float]:
    """Turn independent standard normal numbers into etas with the model's covariance.

    standard  (n,)  one for each parameter of `model.spread`, in its order. Chance is the caller's
    """
    names, covariance = model.spread
    if not names:
        return {}
    return dict(zip(names, (np.linalg.cholesky(covariance) @ np.asarray(standard)).tolist(), strict=True))


def measured(curve_ng_per_ml: Numbers, residual: Residual, *, standard: Numbers, standard_added: Numbers) -> Numbers:
    """Add to a person's curve what an assay would show beside it. Never below 0.

    standard, standard_added  (m,)  independent standard normal numbers. Chance is the caller's
    """
    if residual.on_log_scale:
        return curve_ng_per_ml * np.exp(residual.proportional * standard)
    seen = curve_ng_per_ml * (1 + residual.proportional * standard) + residual.additive_ng_per_ml * standard_added
    return np.maximum(seen, 0.0)
