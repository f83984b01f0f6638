"""May this patient leave? Each criterion on its own line; what is not known is not met."""

from dataclasses import dataclass
from typing import Any, Final

from euthymia.medicine.checklists.checklist import Criterion, Finding, Line, Override, gone_through, unmet, yes
from euthymia.medicine.declaration import ANY, policy_number
from euthymia.medicine.refusal import Refusal

__all__ = [
    "CLINICIANS",
    "POLICY",
    "DischargeFacts",
    "DischargePolicy",
    "Line",
    "NotYet",
    "Override",
    "check",
    "criteria",
]

CLINICIANS: Final = ("nurse", "prescriber", "medical_director")


class NotYet(Refusal):
    """Not every criterion for leaving is met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeFacts:
    """What is known about the patient now; None where nobody looked or asked.

    baseline_...        before the infusion; pulse is judged where both numbers were kept
    vitals_age_min      how old the cuff pressure is
    on_oxygen           True where oxygen is given: SpO2 then says nothing about room air; None where nobody said
    suicidal            the answer to the suicide-risk questions, asked now
    reviewed_by         the prescriber who reviewed acute thoughts of suicide, by name
    handed_to           who then took the patient over
    escort_name         "" where nobody was seen
    """

    minutes_since_end: float | None = None
    sedation_moaas: float | None = None
    oriented: bool | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    pulse_bpm: float | None = None
    baseline_systolic_mmhg: float | None = None
    baseline_diastolic_mmhg: float | None = None
    baseline_pulse_bpm: float | None = None
    vitals_age_min: float | None = None
    spo2_pct: float | None = None
    baseline_spo2_pct: float | None = None
    on_oxygen: bool | None = None
    cadss: float | None = None
    cadss_baseline: float | None = None
    walks: bool | None = None
    nausea_controlled: bool | None = None
    line_out: bool | None = None
    suicidal: bool | None = None
    reviewed_by: str = ""
    handed_to: str = ""
    escort_name: str = ""
    instructions_given: bool | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargePolicy:
    """The clinic's numbers for leaving.   Source: house:discharge"""

    least_minutes: float = policy_number(
        60, label="Time after the infusion, at least", unit="min", bounds=ANY, source="house:discharge"
    )
    least_moaas: float = policy_number(5, label="Awake, at least", unit="MOAA/S", bounds=ANY, source="house:discharge")
    vitals_within: float = policy_number(
        0.20, label="Pressure and pulse within this part of the baseline", unit="", bounds=ANY, source="house:discharge"
    )
    systolic_below_mmhg: float = policy_number(
        160, label="Systolic below", unit="mmHg", bounds=ANY, source="house:discharge"
    )
    diastolic_below_mmhg: float = policy_number(
        100, label="Diastolic below", unit="mmHg", bounds=ANY, source="house:discharge"
    )
    systolic_at_least_mmhg: float = policy_number(
        90, label="Systolic at least", unit="mmHg", bounds=ANY, source="house:discharge"
    )
    vitals_no_older_min: float = policy_number(
        17, label="Vital signs no older than", unit="min", bounds=ANY, source="house:vitals-age"
    )
    spo2_at_least_pct: float = policy_number(
        94, label="SpO2 on room air, at least", unit="%", bounds=ANY, source="house:discharge"
    )
    cadss_at_most: float = policy_number(4, label="CADSS total at most", unit="", bounds=ANY, source="house:discharge")
    cadss_above_baseline: float = policy_number(
        2, label="CADSS above its baseline, at most", unit="", bounds=ANY, source="house:discharge"
    )


POLICY: Final = DischargePolicy()


def criteria(facts: DischargeFacts, *, policy: DischargePolicy) -> tuple[Line, ...]:
    """Judge every criterion by itself, in the order of the page.   Source: house:discharge"""
    return gone_through(_CRITERIA, facts, policy=policy)


def check(facts: DischargeFacts, *, policy: DischargePolicy) -> tuple[Line, ...]:
    """Return the lines where all are met. Raises NotYet with each that is not, and what to do about it."""
    lines = criteria(facts, policy=policy)
    if left := unmet(lines):
        raise NotYet(f"Not yet: {left}")
    return lines


def _minutes(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.minutes_since_end is None:
        return None, "The end of the infusion is not recorded. Record it."
    seen = f"{facts.minutes_since_end:.0f} of {policy.least_minutes:g} min."
    return facts.minutes_since_end >= policy.least_minutes, seen


def _awake(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.sedation_moaas is None:
        return None, "MOAA/S is not known. Assess it."
    return facts.sedation_moaas >= policy.least_moaas, f"MOAA/S {facts.sedation_moaas:g}."


def _vitals(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    systolic, diastolic = facts.systolic_mmhg, facts.diastolic_mmhg
    before, under = facts.baseline_systolic_mmhg, facts.baseline_diastolic_mmhg
    if systolic is None or diastolic is None or facts.vitals_age_min is None:
        return None, "Pressure is not known. Measure it."
    if before is None or under is None:
        return None, "Pressure before the infusion is not known. Find the value on the monitor or on paper; enter it."
    if facts.vitals_age_min > policy.vitals_no_older_min:
        return None, f"Pressure is {facts.vitals_age_min:.0f} min old. Measure it again."
    near = _near(systolic, before, policy) and _near(diastolic, under, policy) and _pulse_near(facts, policy)
    enough = policy.systolic_at_least_mmhg <= systolic < policy.systolic_below_mmhg
    seen = f"{systolic:g}/{diastolic:g} mmHg, before {before:g}/{under:g}{_pulse_seen(facts)}."
    return near and enough and diastolic < policy.diastolic_below_mmhg, seen


def _pulse_near(facts: DischargeFacts, policy: DischargePolicy) -> bool:
    if facts.pulse_bpm is None or facts.baseline_pulse_bpm is None:
        return True
    return _near(facts.pulse_bpm, facts.baseline_pulse_bpm, policy)


def _pulse_seen(facts: DischargeFacts) -> str:
    if facts.pulse_bpm is None or facts.baseline_pulse_bpm is None:
        return ""
    return f"; pulse {facts.pulse_bpm:g}/min, before {facts.baseline_pulse_bpm:g}"


def _near(value: float, baseline: float, policy: DischargePolicy) -> bool:
    return abs(value - baseline) <= policy.vitals_within * baseline


def _oxygen(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.spo2_pct is None:
        return None, "SpO2 is not known. Measure it on room air."
    if facts.on_oxygen is None:
        return None, f"{facts.spo2_pct:g} %, and nobody has said whether with oxygen. Look, and say."
    least = policy.spo2_at_least_pct
    if facts.baseline_spo2_pct is not None:
        least = min(least, facts.baseline_spo2_pct)
    air = "with oxygen: take it off and wait" if facts.on_oxygen else "on room air"
    return not facts.on_oxygen and facts.spo2_pct >= least, f"{facts.spo2_pct:g} % {air}; at least {least:g} %."


def _dissociation(facts: DischargeFacts, policy: DischargePolicy) -> Finding:
    if facts.cadss is None:
        return None, "CADSS after the infusion is not known. Rate it, or a clinician says in writing why not."
    most = policy.cadss_at_most
    if facts.cadss_baseline is not None:
        most = max(most, facts.cadss_baseline + policy.cadss_above_baseline)
    return facts.cadss <= most, f"CADSS {facts.cadss:g}, at most {most:g}."


def _safety(facts: DischargeFacts, _: DischargePolicy) -> Finding:
    """Acute suicidality calls for people, never for a closed door."""
    if facts.suicidal is None:
        return None, "Nobody has asked. Ask now; nobody stays alone with the answer."
    if not facts.suicidal:
        return True, "Asked; none now."
    if facts.reviewed_by.strip() and facts.handed_to.strip():
        return True, f"Present: reviewed by {facts.reviewed_by.strip()}, handed over to {facts.handed_to.strip()}."
    return False, "Present: prescriber review and handover now; stay with the patient."


def _escort(facts: DischargeFacts, _: DischargePolicy) -> Finding:
    if not facts.escort_name.strip():
        return None, "Nobody was seen. See the escort and write the name."
    return True, f"{facts.escort_name.strip()}."


def _one(key: str, question: str, judge: Any, who: tuple[str, ...] = ()) -> Criterion:
    return Criterion(key, question, judge, "house:discharge", who)


_CRITERIA: Final = (
    _one("time", "Long enough under observation?", _minutes),
    _one("awake", "Fully awake?", _awake),
    _one("oriented", "Oriented?", yes("oriented", "Oriented.", "Not oriented: stay and look again.")),
    _one("vitals", "Vital signs near the baseline and within limits?", _vitals),
    _one("oxygen", "Oxygen high enough?", _oxygen),
    # "or clinician override" is written for dissociation alone; every other line holds for everybody.
    _one("dissociation", "Dissociation gone or nearly gone?", _dissociation, CLINICIANS),
    _one("walks", "Walks safely?", yes("walks", "Walks safely.", "Unsteady: wait and try again.")),
    _one("nausea", "Nausea controlled?", yes("nausea_controlled", "Controlled.", "Not controlled: treat it.")),
    _one("line", "IV line out, last of all?", yes("line_out", "Out.", "Still in: take it out last.")),
    _one("safety", "Asked about suicide, and safe?", _safety),
    _one("escort", "Escort here?", _escort),
    _one(
        "instructions",
        "Written instructions given?",
        yes(
            "instructions_given", "Given.", "Give them: no driving until the next day after sleep, no alcohol for 24 h."
        ),
    ),
)
