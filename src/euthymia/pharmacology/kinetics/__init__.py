"""From the syringe to the blood: published models of ketamine, solved exactly. Research; it never doses anyone."""

from typing import Final

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.enantiomers import RATIOS, find_ratio, simulate_enantiomers
from euthymia.pharmacology.kinetics.flags import Flag
from euthymia.pharmacology.kinetics.inhibition import simulate_inhibited
from euthymia.pharmacology.kinetics.masses import in_own_mass, umol_per_l
from euthymia.pharmacology.kinetics.model import Model, etas_from, individual, measured, typical
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.published.ashraf import ASHRAF
from euthymia.pharmacology.kinetics.published.clements import CLEMENTS
from euthymia.pharmacology.kinetics.published.domino import DOMINO
from euthymia.pharmacology.kinetics.published.kamp import KAMP
from euthymia.pharmacology.kinetics.published.otto import OTTO
from euthymia.pharmacology.kinetics.published.perez_ruixo import PEREZ_RUIXO
from euthymia.pharmacology.kinetics.published.simons import SIMONS
from euthymia.pharmacology.kinetics.schedule import (
    Bolus,
    Infusion,
    Schedule,
    bolus,
    check_one_pump,
    course,
    infusion,
    paused,
    rates,
)
from euthymia.pharmacology.kinetics.simulate import RESEARCH, Curve, Curves, Occasion, ensemble, simulate

__all__ = [
    "ALL", "DEFAULT", "RATIOS", "RESEARCH", "Bolus", "Curve", "Curves", "Flag", "Infusion", "Model", "Occasion",
    "Person", "Schedule", "UnknownModel", "bolus", "check_one_pump", "course", "ensemble", "etas_from", "find",
    "find_ratio", "in_own_mass", "individual", "infusion", "measured", "paused", "rates", "simulate",
    "simulate_enantiomers", "simulate_inhibited", "typical", "umol_per_l",
]  # fmt: skip

ALL: Final[dict[str, Model]] = {one.name: one for one in (DOMINO, CLEMENTS, KAMP, OTTO, PEREZ_RUIXO, SIMONS, ASHRAF)}
DEFAULT: Final = OTTO  # venous, with spread and norketamine


class UnknownModel(Refusal):
    """No model here goes by this name."""


def find(name: str) -> Model:
    """Find a model by its name. Raises UnknownModel with the names there are."""
    if name not in ALL:
        raise UnknownModel(f"{name!r} is not a model of this system. Choose one of: {', '.join(ALL)}.")
    return ALL[name]
