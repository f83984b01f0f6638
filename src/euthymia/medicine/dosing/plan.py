"""From a signed prescription to the bag and the pump: plan, limits, and the second person's check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from euthymia.medicine.declaration import ANY, policy_number
from euthymia.medicine.dosing.weight import (
    SAME_KG,
    Concern,
    WeightDoubted,
    WeightEntry,
    check_weight,
    weight_in_kg,
    weight_of,
)
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.units import mg_per_kg_h_from_ml_h

__all__ = [
    "Breach", "Concern", "Difference", "DoseLimits", "DoseRefused", "ImpossibleOrder", "InfusionPlan", "NotRacemic",
    "Order", "SecondCheck", "SignedOnce", "UnorderedSegments", "WeightDoubted", "WeightEntry", "check_plan",
    "check_signatures", "check_weight", "delivered_mg", "double_check", "may_show_dose", "plan", "plan_as_dict",
    "plan_from_dict", "second_signature", "weight_in_kg", "weight_of",
]  # fmt: skip

VIALS_MG_PER_ML: Final = (10.0, 50.0, 100.0)  # each is diluted in the bag; 100 mg/mL must be. Source: ketalar:label
_ROUNDING: Final = 1e-9  # so that a limit met exactly is not broken by the last binary digit


class ImpossibleOrder(Refusal):
    """An order that nobody could make up."""


class NotRacemic(Refusal):
    """An order for another form of the drug: its milligrams are not these milligrams."""


class DoseRefused(Refusal):
    """A plan beyond a hard limit."""


class SignedOnce(Refusal):
    """A dose that two prescribers sign was to be given on one signature."""


class UnorderedSegments(Refusal):
    """Recorded starts and stops of the pump that cannot all be true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a prescriber signs for one infusion. Raises ImpossibleOrder, NotRacemic.

    weight_basis   actual weight of today, or the ideal weight when the prescriber chose it
    signatures     prescribers who signed; a dose above the one-signature limit needs two
    line_ml        volume of the line between bag and vein; 0 where nobody measured it
    """

    dose_mg_per_kg: float
    duration_min: float
    weight_kg: float
    vial_mg_per_ml: float
    bag_ml: float
    weight_basis: Literal["actual", "ideal"] = "actual"
    drug: str = "racemic ketamine"
    signatures: int = 1
    line_ml: float = 0.0

    def __post_init__(self) -> None:
        if self.drug != "racemic ketamine":
            raise NotRacemic(f"{self.drug}: not equipotent with racemic ketamine. It needs the clinic's own protocol.")
        if self.vial_mg_per_ml not in VIALS_MG_PER_ML:
            raise ImpossibleOrder(
                f"Vial {self.vial_mg_per_ml:g} mg/mL: vials have 10, 50 or 100. Read the label again."
            )
        if not self.duration_min > 0:
            raise ImpossibleOrder(f"Over {self.duration_min:g} min: a bolus is refused. Give a duration.")
        if not (self.dose_mg_per_kg > 0 and self.weight_kg > 0 and self.line_ml >= 0):
            raise ImpossibleOrder("Dose and weight must be above zero. Correct the order.")
        if not self.bag_ml > self.dose_mg_per_kg * self.weight_kg / self.vial_mg_per_ml:
            raise ImpossibleOrder(f"Bag {self.bag_ml:g} mL: smaller than the drug itself. Check dose, vial and bag.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseLimits:
    """The clinic's limits. Soft ones ask a reason, hard ones stop.   Source: house:dose-limits, house:speed-limits"""

    hard_low_mg_per_kg: float = policy_number(
        0.1, label="Dose: refused below", unit="mg/kg", bounds=ANY, source="house:dose-limits"
    )
    soft_high_mg_per_kg: float = policy_number(
        0.75, label="Dose: asks a reason above", unit="mg/kg", bounds=ANY, source="house:dose-limits"
    )
    one_signature_mg_per_kg: float = policy_number(
        1.0, label="Dose: more than one signature above", unit="mg/kg", bounds=ANY, source="house:dose-limits"
    )
    cap_mg: float = policy_number(
        100, label="Dose: whatever the weight, no more than", unit="mg", bounds=ANY, source="house:dose-limits"
    )
    soft_short_min: float = policy_number(
        40, label="Duration: asks a reason below", unit="min", bounds=ANY, source="house:speed-limits"
    )
    hard_short_min: float = policy_number(
        30, label="Duration: refused below", unit="min", bounds=ANY, source="house:speed-limits"
    )
    soft_fast_mg_per_kg_h: float = policy_number(
        0.75, label="Speed: asks a reason above", unit="mg/kg/h", bounds=ANY, source="house:speed-limits"
    )
    hard_fast_mg_per_kg_h: float = policy_number(
        1.5, label="Speed: refused above", unit="mg/kg/h", bounds=ANY, source="house:speed-limits"
    )
    check_tolerance: float = policy_number(
        0.02,
        label="Second check: the two agree within this part of the number",
        unit="",
        bounds=ANY,
        source="house:double-check",
    )


@dataclass(frozen=True, slots=True)
class Breach:
    """One limit passed, in words, with the value and the limit it passed."""

    key: str
    sentence: str
    value: float
    limit: float
    source: str


@dataclass(frozen=True, slots=True)
class InfusionPlan:
    """What the order comes to. The drug's volume is withdrawn from the bag first, so the total is the bag's volume."""

    dose_mg: float
    drug_volume_ml: float
    total_volume_ml: float
    concentration_mg_per_ml: float
    rate_ml_h: float
    rate_mg_h: float
    rate_mg_per_kg_h: float
    duration_min: float
    soft: tuple[Breach, ...]
    hard: tuple[Breach, ...]
    steps: tuple[str, ...]


def plan(order: Order, *, limits: DoseLimits) -> InfusionPlan:
    """Work an order out: milligrams, millilitres, rate, how the bag is made, and every limit it passes.

    A plan beyond a hard limit is given back too, so that it can be shown; check_plan refuses it.
    Source: calc:rate-vectors
    """
    dose_mg = order.dose_mg_per_kg * order.weight_kg
    concentration_mg_per_ml = dose_mg / order.bag_ml
    rate_ml_h = order.bag_ml * 60 / order.duration_min
    rate_mg_per_kg_h = mg_per_kg_h_from_ml_h(rate_ml_h, order.weight_kg, concentration_mg_per_ml)
    return InfusionPlan(
        dose_mg=dose_mg,
        drug_volume_ml=dose_mg / order.vial_mg_per_ml,
        total_volume_ml=order.bag_ml,
        concentration_mg_per_ml=concentration_mg_per_ml,
        rate_ml_h=rate_ml_h,
        rate_mg_h=dose_mg * 60 / order.duration_min,
        rate_mg_per_kg_h=rate_mg_per_kg_h,
        duration_min=order.duration_min,
        soft=_soft(order, rate_mg_per_kg_h, limits),
        hard=_hard(order, dose_mg, rate_mg_per_kg_h, limits),
        steps=_steps(order, dose_mg, rate_ml_h),
    )


def check_plan(plan: InfusionPlan) -> None:
    """Refuse a plan beyond a hard limit. Raises DoseRefused, which lists every one."""
    if plan.hard:
        raise DoseRefused(" ".join(breach.sentence for breach in plan.hard))


def second_signature(order: Order, *, limits: DoseLimits) -> Breach | None:
    """Return that a dose waits for a second prescriber's signature; None where one is enough, or two are there.

    Source: house:dose-limits
    """
    dose_mg_per_kg = order.dose_mg_per_kg if order.signatures < 2 else 0.0
    return _over("dose signed once", dose_mg_per_kg, limits.one_signature_mg_per_kg, "mg/kg", "house:dose-limits")


def check_signatures(order: Order, *, limits: DoseLimits) -> None:
    """Refuse a dose that still waits for its second signature. Raises SignedOnce."""
    if waits := second_signature(order, limits=limits):
        raise SignedOnce(f"{waits.sentence} Until then no session is opened from this order.")


def _soft(order: Order, rate_mg_per_kg_h: float, limits: DoseLimits) -> tuple[Breach, ...]:
    found = (
        _over("dose", order.dose_mg_per_kg, limits.soft_high_mg_per_kg, "mg/kg", "house:dose-limits"),
        _under("duration", order.duration_min, limits.soft_short_min, "min", "house:speed-limits"),
        _over("rate", rate_mg_per_kg_h, limits.soft_fast_mg_per_kg_h, "mg/kg/h", "house:speed-limits"),
    )
    return tuple(breach for breach in found if breach)


def _hard(order: Order, dose_mg: float, rate_mg_per_kg_h: float, limits: DoseLimits) -> tuple[Breach, ...]:
    found = (
        _under("dose too low", order.dose_mg_per_kg, limits.hard_low_mg_per_kg, "mg/kg", "house:dose-limits"),
        _over("dose in all", dose_mg, limits.cap_mg, "mg", "house:dose-limits"),
        _under("duration too short", order.duration_min, limits.hard_short_min, "min", "house:speed-limits"),
        _over("rate too fast", rate_mg_per_kg_h, limits.hard_fast_mg_per_kg_h, "mg/kg/h", "house:speed-limits"),
    )
    return tuple(breach for breach in found if breach)


_ASK: Final = {
    "dose": "Give a reason.",
    "duration": "Give a reason.",
    "rate": "Give a reason.",
    "dose too low": "Check the unit and the decimal point.",
    "dose signed once": "Check the unit and the decimal point; a second prescriber signs it before the chair.",
    "dose in all": "Check the weight's unit and the decimal point.",
    "duration too short": "Make it longer; a bolus is refused.",
    "rate too fast": "Lower the dose or make it longer.",
}


def _over(key: str, value: float, limit: float, unit: str, source: str) -> Breach | None:
    if value <= limit * (1 + _ROUNDING):
        return None
    return Breach(key, f"{value:.4g} {unit}: above {limit:g} {unit}. {_ASK[key]}", value, limit, source)


def _under(key: str, value: float, limit: float, unit: str, source: str) -> Breach | None:
    if value >= limit * (1 - _ROUNDING):
        return None
    return Breach(key, f"{value:.4g} {unit}: below {limit:g} {unit}. {_ASK[key]}", value, limit, source)


def _steps(order: Order, dose_mg: float, rate_ml_h: float) -> tuple[str, ...]:
    """Return how the bag is made.   Source: house:bag"""
    drug_ml, bag_ml = dose_mg / order.vial_mg_per_ml, order.bag_ml
    concentration = dose_mg / bag_ml
    line = f"The line holds {order.line_ml:g} mL ({order.line_ml * concentration:.2f} mg): " if order.line_ml else ""
    return (
        f"Withdraw {drug_ml:.2f} mL from the {bag_ml:g} mL bag and discard it.",
        f"Add {drug_ml:.2f} mL of racemic ketamine {order.vial_mg_per_ml:g} mg/mL ({dose_mg:.1f} mg). Mix.",
        f"The bag now holds {bag_ml:g} mL at {concentration:.3g} mg/mL. Label it.",
        f"Prime the line from this bag. Set {rate_ml_h:.1f} mL/h for {bag_ml:g} mL ({order.duration_min:g} min).",
        f"{line}What stays in the line is not given until it is flushed at the same rate.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondCheck:
    """What a second signed-in person entered without seeing the first one's numbers.

    weight_kg        today's, read by the second person from the scale or the slip
    drug             the form of the drug on the vial's label, in an order's words; anything else stops
    vial_mg_per_ml   on the vial's label
    Who the patient is, is compared with the chart by the caller.
    """

    weight_kg: float
    drug: str
    vial_mg_per_ml: float
    dose_mg: float
    concentration_mg_per_ml: float
    rate_ml_h: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which the two people differ, and what it may come from."""

    what: str
    first: float | str
    second: float | str
    sentence: str
    blind: str  # the same without the first person's number: what the second one reads


def double_check(plan: InfusionPlan, second: SecondCheck, *, order: Order, tolerance: float) -> tuple[Difference, ...]:
    """Compare what the second person read and worked out with order and plan; empty means that they agree.

    tolerance   share of the plan's number by which a rounded entry may differ (0.02 is 2 %)
    Source: house:double-check, house:weight
    """
    pairs = (
        ("dose", plan.dose_mg, second.dose_mg, "mg"),
        ("concentration", plan.concentration_mg_per_ml, second.concentration_mg_per_ml, "mg/mL"),
        ("rate", plan.rate_ml_h, second.rate_ml_h, "mL/h"),
    )
    worked_out = tuple(
        Difference(
            what,
            first,
            seen,
            f"{what}: {first:.4g} {unit} planned, {seen:.4g} entered.{_why(plan, what, seen)}",
            f"{what}: {seen:.4g} {unit} is not what the order comes to.{_why(plan, what, seen)}",
        )
        for what, first, seen, unit in pairs
        if not abs(seen - first) <= tolerance * first
    )
    return (*_read_otherwise(order, second), *worked_out)


def may_show_dose(*, prescriber: bool, unchecked: bool) -> bool:
    """Return whether a person's doses may be shown: milligrams, millilitres, rates, of this order and of earlier ones.

    A number that stands on a screen is copied, and then nobody has worked it out.

    unchecked   an open order of this person waits for its second check
    Source: house:double-check
    """
    return prescriber or not unchecked


def _read_otherwise(order: Order, second: SecondCheck) -> Iterator[Difference]:
    """What is read, not worked out: the weight, and the vial's label."""
    if second.drug != order.drug:
        blind = f"drug: {second.drug} is not what was ordered. Stop; show the vial to the prescriber."
        yield Difference("drug", order.drug, second.drug, f"drug: {order.drug} ordered; {blind}", blind)
    if second.vial_mg_per_ml != order.vial_mg_per_ml:
        blind = f"vial: {second.vial_mg_per_ml:g} mg/mL is not the vial of the order. Take the label in hand, both."
        seen = f"vial: {order.vial_mg_per_ml:g} mg/mL ordered; {blind}"
        yield Difference("vial", order.vial_mg_per_ml, second.vial_mg_per_ml, seen, blind)
    if not abs(second.weight_kg - order.weight_kg) <= SAME_KG:
        blind = f"weight: {second.weight_kg:.4g} kg is not what the first person read. Weigh again, and mind the unit."
        seen = f"weight: {order.weight_kg:.4g} kg ordered by; {blind}"
        yield Difference("weight", order.weight_kg, second.weight_kg, seen, blind)


def _why(plan: InfusionPlan, what: str, seen: float) -> str:
    """Guess the usual slips aloud: a decimal point, or another unit."""
    planned = {"dose": plan.dose_mg, "concentration": plan.concentration_mg_per_ml, "rate": plan.rate_ml_h}[what]
    if _near(seen, planned * 10) or _near(seen, planned / 10):
        return " Tenfold: look at the decimal point."
    if what == "rate" and _near(seen, plan.rate_mg_h):
        return " That is the rate in mg/h, not mL/h."
    return " Each works it out again, apart."


def _near(value: float, other: float) -> bool:
    return abs(value - other) <= 0.05 * other


def delivered_mg(plan: InfusionPlan, segments: Iterable[tuple[float, float | None]], *, as_of_s: float) -> float:
    """Add up the milligrams given so far by the recorded runs of the pump, never more than the bag held.

    segments   (start_s, end_s) in order; end_s None while the pump still runs, which only the last may
    Raises UnorderedSegments.
    """
    ran_s, last_s = 0.0, float("-inf")
    for start_s, end_s in segments:
        if start_s < last_s or (end_s is not None and end_s < start_s):
            raise UnorderedSegments(
                f"A run of the pump from {start_s:g} s to {end_s} s, after an end at {last_s:g} s. Correct the times."
            )
        ran_s += max(0.0, min(as_of_s, end_s if end_s is not None else as_of_s) - start_s)
        last_s = end_s if end_s is not None else float("inf")
    return min(plan.dose_mg, ran_s * plan.rate_mg_h / 3600)


def plan_as_dict(plan: InfusionPlan) -> dict[str, Any]:
    """Write a plan as JSON can hold it."""
    return asdict(plan) | {
        "soft": [asdict(b) for b in plan.soft],
        "hard": [asdict(b) for b in plan.hard],
        "steps": list(plan.steps),
    }


def plan_from_dict(stored: Mapping[str, Any]) -> InfusionPlan:
    """Read a plan back exactly as it was signed."""
    breaches = {side: tuple(Breach(**fields) for fields in stored[side]) for side in ("soft", "hard")}
    return InfusionPlan(**{**stored, **breaches, "steps": tuple(stored["steps"])})
