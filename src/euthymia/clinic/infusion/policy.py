"""The clinic's limits at the chair, and what differs for one patient: kept in the session, so they end with it."""

from functools import lru_cache

from euthymia.clinic.infusion.models import Session
from euthymia.medicine.dosing import DoseLimits
from euthymia.medicine.watch import Limits

DOSE_LIMITS = DoseLimits()


def limits_for(session: Session) -> Limits:
    """Give the limits of one session: the clinic's default, with the baseline and what a prescriber changed."""
    return _limits(tuple(sorted(session.limits.items())))


@lru_cache(maxsize=512)
def _limits(changed: tuple[tuple[str, float], ...]) -> Limits:
    return Limits(**dict(changed))
