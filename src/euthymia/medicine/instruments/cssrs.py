"""C-SSRS screener: seven answers by item number, and the level that a published map reads from them.

Its wording may be used but never altered, so none is here: a clinic asks from its own sheet and enters yes or no by
number. There is no total. An item without an answer is never read as "no".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from euthymia.medicine.refusal import Refusal

LICENCE: Final = (
    "Copyright K. Posner, Columbia. Free to use; the wording must not be altered and is not included here. Ask from "
    "the clinic's own sheet and enter the answers by item number."
)
LICENCE_SOURCE: Final = "cssrs:licence"
CODES_SOURCE: Final = "cssrs:loinc"
SCREENER_LOINC: Final = "93373-9"
YES_LOINC: Final = "LA33-6"
NO_LOINC: Final = "LA32-8"

# Item number on the sheet, and its code. 1 to 5 look back a month, 6 over the whole life, 6b three months.
ITEMS: Final[dict[str, str]] = {
    "1": "93246-7",
    "2": "93247-5",
    "3": "93248-3",
    "4": "93249-1",
    "5": "93250-9",
    "6": "93267-3",
    "6b": "93269-9",
}
PUBLISHED: Final = "published"
BY_DATE: Final = "by date"

Level = Literal["low", "cannot tell", "moderate", "high"]
# From least to most: what nobody knows stands above "low".
LEVELS: Final[tuple[Level, ...]] = ("low", "cannot tell", "moderate", "high")
MAP_SOURCES: Final = {PUBLISHED: "cssrs:triage", BY_DATE: "cssrs:triage-by-date"}
Answers = Mapping[str, bool | None]


class UnknownItem(Refusal):
    """The screener has no item of this number."""


class NotYesOrNo(Refusal):
    """An answer is neither yes nor no nor absent."""


class UnknownMap(Refusal):
    """No map of this name reads the screener."""


class DateOfBehaviourNeeded(Refusal):
    """The map by date was asked for, item 6 is yes, and nobody said when."""


class BehaviourStillToCome(Refusal):
    """The behaviour is dated after the day it is judged on."""


@dataclass(frozen=True, slots=True)
class Triage:
    """What a map reads from the answers.

    level       "cannot tell" while an open item could still change what the answers so far show
    at_least    the answers already show `level`, and an open item could still raise it
    because     the items, by number, that the level stands on
    unanswered  the items that wait for an answer
    map         the map that was used; `source` its key
    """

    level: Level
    at_least: bool
    because: tuple[str, ...]
    unanswered: tuple[str, ...]
    map: str
    source: str


def highest(*levels: Level) -> Level:
    """Return the highest of some levels."""
    return max(levels, key=LEVELS.index)


def check(answers: Answers) -> dict[str, bool]:
    """Return the answers that are there; None is one that is not. Raises UnknownItem, NotYesOrNo."""
    for item, yes in answers.items():
        if item not in ITEMS:
            raise UnknownItem(f"C-SSRS screener: there is no item {item}. Its items are {', '.join(ITEMS)}.")
        if yes is not None and not isinstance(yes, bool):
            raise NotYesOrNo(f"C-SSRS screener: item {item} was read as {yes!r}. Answer it yes or no.")
    return {item: yes for item, yes in answers.items() if yes is not None}


def asked(answers: Answers) -> tuple[str, ...]:
    """List the items this person is asked: 3 to 5 only after a yes to 2, 6b only after a yes to 6.

    That 6b waits for 6 is clinic policy. An item that was answered all the same is read: a yes is never dropped.
    Source: cssrs:branch, house:danger
    """
    given = check(answers)
    opened_by = {"3": "2", "4": "2", "5": "2", "6b": "6"}
    return tuple(i for i in ITEMS if i in given or i not in opened_by or given.get(opened_by[i], False))


def unanswered(answers: Answers) -> tuple[str, ...]:
    """List the items that are asked and have no answer yet."""
    given = check(answers)
    return tuple(item for item in asked(given) if item not in given)


def triage(
    answers: Answers, *, read_by: str = PUBLISHED, last_behaviour_on: date | None = None, as_of: date | None = None
) -> Triage:
    """Read a level from the answers: low, moderate, high, or "cannot tell" while an open item hides it.

    read_by     "published" (a yes to 6 is moderate, to 6b high), or "by date", which is to be confirmed and reads 6
                from the day of the latest behaviour: over a year ago low, over three months moderate, else high
    last_behaviour_on  day of the latest behaviour, as_of the day it is judged on; by date alone
    No yes at all on a finished screen is "low" too: neither map names a level below it.
    Raises UnknownItem, NotYesOrNo, UnknownMap, DateOfBehaviourNeeded, BehaviourStillToCome.
    Source: cssrs:triage, cssrs:triage-by-date
    """
    given = check(answers)
    if read_by not in MAP_SOURCES:
        raise UnknownMap(f"{read_by!r} is not a map of the C-SSRS screener. Choose {PUBLISHED} or {BY_DATE}.")
    behaviour = _by_date(given, last_behaviour_on, as_of) if read_by == BY_DATE else _PUBLISHED_BEHAVIOUR
    open_items = tuple(i for i in unanswered(given) if i != "6b" or read_by == PUBLISHED)
    levels: dict[str, Level] = {item: level for item, level in (_IDEATION | behaviour).items() if given.get(item)}
    reached: Level = highest(*levels.values()) if levels else "low"
    level = highest(reached, "cannot tell") if open_items else reached
    return Triage(
        level=level,
        at_least=bool(open_items) and level == "moderate",
        because=tuple(item for item, shows in levels.items() if shows == reached),
        unanswered=open_items,
        map=read_by,
        source=MAP_SOURCES[read_by],
    )


_IDEATION: Final[dict[str, Level]] = {"1": "low", "2": "low", "3": "moderate", "4": "high", "5": "high"}
_PUBLISHED_BEHAVIOUR: Final[dict[str, Level]] = {"6": "moderate", "6b": "high"}


def _by_date(given: Mapping[str, bool], last_behaviour_on: date | None, as_of: date | None) -> dict[str, Level]:
    if not given.get("6") and not given.get("6b"):
        return {}
    if last_behaviour_on is None or as_of is None:
        raise DateOfBehaviourNeeded(
            "C-SSRS screener: item 6 is yes and the day of the behaviour is not there, so the map by date cannot read "
            "it. Enter the day, or use the published map."
        )
    if last_behaviour_on > as_of:
        raise BehaviourStillToCome(
            f"C-SSRS screener: behaviour on {last_behaviour_on}, which is after {as_of}. Correct the day."
        )
    months = (as_of.year - last_behaviour_on.year) * 12 + as_of.month - last_behaviour_on.month
    over = months + (as_of.day > last_behaviour_on.day)  # a started month counts: on the very day it is not over yet
    return {"6": "high" if over <= 3 else "moderate" if over <= 12 else "low", "6b": "high"}
