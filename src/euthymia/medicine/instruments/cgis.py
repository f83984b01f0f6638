"""CGI-S: one judgement by a clinician, from 1 (normal) to 7 (extreme)."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

CGI_S: Final = Instrument(
    key="cgi-s",
    name="CGI-S",
    scale="cgi-s",
    items=1,
    item_min=1,
    item_max=7,
    recall="the last 7 days",
    recall_days=7,
    wording="not shown",
    licence="Public domain (US government, 1976).",
    code_system=LOCAL_SYSTEM,
    code="cgi-s-total",
    source="cgis:form",
    labels=("how ill overall",),
)
