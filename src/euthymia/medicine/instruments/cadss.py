"""CADSS: 23 items of 0 to 4 about dissociation now, as drug trials use it. The total alone is entered here."""

from typing import Final, NamedTuple

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

CADSS: Final = Instrument(
    key="cadss",
    name="CADSS",
    scale="cadss",
    items=23,
    item_min=0,
    item_max=4,
    recall="now",
    recall_days=0,
    wording="not shown",
    licence="J. D. Bremner: the wording needs his permission and is not included. Rate on the clinic's own form.",
    code_system=LOCAL_SYSTEM,
    code="cadss-total",
    source="cadss:form",
)
PRESENT_ABOVE: Final = 4


class CadssScore(NamedTuple):
    """A total of 0 to 92, and whether dissociation is present."""

    total: int
    present: bool


def from_total(total: int, *, present_above: int = PRESENT_ABOVE) -> CadssScore:
    """Take a total; above 4 dissociation is present. There are no official bands.

    Raises TotalOutOfRange.   Source: cadss:form
    """
    return CadssScore(CADSS.check_total(total), total > present_above)
