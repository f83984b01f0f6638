"""What must be read beside an effect: a dose that no calibrating trial gave, and what is speculation."""

from collections.abc import Sequence
from typing import Final

from euthymia.pharmacology.cascade.occupancy import TYPICAL_MG_PER_KG
from euthymia.pharmacology.kinetics import Flag

RESEARCH: Final = "Research: a model fitted to a few trials. It explains; it never doses anyone."
CASCADE: Final = "cascade"
PRIOR_PREDICTION: Final = "prior prediction"
_LIKE: Final = 1e-6
_LONGEST_DAYS: Final = 28.0


def flags_of(mg_per_kg: float, *, days: Sequence[float], context: str) -> tuple[Flag, ...]:
    """Hold a course against what the fit was made of; all is computed the same, and says so.

    mg_per_kg  the dose at which effects are asked about;  days  of the infusions
    """
    found = []
    if abs(mg_per_kg - TYPICAL_MG_PER_KG) > _LIKE:
        what = f"prior prediction: every trial that calibrates gave 0.5 mg/kg, and this is {mg_per_kg:g} mg/kg"
        found.append(Flag(PRIOR_PREDICTION, CASCADE, what))
    if days and (days[-1] - days[0] > _LONGEST_DAYS or len(days) > 12):
        what = "model extrapolation: no calibrating trial went on for so long; spacing rests on one trial"
        found.append(Flag("extrapolation", CASCADE, what))
    if context == "open":
        what = "in open treatment the drug's own effect and expectation cannot be told apart"
        found.append(Flag("not known", CASCADE, what))
    if context == "masked":
        found.append(Flag(PRIOR_PREDICTION, CASCADE, "prior prediction: no calibrating trial hid the drug so well"))
    return tuple(found)
