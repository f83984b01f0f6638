"""A dosage text to mg a day, or to the question that it leaves. Steps of a titration are never added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from euthymia.medicine.drugs.dosage_text import amounts as a
from euthymia.medicine.drugs.dosage_text import timing as t
from euthymia.medicine.drugs.dosage_text import words as w
from euthymia.medicine.drugs.dosage_text.parts import STEPS, Parsed, Part, parse
from euthymia.medicine.drugs.dosage_text.tokens import Token

TOO_MUCH_MG: Final = 100_000  # no medicine is taken by the hundred grams: a number read wrong
_NO_DOSE: Final = "its words give no plain daily dose"
_NO_STRENGTH: Final = "its words give tablets, and nobody wrote of what strength"
_CONTRADICT: Final = "its words contradict each other, or the strength"
_AVERAGED: Final = "It is not taken every day: read as the mean of the days. Confirm it."


class Step(NamedTuple):
    """A dose for so many days; None: from then on."""

    mg_per_day: float
    days: int | None


@dataclass(frozen=True, slots=True)
class Daily:
    """What a text says.

    mg_per_day   None where it does not say it plainly; `question` then says why
    times_a_day  how often, also where the amount is not known; None where that is not plain
    steps        the steps of a titration, where each is written with its days
    adds_nothing the text has neither a dose nor anything that could change one that is written elsewhere
    days         how long a single dose is to be taken, where that is written
    sentences    what a person should look at beside a dose
    """

    mg_per_day: float | None
    question: str = ""
    as_needed: bool = False
    times_a_day: float | None = None
    steps: tuple[Step, ...] = ()
    days: int | None = None
    sentences: tuple[str, ...] = ()
    adds_nothing: bool = False


class _Unplain(Exception):
    """A part that cannot be read; its text is the question."""


@lru_cache(maxsize=16_384)  # prescriptions are written in the same few thousand ways
def read(text: str, strength_mg: float | None = None) -> Daily:
    """Read what a dosage text says is taken a day.

    strength_mg  mg of one tablet; None where nobody wrote it
    """
    parsed = parse(text)
    if parsed.question:
        return Daily(None, parsed.question, parsed.as_needed)
    parts = _with_described(parsed.parts, strength_mg)
    try:
        return _read(parsed, parts, strength_mg)
    except _Unplain as unplain:
        often = _often(parts[0]) if len(parts) == 1 else None
        return Daily(None, str(unplain), times_a_day=often, adds_nothing=_adds_nothing(parsed, parts))


def _adds_nothing(parsed: Parsed, parts: Sequence[Part]) -> bool:
    """Tell whether a text says how often at most, or how many tablets of whatever strength."""
    beside = parsed.a_day or parsed.most_mg or parsed.most_units or parsed.stepwise or parsed.divided
    (first, *more) = parts
    of_mg = any(token.kind not in (a.UNITS, w.SCHEME) for token in first.amount)
    plain = not first.when or _often(first) is not None
    return not beside and not more and plain and not of_mg and first.lasts is None


def _often(part: Part) -> float | None:
    try:
        return _times(part)
    except _Unplain:
        return None


def _with_described(parts: Sequence[Part], strength_mg: float | None) -> list[Part]:
    """Leave out a last part that only says of what strength the tablets are ("50 mg tablets")."""
    kept = list(parts)
    if len(kept) > 1 and not kept[-1].when and not kept[-1].daily:
        told = {token.value for token in kept[-1].amount if token.kind == a.MG_EACH}
        if len(told) == len(kept[-1].amount) == 1 and (strength_mg is None or told == {strength_mg}):
            kept.pop()
    return kept


def _read(parsed: Parsed, parts: Sequence[Part], strength_mg: float | None) -> Daily:
    if parsed.stepwise or (len(parts) > 1 and any(part.lasts is not None for part in parts)):
        return _in_steps(parsed, parts, strength_mg)
    if parsed.divided:
        mg = _divided(parts)
    elif len(parsed.a_day) == 1 and not any(part.amount for part in parts):
        mg = parsed.a_day[0]
    else:
        _check_apart(parts)
        mg = sum(_mg(part, strength_mg) * _times(part) for part in parts)
    mg = round(mg, 6)
    _check_beside(parsed, mg, strength_mg)
    if not 0 < mg < TOO_MUCH_MG:
        raise _Unplain(f"it reads {mg:g} mg a day, which cannot be")
    mean = any(token.kind in (w.NTH_DAY, t.A_WEEK, t.DAY_SET) for part in parts for token in part.when)
    often = _often(parts[0]) if len(parts) == 1 and not parsed.divided else None
    days = int(parts[0].lasts) if len(parts) == 1 and parts[0].lasts else None
    return Daily(mg, times_a_day=often, days=days, sentences=(_AVERAGED,) if mean else ())


def _in_steps(parsed: Parsed, parts: Sequence[Part], strength_mg: float | None) -> Daily:
    """Keep steps with their days where every one is written; they are never one dose."""
    known = len(parts) > 1 and all(part.lasts for part in parts[:-1]) and not parsed.most_mg and not parsed.a_day
    if not known:
        return Daily(None, STEPS)
    steps = []
    for part in parts:
        try:
            mg = round(_mg(part, strength_mg) * _times(part), 6)
        except _Unplain:
            return Daily(None, STEPS)
        steps.append(Step(mg, int(part.lasts) if part.lasts else None))
    good = all(0 < step.mg_per_day < TOO_MUCH_MG for step in steps)
    return Daily(None, STEPS, steps=tuple(steps) if good else ())


def _divided(parts: Sequence[Part]) -> float:
    """Read "150 mg daily in 2 divided doses": the amount is the day's."""
    (part, *more) = parts
    mg = {token.value for token in part.amount if token.kind in (a.MG, a.MG_TOTAL)}
    if more or len(mg) != 1 or len(part.amount) != 1 or not part.daily:
        raise _Unplain(_NO_DOSE)
    return mg.pop()


def _check_beside(parsed: Parsed, mg: float, strength_mg: float | None) -> None:
    """Check what is written as the total of the day, or as a maximum, against the dose."""
    if any(abs(told - mg) > 0.01 for told in parsed.a_day):
        raise _Unplain(_CONTRADICT)
    most = [*parsed.most_mg, *(units * strength_mg for units in parsed.most_units if strength_mg)]
    if any(abs(told - mg) > 0.01 for told in most) or (parsed.most_units and not strength_mg):
        raise _Unplain("it gives a dose and another maximum")


def _check_apart(parts: Sequence[Part]) -> None:
    """Check that parts to be added are taken at different times of the same days, or on different days."""
    if len(parts) < 2:
        return
    taken: set[tuple[str, float]] = set()
    for part in parts:
        slots = {(token.kind, token.value) for token in part.when if token.kind == w.SLOT}
        slots = slots or {(token.kind, day) for token in part.when for day in token.values if token.kind == t.DAY_SET}
        if not slots or slots & taken or any(token.kind in (w.COUNT, w.PER_DAY) for token in part.when):
            raise _Unplain("its words give more than one dose")
        taken |= slots
    if len({kind for kind, _ in taken}) > 1:
        raise _Unplain("its words give more than one dose")


def _mg(part: Part, strength_mg: float | None) -> float:
    """Return the mg at a time; of a scheme, the mg of the day."""
    units = [sum(token.values) for token in part.amount if token.kind == w.SCHEME and not token.value]
    in_mg = [sum(token.values) for token in part.amount if token.kind == w.SCHEME and token.value]
    units += [token.value for token in part.amount if token.kind == a.UNITS]
    if in_mg and strength_mg:
        taken = [value / strength_mg for t in part.amount if t.kind == w.SCHEME for value in t.values]
        if any(not _whole(4 * count) and not _whole(3 * count) for count in taken):
            raise _Unplain(_CONTRADICT)  # "1-0-0 mg" of a 20 mg tablet counts tablets, or is a slip
    if in_mg:
        return _only(in_mg) if not units and len(part.amount) == 1 else _fail(_NO_DOSE)
    if len(set(units)) > 1 or any(not _whole(4 * count) and not _whole(3 * count) for count in units):
        raise _Unplain(_NO_DOSE)
    scheme = any(token.kind == w.SCHEME for token in part.amount)
    return _together(units[0] if units else None, part.amount, strength_mg, scheme=scheme)


def _together(units: float | None, amount: Sequence[Token], strength_mg: float | None, *, scheme: bool) -> float:
    """Hold tablets, mg and strength against each other. Raises _Unplain where they differ."""
    each = {token.value for token in amount if token.kind == a.MG_EACH}
    total = {token.value for token in amount if token.kind == a.MG_TOTAL}
    bare = {token.value for token in amount if token.kind == a.MG}
    if units is None:
        return _only([*(bare | total)] or [*each])
    size = strength_mg if strength_mg is not None else _only([*each]) if len(each) == 1 else None
    if size is None and scheme and len(bare) == 1 and not total:
        size = _only([*bare])
    if size is None and units == 1 and len(bare | total) == 1:
        size = _only([*(bare | total)])
    if size is None:
        return _only([*total]) if total and not bare else _fail(_NO_STRENGTH)
    together = units * size
    kinds = [token.kind for token in amount]
    of_one = a.UNITS in kinds and a.MG in kinds and kinds.index(a.MG) < kinds.index(a.UNITS)  # "50 mg, 2 tablets daily"
    right = (
        all(_near(told, size) for told in each)
        and all(_near(told, together) for told in total)
        and all(_near(told, together) or ((of_one or scheme) and _near(told, size)) for told in bare)
    )
    return together if right else _fail(_CONTRADICT)


def _near(one: float, other: float) -> bool:
    return abs(one - other) < 0.01


def _whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-6


def _only(values: Sequence[float]) -> float:
    if len(values) != 1:
        raise _Unplain(_NO_DOSE)
    return values[0]


def _fail(question: str) -> float:
    raise _Unplain(question)


def _times(part: Part) -> float:
    """Return how often a day on the mean of the days. Raises _Unplain where that is not plain."""
    scheme = next((token for token in part.amount if token.kind == w.SCHEME), None)
    if scheme:
        return _of_scheme(part, scheme)
    slots = {token.value for token in part.when if token.kind == w.SLOT}
    if {w.EVENING, w.NIGHT} <= slots:
        raise _Unplain("its words may mean one time or two")
    counts = {token.value for token in part.when if token.kind in (w.PER_DAY, w.COUNT)}
    if len(counts) > 1 or (counts and slots and counts != {float(len(slots))}):
        raise _Unplain("its words say how often in two ways")
    if part.daily and len(slots) > 1 and not counts:
        raise _Unplain("its words may mean the whole day or each time")
    bare = any(token.kind == w.COUNT for token in part.when) and not any(token.kind == w.PER_DAY for token in part.when)
    mean = _mean(part)
    if bare and not (part.daily or slots or mean != 1):
        raise _Unplain("its words do not say how often a day")
    if not (counts or slots or part.daily or mean != 1):
        raise _Unplain("its words do not say how often")
    often = next(iter(counts), 0) or float(len(slots) or 1)
    if mean != 1 and often != 1:
        raise _Unplain("its words say how often in two ways")
    return often * mean


def _mean(part: Part) -> float:
    """Return the part of the days on which it is taken. Raises _Unplain for a weekly dose, which is no daily one."""
    if any(token.kind == w.WEEK for token in part.when):
        raise _Unplain("it is not taken every day")
    means = [1 / token.value for token in part.when if token.kind == w.NTH_DAY]
    means += [token.value / 7 for token in part.when if token.kind == t.A_WEEK]
    means += [len(token.values) / 7 for token in part.when if token.kind == t.DAY_SET]
    if len(means) > 1 or (any(token.kind == t.A_WEEK for token in part.when) and part.daily):
        raise _Unplain("its words say how often in two ways")
    return means[0] if means else 1.0


def _of_scheme(part: Part, scheme: Token) -> float:
    """Return 1: a scheme says the day; other words of when must agree with it."""
    taken = sum(1 for value in scheme.values if value)
    said = [token for token in part.when if token.kind in (w.SLOT, w.PER_DAY, w.COUNT)]
    slots = len({token.value for token in said if token.kind == w.SLOT})
    counts = {token.value for token in said if token.kind != w.SLOT}
    if len(said) != len(part.when) or (slots and slots != taken) or (counts and counts != {float(taken)}):
        raise _Unplain("its words say how often in two ways")
    return 1.0
