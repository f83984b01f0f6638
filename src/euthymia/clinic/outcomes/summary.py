"""What the pages of several rooms show of outcomes."""

from typing import NamedTuple

from euthymia.clinic.outcomes.models import DayCheck, Rating
from euthymia.clinic.people.models import Patient


class Latest(NamedTuple):
    """The newest MADRS over 7 days and over 24 hours; None where nobody rated it."""

    madrs: Rating | None
    day_after: DayCheck | None


def latest(patient: Patient) -> Latest:
    """Return the newest ratings of this person."""
    return Latest(Rating.objects.filter(patient=patient).last(), DayCheck.objects.filter(patient=patient).last())
