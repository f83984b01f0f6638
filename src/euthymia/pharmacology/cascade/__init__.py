"""From the blood to relief: the smallest chain the data can carry. Research; it never doses anyone."""

from euthymia.pharmacology.cascade.chain import CHAIN, Step
from euthymia.pharmacology.cascade.course import Course, CourseChance, Plan, draw
from euthymia.pharmacology.cascade.dissociation import Dissociation, cadss
from euthymia.pharmacology.cascade.flags import PRIOR_PREDICTION, RESEARCH, flags_of
from euthymia.pharmacology.cascade.occupancy import exposure, occupancy, session_drive
from euthymia.pharmacology.cascade.parameters import ALL, Parameter, Prior
from euthymia.pharmacology.cascade.pressure import Sign, readings
from euthymia.pharmacology.cascade.relapse import LOST_HALF, SUSTAIN, Definition, relapse_days
from euthymia.pharmacology.cascade.score import Chance, Minds, Typical, expected, minds, rated, typical_of
from euthymia.pharmacology.cascade.studies import STUDIES, Arm, Figure, Study, split_hash
from euthymia.pharmacology.cascade.studies.arms import Seen, see
from euthymia.pharmacology.cascade.studies.moments import statistic
from euthymia.pharmacology.cascade.synapse import Dynamics, strength_at
from euthymia.pharmacology.cascade.tablets import reduction_percent

__all__ = [
    "ALL", "CHAIN", "LOST_HALF", "PRIOR_PREDICTION", "RESEARCH", "STUDIES", "SUSTAIN", "Arm", "Chance", "Course",
    "CourseChance", "Definition", "Dissociation", "Dynamics", "Figure", "Minds", "Parameter", "Plan", "Prior", "Seen",
    "Sign", "Step", "Study", "Typical", "cadss", "draw", "expected", "exposure", "flags_of", "minds", "occupancy",
    "rated", "readings", "reduction_percent", "relapse_days", "see", "session_drive", "split_hash", "statistic",
    "strength_at", "typical_of",
]  # fmt: skip
