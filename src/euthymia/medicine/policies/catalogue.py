"""The rows of the policies page: every number of every group, with unit, source, words and bounds."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, Final, NamedTuple

from euthymia.medicine import number_entry
from euthymia.medicine.checklists.discharge import DischargePolicy
from euthymia.medicine.checklists.pre_infusion import BeforePolicy
from euthymia.medicine.dosing import DoseLimits
from euthymia.medicine.eligibility.workup import WorkupPolicy
from euthymia.medicine.policies.forecast import ForecastPolicy
from euthymia.medicine.policies.outlook import OutlookPolicy
from euthymia.medicine.policies.time_limits import TimeLimits
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance.adherence import DispensingPolicy
from euthymia.medicine.resistance.rules import ClinicRule
from euthymia.medicine.sources import SOURCES
from euthymia.medicine.watch import Limits

Value = float | tuple[float, ...] | None

GROUPS: Final[dict[str, type[Any]]] = {
    "dose": DoseLimits,
    "before": BeforePolicy,
    "chair": Limits,
    "leaving": DischargePolicy,
    "records": DispensingPolicy,
    "time": TimeLimits,
    "resistance": ClinicRule,
    "workup": WorkupPolicy,
    "outlook": OutlookPolicy,
    "forecast": ForecastPolicy,
}
TITLES: Final = {
    "dose": "Dose and speed",
    "before": "Before the start",
    "chair": "At the chair: limits, checks, silence",
    "leaving": "Leaving",
    "records": "Records of other systems",
    "time": "Time limits",
    "resistance": "The clinic's own rule of resistance",
    "workup": "Baseline work-up and what is due again",
    "outlook": "What the model expects of a course (research)",
    "forecast": "Research forecast at the chair",
    "rules": "Rules that are not a number",
}
_UNITS: Final = {
    "_mg_per_kg_h": "mg/kg/h",
    "_mg_per_kg": "mg/kg",
    "_mmhg": "mmHg",
    "_bpm": "/min",
    "_moaas": "MOAA/S",
    "_pct": "%",
    "_days": "days",
    "_points": "points",
    "_minutes": "min",
    "_min": "min",
    "_mg": "mg",
    "_ml": "mL",
    "_h": "h",
    "_s": "s",
    "_d": "days",
}

# What each number means, as its signer reads it.
_WORDS: Final[dict[str, dict[str, str]]] = {
    "resistance": {
        "failed_trials": "Failed trials needed",
        "lifetime": "Trials of a lifetime count, not of this episode alone (1 yes, 0 no)",
        "improvement_below_pct": "A trial failed where the improvement is below",
        "weeks": "Weeks at the minimum dose or above",
        "strict_dose": "The strict column of minimum doses (1 yes, 0 no)",
        "augmentation_counts": "A failed augmentation counts as a trial (1 yes, 0 no)",
        "adherence_affirmed": "Somebody must say that it was taken (1 yes, 0 no)",
        "distinct_classes": "Each of a different class (1 yes, 0 no)",
        "intolerance_counts": "A trial stopped for intolerance counts as failed (1 yes, 0 no)",
    },
    "workup": {
        "liver_frequent_d": "Liver tests again while infusions are frequent, after",
        "liver_maintenance_d": "Liver tests again otherwise, after",
        "frequent_within_d": "Two infusions are frequent within",
    },
    "forecast": {
        "shown": "A research forecast stands on the chair's page (1 yes, 0 no)",
        "stops_after_artefacts": "Pressure is not forecast after so many artefacts in a row",
        "stops_without_reading_min": "Pressure is not forecast without a cuff reading for",
    },
    "chair": {
        "systolic_watch_mmhg": "Systolic: watch from",
        "diastolic_watch_mmhg": "Diastolic: watch from",
        "systolic_rise_watch_mmhg": "Systolic rise over baseline: watch from",
        "diastolic_rise_watch_mmhg": "Diastolic rise over baseline: watch from",
        "systolic_rise_call_mmhg": "Systolic rise over baseline: call from",
        "diastolic_rise_call_mmhg": "Diastolic rise over baseline: call from",
        "systolic_pause_mmhg": "Systolic: pause from",
        "diastolic_pause_mmhg": "Diastolic: pause from",
        "systolic_treat_above_mmhg": "Systolic: stop and treat above",
        "diastolic_treat_above_mmhg": "Diastolic: stop and treat above",
        "treat_apart_s": "Pause-level pressure twice, this far apart: stop and treat",
        "treat_apart_tolerance_s": "How much earlier the second of the two may come",
        "resume_systolic_below_mmhg": "Systolic: resume only below",
        "resume_diastolic_below_mmhg": "Diastolic: resume only below",
        "pulse_pause_bpm": "Pulse: pause from",
        "spo2_pause_below_pct": "SpO2: pause below",
        "spo2_stop_below_pct": "SpO2: stop below",
        "resp_prompt_below_bpm": "Breathing: nurse to the chair below",
        "resp_stop_below_bpm": "Breathing: stop below",
        "sedation_prompt_moaas": "Sedation: nurse to the chair at or under",
        "sedation_stop_moaas": "Sedation: stop at or under",
        "systolic_stop_below_mmhg": "Systolic: stop below",
        "pulse_stop_below_bpm": "Pulse: stop below",
        "hold_s": "A continuous value must stay beyond its limit for",
        "start_hold_systolic_above_mmhg": "Systolic: no start above",
        "start_hold_diastolic_above_mmhg": "Diastolic: no start above",
        "start_hold_pulse_above_bpm": "Pulse: no start above",
        "start_hold_pulse_below_bpm": "Pulse: no start below",
        "start_hold_spo2_below_pct": "SpO2: no start below",
        "start_caution_systolic_above_mmhg": "Systolic: start only with a written reason above",
        "start_caution_diastolic_above_mmhg": "Diastolic: start only with a written reason above",
        "continuous_stale_s": "A continuous value is missing after",
        "cuff_grace_s": "A check is missing this long after it was due",
        "cuff_interval_infusion_s": "Cuff pressure during the infusion, every",
        "cuff_interval_observing_s": "Cuff pressure after it, every",
        "cuff_interval_watch_s": "Cuff pressure after a high value, every",
        "resp_check_infusion_s": "Breathing by eye during the infusion, every",
        "resp_check_observing_s": "Breathing by eye after it, every",
        "sedation_check_s": "Sedation, every",
        "spot_check_s": "SpO2 and pulse by a device that does not watch, every",
        "late_cuff_acts_s": "A cuff pressure that comes late still raises alarms for",
        "left_open_h": "A session still open is told to its nurse and the medical director after",
        "pump_rate_tolerance": "Pump: its rate may differ from the order's by this part",
        "pump_hold_s": "Pump: against the order, or running on, for",
        "pump_volume_tolerance_ml": "Pump: what it delivered may differ from what hands recorded by",
        "link_lost_s": "A monitor that spoke each second is missing after",
        "clock_s": "A device's clock is wrong beyond",
        "late_entry_s": "What a hand enters is marked late when it happened longer ago than",
        "audio_pause_s": "Alarm sound may be paused for",
        "escalate_s": "A high alarm that nobody has seen goes on to others after",
    },
    "dose": {
        "hard_low_mg_per_kg": "Dose: refused below",
        "soft_high_mg_per_kg": "Dose: asks a reason above",
        "one_signature_mg_per_kg": "Dose: more than one signature above",
        "cap_mg": "Dose: whatever the weight, no more than",
        "soft_short_min": "Duration: asks a reason below",
        "hard_short_min": "Duration: refused below",
        "soft_fast_mg_per_kg_h": "Speed: asks a reason above",
        "hard_fast_mg_per_kg_h": "Speed: refused above",
        "check_tolerance": "Second check: the two agree within this part of the number",
    },
    "before": {
        "food_h": "Last solid food at least",
        "fluids_h": "Last clear fluids at least",
        "holds_min": "The list before the start holds for",
    },
    "leaving": {
        "least_minutes": "Time after the infusion, at least",
        "least_moaas": "Awake, at least",
        "vitals_within": "Pressure and pulse within this part of the baseline",
        "systolic_below_mmhg": "Systolic below",
        "diastolic_below_mmhg": "Diastolic below",
        "systolic_at_least_mmhg": "Systolic at least",
        "vitals_no_older_min": "Vital signs no older than",
        "spo2_at_least_pct": "SpO2 on room air, at least",
        "cadss_at_most": "CADSS total at most",
        "cadss_above_baseline": "CADSS above its baseline, at most",
    },
    "outlook": {
        "shown": "The panel is shown on the outcome page (1 yes, 0 no)",
        "noticeable_points": "A change within a person is noticeable from, on the MADRS",
        "course_sessions": "Sessions of a course",
        "gap_days": "From one session of it to the next",
        "spacing_days": "A longer spacing that is compared with it",
        "ahead_days": "How far the panel looks ahead",
    },
    "records": {
        "affirmed_from_pct": "Dispensing affirms that a drug was taken from this part of the days covered",
        "poor_below_pct": "Dispensing says that it was taken poorly below",
        "least_fills": "Dispensing says anything only from so many fills",
        "runs_on_days": "A prescription or fill goes on with the one before it within",
        "bridged_days": "A gap between two fills of one dose is passed over up to",
    },
    "time": {
        "risk_take_min": "An answer about suicide is taken by somebody within (2 to 60)",
        "risk_screen_min": "A risk screen that lies unfinished becomes a task after (2 to 60)",
        "consult_take_h": "A request for a consult is taken within (1 to 72)",
        "day_after_h": "The check a day after an infusion is taken within (20 to 36)",
        "clinic_take_h": "A task about the clinic's own machine is taken within (1 to 72)",
        "session_take_min": "A task about a session left open is taken within (2 to 60)",
        "alarm_take_min": "A task about a chair whose alarm nobody acknowledged is taken within (2 to 60)",
        "order_holds_h": "A signed order holds for (1 to 72)",
        "glass_open_h": "A chart opened with a reason stays open for (1 to 12)",
        "idle_min": "Whoever does nothing is signed out after (2 to 60)",
        "backup_overdue_h": "The owner is told when the newest trusted copy is older than (24 to 72)",
    },
}


class UnknownPolicy(Refusal):
    """No policy has this key."""


class NotAValue(Refusal):
    """What was entered is no number, or not as many as the policy has."""


class Policy(NamedTuple):
    """One row to sign.

    key      "chair.systolic_pause_mmhg"; a rule that is not a number has its source's: "house:item-9"
    default  the number we propose; None for a rule, whose words are its source's
    source   a key of the bibliography
    """

    key: str
    group: str
    label: str
    default: Value
    unit: str
    source: str

    @property
    def proposed(self) -> bool:
        """Say whether the figure is a proposal of ours; else it is a published one that the clinic adopts."""
        return SOURCES[self.source].mark == "proposal"


@cache
def policies() -> tuple[Policy, ...]:
    """List all rows: the numbers group by group, then the rules that no number carries."""
    numbers = [_row(group, one) for group, kind in GROUPS.items() for one in fields(kind) if "source" in one.metadata]
    carried = {row.source for row in numbers}
    rules = [
        Policy(key, "rules", _sentence(entry.citation.removeprefix("Clinic policy: ")), None, "", key)
        for key, entry in SOURCES.items()
        if entry.mark == "proposal" and key not in carried
    ]
    return (*numbers, *rules)


def in_force(group: str, changed: Mapping[str, Value]) -> Any:
    """Make a group's limits with the clinic's own numbers in place of ours.

    changed  by key, those of other groups too; a key that is no row any more is passed over
    Raises what the group refuses: LimitsOutOfOrder.
    """
    known = {one.name for one in fields(GROUPS[group]) if "source" in one.metadata}
    own = {key.partition(".")[2]: value for key, value in changed.items() if key.partition(".")[0] == group}
    return GROUPS[group](**{name: value for name, value in own.items() if name in known and value is not None})


def read(policy: Policy, text: str) -> Value:
    """Read what a person typed as a policy's value: a number, or as many as it has, with commas between.

    Raises NotAValue.
    """
    parts = [part.strip() for part in text.split(",")] if isinstance(policy.default, tuple) else [text.strip()]
    try:
        numbers = tuple(number_entry.number(part, policy.label) for part in parts)
    except number_entry.NotANumber:
        numbers = ()
    if not numbers or not all(0 <= number < 1e6 for number in numbers) or policy.default is None:
        raise NotAValue(f'{policy.label}: read as "{text.strip()}". Enter {_wanted(policy)}.')
    return numbers if isinstance(policy.default, tuple) else numbers[0]


def written(value: Value) -> str:
    """Write a value as it is shown and typed: "180", "30, 60"; a rule has none."""
    if isinstance(value, tuple):
        return ", ".join(f"{one:g}" for one in value)
    return "" if value is None else f"{value:g}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wanted(policy: Policy) -> str:
    return "numbers with commas between, like 30, 60" if isinstance(policy.default, tuple) else "a number, 0 or more"


def _row(group: str, one: Field[Any]) -> Policy:
    if one.default is MISSING:
        raise TypeError(f"{group}.{one.name} has a source and no default")
    unit = next((unit for end, unit in _UNITS.items() if one.name.endswith(end)), "")
    words = _WORDS[group][one.name]
    return Policy(f"{group}.{one.name}", group, words, one.default, unit, one.metadata["source"])
