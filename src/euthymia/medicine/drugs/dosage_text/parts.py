"""Tokens to parts: how much, how often, when; and what in the text cannot be read, as a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from euthymia.medicine.drugs.dosage_text import amounts as a
from euthymia.medicine.drugs.dosage_text import timing as t
from euthymia.medicine.drugs.dosage_text import words as w
from euthymia.medicine.drugs.dosage_text.tokens import Token, tokens

_AMOUNT: Final = frozenset({a.UNITS, a.MG, a.MG_EACH, a.MG_TOTAL, w.SCHEME})
_WHEN: Final = frozenset({w.PER_DAY, w.COUNT, w.SLOT, w.NTH_DAY, t.A_WEEK, t.DAY_SET, w.WEEK})
_OF_DOSE: Final = _AMOUNT | _WHEN | {w.DAY, w.NUMBER, w.UNIT, a.MG_A_DAY, t.LASTS, t.LATER}
_BREAKS: Final = frozenset({w.STOP, w.COMMA, w.OPEN, w.CLOSE})
STEPS: Final = "the dose changes in steps"
_GRAMMAR: Final = a.Grammar(*a.AMOUNTS, *t.CLOCKS, *a.MASSES, *a.COUNTED, *t.OFTEN, *t.ENDS)
_MOST_BARE: Final = 10  # a number alone is a count of tablets up to here


@dataclass
class Part:
    """What is taken at certain times: tokens of the amount and of when, and for how long."""

    amount: list[Token] = field(default_factory=list)
    when: list[Token] = field(default_factory=list)
    daily: bool = False
    lasts: float | None = None  # days; 0 where it ends and nobody can say when


@dataclass(frozen=True)
class Parsed:
    """A text cut into its parts.

    question   why no dose can be read from it, "" where nothing stands against it
    stepwise   the parts are steps, one after the other
    a_day      a total of the day that is written out, mg
    """

    parts: tuple[Part, ...] = ()
    question: str = ""
    as_needed: bool = False
    stepwise: bool = False
    a_day: tuple[float, ...] = ()
    most_mg: tuple[float, ...] = ()
    most_units: tuple[float, ...] = ()
    divided: bool = False


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """Cut a dosage text into parts, whatever the strength of a tablet."""
    found = _GRAMMAR.rewrite(tokens(text))
    found = _bare_counts(found)
    if any(token.kind == w.NEEDED for token in found):
        return Parsed(question="taken as needed", as_needed=True)
    if question := _question(found):
        return Parsed(question=question)
    stepwise = any(token.kind in (w.THEN, t.LATER, w.START) for token in found)
    return Parsed(
        tuple(_parts(found)), stepwise=stepwise, divided=any(token.kind == w.DIVIDED for token in found),
        a_day=_values(found, a.MG_A_DAY), most_mg=_values(found, a.MOST_MG), most_units=_values(found, a.MOST_UNITS),
    )  # fmt: skip


def _values(found: Sequence[Token], kind: str) -> tuple[float, ...]:
    return tuple(token.value for token in found if token.kind == kind)


def _bare_counts(found: list[Token]) -> list[Token]:
    """Read a small number beside its times as a count of tablets ("1 po qam"); any other number stays one."""
    made = list(found)
    for place, token in enumerate(found):
        if token.kind != w.NUMBER or token.value > _MOST_BARE:
            continue
        beside = [one.kind for one in (*found[place + 1 : place + 2], *found[max(place - 1, 0) : place])]
        if any(kind in _WHEN or kind in (w.DAY, a.MG, a.MG_EACH) for kind in beside):
            made[place] = token._replace(kind=a.UNITS)
    return made


def _clauses(found: Sequence[Token]) -> Iterator[list[Token]]:
    clause: list[Token] = []
    for token in found:
        if token.kind in _BREAKS:
            yield clause
            clause = []
        else:
            clause.append(token)
    yield clause


_ASKS: Final = {w.OTHER_UNIT: "it is no dose of tablets", w.CHANGE: STEPS, w.UP_TO: "its words give no one dose",
                w.UNCERTAIN: "its words are not plain", w.MONTH: "it is not taken every day"}  # fmt: skip


def _question(found: Sequence[Token]) -> str:
    """Return why the text gives no daily dose, "" where nothing stands against it."""
    for clause in _clauses(found):
        kinds = {token.kind for token in clause}
        of_dose = not kinds.isdisjoint(_OF_DOSE)
        if w.IF in kinds and not of_dose:
            continue
        if w.DENIED in kinds:
            return "its words deny the dose, or may"
        asked = next((token for token in clause if token.kind in _ASKS), None)
        if asked:
            return _ASKS[asked.kind]
        if of_dose and not kinds.isdisjoint({w.IF, w.OR}):
            return "its words give more than one dose"
        if not kinds.isdisjoint(
            {w.NUMBER, w.MOST, w.HOURS, w.DAYS, w.WEEKS, w.MONTHS, w.MINUTES, w.SLASH, w.TOTAL, w.TIMES}
        ):
            return "a part of its words is not understood"
        unknown = next((token.text for token in clause if token.kind == w.UNKNOWN), "")
        if of_dose and unknown:
            return f"the word “{unknown}” is not understood"
    return ""


def _parts(found: Sequence[Token]) -> list[Part]:
    """Group amounts with their times, whichever is written first."""
    first = next((token.kind for token in found if token.kind in _AMOUNT or token.kind in _WHEN), "")
    times_first = first in _WHEN
    parts = [Part()]
    for place, token in enumerate(found):
        part = parts[-1]
        full = bool(part.amount) and bool(part.when or part.daily)
        if token.kind in _AMOUNT:
            opens = (full and not times_first) or part.lasts is not None
            parts += [Part()] if opens else []
            parts[-1].amount.append(token)
        elif token.kind in _WHEN or token.kind == w.DAY:
            ahead = any(one.kind in _AMOUNT for one in found[place + 1 :])
            parts += [Part()] if times_first and full and ahead else []
            _put_when(parts[-1], token)
        elif token.kind == t.LASTS:
            part.lasts = token.value
        elif token.kind == t.LATER:
            _put_later(parts, token, found[place + 1 :])
    return parts


def _put_when(part: Part, token: Token) -> None:
    if token.kind == w.DAY:
        part.daily = True
    else:
        part.when.append(token)


def _put_later(parts: list[Part], token: Token, rest: Sequence[Token]) -> None:
    """Let what stands before "after 2 weeks" last so long: the part before, or the one before that."""
    ahead = any(one.kind in _AMOUNT for one in rest)
    place = len(parts) - 1 if ahead else len(parts) - 2
    if place >= 0:
        parts[place].lasts = token.value if parts[place].lasts is None else 0.0
