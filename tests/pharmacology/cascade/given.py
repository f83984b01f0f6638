"""What the tests of the cascade have in common: the typical person of the priors, and chance as numbers."""

import math

import numpy as np

from euthymia.pharmacology.cascade.course import CourseChance
from euthymia.pharmacology.cascade.score import Chance, Typical
from euthymia.pharmacology.cascade.synapse import Dynamics

DYNAMICS = Dynamics(gain=0.9, loss_per_day=math.log(2) / 8, onset_days=4 / 24)
TYPICAL = Typical(
    gain=0.9, relief_logit=math.log(0.65 / 0.35), loss_per_day=math.log(2) / 8, onset_days=4 / 24,
    placebo_logit=math.log(1 / 3), placebo_per_day=math.log(2) / 2, omega_placebo=0.9, omega_relief=1.2,
    omega_loss=0.7, durable=0.25, noise=4.0,
)  # fmt: skip
TWICE, THRICE = (0.0, 3.0, 7.0, 10.0), (0.0, 2.0, 4.0, 7.0, 9.0, 11.0)


def chance(people, seed=1):
    """Return people's chance, the same for the same seed."""
    numbers = np.random.default_rng(seed)
    normal = numbers.standard_normal((3, people))
    return Chance(*normal, lasts=numbers.random(people))


def course_chance(people, kept=0, seed=1):
    """Return the chance of one person's course: people, and noise for those that are kept."""
    numbers = np.random.default_rng(seed + 100)
    study, half = numbers.standard_normal((2, people))
    return CourseChance(chance(people, seed), study, half, numbers.standard_normal(kept or people))
