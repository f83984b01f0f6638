"""Resistance: from the drugs somebody has tried to a verdict, with a reason for every trial.

A trial counts when it lies in the rule's scope, stood long enough at the minimum dose without a break, was taken, and
did not help enough. Where an unknown could change the answer, the verdict is "cannot tell" and says what would decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple

from euthymia.medicine.diagnoses import Entry
from euthymia.medicine.drugs.antidepressants import Agent
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance import adjoining, diagnosis
from euthymia.medicine.resistance.checks import Check, answers, case
from euthymia.medicine.resistance.diagnosis import Answer, Applies, Cause
from euthymia.medicine.resistance.rules import (
    CLINIC,
    DEFAULT,
    OURS,
    PRESETS,
    ImpossibleRule,
    Rule,
    UnknownParameter,
    UnknownRule,
    changed,
    preset,
)
from euthymia.medicine.resistance.trials import (
    HALF_OR_MORE,
    LESS_THAN_HALF,
    OPEN_END,
    UNKNOWN_DAY,
    UNKNOWN_IMPROVEMENT,
    Between,
    Bounds,
    Day,
    Dose,
    ImpossibleTrial,
    Improvement,
    OverlappingDoses,
    Trial,
    course,
    numbers,
)
from euthymia.medicine.resistance.unlisted import Unlisted

__all__ = [
    "CLINIC",
    "DEFAULT",
    "HALF_OR_MORE",
    "LESS_THAN_HALF",
    "PRESETS",
    "RULE_VERSION",
    "UNKNOWN_DAY",
    "UNKNOWN_IMPROVEMENT",
    "Between",
    "DateInFuture",
    "Dose",
    "Finding",
    "History",
    "ImpossibleRule",
    "ImpossibleTrial",
    "Improvement",
    "OverlappingDoses",
    "Rule",
    "Trial",
    "UnknownParameter",
    "UnknownRule",
    "Verdict",
    "changed",
    "course",
    "judge",
    "preset",
]

RULE_VERSION: Final = "resistance-3"

AUGMENTATION: Final = "augmentation"

Outcome = Literal["resistant", "not resistant", "cannot tell", "rule does not apply"]


class DateInFuture(Refusal):
    """A date lies after the day on which the verdict is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What one person has tried.

    trials            any order; a trial still running is judged as it stands on `as_of`
    diagnosis         as somebody wrote it;  diagnoses  the others that a record holds, as they were read
    history_complete  somebody has said that these are all the antidepressants of the rule's scope
    unlisted          entries that no table has: named beside the verdict, and open where one could change it
    other_causes      by key of `diagnosis.CAUSES`; absent is unknown
    Raises DateInFuture.
    """

    as_of: date
    trials: tuple[Trial, ...]
    episode_began: Day = UNKNOWN_DAY
    diagnosis: str = ""
    history_complete: bool = False
    other_causes: Mapping[str, Answer] = field(default_factory=dict, hash=False)
    diagnoses: tuple[Entry, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what lies after the day of the verdict."""
        today = self.as_of.toordinal()
        if (began := numbers(self.episode_began)[0]) > today:
            raise _in_future(self.as_of, "this episode", "began", began)
        for trial in self.trials:
            for held in trial.held:
                if held.began[0] > today:
                    raise _in_future(self.as_of, trial.drug, "began", held.began[0])
                if today < held.ended[0] != OPEN_END:
                    raise _in_future(self.as_of, trial.drug, "ended", held.ended[0])


def _in_future(as_of: date, what: str, verb: str, day: int) -> DateInFuture:
    shown = date.fromordinal(day)
    return DateInFuture(f"{what}: {verb} {shown}, after {as_of}, the day of this verdict. Correct the date.")


class Finding(NamedTuple):
    """What was found about one trial: `trial` its place in the list from 0; `counts` None where an unknown decides.

    stopped_early  side effects surely ended it before an adequate dose and duration, within the rule's scope
    """

    trial: int
    drug: str
    drug_class: str
    counts: bool | None
    checks: tuple[Check, ...]
    stopped_early: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return a sentence for every check, also where the answer is no."""
        return tuple([check.say(*check.said) for check in self.checks])

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the keys of the bibliography that the checks rest on."""
        return _unique(check.source for check in self.checks)

    @property
    def deciding(self) -> tuple[Check, ...]:
        """Return the checks that made the answer what it is: the failed ones, the open ones, or all."""
        return tuple(check for check in self.checks if check.passed is self.counts) or self.checks


class Verdict(NamedTuple):
    """The answer, what it looked at and why. `patient_sentence` is for the person, `sentence` for the chart."""

    outcome: Outcome
    failed_count: int
    possible_count: int
    rule: Rule
    findings: tuple[Finding, ...]
    history: History
    about_diagnosis: str
    diagnoses_to_ask: tuple[str, ...] = ()

    @property
    def rule_name(self) -> str:
        """Name the rule."""
        return self.rule.name

    @property
    def rule_version(self) -> str:
        """Name the version of the way of judging."""
        return RULE_VERSION

    @property
    def sources(self) -> tuple[str, ...]:
        """Return every key of the bibliography that the verdict rests on."""
        return _unique([self.rule.source, OURS, *(s for f in self.findings for s in f.sources)])

    @property
    def would_decide(self) -> tuple[str, ...]:
        """Return what would decide, where it cannot be told: each unknown that could change the answer."""
        if self.outcome != "cannot tell":
            return ()
        open_ = [f"{f.drug}: {check.reason}" for f in self.findings if f.counts is None for check in f.deciding]
        open_ = [*(f"diagnosis: {one}" for one in self.diagnoses_to_ask), *open_]
        open_ += [one.sentence for one in self.history.unlisted if one.could_count]
        complete = [] if self.history.history_complete else ["whether the list is complete: nobody has said so yet"]
        return (*open_, *complete)

    @property
    def other_causes(self) -> tuple[Cause, ...]:
        """List what may look like resistance, with what is known of each."""
        poorly = _unique(trial.drug for trial in self.history.trials if trial.adherence == "poor")
        return diagnosis.other_causes(self.history.other_causes, poorly_taken=poorly)

    @property
    def sentence(self) -> str:
        """Return the verdict in words for the chart."""
        counted = [f.drug for f in self.findings if f.counts]
        named = f" ({', '.join(counted)})" if counted else ""
        needed = self.rule.min_failed_trials
        parts = [
            f"{self.outcome.capitalize()} by rule {self.rule.name}: {len(counted)} of {needed} trials needed{named}."
        ]
        if self.outcome == "rule does not apply":
            parts = [f"Rule {self.rule.name} does not apply.", self.about_diagnosis]
        asked = [self.about_diagnosis] if self.diagnoses_to_ask else []
        return " ".join([*parts, *asked, *filter(None, [self.about_stopped_early])])

    @property
    def stopped_early(self) -> tuple[str, ...]:
        """List the drugs that side effects ended before they could be tried adequately, and that nothing else counts.

        Source: house:resistance
        """
        counted = {finding.drug for finding in self.findings if finding.counts}
        return _unique(f.drug for f in self.findings if f.stopped_early and f.drug not in counted)

    @property
    def about_stopped_early(self) -> str:
        """Return the sentence for the chart about drugs that could not be tried adequately; "" where there is none."""
        drugs = self.stopped_early
        if not drugs:
            return ""
        return (
            f"Could not be tried adequately ({len(drugs)}): {', '.join(drugs)}; side effects ended "
            f"{'it' if len(drugs) == 1 else 'each'} early. The prescriber decides the way on: the drug again more "
            "slowly, another one, or treatment on other grounds."
        )

    @property
    def patient_sentence(self) -> str:
        """Return the verdict in words for the person: no door closes."""
        return _patient_sentence(
            self.outcome, self.rule, stopped_early=len(self.stopped_early), asked=bool(self.diagnoses_to_ask)
        )


def judge(history: History, *, rule: Rule) -> Verdict:
    """Judge whether the drugs tried show resistance to treatment.

    Two trials of one drug count once; rows that adjoin are one course. A trial that side effects ended counts only
    after an adequate dose and duration.
    "Not resistant" needs a complete history in which no unknown could change it; otherwise "cannot tell".
    Source: house:resistance
    """
    episode, as_of = numbers(history.episode_began), history.as_of.toordinal()
    apart = len({trial.drug for trial in history.trials}) == len(history.trials)
    courses = history.trials if apart else adjoining.courses(history.trials)
    days = (episode, as_of)
    found = [_find(place, trial, courses, rule, days) for place, trial in enumerate(courses)]
    near = {} if apart else adjoining.near(history.trials)
    for place, as_one in near.items():
        if found[place].counts is False:
            found[place] = _unless_one(found[place], _find(place, as_one, courses, rule, days))
    findings = _count_each_drug_once(found, courses, rule)
    failed = {_unit(f, rule) for f in findings if f.counts}
    possible = failed | {_unit(f, rule) for f in findings if f.counts is None}
    if history.unlisted:
        possible |= {f"unlisted: {one.written.casefold()}" for one in history.unlisted if one.could_count}
    reading = diagnosis.read(history.diagnosis, history.diagnoses)
    counted = _outcome(len(failed), len(possible), rule.min_failed_trials, complete=history.history_complete)
    outcome = _BY_DIAGNOSIS.get(reading.applies, counted)
    return Verdict(outcome, len(failed), len(possible), rule, findings, history, reading.reason, reading.asks)


def _find(place: int, trial: Trial, trials: Sequence[Trial], rule: Rule, days: tuple[Bounds, int]) -> Finding:
    one = case(trial, rule=rule, episode=days[0], as_of=days[1], added_to=trials)
    checks, stopped_early = answers(one)
    passed = [check[0] for check in checks]  # by place: this is the inmost loop of every judgement
    counts = False if False in passed else None if None in passed else True
    drug = one.drug
    drug_class = AUGMENTATION if isinstance(drug, Agent) else drug.drug_class
    return Finding(place, drug.name, drug_class, counts, checks, stopped_early)


def _unless_one(finding: Finding, as_one: Finding) -> Finding:
    """Ask whether rows are one course, where that would make a trial of what is none alone."""
    if as_one.counts is False:
        return finding
    question = Check(None, _perhaps_one, (), "house:dispensing")
    return as_one._replace(counts=None, checks=(*as_one.checks, question))


def _perhaps_one() -> str:
    return "whether it is one course with the row beside it is not known: say whether it was taken between them"


def _unit(finding: Finding, rule: Rule) -> str:
    return finding.drug_class if rule.distinct_class_required else finding.drug


def _count_each_drug_once(found: Sequence[Finding], trials: Sequence[Trial], rule: Rule) -> tuple[Finding, ...]:
    """Let the trial that began first count for its drug, so that the order of entry changes nothing."""
    units = [_unit(finding, rule) for finding in found if finding.counts is not False]
    counted = [finding for finding in found if finding.counts]
    if not counted or len(set(units)) == len(units):
        return tuple(found)
    first: dict[str, Finding] = {}
    for finding in sorted(counted, key=lambda f: (_days(trials[f.trial]), f.drug, f.trial)):
        first.setdefault(_unit(finding, rule), finding)
    return tuple([_unless_counted(f, first.get(_unit(f, rule), f), rule) for f in found])


def _days(trial: Trial) -> list[tuple[Bounds, Bounds, float]]:
    return [(held.began, held.ended, held.mg_per_day or 0) for held in trial.held]


def _unless_counted(finding: Finding, first: Finding, rule: Rule) -> Finding:
    if finding.counts is False or finding is first:
        return finding
    what = "class" if rule.distinct_class_required else "drug"
    same = Check(False, _already_counts, (what, first.trial + 1), rule.source_of("distinct_class_required"))
    return finding._replace(counts=False, checks=(*finding.checks, same))


def _already_counts(what: str, trial: int) -> str:
    return f"the same {what} already counts once, as trial {trial}"


_BY_DIAGNOSIS: Final[dict[Applies, Outcome]] = {"does not apply": "rule does not apply", "asked": "cannot tell"}


def _outcome(failed: int, possible: int, needed: int, *, complete: bool) -> Outcome:
    if failed >= needed:
        return "resistant"
    if possible >= needed or not complete:
        return "cannot tell"
    return "not resistant"


def _patient_sentence(outcome: Outcome, rule: Rule, *, stopped_early: int, asked: bool) -> str:
    if asked and outcome == "cannot tell":
        return f"We cannot tell yet: your prescriber first talks with you about the diagnoses in your chart. {_OPTIONS}"
    needed = f"{rule.min_failed_trials} different antidepressants"
    enough = f"each taken for at least {rule.min_weeks:g} weeks at a full dose"
    when = "" if rule.scope == "lifetime" else " in this episode of depression"
    return {
        "resistant": f"You have tried at least {needed}, {enough}, and they did not help enough. "
        "That is what treatment-resistant means; it says nothing about you.",
        "not resistant": f"Not shown yet. Here is what would count: {needed}{when}, {enough}, "
        f"without enough relief. {_about_early(stopped_early)} {_OPTIONS}",
        "cannot tell": "We cannot tell yet, because something is not known. Here is what would help: the names, doses "
        f"and dates of every antidepressant you have tried, and how far each one helped. {_OPTIONS}",
        "rule does not apply": "The rule we use is for another kind of depression than the one in your chart. That "
        f"says nothing about what could help you. {_OPTIONS}",
    }[outcome]


def _about_early(count: int) -> str:
    if not count:
        return "A medicine that you had to stop early is not counted for or against you."
    medicines = "One medicine" if count == 1 else f"{count} medicines"
    return (
        f"{medicines} had to be stopped early because of side effects, so nobody can say whether more time would have "
        "helped. That counts neither for nor against you, and your prescriber plans with you what comes instead."
    )


_OPTIONS: Final = (
    "There are other options to talk about: another medicine or dose, adding a second one, talking therapy, magnetic "
    "stimulation, or electroconvulsive therapy. You can have a consult whatever this says."
)


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
