"""The rules of the grammar for time: how often, when in the day, on which days, for how long, and what follows."""

from itertools import pairwise
from typing import Final

from euthymia.medicine.drugs.dosage_text import words as w
from euthymia.medicine.drugs.dosage_text.amounts import Rule, Tokens, dropped, first, rule, unclear
from euthymia.medicine.drugs.dosage_text.tokens import Token, slot_at

# Kinds that the rules make
LASTS, LATER, A_WEEK, DAY_SET = "r", "a", "J", "^"
_DAYS_OF: Final = {w.DAYS: 1.0, w.WEEKS: 7.0, w.MONTHS: 0.0}  # how long a month is, nobody wrote
_EVENINGS: Final = (w.EVENING, w.NIGHT)


def _clocks(tokens: Tokens) -> Tokens | None:
    """Read "at 8 am and 8 pm": hours of the clock."""
    made: list[Token] = []
    for number, half in pairwise(tokens):
        if number.kind == w.NUMBER and half.kind in (w.SLOT, w.HOURS):
            late = half.kind == w.SLOT and half.value in _EVENINGS
            if not 0 <= number.value <= 24 or (half.kind == w.SLOT and half.text not in ("am", "pm", "a m", "p m")):
                return unclear(tokens)
            made.append(Token(w.SLOT, slot_at(number.value % 12 + 12 * late if half.kind == w.SLOT else number.value)))
    return made


def _hours(tokens: Tokens) -> Tokens:
    """Read "every 12 hours"; what does not go evenly into a day asks."""
    hours = tokens[-2].value if tokens[-1].kind == w.HOURS else tokens[-1].value
    return [Token(w.PER_DAY, 24 / hours, "")] if hours in (4, 6, 8, 12, 24) else unclear(tokens)


def _nth(tokens: Tokens) -> Tokens:
    """Read "every 3 days"; every day is daily, and what is rarer than a week asks."""
    days = tokens[-2].value
    if days == 1:
        return [Token(w.DAY)]
    return [Token(w.NTH_DAY, days, "")] if 2 <= days < 7 and days == int(days) else unclear(tokens)


def _lasts(tokens: Tokens) -> Tokens:
    """Read "for 2 weeks" as days; a month is of no known length."""
    count = next((token.value for token in tokens if token.kind == w.NUMBER), 1.0)
    return [Token(LASTS, count * _DAYS_OF[tokens[-1].kind], " ".join(token.text for token in tokens))]


def _later(tokens: Tokens) -> Tokens:
    """Read "after 2 weeks": what follows begins then."""
    (lasts,) = _lasts(tokens)
    return [lasts._replace(kind=LATER)]


def _times_a_week(tokens: Tokens) -> Tokens:
    """Read "3 times a week" and "5 days a week"; once is asked about, as a weekly dose is no daily one."""
    count = tokens[0].value
    return [Token(A_WEEK, count, "")] if 2 <= count <= 7 and count == int(count) else unclear(tokens)


def _day_set(tokens: Tokens) -> Tokens:
    """Read a list of weekdays, or "Mon-Fri"; one alone is a weekly dose, which asks."""
    days = [int(token.value) for token in tokens if token.kind == w.WEEKDAY]
    if any(token.kind in (w.DASH, w.TO) for token in tokens):
        days = list(range(days[0], days[-1] + 1)) if len(days) == 2 and days[0] < days[1] else []
    if not 2 <= len(set(days)) == len(days):
        return unclear(tokens)
    return [Token(DAY_SET, 0.0, "", tuple(float(day) for day in days))]


def _every_day(tokens: Tokens) -> Tokens:
    del tokens
    return [Token(w.DAY)]


def _digital(tokens: Tokens) -> Tokens | None:
    """Read "at 0800"."""
    hour, minute = divmod(tokens[1].value, 100)
    is_clock = len(tokens[1].text) == 4 and hour <= 24 and minute < 60
    return [Token(w.SLOT, slot_at(hour), tokens[1].text)] if is_clock else None


CLOCKS: Final[tuple[Rule, ...]] = (
    rule("Kn", _digital),
    rule("K(?:n[sh])(?:[&,]n[sh])*", _clocks),
    rule("bnh", _clocks),
    rule("on/n", dropped),  # a date that the words call one
    rule("oj|K?j", dropped),
    rule("n(?:[-t]n)?[hi](?:o|s)?[GA]", dropped),  # "30 minutes before breakfast"
    rule("Gn(?:[-t]n)?[hi]", dropped),
    rule("[k&]?[nb]*(?:ng)?L", dropped),  # with 1 glass of water
    rule("nh(?=u)", dropped),  # 24 hr tablet
)
OFTEN: Final[tuple[Rule, ...]] = (
    rule("en-?h|n-?h(?=$|[^u])", _hours),
    rule("/nh", lambda t: [Token(w.DAY)] if t[1].value == 24 else unclear(t)),
    rule("/d", _every_day),
    rule("/(?=[DWcFs])", dropped),
    rule("c/", first),
    rule("[nc]?x?ndW|nd/?w", lambda t: _times_a_week(t[-3:])),
    rule("end", _nth),
    rule("en[wm]|ew|em|eh", lambda t: [Token(w.WEEK)] if t[-1].kind == w.WEEKS and len(t) == 2 else unclear(t)),
    rule("ed", _every_day),
    rule("e&?(?=[sDyOF])", dropped),
    rule("An[dwm]", _later),
    rule("A[bo]?[dwm]", _later),
    rule("A(?=s)", dropped),
    rule("A", unclear),
    rule("xn[dwm]|p?n-?[dwm]|p[bo]?[dwm]", _lasts),
    rule("[dwm]n", unclear),  # "week 2", "day 1"
    rule(r"[nc]x?[(,]?W\)?", _times_a_week),
    rule("xn(?=[D/])", lambda t: [Token(w.COUNT, t[1].value, "")]),
    rule("nx", lambda t: [Token(w.COUNT, t[0].value, "")]),
    rule("y(?:[-t&,/|]+y|y)*", _day_set),
    rule("s/(?=s)", first),
)
ENDS: Final[tuple[Rule, ...]] = (
    rule(r"[n#]*R[,:]*n?[uvr]*", dropped),  # dispensing: quantity, refills
    rule(r"p[?&|k]+", dropped),  # what it is for
    rule(r"k[Zzv]", unclear),  # another strength is taken beside it
    rule(r"k[?&]*", dropped),
    rule("G", dropped),
    rule(r"-|e|K|o|b|t(?![nZ])", dropped),
)
