"""Refusals that several steps of a session share."""

from euthymia.medicine.refusal import Refusal


class NoReasonGiven(Refusal):
    """A soft limit or a caution was passed without a reason."""


class NotYours(Refusal):
    """The act belongs to another role."""
