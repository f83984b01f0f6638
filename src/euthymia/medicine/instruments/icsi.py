"""ICSI: four answers of 0 to 5 about the bladder, over the past month. It has no official bands."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

ICSI: Final = Instrument(
    key="icsi",
    name="ICSI",
    scale="icsi",
    items=4,
    item_min=0,
    item_max=5,
    recall="the past month",
    recall_days=30,
    wording="not shown",
    licence=(
        "O'Leary and Sant, published (to be confirmed): the wording needs permission and is not included. "
        "Rate on the clinic's own licensed form."
    ),
    code_system=LOCAL_SYSTEM,
    code="icsi-total",
    source="icsi:items",
    labels=("urge", "by day", "at night", "pain"),
    rated_by="self",
)
