"""MOAA/S: how easily somebody is roused, 5 awake to 0 no answer, in labels of ours."""

from typing import Final, NamedTuple

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

MOAAS: Final = Instrument(
    key="moaas",
    name="MOAA/S",
    scale="moaas",
    items=1,
    item_min=0,
    item_max=5,
    recall="now",
    recall_days=0,
    wording="not shown",
    licence="A published scale that is reproduced freely; the short labels are ours.",
    code_system=LOCAL_SYSTEM,
    code="moaas-level",
    labels=("how easily roused",),
    source="moaas:levels",
)
LEVELS: Final[tuple[tuple[int, str], ...]] = (
    (5, "answers at once to the name"),
    (4, "answers slowly to the name"),
    (3, "answers only when called loudly or again"),
    (2, "answers only to gentle shaking"),
    (1, "answers only to a painful squeeze"),
    (0, "no answer"),
)
LEVELS_SOURCE: Final = "moaas:levels"


class Sedation(NamedTuple):
    """A level with its label; `sedated` under 5, `unconscious` at 0."""

    level: int
    label: str
    sedated: bool
    unconscious: bool


def read(level: int) -> Sedation:
    """Read a level of 0 to 5. Raises TotalOutOfRange.   Source: moaas:levels, spravato:sedation"""
    MOAAS.check_total(level)
    return Sedation(level, dict(LEVELS)[level], level < 5, level == 0)
