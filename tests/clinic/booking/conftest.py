"""A clinic that is open every day from 00:05 to 23:55, so that a test's hour is never the reason of a refusal."""

import pytest

from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.front_door.models import ClinicProfile


def open_hours(clinic, hours: str = "00:05-23:55", days=range(7), **dates: str) -> None:
    profile = ClinicProfile.objects.first() or ClinicProfile()
    profile.week = {str(day): hours for day in days} | dates
    front_door.set_profile(profile, by=clinic.owner)


@pytest.fixture
def clinic(clinic):
    open_hours(clinic)
    return clinic


@pytest.fixture
def live_clinic(live_clinic):
    open_hours(live_clinic)
    return live_clinic
