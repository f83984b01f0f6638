"""May this patient leave? Each criterion on its own line; what is not known is not met."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from euthymia.medicine.refusal import Refusal

CLINICIANS: Final = ("nurse", "prescriber", "medical_director")
Finding = tuple[bool | None, str]  # met, or None where not known; and why


class NotYet(Refusal):
    """Not every criterion for leaving is met."""


@dataclass(frozen=True, slots=True)
class Override:
    """One criterion that a person with the right to do so set aside, and why."""

    key: str
    by: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeFacts:
    """What is known about the patient now; None where nobody looked or asked.

    baseline_...        before the infusion
    acute_suicidality   the answer to the suicide-risk questions since the last visit
    handed_over_to      who took the patient over after the prescriber's review; "" where nobody did
    """

    minutes_since_end: float | None = None
    sedation_moaas: float | None = None
    orientated: bool | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    pulse_bpm: float | None = None
    baseline_systolic_mmhg: float | None = None
    baseline_diastolic_mmhg: float | None = None
    baseline_pulse_bpm: float | None = None
    spo2_pct: float | None = None
    baseline_spo2_pct: float | None = None
    on_room_air: bool | None = None
    cadss_total: float | None = None
    baseline_cadss_total: float | None = None
    walks_safely: bool | None = None
    nausea_controlled: bool | None = None
    iv_out: bool | None = None
    acute_suicidality: bool | None = None
    prescriber_reviewed: bool = False
    handed_over_to: str = ""
    escort_present: bool | None = None
    escort_name: str = ""
    instructions_given: bool | None = None
    overrides: tuple[Override, ...] = ()


def _policy(default: float, *, source: str) -> Any:
    return field(default=default, metadata={"source": source})


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargePolicy:
    """The clinic's numbers for leaving.   Source: house:discharge"""

    least_minutes: float = _policy(60, source="house:discharge")
    least_moaas: float = _policy(5, source="house:discharge")
    vitals_within: float = _policy(0.20, source="house:discharge")
    systolic_below_mmhg: float = _policy(160, source="house:discharge")
    diastolic_below_mmhg: float = _policy(100, source="house:discharge")
    systolic_at_least_mmhg: float = _policy(90, source="house:discharge")
    spo2_at_least_pct: float = _policy(94, source="house:discharge")
    cadss_at_most: float = _policy(4, source="house:discharge")
    cadss_above_baseline: float = _policy(2, source="house:discharge")


POLICY: Final = DischargePolicy()


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: met True, False or None (not known), with why, and who may set it aside (nobody: empty)."""

    key: str
    question: str
    met: bool | None
    why: str
    who_may_override: tuple[str, ...]
    source: str


def criteria(facts: DischargeFacts, *, policy: DischargePolicy) -> tuple[Line, ...]:
    """Judge every criterion by itself, in the order of the page.   Source: house:discharge"""
    return tuple(_line(key, question, judge(facts, policy), facts) for key, question, judge in _CRITERIA)


def check(facts: DischargeFacts, *, policy: DischargePolicy) -> tuple[Line, ...]:
    """Give the lines where all are met. Raises NotYet with each that is not, and what to do about it."""
    lines = criteria(facts, policy=policy)
    unmet = [line for line in lines if not line.met]
    if unmet:
        raise NotYet("Not yet: " + " ".join(f"{line.question} {line.why}" for line in unmet))
    return lines


def _line(key: str, question: str, finding: Finding, facts: DischargeFacts) -> Line:
    met, why = finding
    who = _WHO.get(key, ())
    if not met:
        for override in facts.overrides:
            if override.key == key and override.role in who and override.reason.strip():
                met, why = True, f"{why} Set aside by {override.by}: {override.reason}"
    return Line(key, question, met, why, who, "house:discharge")


# "or clinician override" is written for dissociation alone; every other line holds for everybody.
_WHO: Final[dict[str, tuple[str, ...]]] = {"dissociation": CLINICIANS}


def _minutes(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.minutes_since_end is None:
        return None, "The end of the infusion is not recorded. Record it."
    seen = f"{facts.minutes_since_end:.0f} of {policy.least_minutes:g} min."
    return facts.minutes_since_end >= policy.least_minutes, seen


def _awake(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.sedation_moaas is None:
        return None, "MOAA/S is not known. Assess it."
    return facts.sedation_moaas >= policy.least_moaas, f"MOAA/S {facts.sedation_moaas:g}."


def _pressure(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    systolic, diastolic = facts.systolic_mmhg, facts.diastolic_mmhg
    before, under = facts.baseline_systolic_mmhg, facts.baseline_diastolic_mmhg
    if systolic is None or diastolic is None or before is None or under is None:
        return None, "Pressure now or before the infusion is not known. Measure it."
    near = _near(systolic, before, policy) and _near(diastolic, under, policy)
    low = policy.systolic_at_least_mmhg <= systolic < policy.systolic_below_mmhg
    seen = f"{systolic:g}/{diastolic:g} mmHg, before {before:g}/{under:g}."
    return near and low and diastolic < policy.diastolic_below_mmhg, seen


def _pulse(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    pulse, before = facts.pulse_bpm, facts.baseline_pulse_bpm
    if pulse is None or before is None:
        return None, "Pulse now or before the infusion is not known. Count it."
    return _near(pulse, before, policy), f"{pulse:g}/min, before {before:g}."


def _near(value: float, baseline: float, policy: DischargePolicy) -> bool:
    return abs(value - baseline) <= policy.vitals_within * baseline


def _oxygen(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.spo2_pct is None or facts.on_room_air is None:
        return None, "SpO2 on room air is not known. Measure it."
    least = policy.spo2_at_least_pct
    if facts.baseline_spo2_pct is not None:
        least = min(least, facts.baseline_spo2_pct)
    air = "on room air" if facts.on_room_air else "with oxygen"
    return facts.on_room_air and facts.spo2_pct >= least, f"{facts.spo2_pct:g} % {air}, at least {least:g} %."


def _dissociation(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.cadss_total is None:
        return None, "CADSS is not known. Rate it, or a clinician says in writing why not."
    most = policy.cadss_at_most
    if facts.baseline_cadss_total is not None:
        most = max(most, facts.baseline_cadss_total + policy.cadss_above_baseline)
    return facts.cadss_total <= most, f"CADSS {facts.cadss_total:g}, at most {most:g}."


def _safety(facts: DischargeFacts, _: DischargePolicy) -> Finding:
    """Acute suicidality calls for people, never for a closed door."""
    if facts.acute_suicidality is None:
        return None, "Nobody has asked. Ask now; nobody stays alone with the answer."
    if not facts.acute_suicidality:
        return True, "No acute suicidality."
    if facts.prescriber_reviewed and facts.handed_over_to.strip():
        return True, f"Reviewed by the prescriber, handed over to {facts.handed_over_to}."
    return False, "Acute suicidality: prescriber review and handover now; stay with the patient."


def _escort(facts: DischargeFacts, _: DischargePolicy) -> Finding:
    if facts.escort_present is None:
        return None, "Nobody looked. See the escort."
    return facts.escort_present, f"{facts.escort_name or 'Escort'} is {'here' if facts.escort_present else 'not here'}."


def _yes(name: str, met: str, unmet: str) -> Callable[[DischargeFacts, DischargePolicy], Finding]:
    def judge(facts: DischargeFacts, _: DischargePolicy) -> Finding:
        answer: bool | None = getattr(facts, name)
        return answer, "Nobody looked." if answer is None else met if answer else unmet

    return judge


_CRITERIA: Final[tuple[tuple[str, str, Callable[[DischargeFacts, DischargePolicy], Finding]], ...]] = (
    ("time", "Long enough under observation?", _minutes),
    ("awake", "Fully awake?", _awake),
    ("orientated", "Orientated?", _yes("orientated", "Orientated.", "Not orientated: stay and look again.")),
    ("pressure", "Pressure near the baseline and within limits?", _pressure),
    ("pulse", "Pulse near the baseline?", _pulse),
    ("oxygen", "Oxygen high enough?", _oxygen),
    ("dissociation", "Dissociation gone or nearly gone?", _dissociation),
    ("walks", "Walks safely?", _yes("walks_safely", "Walks safely.", "Unsteady: wait and try again.")),
    ("nausea", "Nausea controlled?", _yes("nausea_controlled", "Controlled.", "Not controlled: treat it.")),
    ("iv", "IV line out?", _yes("iv_out", "Out.", "Still in: take it out last.")),
    ("safety", "Safe from suicide now?", _safety),
    ("escort", "Escort here?", _escort),
    (
        "instructions",
        "Written instructions given?",
        _yes(
            "instructions_given", "Given.", "Give them: no driving until the next day after sleep, no alcohol for 24 h."
        ),
    ),
)
