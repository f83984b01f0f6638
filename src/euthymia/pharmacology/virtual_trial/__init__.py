"""A trial that nobody takes part in: the whole chain, from who is let in to what is counted. Research."""

from euthymia.pharmacology.virtual_trial.befalls import DropOut, ImpossibleTrial, Rescue
from euthymia.pharmacology.virtual_trial.dealt import Dealt, NotACourse, dealt
from euthymia.pharmacology.virtual_trial.design import Arm, Population, Trial
from euthymia.pharmacology.virtual_trial.endpoints import Endpoint, UnknownEndpoint
from euthymia.pharmacology.virtual_trial.followed import Followed
from euthymia.pharmacology.virtual_trial.given import Assumed, PeopleChance
from euthymia.pharmacology.virtual_trial.treat import Admitted, Treated, admit, treat

__all__ = [
    "Admitted", "Arm", "Assumed", "Dealt", "DropOut", "Endpoint", "Followed", "ImpossibleTrial", "NotACourse",
    "PeopleChance", "Population", "Rescue", "Treated", "Trial", "UnknownEndpoint", "admit", "dealt", "treat",
]  # fmt: skip
