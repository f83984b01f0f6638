"""The limits at the chair: the clinic's as signed when the session was opened, and what differs for one patient.

They are kept in the session, so they end with it, and a policy that changes meanwhile does not reach a patient in a
chair.
"""

from functools import lru_cache
from typing import Any

from euthymia.clinic.infusion.models import Session
from euthymia.medicine.watch import Limits


def limits_for(session: Session) -> Limits:
    """Return the limits of one session: the clinic's, with the baseline and what a prescriber changed."""
    return _limits(tuple(sorted((name, _plain(value)) for name, value in session.limits.items())))


@lru_cache(maxsize=512)
def _limits(changed: tuple[tuple[str, Any], ...]) -> Limits:
    return Limits(**dict(changed))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
