"""An order worked out: weights, limits, the plan of a session, and the second check that reads it again."""

from euthymia.medicine.dosing.plan import (
    DoseLimits,
    DoseRefused,
    ImpossibleOrder,
    InfusionPlan,
    NotRacemic,
    Order,
    SecondCheck,
    SignedOnce,
    UnorderedSegments,
    check_plan,
    check_signatures,
    delivered_mg,
    double_check,
    may_show_dose,
    plan,
    plan_as_dict,
    plan_from_dict,
    second_signature,
)
from euthymia.medicine.dosing.weight import (
    Concern,
    WeightDoubted,
    check_weight,
    weight_in_kg,
    weight_of,
)

__all__ = [
    "Concern", "DoseLimits", "DoseRefused", "ImpossibleOrder", "InfusionPlan", "NotRacemic", "Order", "SecondCheck",
    "SignedOnce", "UnorderedSegments", "WeightDoubted", "check_plan", "check_signatures", "check_weight",
    "delivered_mg", "double_check", "may_show_dose", "plan", "plan_as_dict", "plan_from_dict", "second_signature",
    "weight_in_kg", "weight_of",
]  # fmt: skip
