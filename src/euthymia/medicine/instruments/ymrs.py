"""YMRS: eleven items about mania, rated by a clinician; items 5, 6, 8 and 9 run to 8, the others to 4."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

YMRS: Final = Instrument(
    key="ymrs",
    name="YMRS",
    scale="ymrs",
    items=11,
    item_min=0,
    item_max=8,
    recall="the last 48 hours",
    recall_days=2,
    wording="not shown",
    licence=(
        "Royal College of Psychiatrists 1978 (to be confirmed): the wording needs permission and is not "
        "included. Rate on the clinic's own licensed form."
    ),
    code_system=LOCAL_SYSTEM,
    code="ymrs-total",
    source="ymrs:bands",
    bands=((0, "remission"), (13, "minimal"), (20, "mild"), (26, "moderate"), (38, "severe")),
    maxima=(4, 4, 4, 4, 8, 8, 4, 8, 8, 4, 4),
    labels=(
        "mood",
        "energy",
        "sexual interest",
        "sleep",
        "irritability",
        "speech",
        "thinking",
        "content",
        "conduct",
        "appearance",
        "insight",
    ),
)
ITEMS_SOURCE: Final = "ymrs:items"
