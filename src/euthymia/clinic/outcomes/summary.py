"""What the pages of several rooms show of outcomes."""

from typing import NamedTuple

from euthymia.clinic.outcomes.models import ClinicianRating, NextDayCheck
from euthymia.clinic.people.models import Patient


class Latest(NamedTuple):
    """The newest MADRS over 7 days and over 24 hours; None where nobody rated it."""

    madrs: ClinicianRating | None
    day_after: NextDayCheck | None


def latest(patient: Patient) -> Latest:
    """Return the newest ratings of this person."""
    return Latest(
        ClinicianRating.objects.filter(patient=patient).last(), NextDayCheck.objects.filter(patient=patient).last()
    )
