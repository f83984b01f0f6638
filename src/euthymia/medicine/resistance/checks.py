"""The checks that one trial is held against: each answers yes, no or "cannot tell", with its reason and its source."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.antidepressants import Agent, Antidepressant
from euthymia.medicine.resistance import dose, uses
from euthymia.medicine.resistance.rules import OURS, Rule
from euthymia.medicine.resistance.stretches import exact_stretch, longest
from euthymia.medicine.resistance.trials import (
    LESS_THAN_HALF,
    OPEN_END,
    OPEN_START,
    RESPONSE_PCT,
    Bounds,
    Improvement,
    Trial,
    find_drug,
)


class Check(NamedTuple):
    """One answer about one trial; `passed` None where it cannot be told. The sentence is made when it is read."""

    passed: bool | None
    say: Callable[..., str]
    said: tuple[Any, ...]
    source: str

    @property
    def reason(self) -> str:
        """Return the sentence."""
        return self.say(*self.said)


class Case(NamedTuple):
    """One trial beside everything that its checks look at.

    episode   the day this episode began, as (earliest, latest) day numbers
    reaches   per dose held, whether it reaches the minimum
    """

    trial: Trial
    drug: Antidepressant | Agent
    rule: Rule
    episode: Bounds
    as_of: int
    reaches: tuple[bool | None, ...]
    added_to: Sequence[Trial] = ()


def case(trial: Trial, *, rule: Rule, episode: Bounds, as_of: int, added_to: Sequence[Trial] = ()) -> Case:
    """Set a trial beside its drug and the rule.

    added_to  the other trials: an agent must have been added to an antidepressant among them
    """
    reaches = dose.reaches(trial, strict=rule.dose == "strict")
    return Case(trial, find_drug(trial.drug), rule, episode, as_of, reaches, added_to)


@lru_cache(maxsize=1024)
def _fixed(passed: bool | None, say: Callable[..., str], said: tuple[str, ...], source: str) -> Check:
    """Return the one check of its kind where the answer has no number in it: a trial has four of them."""
    return Check(passed, say, said, source)


# Whether it is a trial at all


def augmented_one(case: Case) -> Check:
    """An agent is a trial only where the rule counts a failed augmentation, and it was added to an antidepressant."""
    source = case.rule.source_of("augmentation_counts")
    if not case.rule.augmentation_counts:
        return Check(False, _plainly, ("was added to an antidepressant; this rule does not count that",), source)
    beside = [_overlap(case, other) for other in case.added_to if antidepressants.find_agent(other.drug) is None]
    passed = True if True in beside else None if None in beside else False
    words = {
        True: "was added to an antidepressant, which this rule counts",
        None: "whether it was taken together with an antidepressant is not known",
        False: "no antidepressant was taken together with it, so it augmented none",
    }
    return Check(passed, _plainly, (words[passed],), source)


def _overlap(case: Case, other: Trial) -> bool | None:
    """Return whether two courses surely, perhaps or never ran together."""
    (a, b), (c, d) = (_whole(case.trial), _whole(other))
    if max(a[1], c[1]) < min(b[0], d[0], case.as_of):
        return True
    return None if max(a[0], c[0]) < min(b[1], d[1], case.as_of) else False


def _whole(trial: Trial) -> tuple[Bounds, Bounds]:
    return trial.held[0].began, trial.held[-1].ended


# How long


def in_scope(case: Case) -> Check:
    """Hold the trial's days against the rule's scope."""
    source, sold = case.rule.source_of("scope"), getattr(case.drug, "first_sold", None)
    if sold and case.trial.held[-1].ended[1] <= _first_day_of(sold):
        return Check(None, _before_sale, (case.drug.name, sold), antidepressants.FIRST_SOLD)
    if case.rule.scope == "lifetime":
        return _fixed(True, _any_time, (), source)
    first, last = case.trial.held[0], case.trial.held[-1]
    if last.ended[1] <= case.episode[0]:
        return Check(False, _before_episode, (last.ended[1], case.episode[0]), source)
    if last.ended[0] <= case.episode[1] and last.ended[0] != OPEN_END:
        return Check(None, _perhaps_before_episode, (), source)
    if first.began[0] < case.episode[0]:
        return Check(True, _from_the_episode_on, (case.episode[0],), source)
    return _fixed(True, _in_episode, (), source)


@lru_cache(maxsize=256)
def _first_day_of(year: int) -> int:
    return date(year, 1, 1).toordinal()


def long_enough(case: Case) -> Check:
    """Measure the longest unbroken stretch at the minimum dose or above, surely and possibly."""
    need = case.rule.min_weeks * 7
    source = case.rule.source_of("min_weeks")
    surely, perhaps = stretch_days(case)
    running = case.trial.held[-1].ended == (OPEN_END, OPEN_END)
    passed = True if surely >= need else False if perhaps < need else None
    return Check(passed, _weeks, (surely, perhaps, case.rule.min_weeks, running), source)


def stretch_days(case: Case) -> tuple[int, int]:
    """Return the longest unbroken stretch at the minimum dose or above: the days it surely is, and may be at most.

    Where no dose is known to reach the minimum, that is the dose's own question: here the days alone are asked.
    """
    earliest, latest = case.episode if case.rule.scope == "current episode" else (OPEN_START, OPEN_START)
    if earliest == latest and None not in case.reaches:
        exact = exact_stretch(case.trial.held, case.reaches, earliest, case.as_of)
        if exact is not None:
            return exact, exact
    held = case.trial.held
    if False in case.reaches:
        held = tuple([one for one, reached in zip(held, case.reaches, strict=True) if reached is not False])
    sure = held
    if None in case.reaches and True in case.reaches:
        sure = tuple([one for one, reached in zip(case.trial.held, case.reaches, strict=True) if reached])
    perhaps = [(began[0], ended[1]) for began, ended, _ in held]
    surely = [(began[1], ended[0]) for began, ended, _ in sure]
    most = longest(perhaps, earliest, case.as_of)
    return (most if surely == perhaps and latest == earliest else longest(surely, latest, case.as_of)), most


# How much


def dose_reached(case: Case) -> Check:
    """Hold the highest dose against the drug's minimum."""
    least = dose.minimum(case.trial, strict=case.rule.dose == "strict")
    if least.another_route:
        return Check(False, _wrong_route, (case.drug.name, case.trial.route), least.source)
    reaches, level = case.reaches, case.trial.level
    passed = True if True in reaches else None if None in reaches else False
    if passed and level is not None and any(dose.by_level(case.drug, case.trial, held) for held in case.trial.held):
        return Check(True, _level, (case.drug, level.value, level.unit), _level_source(case.drug))
    if passed is None and (slip := dose.slip(case.trial)):
        return Check(None, _plainly, (slip.rstrip("."),), antidepressants.SLIP)
    doses = tuple([held.mg_per_day for held in case.trial.held])
    return Check(passed, _dose, (doses, least.mg, passed, least.form), least.source)


def _level_source(drug: Antidepressant | Agent) -> str:
    return drug.source if isinstance(drug, Agent) or drug.level is None else drug.level.source


# Whether it was taken, borne, and helped


def taken(case: Case) -> Check:
    """Hold the evidence that it was taken against what the rule asks for."""
    adherence, source = case.trial.adherence, case.rule.source_of("adherence")
    if adherence == "unknown" and case.rule.adherence == "affirmed":
        return _fixed(None, _plainly, ("whether it was taken regularly is not known",), source)
    return _fixed(adherence != "poor", _plainly, (_TAKEN[adherence],), source)


_TAKEN: Final = {
    "affirmed": "was taken regularly",
    "poor": "was not taken regularly",
    "unknown": "nothing says that it was not taken regularly",
}


def tolerated(case: Case, *, adequate: bool | None) -> Check:
    """Side effects before an adequate dose and duration never make a failure; after it the response decides."""
    if adequate and not case.rule.intolerance_after_adequate_counts:
        words = "was stopped for side effects after an adequate dose and duration, which this rule does not count"
        return Check(False, _plainly, (words,), case.rule.source_of("intolerance_after_adequate_counts"))
    words = {
        True: "was stopped for side effects after an adequate dose and duration: how far it helped decides",
        False: "was stopped for side effects before an adequate dose and duration: could not be tried adequately, "
        "which does not show that it does not work",
        None: "was stopped for side effects, and whether dose and duration were adequate before is not known",
    }[adequate]
    return Check(adequate, _plainly, (words,), OURS)


_NOT_FOR_SIDE_EFFECTS: Final = Check(True, lambda: "was not stopped for side effects", (), OURS)


def did_not_help(case: Case) -> Check:
    """Hold the improvement against the rule's cut; "no response" without a percentage is below it."""
    cut, source = case.rule.fail_if_improvement_below_pct, case.rule.source_of("fail_if_improvement_below_pct")
    improvement = case.trial.improvement
    if improvement.at_most < cut:
        return Check(True, _improved, (improvement, "below", cut), source)
    if improvement.at_least >= cut:
        return Check(False, _improved, (improvement, "not below", cut), source)
    if case.trial.ended_for == "no response" and not improvement.measured:
        return Check(True, _plainly, ("ended because it did not help; no percentage was given",), source)
    return Check(None, _perhaps_improved, (improvement, cut), source)


def for_depression(case: Case) -> Check:
    """A drug that was given for something else says nothing of the depression by itself."""
    given_for = case.trial.given_for
    if uses.use_of(given_for) == "depression":
        return Check(True, _given_for, (given_for, True), OURS)
    return Check(None, _given_for, (given_for, False), OURS)


_FOR_NOTHING_ELSE: Final = Check(True, lambda: "nothing says that it was given for something else", (), OURS)


def answers(case: Case) -> tuple[tuple[Check, ...], bool]:
    """Hold one trial against every check, an agent against one more.

    Gives with them whether side effects surely ended it, in the rule's scope, before it was adequate.
    """
    when, enough, weeks = in_scope(case), dose_reached(case), long_enough(case)
    bore, early = _NOT_FOR_SIDE_EFFECTS, False
    if case.trial.ended_for == "intolerance":
        # Whether dose and weeks were enough, whatever came of it; None where it cannot be told.
        both = (enough.passed, weeks.passed)
        adequate = False if False in both else None if None in both else True
        bore = tolerated(case, adequate=adequate)
        early = adequate is False and when.passed is not False
    use = for_depression(case) if case.trial.given_for else _FOR_NOTHING_ELSE
    found = (when, enough, weeks, taken(case), bore, did_not_help(case), use)
    return (augmented_one(case), *found) if isinstance(case.drug, Agent) else found, early


# The sentences


def _plainly(words: str) -> str:
    return words


def _any_time() -> str:
    return "any time of life counts under this rule"


def _before_sale(drug: str, year: int) -> str:
    return f"its days lie before {year}, when {drug} was first sold (to be confirmed): the drug or the date is wrong"


def _given_for(given_for: str, depression: bool) -> str:
    if depression:
        return f'was given for "{given_for}"'
    return f'was given for "{given_for}", not read as a depression: how far the depression improved is not known'


def _in_episode() -> str:
    return "in this episode"


def _before_episode(ended: int, began: int) -> str:
    return f"ended {_day(ended)}, before this episode began {_day(began)}"


def _perhaps_before_episode() -> str:
    return "whether its days lie in this episode is not known: give the dates of the trial and of the episode"


def _from_the_episode_on(began: int) -> str:
    return f"began before this episode; only days from {_day(began)} count"


@lru_cache(maxsize=4096)
def _weeks(surely: int, perhaps: int, weeks: float, running: bool) -> str:
    so_far = " so far" if running else ""
    needed = f"the {weeks:g} weeks needed at the minimum dose or above"
    if surely >= weeks * 7 or perhaps < weeks * 7:
        word = "at least" if surely >= weeks * 7 else "less than"
        return f"{lasted(surely if surely >= weeks * 7 else perhaps)}{so_far}, {word} {needed}"
    most = lasted(perhaps) if perhaps < OPEN_END // 10 else "any time"
    return f"between {lasted(surely)} and {most}{so_far}: may or may not be {needed}"


def lasted(days: int) -> str:
    """Write a number of days as weeks and days."""
    return f"{_counted(days // 7, 'week')} and {_counted(days % 7, 'day')}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@lru_cache(maxsize=4096)
def _dose(doses: tuple[float | None, ...], least_mg: float | None, passed: bool | None, form: str) -> str:
    known = [mg for mg in doses if mg is not None]
    if least_mg is None:
        return "no minimum dose of it is in the table: whether it was enough is for the prescriber to say"
    of_form = f" ({form})" if form else ""
    if not known:
        return f"the dose is not known; the minimum is {least_mg:g} mg a day"
    words = {True: "reaches", False: "is below", None: "may or may not reach"}[passed]
    unknown = ", and another dose is not known," if passed is None and None in doses else ""
    depends = ", depending on the form or route," if passed is None and not unknown else ""
    return f"{max(known):g} mg{of_form}{unknown} {words}{depends} the minimum of {least_mg:g} mg a day"


def _level(drug: Antidepressant | Agent, value: float, unit: str) -> str:
    if isinstance(drug, Agent) or drug.level is None:
        return f"a level of {value:g} {unit} reaches {drug.level}"
    over = ", and is above it" if value > drug.level.upper_ng_ml else ""
    return (
        f"a level of {value:g} {unit} ({drug.level.measured}) reaches the range of {drug.level.lower_ng_ml:g} to "
        f"{drug.level.upper_ng_ml:g} ng/mL{over}"
    )


def _wrong_route(drug: str, route: str) -> str:
    return f"was taken by the route {route!r}; the minimum in the table is for {drug} alone"


def _improved(improvement: Improvement, word: str, cut: float) -> str:
    if improvement.measured:
        return _measured(improvement.at_most, word, cut)
    bounds = _bounds(improvement)
    return f"improvement {bounds}" if f"{cut:g} %" in bounds else f"improvement {bounds}, {word} {cut:g} %"


@lru_cache(maxsize=1024)  # an improvement is most often a whole percent
def _measured(percent: float, word: str, cut: float) -> str:
    return f"improvement {percent:g} %, {word} {cut:g} %"


def _perhaps_improved(improvement: Improvement, cut: float) -> str:
    if improvement.at_least < -100 and improvement.at_most >= 100:
        return "how far it helped is not known"
    return f"improvement {_bounds(improvement)}: may be above or below {cut:g} %"


def _bounds(improvement: Improvement) -> str:
    least, most = improvement.at_least, improvement.at_most
    if least < -100:
        return f"less than {RESPONSE_PCT:g} %" if improvement == LESS_THAN_HALF else f"at most {most:g} %"
    return f"at least {least:g} %" if most >= 100 else f"from {least:g} to {most:g} %"


def _day(number: int) -> str:
    return str(date.fromordinal(number)) if OPEN_START < number < OPEN_END // 3 else "an unknown day"
