"""BPRS positive items: four, rated by a clinician: 0 to 6 as esketamine trials, or 1 to 7; the key says which."""

from dataclasses import replace
from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

BPRS_POSITIVE: Final = Instrument(
    key="bprs-positive-0-6",
    name="BPRS positive items (0 to 6)",
    scale="bprs-positive-0-6",
    items=4,
    item_min=0,
    item_max=6,
    recall="now",
    recall_days=0,
    wording="not shown",
    licence="BPRS 1962, generally treated as free (to be confirmed). Labels are ours.",
    code_system=LOCAL_SYSTEM,
    code="bprs-positive-0-6-total",
    source="bprs:positive",
    labels=("suspiciousness", "hallucinations", "unusual thoughts", "disorganised thinking"),
)
BPRS_POSITIVE_1_7: Final = replace(
    BPRS_POSITIVE, key="bprs-positive-1-7", name="BPRS positive items (1 to 7)", scale="bprs-positive-1-7", item_min=1,
    item_max=7, code="bprs-positive-1-7-total",
)  # fmt: skip
