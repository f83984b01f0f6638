"""HAM-D6: items 1, 2, 7, 8, 10 and 13 of the HAM-D17, rated by a clinician. It has no official bands."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

HAMD6: Final = Instrument(
    key="hamd6",
    name="HAM-D6",
    scale="hamd6",
    items=6,
    item_min=0,
    item_max=4,
    recall="the last 7 days",
    recall_days=7,
    wording="not shown",
    licence="Treated as public domain, as the HAM-D17. Labels are ours.",
    code_system=LOCAL_SYSTEM,
    code="hamd6-total",
    source="hamd6:items",
    maxima=(4, 4, 4, 4, 4, 2),
    labels=("mood", "guilt", "work", "slowing", "anxiety, mind", "body in general"),
)
# Where each of the six stands in the HAM-D17.
FROM_HAMD17: Final = (1, 2, 7, 8, 10, 13)
