"""The answers in words, the same on paper and on the page: a number, its interval, and what it rests on.

They say what is expected and never what to do.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from euthymia.pharmacology.cascade.course.outlook import FOLLOWED_DAYS, Change, Outlook, Spread, WearOff
from euthymia.pharmacology.cascade.course.people import Session
from euthymia.pharmacology.cascade.flags import flags_of
from euthymia.pharmacology.cascade.occupancy import TYPICAL_MG_PER_KG
from euthymia.pharmacology.kinetics import Flag

EXTRAPOLATION: Final = "model extrapolation"
SPACING: Final = f"{EXTRAPOLATION}: spacing rests on one trial, of two or three sessions a week"
MAINTENANCE: Final = f"{EXTRAPOLATION}: no trial of keeping an effect up with intravenous racemic ketamine is held here"
MANY: Final = f"{EXTRAPOLATION}: no calibrating trial gave more than six sessions, or for longer than four weeks"
FITTED: Final = "four trials of 0.5 mg/kg and about 190 people were fitted; of trials it never saw, some lie outside"
WEARING: Final = "all that is known of wear-off here: 17 responders of one open course, and one seventh day"
INTERVAL: Final = (
    "Each interval holds nine in ten of people with these scores: doubt about parameters, between studies and people, "
    "and a rater's noise are in it; of a difference the same people are held against themselves, without that noise."
)
SCALE: Final = (
    "Scores are totals of the Montgomery-Asberg scale (MADRS). No other scale is turned into it: no sourced map of one "
    "onto the other is held."
)
_SIX: Final = 6
_FEW: Final = 0.05
_WEEKS_DAYS: Final = 28.0


class Answer(NamedTuple):
    """One answer. `rests_on` what was fitted;  `marks` what must be read beside the number."""

    asked: str
    said: str
    rests_on: str
    marks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def answers(found: Outlook) -> tuple[Answer, ...]:
    """Return what was found, question by question."""
    return tuple(_answers(found))


def _answers(found: Outlook) -> Iterator[Answer]:
    yield _responding(found)
    if found.wear_off is not None:
        yield _wear_off(found, found.wear_off)
    for change in found.changes:
        yield _change(found, change)


def _responding(found: Outlook) -> Answer:
    asked, seen = "Half of the score gone, or more, by session six", found.responding
    if seen is None:
        return Answer(asked, "Not said: no sixth session is still to come.", FITTED)
    said = (
        f"{_percent(seen.chance)} on {_day(seen.day)}, the day after it; each person's own chance lies between "
        f"{_percent(seen.own.low)} and {_percent(seen.own.high)} in nine of ten."
    )
    return Answer(asked, said, FITTED, _marks(found, found.asked.planned), ("murrough:2013-bp", "singh:2016"))


def _wear_off(found: Outlook, seen: WearOff) -> Answer:
    asked = f"Wear-off after the last session ({_day(seen.last_day)}), if none follows"
    if seen.had < _FEW:
        said = f"{_percent(seen.had)} are expected to have half gone on {_day(seen.from_day)}: too few to say how long."
        return Answer(asked, said, WEARING)
    said = (
        f"{_percent(seen.had)} are expected to have half gone on {_day(seen.from_day)}. In them it falls under half "
        f"after {_days(seen.days)} days (median, nine in ten); in {_percent(seen.lasts)} it lasts {FOLLOWED_DAYS} days "
        "or more."
    )
    return Answer(asked, said, WEARING, _marks(found, found.asked.planned), ("murrough:2013-bp",))


def _change(found: Outlook, change: Change) -> Answer:
    looks = "; ".join(
        f"{_day(look.day)}: {_points(look.points)}, noticeable in {_percent(look.noticeable)}" for look in change.looks
    )
    said = (
        f"{looks}. Noticeable ({found.asked.noticeable_points:g} points or more) on some day in "
        f"{_percent(change.ever)}. Days with half gone, to {_day(found.days[-1])}: {_signed(change.half_gone_days)}."
    )
    marks = _marks(found, change.sessions)
    if change.name == "longer spacing":
        marks = (SPACING, *marks)
    return Answer(
        f"{change.name.capitalize()} ({_when(change.sessions)}) against {change.against}", said, FITTED, marks,
        ("singh:2016", "madrs:meaningful"),
    )  # fmt: skip


def _marks(found: Outlook, more: tuple[Session, ...]) -> tuple[str, ...]:
    """Return how far the sessions lie from what any calibrating trial gave."""
    whole = (*found.told.sessions, *more)
    if not whole:
        return ()
    marks = []
    long = whole[-1].day - whole[0].day > _WEEKS_DAYS
    if len(whole) > _SIX or long:
        marks.append(MANY)
    if more and (len(whole) > _SIX or long):
        marks.append(MAINTENANCE)
    return tuple(marks)


def flags(found: Outlook) -> tuple[Flag, ...]:
    """Return what must be read beside it all: doses, context, surprises, how much of the model this person leaves."""
    told, whole = found.told, (*found.told.sessions, *found.asked.planned)
    doses = sorted({one.mg_per_kg for one in whole}, key=lambda dose: abs(dose - TYPICAL_MG_PER_KG))
    farthest = doses[-1] if doses else TYPICAL_MG_PER_KG
    made = flags_of(farthest, days=[one.day for one in whole], context=told.setting.context)
    surprises = (
        Flag(
            "surprise",
            "cascade",
            f"the score of {one.score.points:g} on {_day(one.score.day)} surprises the model: of people with the "
            f"scores before it, {1000 * one.share:.0f} in 1,000 have one so {'high' if one.higher else 'low'}",
        )
        for one in found.found.surprises
    )
    return (*made, *surprises)


def worth_sentence(found: Outlook) -> str:
    """Return how many people stand behind the numbers."""
    weighed = found.found
    again = ("", ", drawn again once where they count", ", drawn again twice where they count")[weighed.rounds - 1]
    return (
        f"{len(weighed.shares):,} virtual people, weighed by {len(found.told.scores)} scores after the first session, "
        f"are worth {weighed.worth:,.0f} evenly weighed ones{again}."
    )


def _when(sessions: tuple[Session, ...]) -> str:
    days = [_day(one.day).removeprefix("day ") for one in sessions]
    few = days if len(days) <= _SIX else [*days[:3], "…", days[-1]]
    return f"day{'s' if len(days) > 1 else ''} {', '.join(few)}"


def _day(day: float) -> str:
    return f"day {round(day, 1):g}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _points(spread: Spread) -> str:
    return f"{_zero(spread.middle)} points ({_zero(spread.low)} to {_zero(spread.high)})"


def _signed(spread: Spread) -> str:
    return f"{spread.middle:+.1f} ({spread.low:+.0f} to {spread.high:+.0f})"


def _zero(points: float) -> str:
    text = f"{points:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", "−")


def _days(spread: Spread) -> str:
    low, middle, high = (f"{day:.0f}" if day <= FOLLOWED_DAYS else f"more than {FOLLOWED_DAYS}" for day in
                         (spread.low, spread.middle, spread.high))  # fmt: skip
    return f"{middle} ({low} to {high})"
