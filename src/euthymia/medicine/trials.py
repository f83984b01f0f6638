"""One trial of an antidepressant, the rules it is held against, and the six checks that each give a reason."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, get_args

from euthymia.medicine import antidepressants
from euthymia.medicine.antidepressants import Antidepressant
from euthymia.medicine.refusal import Refusal

Adherence = Literal["good", "poor", "unknown"]
Response = Literal["remission", "response", "partial", "none", "unknown"]

RESPONSE_PCT: Final = 50.0


class ImpossibleTrial(Refusal):
    """A trial that cannot have happened as written."""


class ImpossibleRule(Refusal):
    """A rule that would call everybody, or nobody, resistant."""


class UnknownRule(Refusal):
    """No rule goes by this name."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One course of one antidepressant.

    drug             generic name, as in the table;  form  one of the drug's forms, "" where unknown
    dose_mg          mg a day, the dose that was held
    ended            None while it is still taken
    improvement_pct  percent fall of the symptoms, negative where they grew; None where nobody measured
    Raises ImpossibleTrial, UnknownDrug, UnknownForm.   Source: trials:response
    """

    drug: str
    dose_mg: float
    began: date
    ended: date | None = None
    adherence: Adherence = "unknown"
    response: Response = "unknown"
    improvement_pct: float | None = None
    stopped_for_intolerance: bool = False
    form: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be, and keep the drug by its name in the table."""
        drug = antidepressants.find(self.drug)
        object.__setattr__(self, "drug", drug.name)
        if not (math.isfinite(self.dose_mg) and self.dose_mg > 0):
            raise ImpossibleTrial(f"{drug.name}: dose {self.dose_mg} mg is not above 0. Enter the mg taken a day.")
        antidepressants.reaches_minimum(drug, self.dose_mg, form=self.form)
        if self.ended and self.ended < self.began:
            raise ImpossibleTrial(
                f"{drug.name}: ended {self.ended}, before it began {self.began}. Correct one of the two dates."
            )
        _check_words(drug.name, self.adherence, self.response)
        _check_improvement(drug.name, self.response, self.improvement_pct)


def _check_words(name: str, adherence: str, response: str) -> None:
    for what, word, words in (
        ("adherence", adherence, get_args(Adherence)),
        ("response", response, get_args(Response)),
    ):
        if word not in words:
            raise ImpossibleTrial(f"{name}: {what} {word!r} is not one of {', '.join(words)}. Choose one.")


def _check_improvement(name: str, response: Response, pct: float | None) -> None:
    if pct is None:
        return
    if not (math.isfinite(pct) and pct <= 100):
        raise ImpossibleTrial(f"{name}: improvement {pct} % is above 100 or no number. Enter the percent fall.")
    helped, not_helped = response == "response", response in ("none", "partial")
    if (helped and pct < RESPONSE_PCT) or (not_helped and pct >= RESPONSE_PCT):
        raise ImpossibleTrial(
            f"{name}: response {response!r} and improvement {pct:g} % contradict each other: a response is at least "
            f"{RESPONSE_PCT:g} %. Correct one of the two."
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """What a trial needs to count, and how many must.

    scope      the current episode (days before it do not count) or the whole life
    dose       which column of the table of minimum doses
    adherence  "not poor": only a trial known to be taken badly falls out; "affirmed": somebody must say it was taken
    """

    name: str
    min_failed_trials: int = 2
    scope: Literal["current episode", "lifetime"] = "current episode"
    fail_if_improvement_below_pct: float = RESPONSE_PCT
    min_weeks: float = 6
    dose: Literal["permissive", "strict"] = "permissive"
    adherence: Literal["not poor", "affirmed"] = "not poor"
    distinct_class_required: bool = False
    source: str = "fda:trd"
    improvement_source: str = "fava:trd"
    weeks_source: str = "mgh:six-weeks"
    adherence_source: str = "house:resistance"

    def __post_init__(self) -> None:
        """Refuse a rule that asks for nothing. Raises ImpossibleRule."""
        if self.min_failed_trials < 1 or self.min_weeks <= 0 or not 0 < self.fail_if_improvement_below_pct <= 100:
            raise ImpossibleRule(
                f"rule {self.name}: {self.min_failed_trials} trials of {self.min_weeks:g} weeks, improvement below "
                f"{self.fail_if_improvement_below_pct:g} %. Ask for at least 1 trial, some weeks, and 1 to 100 %."
            )


_FDA: Final = Rule("fda")

PRESETS: Final[dict[str, Rule]] = {
    rule.name: rule
    for rule in (
        _FDA,
        replace(_FDA, name="4-weeks", min_weeks=4, weeks_source="athf-sf:four-weeks"),
        replace(_FDA, name="affirmed", adherence="affirmed", source="ema:trd", adherence_source="ema:trd"),
        replace(
            _FDA,
            name="strict",
            dose="strict",
            adherence="affirmed",
            adherence_source="ema:trd",
            fail_if_improvement_below_pct=25,
            improvement_source="transform:nonresponse",
        ),
        replace(_FDA, name="distinct-classes", distinct_class_required=True, source="shiroma:distinct-classes"),
    )
}
DEFAULT: Final = "fda"


def preset(name: str) -> Rule:
    """Look a rule up by its name. Raises UnknownRule with the names there are."""
    if name not in PRESETS:
        raise UnknownRule(f"{name!r} is not a rule. Choose one of: {', '.join(PRESETS)}.")
    return PRESETS[name]


@dataclass(frozen=True, slots=True)
class Check:
    """One answer about one trial; `passed` None where it cannot be told."""

    passed: bool | None
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Case:
    """One trial beside everything that its checks look at."""

    trial: Trial
    drug: Antidepressant
    rule: Rule
    episode_began: date
    as_of: date


def _in_scope(case: Case) -> Check:
    source = case.rule.source
    if case.rule.scope == "lifetime":
        return Check(True, "any time of life counts under this rule", source)
    if case.trial.ended and case.trial.ended <= case.episode_began:
        return Check(False, f"ended {case.trial.ended}, before this episode began {case.episode_began}", source)
    if case.trial.began < case.episode_began:
        return Check(True, f"began before this episode; only days from {case.episode_began} count", source)
    return Check(True, "in this episode", source)


def _long_enough(case: Case) -> Check:
    began = case.trial.began if case.rule.scope == "lifetime" else max(case.trial.began, case.episode_began)
    days = max(((case.trial.ended or case.as_of) - began).days, 0)
    running = "" if case.trial.ended else " so far"
    passed = days >= case.rule.min_weeks * 7
    word = "at least" if passed else "less than"
    lasted = f"{_counted(days // 7, 'week')} and {_counted(days % 7, 'day')}{running}"
    return Check(passed, f"{lasted}, {word} the {case.rule.min_weeks:g} weeks needed", case.rule.weeks_source)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _dose_reached(case: Case) -> Check:
    drug, strict = case.drug, case.rule.dose == "strict"
    minimum_mg = drug.minimum_mg_strict if strict else drug.minimum_mg_permissive
    source = drug.strict_source if strict else drug.source
    passed = antidepressants.reaches_minimum(drug, case.trial.dose_mg, form=case.trial.form, strict=strict)
    form = f" ({case.trial.form})" if case.trial.form else ""
    words = {True: "reaches", False: "is below", None: "may or may not reach, depending on the form,"}
    reason = f"{case.trial.dose_mg:g} mg{form} {words[passed]} the minimum of {minimum_mg:g} mg a day"
    return Check(passed, reason, source)


def _taken(case: Case) -> Check:
    adherence, source = case.trial.adherence, case.rule.adherence_source
    if adherence == "unknown" and case.rule.adherence == "affirmed":
        return Check(None, "whether it was taken regularly is not known", source)
    reasons = {
        "good": "was taken regularly",
        "poor": "was not taken regularly",
        "unknown": "nothing says that it was not taken regularly",
    }
    return Check(adherence != "poor", reasons[adherence], source)


def _tolerated(case: Case) -> Check:
    stopped = case.trial.stopped_for_intolerance
    reason = "was stopped because it was not tolerated, which does not show that it does not work"
    return Check(not stopped, reason if stopped else "was not stopped for side effects", "house:resistance")


def _did_not_help(case: Case) -> Check:
    trial, cut = case.trial, case.rule.fail_if_improvement_below_pct
    source = case.rule.improvement_source
    if trial.response == "remission":
        return Check(False, "brought remission", source)
    if trial.improvement_pct is not None:
        passed = trial.improvement_pct < cut
        word = "below" if passed else "not below"
        return Check(passed, f"improvement {trial.improvement_pct:g} %, {word} {cut:g} %", source)
    if trial.response == "partial" and cut < RESPONSE_PCT:
        return Check(None, f"partial response, not measured: may be above or below {cut:g} %", source)
    if trial.response == "unknown":
        return Check(None, "how far it helped is not known", source)
    words = {"response": "brought response", "partial": "partial response", "none": "did not help"}
    return Check(trial.response != "response", words[trial.response], source)


CHECKS: Final[tuple[Callable[[Case], Check], ...]] = (
    _in_scope,
    _long_enough,
    _dose_reached,
    _taken,
    _tolerated,
    _did_not_help,
)
