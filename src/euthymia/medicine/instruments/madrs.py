"""MADRS: ten items of 0 to 6 rated by a clinician. The form's wording is licensed and not shown here.

Over 24 hours sleep and appetite cannot be rated well, so the 24-hour total carries both from the baseline rating.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument
from euthymia.medicine.refusal import Refusal

LICENCE: Final = (
    "Montgomery and Asberg 1979, Royal College of Psychiatrists: the wording needs permission and is not included. "
    "Rate on the clinic's own licensed form and enter the numbers."
)
BANDS_SOURCE: Final = "madrs:bands"

SLEEP: Final = 4
APPETITE: Final = 5
# Short labels of ours, so that a number lands beside the right line of the licensed form.
LABELS: Final[tuple[tuple[int, str], ...]] = (
    (1, "sadness, seen"),
    (2, "sadness, told"),
    (3, "tension"),
    (SLEEP, "sleep"),
    (APPETITE, "appetite"),
    (6, "concentration"),
    (7, "getting started"),
    (8, "feeling and interest"),
    (9, "outlook"),
    (10, "thoughts of suicide"),
)

MADRS: Final = Instrument(
    key="madrs",
    name="MADRS",
    scale="madrs",
    items=10,
    item_min=0,
    item_max=6,
    recall="the last 7 days",
    recall_days=7,
    wording="not shown",
    licence=LICENCE,
    code_system=LOCAL_SYSTEM,
    code="madrs-total",
    bands=((0, "none"), (7, "mild"), (20, "moderate"), (35, "severe")),
    labels=tuple(label for _, label in LABELS),
    source=BANDS_SOURCE,
    risk_items=(10,),
)
MADRS_24H: Final = replace(
    MADRS, key="madrs-24h", name="MADRS, 24 hours", recall="the last 24 hours", recall_days=1, code="madrs-24h-total"
)


class AskedOver24Hours(Refusal):
    """Sleep or appetite was rated over 24 hours, which the 24-hour form does not do."""


class MadrsScore(NamedTuple):
    """A total of 0 to 60 and its band; `carried` the items taken from the baseline rating."""

    total: int
    band: str
    carried: tuple[int, ...] = ()


def from_total(total: int) -> MadrsScore:
    """Take a total that was added up on the licensed form. Raises TotalOutOfRange.   Source: madrs:bands"""
    return MadrsScore(MADRS.check_total(total), MADRS.band(total))


def score(items: Sequence[int | None]) -> MadrsScore:
    """Add ten ratings over 7 days. Raises WrongItemCount, MissingItem, AnswerOutOfRange.   Source: madrs:bands"""
    return from_total(sum(MADRS.check_items(items)))


def score_24h(items: Sequence[int | None], baseline_sleep: int, baseline_appetite: int) -> MadrsScore:
    """Add the ratings of the last 24 hours, with sleep and appetite as they were at baseline.

    items              ten, in the form's order; items 4 and 5 are None, since they are not asked
    baseline_sleep     item 4 of the baseline rating, 0 to 6;  baseline_appetite  item 5
    Raises AskedOver24Hours, WrongItemCount, MissingItem, AnswerOutOfRange.   Source: madrs:24-hours
    """
    asked = [n for n in (SLEEP, APPETITE) if len(items) >= n and items[n - 1] is not None]
    if asked:
        raise AskedOver24Hours(
            f"MADRS, 24 hours: item {', '.join(map(str, asked))} was rated. Sleep and appetite come from the baseline "
            "rating: leave them empty."
        )
    carried = {SLEEP: baseline_sleep, APPETITE: baseline_appetite}
    filled = [carried.get(n, answer) for n, answer in enumerate(items, 1)]
    total = sum(MADRS_24H.check_items(filled))
    return MadrsScore(total, MADRS_24H.band(total), (SLEEP, APPETITE))
