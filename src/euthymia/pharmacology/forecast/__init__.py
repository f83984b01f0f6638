"""One patient at the chair, an hour ahead: a crowd drawn from the fitted model, weighed by what the cuff shows.

Research: it explains; it never doses anyone, silences no alarm and shortens no observation.
"""

from euthymia.pharmacology.forecast.chair import Charted, Cuffs, Stop, cuffs, rows_of, stops
from euthymia.pharmacology.forecast.crowd import OWN, Crowd, Drawn, ImpossibleReading, Reading, TooFewPeople, Who
from euthymia.pharmacology.forecast.followed import Followed, follow_from, take
from euthymia.pharmacology.forecast.learn import Stir, stir_shapes
from euthymia.pharmacology.forecast.outlook import (
    NARROWED_WITHIN_PCT,
    NOT_SHOWN,
    QUANTITIES,
    RESEARCH,
    Band,
    Look,
    Outlook,
    Quantity,
    outlook,
)
from euthymia.pharmacology.forecast.surprise import RARE, Surprise, how_rare
from euthymia.pharmacology.forecast.what_if import (
    KINDS,
    Change,
    Given,
    NoChange,
    OutsideTheOrder,
    Signed,
    assumed,
    given_so_far,
    runs_of,
    what_if,
)

# In the crowd; of it, in one look ahead: an hour of so many is what the allocator keeps, and twice as fast as more
PEOPLE, SEEN = 512, 256

__all__ = [
    "KINDS", "NARROWED_WITHIN_PCT", "NOT_SHOWN", "OWN", "PEOPLE", "QUANTITIES", "RARE", "RESEARCH", "SEEN", "Band",
    "Change", "Charted", "Crowd", "Cuffs", "Drawn", "Followed", "Given", "ImpossibleReading",
    "Look", "NoChange", "Outlook", "OutsideTheOrder", "Quantity", "Reading", "Signed", "Stir", "Stop", "Surprise",
    "TooFewPeople", "Who", "assumed", "cuffs", "follow_from", "given_so_far", "how_rare", "outlook", "rows_of",
    "runs_of", "stir_shapes", "stops", "take", "what_if",
]  # fmt: skip
