"""Resistance: from the drugs somebody has tried to a verdict, with a reason for every trial.

A trial counts when it lies in this episode, lasted long enough, reached the minimum dose, was taken, and did not help
enough. Where an unknown could change the answer, the verdict is "cannot tell".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from euthymia.medicine import antidepressants
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.trials import (
    CHECKS,
    DEFAULT,
    PRESETS,
    Case,
    ImpossibleRule,
    ImpossibleTrial,
    Rule,
    Trial,
    UnknownRule,
    preset,
)

__all__ = [
    "DEFAULT",
    "PRESETS",
    "RULE_VERSION",
    "DateInFuture",
    "Finding",
    "ImpossibleRule",
    "ImpossibleTrial",
    "Rule",
    "Trial",
    "UnknownRule",
    "Verdict",
    "judge",
    "preset",
]

RULE_VERSION: Final = "resistance-1"

Outcome = Literal["resistant", "not shown", "cannot tell"]


class DateInFuture(Refusal):
    """A date lies after the day on which the verdict is asked for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one trial: `trial` its place in the list from 0; `counts` None where an unknown decides."""

    trial: int
    drug: str
    drug_class: str
    counts: bool | None
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, what it looked at and why. `patient_sentence` is for the person, `sentence` for the chart."""

    outcome: Outcome
    failed_count: int
    possible_count: int
    rule_name: str
    rule_version: str
    findings: tuple[Finding, ...]
    sentence: str
    patient_sentence: str
    sources: tuple[str, ...]


def judge(trials: Sequence[Trial], *, rule: Rule, episode_began: date, as_of: date, history_complete: bool) -> Verdict:
    """Judge whether the drugs tried show resistance to treatment.

    trials            any order; a trial still running is judged as it stands on `as_of`
    history_complete  somebody has said that these are all the antidepressants of the rule's scope
    Two trials of one drug count once; a trial stopped because it was not tolerated never counts.
    "Not shown" needs a complete history in which no unknown could change it; otherwise "cannot tell".
    Raises DateInFuture.   Source: house:resistance
    """
    _check_dates(trials, episode_began=episode_began, as_of=as_of)
    cases = [Case(t, antidepressants.find(t.drug), rule, episode_began, as_of) for t in trials]
    findings = _count_each_drug_once([_find(i, case) for i, case in enumerate(cases)], rule=rule)
    failed = {_unit(f, rule) for f in findings if f.counts}
    possible = failed | {_unit(f, rule) for f in findings if f.counts is None}
    outcome = _outcome(len(failed), len(possible), needed=rule.min_failed_trials, history_complete=history_complete)
    return Verdict(
        outcome,
        len(failed),
        len(possible),
        rule.name,
        RULE_VERSION,
        findings,
        _sentence(outcome, findings, rule=rule, history_complete=history_complete),
        _patient_sentence(outcome, rule=rule),
        _unique([rule.source, "house:resistance", *(s for f in findings for s in f.sources)]),
    )


def _check_dates(trials: Sequence[Trial], *, episode_began: date, as_of: date) -> None:
    dates = [("this episode", "began", episode_began)]
    dates += [(t.drug, "began", t.began) for t in trials]
    dates += [(t.drug, "ended", t.ended) for t in trials if t.ended]
    for what, verb, day in dates:
        if day > as_of:
            raise DateInFuture(f"{what}: {verb} {day}, after {as_of}, the day of this verdict. Correct the date.")


def _find(index: int, case: Case) -> Finding:
    checks = [check(case) for check in CHECKS]
    answers = {c.passed for c in checks}
    counts = False if False in answers else None if None in answers else True
    return Finding(
        index,
        case.drug.name,
        case.drug.drug_class,
        counts,
        tuple(c.reason for c in checks),
        _unique(c.source for c in checks),
    )


def _unit(finding: Finding, rule: Rule) -> str:
    return finding.drug_class if rule.distinct_class_required else finding.drug


def _count_each_drug_once(findings: Sequence[Finding], *, rule: Rule) -> tuple[Finding, ...]:
    first: dict[str, int] = {}
    for finding in findings:
        if finding.counts:
            first.setdefault(_unit(finding, rule), finding.trial)
    return tuple(_unless_counted(f, first.get(_unit(f, rule), f.trial), rule=rule) for f in findings)


def _unless_counted(finding: Finding, first: int, *, rule: Rule) -> Finding:
    if finding.counts is False or finding.trial == first:
        return finding
    what = "class" if rule.distinct_class_required else "drug"
    reason = f"the same {what} already counts once, as trial {first + 1}"
    sources = _unique([*finding.sources, "house:resistance"])
    return replace(finding, counts=False, reasons=(*finding.reasons, reason), sources=sources)


def _outcome(failed: int, possible: int, *, needed: int, history_complete: bool) -> Outcome:
    if failed >= needed:
        return "resistant"
    if possible >= needed or not history_complete:
        return "cannot tell"
    return "not shown"


def _sentence(outcome: Outcome, findings: Sequence[Finding], *, rule: Rule, history_complete: bool) -> str:
    counted = [f.drug for f in findings if f.counts]
    open_ = [f.drug for f in findings if f.counts is None]
    parts = [f"{outcome.capitalize()} by rule {rule.name}: {len(counted)} of {rule.min_failed_trials} trials needed"]
    parts[0] += f" ({', '.join(counted)})." if counted else "."
    if open_ and outcome != "resistant":
        parts.append(f"Not known enough to count: {', '.join(open_)}.")
    if outcome == "cannot tell" and not history_complete:
        parts.append("Nobody has said yet that this list is complete.")
    return " ".join(parts)


def _patient_sentence(outcome: Outcome, *, rule: Rule) -> str:
    needed = f"{rule.min_failed_trials} different antidepressants"
    enough = f"each taken for at least {rule.min_weeks:g} weeks at a full dose"
    when = "" if rule.scope == "lifetime" else " in this episode of depression"
    return {
        "resistant": f"You have tried at least {needed}, {enough}, and they did not help enough. "
        "That is what treatment-resistant means; it says nothing about you.",
        "not shown": f"Not shown yet. Here is what would count: {needed}{when}, {enough}, "
        "without enough relief. A medicine that you had to stop early is not counted for or against you.",
        "cannot tell": "We cannot tell yet, because something is not known. Here is what would help: the names, doses "
        "and dates of every antidepressant you have tried, and how far each one helped.",
    }[outcome]


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
