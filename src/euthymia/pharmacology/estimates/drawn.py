"""People like the one at hand, drawn from the model: what an assay would have shown in each. Chance is the caller's."""

from typing import NamedTuple

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.estimates.case import Case, Measured
from euthymia.pharmacology.kinetics.exact import Numbers


class ChanceOfAnotherShape(Refusal):
    """Random numbers were handed over in another number than is needed."""


class Chance(NamedTuple):
    """Random numbers for k draws of one case with n varying parameters and m measurements.

    people        (k, n)  standard normal
    assay, added  (k, m)  standard normal, for the proportional and the additive part of the error
    ties          (2, m)  uniform in (0, 1): where within its step a rank lies, and a censored level under its limit
    """

    people: Numbers
    assay: Numbers
    added: Numbers
    ties: Numbers


def shapes(case: Case, draws: int) -> tuple[tuple[int, int], ...]:
    """Return the shape of each field of Chance that a case needs."""
    return (draws, len(case.names)), (draws, len(case.measured)), (draws, len(case.measured)), (2, len(case.measured))


def check_chance(case: Case, chance: Chance) -> None:
    """Refuse random numbers that do not fit. Raises ChanceOfAnotherShape."""
    needed = shapes(case, len(chance.people))
    if tuple(one.shape for one in chance) != needed:
        raise ChanceOfAnotherShape(f"Random numbers of shapes {[one.shape for one in chance]}: {needed} are needed.")


def drawn(case: Case, chance: Chance) -> Numbers:
    """Return what would have been measured in k people like this one, (k, m) ng/mL.

    Nothing is cut off at zero or at the assay's limit: who reads it does.
    Raises ChanceOfAnotherShape.
    """
    check_chance(case, chance)
    return with_error(case.at_measurements(chance.people), case.measured, chance)


def with_error(read: Numbers, measured: Measured, chance: Chance) -> Numbers:
    """Add the model's error to what would be read."""
    on_log = read * np.exp(measured.proportional * chance.assay)
    plain = read * (1 + measured.proportional * chance.assay) + measured.additive * chance.added
    return np.where(measured.on_log, on_log, plain)
