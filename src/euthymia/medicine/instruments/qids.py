"""QIDS-SR16: sixteen answers of 0 to 3 make nine domains, each its greatest answer. A sum of all sixteen is wrong."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

QIDS: Final = Instrument(
    key="qids",
    name="QIDS-SR16",
    scale="qids",
    items=16,
    item_min=0,
    item_max=3,
    recall="the last 7 days",
    recall_days=7,
    wording="not shown",
    licence=(
        "UT Southwestern, licensed through Mapi (to be confirmed): the wording needs permission and is not "
        "included. Rate on the clinic's own licensed form."
    ),
    code_system=LOCAL_SYSTEM,
    code="qids-total",
    source="qids:scoring",
    bands=((0, "none"), (6, "mild"), (11, "moderate"), (16, "severe"), (21, "very severe")),
    domains=((1, 2, 3, 4), (5,), (6, 7, 8, 9), (10,), (11,), (12,), (13,), (14,), (15, 16)),
    either=((6, 7), (8, 9)),
    labels=(
        "falling asleep",
        "sleep at night",
        "early waking",
        "sleeping long",
        "sadness",
        "appetite, less",
        "appetite, more",
        "weight, less",
        "weight, more",
        "concentration",
        "view of self",
        "thoughts of suicide",
        "interest",
        "energy",
        "slowing",
        "restlessness",
    ),
    rated_by="self",
    risk_items=(12,),
)
CROSSWALK_SOURCE: Final = "qids:crosswalk"
# QIDS total to the lowest and highest HAM-D17 total it stands for; only the published lines, nothing in between.
TO_HAMD17: Final[dict[int, tuple[int, int]]] = {
    5: (7, 7), 10: (13, 13), 11: (14, 15), 15: (18, 19), 16: (20, 20), 20: (25, 25), 21: (26, 27), 27: (36, 52),
}  # fmt: skip
