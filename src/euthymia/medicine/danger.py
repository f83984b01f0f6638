"""Is this person in danger now? Answers and a clinician's judgement become a level, its reasons, and what to do.

It decides about nobody: it says who must speak with the person, and how soon. It shortens no step on the way to
ketamine and closes none. What nobody answered is never "low", and a later "no" takes nothing back: only a clinician
who has spoken with the person does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from euthymia.medicine.instruments import cssrs
from euthymia.medicine.instruments.cssrs import Level, highest
from euthymia.medicine.refusal import Refusal

NOT_SHOWN: Final = (
    "Ketamine is not shown to prevent suicide. It is given only after a documented assessment in person, and no step "
    "before it is left out because of danger."
)
NOT_SHOWN_SOURCE: Final = "spravato:suicide"
POLICY: Final = "house:danger"
PHQ9_ITEM_9: Final = "PHQ-9 item 9"


class NoWords(Refusal):
    """A clinician's judgement of danger has no words."""


class RiskItemOutOfRange(Refusal):
    """An answer to an item about suicide is none that the item has: it is not a zero."""


class NotALevel(Refusal):
    """A judgement names no level a person can be judged at."""


class RiskItem(NamedTuple):
    """One answer to an item about suicide of a scale, from 0, and when it was touched.

    of        what was answered, in words; greatest  the item's greatest answer
    answer    None where the scale was begun, and nobody has answered this item
    """

    at: datetime
    answer: int | None
    of: str = PHQ9_ITEM_9
    greatest: int = 3


class Answered(NamedTuple):
    """One answer to an item of the C-SSRS screener, and when it was touched."""

    at: datetime
    item: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """One C-SSRS screener as it was touched, finished or not.

    answered    each touch; order does not matter
    last_behaviour_on  day of the latest behaviour, for the map by date
    """

    began_at: datetime
    answered: tuple[Answered, ...] = ()
    read_by: str = cssrs.PUBLISHED
    last_behaviour_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a clinician found who spoke with the person.

    level        low, moderate or high: anyone who spoke with the person can tell
    seen_until   it settles the answers up to here; what was touched at this moment or later still stands
    Raises NoWords, NotALevel.
    """

    at: datetime
    seen_until: datetime
    level: Level
    words: str
    by: str

    def __post_init__(self) -> None:
        if self.level not in cssrs.LEVELS or self.level == "cannot tell":
            raise NotALevel(f"The level was read as {self.level!r}. Choose low, moderate or high.")
        if not self.words.strip():
            raise NoWords("What you found is empty. Write in a few words what you asked, heard and agreed.")


class Reason(NamedTuple):
    """One thing a level stands on, and the key of its source."""

    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Danger:
    """How much danger, why, and what to do now.

    level         low, cannot tell, moderate or high
    act           an answer, or a missing one, waits for a person: it goes on until a clinician's judgement settles it
    reasons       what it stands on, in words;  waits  those of them that wait for a person
    steps         what to do now, in order
    who           who does it
    not_answered  items of the C-SSRS screener without an answer
    read_by       the maps that were used
    """

    level: Level
    act: bool
    reasons: tuple[Reason, ...]
    waits: tuple[Reason, ...]
    steps: tuple[str, ...]
    who: str
    not_answered: tuple[str, ...]
    read_by: tuple[str, ...]
    not_shown: str = NOT_SHOWN


STEPS: Final[dict[Level, tuple[str, ...]]] = {
    "high": (
        "Stay with the person, or have somebody stay; on the phone, keep talking.",
        "A clinician assesses in person today. Where that cannot be, or is not enough: emergency or inpatient care, "
        "handed over by name.",
        "Make the surroundings safer with the person, and go through the safety plan.",
        "Record the assessment in words. Only that closes this.",
    ),
    "moderate": (
        "Speak with the person now.",
        "A clinician assesses in person today.",
        "Make or renew the safety plan, and ask who can be with them.",
        "Record the assessment in words. Only that closes this.",
    ),
    "cannot tell": (
        "Speak with the person now, and ask what has no answer yet. Unanswered is not “no”.",
        "Where it cannot be finished, a clinician assesses in person today.",
        "Record the assessment in words. Only that closes this.",
    ),
    "low": (
        "Speak with the person about the answers today.",
        "Go through the safety plan, and say whom to call day and night.",
        "Record the assessment in words. Only that closes this.",
    ),
}
QUIET: Final = ("Nothing waits. Ask again before each infusion, and whenever something has changed.",)
_UNKNOWN_QUIET: Final = ("No finished screen and no judgement. Ask before anything is planned.",)
_WHO: Final[dict[Level, str]] = {
    "high": "the clinician on duty now, and a prescriber today",
    "moderate": "the clinician on duty now, and a prescriber today",
    "cannot tell": "the clinician on duty now",
    "low": "the clinician on duty today",
}


class _Finding(NamedTuple):
    level: Level
    act: bool
    reason: Reason
    not_answered: tuple[str, ...] = ()
    read_by: str = ""


def assess(
    items: Iterable[RiskItem], screens: Iterable[Screen], judgements: Sequence[Judgement], *, as_of: date
) -> Danger:
    """Return how much danger the answers show, why, what to do now and who does it.

    Each yes since the newest judgement counts, whatever was answered later; answers may come in any order. An item
    about suicide answered above zero alone is "cannot tell": it says that somebody must ask, not what they will hear.
    So is one without an answer on a scale that was begun. Nothing but a finished screen or a judgement is "low".
    Raises RiskItemOutOfRange, and what `cssrs.triage` refuses.
    Source: house:danger, house:item-9, house:risk-items, cssrs:triage
    """
    newest = max(judgements, key=lambda one: one.at, default=None)
    since = newest.seen_until if newest else None
    unsorted = [
        *_judged(newest),
        *_items([one for one in items if since is None or one.at >= since]),
        *(f for screen in screens for f in _screened(screen, since, as_of)),
    ]
    found = sorted(unsorted, key=lambda f: (-cssrs.LEVELS.index(f.level), f.reason))
    level: Level = highest(*(one.level for one in found)) if found else "cannot tell"
    act = any(one.act for one in found)
    quiet = _UNKNOWN_QUIET if level == "cannot tell" else QUIET
    return Danger(
        level=level,
        act=act,
        reasons=tuple(one.reason for one in found),
        waits=tuple(one.reason for one in found if one.act),
        steps=STEPS[level] if act or level in ("moderate", "high") else quiet,
        who=_WHO[level],
        not_answered=tuple(item for item in cssrs.ITEMS if any(item in one.not_answered for one in found)),
        read_by=tuple(sorted({one.read_by for one in found if one.read_by})),
    )


def _judged(newest: Judgement | None) -> list[_Finding]:
    if newest is None:
        return []
    words = f"{newest.by} assessed in person and judged {newest.level}: {newest.words.strip()}"
    return [_Finding(newest.level, act=False, reason=Reason(words, POLICY))]


def _items(answers: list[RiskItem]) -> list[_Finding]:
    """Take the worst answer to each item above zero; an item without an answer waits for a person too."""
    worst: dict[str, RiskItem] = {}
    for one in sorted(answers, key=lambda item: item.answer or 0):
        if one.answer is not None and not 0 <= one.answer <= one.greatest:
            raise RiskItemOutOfRange(
                f"{one.of} is {one.answer}, not a whole number from 0 to {one.greatest}. Ask again."
            )
        if one.answer != 0:
            worst[one.of] = one
    return [_item(one) for one in worst.values()]


def _item(one: RiskItem) -> _Finding:
    source = "house:item-9" if one.of == PHQ9_ITEM_9 else "house:risk-items"
    if one.answer is None:
        said = f"{one.of} has no answer, and the form was begun: somebody asks. Unanswered is not “no”"
        return _Finding("cannot tell", act=True, reason=Reason(said, POLICY))
    said = f"{one.of} was answered {one.answer} of {one.greatest}: somebody asks now, with the C-SSRS screener"
    return _Finding("cannot tell", act=True, reason=Reason(said, source))


def _screened(screen: Screen, since: datetime | None, as_of: date) -> list[_Finding]:
    last = max((screen.began_at, *(one.at for one in screen.answered)))
    if since is not None and last < since:
        return []  # the judgement saw all of it
    given: dict[str, bool] = {}
    for one in screen.answered:
        settled = since is not None and one.at < since
        given[one.item] = given.get(one.item, False) or (one.yes and not settled)
    read = cssrs.triage(given, read_by=screen.read_by, last_behaviour_on=screen.last_behaviour_on, as_of=as_of)
    act = bool(read.unanswered) or any(given.values())
    reason = Reason(_sentence(read, given), read.source)
    return [_Finding(read.level, act, reason, read.unanswered, read.map)]


def _sentence(read: cssrs.Triage, given: dict[str, bool]) -> str:
    yes = [item for item in cssrs.ITEMS if given.get(item)]
    said = f"yes to item {', '.join(yes)}" if yes else "no item answered yes"
    level = f"at least {read.level}" if read.at_least else read.level
    waits = f"; no answer to item {', '.join(read.unanswered)}" if read.unanswered else ""
    return f"C-SSRS screener: {said}{waits}. By the {read.map} map: {level}"
