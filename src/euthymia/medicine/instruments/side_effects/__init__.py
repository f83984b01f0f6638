"""Side effects of ketamine at four times: before treatment, at the start, after a session, and later.

The times are those of the Ketamine Side Effect Tool; the questions are short ones of our own about what trials report,
not the tool's. They make no score: what is counted is how many were noted.
"""

from typing import Final

from euthymia.medicine.instruments.side_effects.after import AFTER
from euthymia.medicine.instruments.side_effects.baseline import BASELINE
from euthymia.medicine.instruments.side_effects.later import LATER
from euthymia.medicine.instruments.side_effects.screening import SCREENING

ALL: Final = (SCREENING, BASELINE, AFTER, LATER)
TIMES_SOURCE: Final = "kset:times"
ANSWERS: Final = ((0, "No"), (1, "Yes"))
