"""The baseline work-up: what is looked at before the first infusion, what is due again, and what the results say."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from euthymia.medicine.declaration import ANY, policy_number
from euthymia.medicine.eligibility.drug_screen import SUBSTANCES, ScreenResult
from euthymia.medicine.refusal import Refusal

WORKUP: Final = "san:workup"
LIVER: Final = "house:liver-retest"
Kind = Literal["number", "finding", "done"]
State = Literal["not done", "due again", "done", "where it applies"]


class UnknownItem(Refusal):
    """No item of the work-up goes by this key."""


class ImpossibleResult(Refusal):
    """A result that cannot be as it was entered."""


class Item(NamedTuple):
    """One line of the work-up.

    kind     a number with its unit and the laboratory's range; a finding in words; or done, with a word on it
    applies  "" for everybody, else for whom
    liver    taken again while infusions go on
    loinc    "" where no code is verified
    """

    key: str
    name: str
    kind: Kind
    source: str
    applies: str = ""
    liver: bool = False
    loinc: str = ""


ITEMS: Final[tuple[Item, ...]] = (
    Item("psychiatric-evaluation", "Psychiatric evaluation with diagnosis", "done", WORKUP),
    Item("treatment-history", "Review of treatments tried", "done", WORKUP),
    Item("baseline-rating", "Baseline rating of depression", "done", WORKUP),
    Item("suicide-risk", "Suicide risk", "done", WORKUP),
    Item("substance-history", "Substance history", "done", WORKUP),
    Item("physical", "Medical history and physical examination", "done", WORKUP),
    Item("mental-status", "Mental status examination", "done", "bc-college:airway"),
    Item("sleep-apnoea", "Screen for sleep apnoea", "finding", "bc-college:airway"),
    Item("cognitive-screen", "Cognitive screen", "finding", WORKUP),
    Item("urinary-symptoms", "Urinary symptoms, baseline", "finding", WORKUP),
    Item("alt", "ALT", "number", LIVER, liver=True, loinc="1742-6"),
    Item("ast", "AST", "number", LIVER, liver=True, loinc="1920-8"),
    Item("ggt", "GGT", "number", LIVER, liver=True, loinc="2324-2"),
    Item("alp", "Alkaline phosphatase", "number", LIVER, liver=True, loinc="6768-6"),
    Item("creatinine", "Creatinine", "number", "bc-college:airway"),
    Item("tsh", "TSH", "number", WORKUP),
    Item("blood-count", "Blood count", "finding", WORKUP),
    Item("urinalysis", "Urinalysis", "finding", WORKUP),
    Item("drug-screen", "Urine drug screen", "finding", WORKUP),
    Item("pregnancy-test", "Pregnancy test", "finding", WORKUP, applies="where pregnancy is possible"),
    Item("ecg", "ECG", "finding", WORKUP, applies="with cardiac risk, or by age"),
)
BY_KEY: Final = {item.key: item for item in ITEMS}
ENZYMES: Final = ("alt", "ast")
SCREEN: Final = "drug-screen"
YES_NO: Final = (SCREEN, "pregnancy-test")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkupPolicy:
    """How soon liver tests are due again.   Source: house:liver-retest

    liver_frequent_d     while infusions are frequent;  liver_maintenance_d  after that
    frequent_within_d    two infusions within this time are frequent
    """

    liver_frequent_d: float = policy_number(
        30, label="Liver tests again while infusions are frequent, after", unit="days", bounds=ANY, source=LIVER
    )
    liver_maintenance_d: float = policy_number(
        90, label="Liver tests again otherwise, after", unit="days", bounds=ANY, source=LIVER
    )
    frequent_within_d: float = policy_number(
        28, label="Two infusions are frequent within", unit="days", bounds=ANY, source=LIVER
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result. Raises UnknownItem, ImpossibleResult.

    value, unit, low, high  of a number, with the laboratory's own range in the same unit; low and high may be open
    found                   of a finding: its words; of a drug screen or pregnancy test "positive" or "negative"
    substance, confirmed    of a drug screen: which substance, and whether by a laboratory's specific method
    """

    item: str
    taken_on: date
    value: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    found: str = ""
    substance: str = ""
    confirmed: bool = False

    def __post_init__(self) -> None:
        """Refuse a number without unit, a range upside down, a finding without words, a substance of no screen."""
        item = find(self.item)
        if (self.substance or self.confirmed) and (item.key != SCREEN or self.substance not in SUBSTANCES):
            raise ImpossibleResult(
                f'{item.name}: "{self.substance}" is no substance of a drug screen. '
                f"Choose a drug screen and one of: {', '.join(SUBSTANCES)}."
            )
        if item.kind == "number":
            self._check_number(item)
        elif item.key in YES_NO and self.found not in ("positive", "negative"):
            raise ImpossibleResult(f'{item.name}: "{self.found}" is neither positive nor negative. Choose one.')
        elif item.kind == "finding" and not self.found.strip():
            raise ImpossibleResult(f"{item.name}: nothing is written. Write what was found.")

    def _check_number(self, item: Item) -> None:
        if self.value is None or not (math.isfinite(self.value) and self.value >= 0):
            raise ImpossibleResult(f"{item.name}: {self.value} is no result. Enter the number the laboratory gives.")
        if not self.unit.strip():
            raise ImpossibleResult(f"{item.name}: {self.value:g} has no unit. Enter it as the laboratory writes it.")
        if self.high is not None and (self.high <= 0 or (self.low or 0) > self.high):
            raise ImpossibleResult(
                f"{item.name}: the range {self.low or 0:g} to {self.high:g} {self.unit} is upside down or empty. "
                "Copy the laboratory's own range."
            )

    @property
    def said(self) -> str:
        """Return a finding in words, with its substance where it is one of a drug screen."""
        screen = self.as_screen
        return f"{screen.substance} {screen.said}" if screen else self.found

    @property
    def as_screen(self) -> ScreenResult | None:
        """Return the result as one of a drug screen's substance; None where it is none, or names no substance."""
        if not self.substance:
            return None
        return ScreenResult(self.substance, self.found == "positive", self.taken_on, self.confirmed)

    @property
    def times_upper(self) -> float | None:
        """Return the value as times the laboratory's upper limit; None where there is none."""
        return None if self.value is None or not self.high else self.value / self.high

    @property
    def flag(self) -> str:
        """Return "above" or "below" the laboratory's range; "" within it or without one."""
        if self.value is None:
            return ""
        if self.high is not None and self.value > self.high:
            return "above"
        return "below" if self.low is not None and self.value < self.low else ""


class Line(NamedTuple):
    """One line as it stands today: its newest result, and when it is due (None: not again)."""

    item: Item
    state: State
    last: Result | None
    due_on: date | None


def find(key: str) -> Item:
    """Find an item by its key. Raises UnknownItem."""
    if key not in BY_KEY:
        raise UnknownItem(f"{key!r} is no item of the work-up. Choose one of: {', '.join(BY_KEY)}.")
    return BY_KEY[key]


def stand(
    results: Iterable[Result], *, infusions: Sequence[date], today: date, policy: WorkupPolicy
) -> tuple[Line, ...]:
    """Return where every line stands today, in the order of the list.

    infusions  days of infusions so far, any order;  results of a later day than today are passed over
    """
    newest: dict[str, Result] = {}
    for result in sorted((r for r in results if r.taken_on <= today), key=_order):
        newest[result.item] = result
    return tuple(_line(item, newest.get(item.key), infusions, today, policy) for item in ITEMS)


def _order(result: Result) -> tuple[date, bool, bool]:
    """Of one day's drug screens a substance says more than the whole, and a positive one more than a negative."""
    return result.taken_on, bool(result.substance), bool(result.substance) and result.found == "positive"


def screens(results: Iterable[Result], *, today: date) -> tuple[ScreenResult, ...]:
    """Return the drug screens that name a substance, up to today."""
    return tuple(screen for r in results if r.taken_on <= today and (screen := r.as_screen))


def _line(item: Item, last: Result | None, infusions: Sequence[date], today: date, policy: WorkupPolicy) -> Line:
    if last is None:
        return Line(item, "where it applies" if item.applies else "not done", None, None)
    if not item.liver or not infusions:
        return Line(item, "done", last, None)
    due = last.taken_on + timedelta(days=_again_d(infusions, today, policy))
    return Line(item, "due again" if due <= today else "done", last, due)


def _again_d(infusions: Sequence[date], today: date, policy: WorkupPolicy) -> float:
    recent = [day for day in infusions if 0 <= (today - day).days <= policy.frequent_within_d]
    return policy.liver_frequent_d if len(recent) > 1 else policy.liver_maintenance_d


def enzymes_times_upper(lines: Iterable[Line]) -> float | None:
    """Return the higher of the newest ALT and AST as times its upper limit; None where neither has one."""
    found = [line.last.times_upper for line in lines if line.item.key in ENZYMES and line.last]
    return max((times for times in found if times is not None), default=None)


def positive(lines: Iterable[Line], key: str) -> bool | None:
    """Return whether the newest drug screen or pregnancy test was positive; None where there is none.

    A drug screen that names its substance answers by substance, and here not at all.
    """
    last = next((line.last for line in lines if line.item.key == key), None)
    return None if last is None or last.substance else last.found == "positive"
