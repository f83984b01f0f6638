"""SDS: three answers of 0 to 10 about work, social life and home."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

SDS: Final = Instrument(
    key="sds",
    name="SDS",
    scale="sds",
    items=3,
    item_min=0,
    item_max=10,
    recall="the last 7 days",
    recall_days=7,
    wording="not shown",
    licence=(
        "D. Sheehan, through Mapi: the wording needs permission and is not included. Rate on the clinic's own "
        "licensed form."
    ),
    code_system=LOCAL_SYSTEM,
    code="sds-total",
    source="sds:items",
    labels=("work or school", "social life", "home"),
    rated_by="self",
)
