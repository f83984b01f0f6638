"""From the blood to relief: the smallest chain the data can carry. Research; it never doses anyone."""

from euthymia.medicine.cascade.chain import CHAIN, Step
from euthymia.medicine.cascade.course import Course, CourseChance, Plan, draw
from euthymia.medicine.cascade.dissociation import Dissociation, cadss
from euthymia.medicine.cascade.flags import PRIOR_PREDICTION, RESEARCH, flags_of
from euthymia.medicine.cascade.occupancy import exposure, occupancy, session_drive
from euthymia.medicine.cascade.parameters import ALL, Parameter, Prior
from euthymia.medicine.cascade.pressure import Sign, readings
from euthymia.medicine.cascade.relapse import LOST_HALF, SUSTAIN, Definition, relapse_days
from euthymia.medicine.cascade.score import Chance, Minds, Typical, expected, minds, rated, typical_of
from euthymia.medicine.cascade.studies import STUDIES, Arm, Figure, Study, split_hash
from euthymia.medicine.cascade.studies.arms import Seen, see
from euthymia.medicine.cascade.studies.statistics import statistic
from euthymia.medicine.cascade.synapse import Dynamics, strength_at
from euthymia.medicine.cascade.tablets import reduction_percent

__all__ = [
    "ALL", "CHAIN", "LOST_HALF", "PRIOR_PREDICTION", "RESEARCH", "STUDIES", "SUSTAIN", "Arm", "Chance", "Course",
    "CourseChance", "Definition", "Dissociation", "Dynamics", "Figure", "Minds", "Parameter", "Plan", "Prior", "Seen",
    "Sign", "Step", "Study", "Typical", "cadss", "draw", "expected", "exposure", "flags_of", "minds", "occupancy",
    "rated", "readings", "reduction_percent", "relapse_days", "see", "session_drive", "split_hash", "statistic",
    "strength_at", "typical_of",
]  # fmt: skip
