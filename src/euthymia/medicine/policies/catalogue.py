"""The rows of the policies page: every number of every group, with unit, source, words and bounds."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from euthymia.medicine import number_entry
from euthymia.medicine.booking.policy import BookingPolicy
from euthymia.medicine.checklists.discharge import DischargePolicy
from euthymia.medicine.checklists.pre_infusion import PreInfusionPolicy
from euthymia.medicine.declaration import ANY, Declared, declared
from euthymia.medicine.dosing import DoseLimits
from euthymia.medicine.eligibility.workup import WorkupPolicy
from euthymia.medicine.policies.copies import CopyLimits
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
    "pre_infusion": PreInfusionPolicy,
    "chair": Limits,
    "discharge": DischargePolicy,
    "records": DispensingPolicy,
    "time": TimeLimits,
    "resistance": ClinicRule,
    "workup": WorkupPolicy,
    "outlook": OutlookPolicy,
    "forecast": ForecastPolicy,
    "copies": CopyLimits,
    "booking": BookingPolicy,
}
TITLES: Final = {
    "dose": "Dose and speed",
    "pre_infusion": "Before the start",
    "chair": "At the chair: limits, checks, silence",
    "discharge": "Discharge",
    "records": "Records of other systems",
    "time": "Time limits",
    "resistance": "The clinic's own rule of resistance",
    "workup": "Baseline work-up and what is due again",
    "outlook": "What the model expects of a course (research)",
    "forecast": "Research forecast at the chair",
    "copies": "Copies of the clinic",
    "booking": "Booking",
    "rules": "Rules that are not a number",
}


_DECLARED: Final = {group: declared(kind) for group, kind in GROUPS.items()}  # half a declaration stops the import


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
        """Return whether the figure is a proposal of ours; else it is a published one that the clinic adopts."""
        return SOURCES[self.source].mark == "proposal"


@cache
def policies() -> tuple[Policy, ...]:
    """List all rows: the numbers group by group, then the rules that no number carries."""
    numbers = [_row(group, entry) for group, entries in _DECLARED.items() for entry in entries]
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
    known = {entry.name for entry in _DECLARED[group]}
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
    if not numbers or not all(ANY[0] <= number <= ANY[1] for number in numbers) or policy.default is None:
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


def _row(group: str, entry: Declared) -> Policy:
    return Policy(f"{group}.{entry.name}", group, entry.says.label, entry.default, entry.says.unit, entry.says.source)
