"""A trial that nobody takes part in: the whole chain, from who is let in to what is counted. Research."""

from euthymia.medicine.virtual_trial.befalls import DropOut, ImpossibleTrial, Rescue
from euthymia.medicine.virtual_trial.design import Arm, Population, Trial
from euthymia.medicine.virtual_trial.endpoints import Endpoint, UnknownEndpoint
from euthymia.medicine.virtual_trial.followed import Followed
from euthymia.medicine.virtual_trial.treat import Admitted, Assumed, PeopleChance, Treated, admit, treat

__all__ = [
    "Admitted", "Arm", "Assumed", "DropOut", "Endpoint", "Followed", "ImpossibleTrial", "PeopleChance", "Population",
    "Rescue", "Treated", "Trial", "UnknownEndpoint", "admit", "treat",
]  # fmt: skip
