"""HAM-D17: nine items of 0 to 4 and eight of 0 to 2, rated by a clinician; item 9 is taken as 0 to 4."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

HAMD17: Final = Instrument(
    key="hamd17",
    name="HAM-D17",
    scale="hamd17",
    items=17,
    item_min=0,
    item_max=4,
    recall="the last 7 days",
    recall_days=7,
    wording="not shown",
    licence="Treated as public domain (NINDS); structured interview guides are separately owned. Labels are ours.",
    code_system=LOCAL_SYSTEM,
    code="hamd17-total",
    source="hamd17:items",
    risk_items=(3,),
    bands=((0, "normal"), (8, "mild"), (17, "moderate"), (24, "severe")),
    maxima=(4, 4, 4, 2, 2, 2, 4, 4, 4, 4, 4, 2, 2, 2, 4, 2, 2),
    labels=(
        "mood",
        "guilt",
        "suicide",
        "insomnia, early",
        "insomnia, middle",
        "insomnia, late",
        "work",
        "slowing",
        "agitation",
        "anxiety, mind",
        "anxiety, body",
        "gut",
        "body in general",
        "genital",
        "hypochondriasis",
        "weight",
        "insight",
    ),
)
