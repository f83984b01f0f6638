"""Every number and rule that a clinic makes its own, as rows that its medical director reads and signs."""

from euthymia.medicine.policies.catalogue import (
    GROUPS,
    TITLES,
    NotAValue,
    Policy,
    UnknownPolicy,
    Value,
    in_force,
    policies,
    read,
    written,
)

__all__ = [
    "GROUPS",
    "TITLES",
    "NotAValue",
    "Policy",
    "UnknownPolicy",
    "Value",
    "in_force",
    "policies",
    "read",
    "written",
]
