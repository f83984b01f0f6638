"""Staging beside the verdict: Maudsley, Thase-Rush and MGH-s, each with the parts it is added up from.

A stage says how much has been tried without success; it is no verdict and closes no door. The failed trials are those
that a rule counted; where an unknown could change their number, the stage is a range.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, NamedTuple

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance import PRESETS, Finding, History, Trial, judge

Severity = Literal["subsyndromal", "mild", "moderate", "severe", "severe with psychosis"]

MSM: Final = "msm:scoring"
THASE_RUSH: Final = "thase-rush:stages"
MGH_S: Final = "mgh:staging"


class NotStaged(Refusal):
    """A stage was asked for without what it is made of."""


class Part(NamedTuple):
    """One line of a stage: what was seen and what it adds."""

    label: str
    seen: str
    points: float


class Stage(NamedTuple):
    """A stage with its parts; `band` its name for the total, "" where it has none."""

    name: str
    total: float
    band: str
    parts: tuple[Part, ...]
    source: str


def _step(steps: Iterable[tuple[float, int]], value: float) -> int:
    """Return the points of the first step that the value does not pass."""
    return next(points for most, points in steps if value <= most)


_SEVERITY_POINTS: Final[Mapping[str, int]] = {
    "subsyndromal": 1,
    "mild": 2,
    "moderate": 3,
    "severe": 4,
    "severe with psychosis": 5,
}
_MONTHS: Final = ((12, 1), (24, 2), (float("inf"), 3))
_DRUGS: Final = ((2, 1), (4, 2), (6, 3), (10, 4), (float("inf"), 5))
_MSM_BANDS: Final = ((6, "mild"), (10, "moderate"), (15, "severe"))


def maudsley(*, months: float, severity: Severity, failed: int, augmentation_failed: bool, ect_failed: bool) -> Stage:
    """Score the Maudsley Staging Method, 3 to 15.

    months   this episode so far; more than 12 is sub-acute, more than 24 chronic
    failed   antidepressants that failed an adequate trial in this episode, at least 1
    Raises NotStaged.   Source: msm:scoring
    """
    if failed < 1 or months < 0 or severity not in _SEVERITY_POINTS:
        raise NotStaged(
            f"Maudsley staging: {failed} failed trials over {months:g} months, severity {severity!r}. It stages an "
            f"episode in which at least one adequate trial failed; severity is one of {', '.join(_SEVERITY_POINTS)}."
        )
    parts = (
        Part("Duration", f"{math.ceil(months)} months", _step(_MONTHS, months)),
        Part("Severity", severity, _SEVERITY_POINTS[severity]),
        Part("Failed antidepressants", f"{failed}", _step(_DRUGS, failed)),
        Part("Augmentation", "failed" if augmentation_failed else "not used", int(augmentation_failed)),
        Part("ECT", "failed" if ect_failed else "not used", int(ect_failed)),
    )
    total = sum(part.points for part in parts)
    return Stage("Maudsley Staging Method", total, next(n for most, n in _MSM_BANDS if total <= most), parts, MSM)


def thase_rush(failed_classes: Collection[str], *, bilateral_ect_failed: bool) -> Stage:
    """Find the Thase-Rush stage, 0 to V: each stage needs the one below it.

    failed_classes  classes of the drugs that failed an adequate trial, as the drug table names them
    II is two distinct classes; III is II and a TCA; IV is III and an MAOI; V is IV and bilateral ECT. A reversible
    inhibitor (RIMA) is not counted as an MAOI, nor a tetracyclic as a TCA.
    Source: thase-rush:stages
    """
    classes = set(failed_classes)
    met = (
        Part("I: one class failed", ", ".join(sorted(classes)) or "none", float(bool(classes))),
        Part("II: a distinctly different class failed", f"{len(classes)} classes", float(len(classes) > 1)),
        Part("III: a tricyclic failed", "yes" if "TCA" in classes else "no", float("TCA" in classes)),
        Part("IV: an MAOI failed", "yes" if "MAOI" in classes else "no", float("MAOI" in classes)),
        Part("V: bilateral ECT failed", "yes" if bilateral_ect_failed else "no", float(bilateral_ect_failed)),
    )
    stage = next((n for n, part in enumerate(met) if not part.points), len(met))
    return Stage("Thase-Rush", stage, ("0", "I", "II", "III", "IV", "V")[stage], met, THASE_RUSH)


def mgh_s(*, failed: int, optimised: int, augmented: int, ect_failed: bool) -> Stage:
    """Score the Massachusetts General Hospital staging: open-ended, without bands.

    failed     adequate trials of at least 6 weeks without response;  optimised, augmented  how many of the trials
    Source: mgh:staging
    """
    if min(failed, optimised, augmented) < 0:
        raise NotStaged(f"MGH staging: {failed} trials, {optimised} optimised, {augmented} augmented. Count from 0.")
    parts = (
        Part("Trials without response", f"{failed}", failed),
        Part("Optimised", f"{optimised}", 0.5 * optimised),
        Part("Augmented or combined", f"{augmented}", 0.5 * augmented),
        Part("ECT", "failed" if ect_failed else "not used", 3.0 * ect_failed),
    )
    return Stage("MGH-s", sum(part.points for part in parts), "", parts, MGH_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What staging needs and the list of drugs does not say; None where nobody knows."""

    severity: Severity | None = None
    augmentation_failed: bool | None = None
    ect_failed: bool | None = None
    bilateral_ect_failed: bool | None = None


class Staged(NamedTuple):
    """One staging as far as it is known: `lowest` and `highest` are equal where no unknown matters, None where it
    cannot be staged; `missing` says what would decide."""

    name: str
    lowest: Stage | None
    highest: Stage | None
    missing: tuple[str, ...]


def stage(history: History, beside: Beside) -> tuple[Staged, ...]:
    """Stage a history by all three methods, each as a range over what is not known.

    The failed trials are those of this episode, 6 weeks at the minimum dose with less than 50 % improvement; two
    trials of one drug count once.   Source: msm:scoring, thase-rush:stages, mgh:staging
    """
    findings = judge(history, rule=PRESETS["mgh-6-weeks"]).findings
    surely = [f for f in findings if f.counts]
    perhaps = [f for f in findings if f.counts is not False]
    if any(history.trials[f.trial].augmented for f in surely) and beside.augmentation_failed is None:
        beside = replace(beside, augmentation_failed=True)
    return (
        _maudsley(len(surely), _units(perhaps), beside, episode_months(history)),
        _thase_rush([f.drug_class for f in surely], [f.drug_class for f in perhaps], beside),
        _mgh_s(history.trials, [f.trial for f in surely], [f.trial for f in perhaps], beside),
    )


def _units(findings: Iterable[Finding]) -> int:
    return len({finding.drug for finding in findings})


def episode_months(history: History) -> float | None:
    """Return the calendar months of this episode so far; None where its beginning is not known to the day."""
    began, as_of = history.episode_began, history.as_of
    if not isinstance(began, date):
        return None
    months = (as_of.year - began.year) * 12 + as_of.month - began.month
    return months + (as_of.day - began.day) / 31


def _maudsley(least: int, most: int, beside: Beside, months: float | None) -> Staged:
    missing = _missing(beside, "severity", "augmentation_failed", "ect_failed")
    missing += () if months is not None else ("when this episode began",)
    if most < 1:
        return Staged("Maudsley Staging Method", None, None, ("a failed adequate trial: none is counted",))
    low = maudsley(
        months=months or 0,
        severity=beside.severity or "subsyndromal",
        failed=max(least, 1),
        augmentation_failed=bool(beside.augmentation_failed),
        ect_failed=bool(beside.ect_failed),
    )
    high = maudsley(
        months=25 if months is None else months,
        severity=beside.severity or "severe with psychosis",
        failed=most,
        augmentation_failed=beside.augmentation_failed is not False,
        ect_failed=beside.ect_failed is not False,
    )
    return Staged(low.name, low, high, missing)


def _thase_rush(surely: Collection[str], perhaps: Collection[str], beside: Beside) -> Staged:
    low = thase_rush(surely, bilateral_ect_failed=bool(beside.bilateral_ect_failed))
    high = thase_rush(perhaps, bilateral_ect_failed=beside.bilateral_ect_failed is not False)
    return Staged(low.name, low, high, _missing(beside, "bilateral_ect_failed") if low.total != high.total else ())


def _mgh_s(trials: Sequence[Trial], surely: list[int], perhaps: list[int], beside: Beside) -> Staged:
    low, high = (
        mgh_s(
            failed=len(places),
            optimised=sum(trials[n].optimised for n in places),
            augmented=sum(trials[n].augmented for n in places),
            ect_failed=ect,
        )
        for places, ect in ((surely, bool(beside.ect_failed)), (perhaps, beside.ect_failed is not False))
    )
    return Staged(low.name, low, high, _missing(beside, "ect_failed"))


_ASKED: Final = {
    "severity": "how severe the episode is",
    "augmentation_failed": "whether an augmentation failed",
    "ect_failed": "whether ECT failed",
    "bilateral_ect_failed": "whether a course of bilateral ECT failed",
}


def _missing(beside: Beside, *names: str) -> tuple[str, ...]:
    return tuple(_ASKED[name] for name in names if getattr(beside, name) is None)
