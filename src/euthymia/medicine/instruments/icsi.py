"""ICSI: four answers about the bladder, over the past month. It has no official bands.

The four items and the total of 20 are as published; that each runs 0 to 5 is to be confirmed on the clinic's own form.
"""

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
    source="icsi:item-range",
    labels=("urge", "by day", "at night", "pain"),
    rated_by="self",
)
ITEMS_SOURCE: Final = "icsi:items"
