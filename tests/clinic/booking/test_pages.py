"""The page of booking and its save are held to one calculation: why a place is not free, and which are."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from euthymia.clinic.booking import actions
from euthymia.clinic.booking.models import Appointment
from tests.clinic.booking.conftest import open_hours
from tests.clinic.conftest import signed_in


def coming(weekday: int) -> datetime:
    """Return midnight of the next such weekday that is at least three days ahead."""
    first = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def tried(clinic, day: datetime, clock: str, **more):
    fields = {"clinician": clinic.clinician.pk, "day": f"{day:%Y-%m-%d}", "time": clock, "minutes": "60", **more}
    return signed_in(clinic.desk).post(f"/desk/book/{clinic.ruth.key}", fields)


def test_a_sunday_at_three_in_the_morning_is_refused_with_why_and_what_is_free(clinic):
    open_hours(clinic, "08:00-18:00", range(5))
    sunday = coming(6)

    answer = tried(clinic, sunday, "03:00")

    page, monday = answer.content.decode(), sunday + timedelta(days=1)
    assert answer.status_code == 422 and not Appointment.objects.exists()
    assert f"The clinic is closed on Sunday {sunday.day} {sunday:%B}." in page
    assert f'value="{monday:%Y-%m-%d}T08:00:00+00:00"' in page


def test_the_save_itself_refuses_what_the_page_would_not_offer(clinic):
    open_hours(clinic, "08:00-18:00", range(5), **{f"{coming(2):%Y-%m-%d}": ""})
    about = {"kind": "consult", "minutes": 60, "by": clinic.desk}
    for starts_at in (coming(6) + timedelta(hours=3), coming(2) + timedelta(hours=10)):
        with pytest.raises(actions.NotFree, match="The clinic is closed on"):
            actions.book(clinic.ruth, [clinic.clinician], starts_at=starts_at, **about)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Los_Angeles"])
def test_an_offered_place_that_is_pressed_is_booked_at_the_clinics_own_hour(zone, clinic, settings):
    settings.TIME_ZONE = zone
    open_hours(clinic, "08:00-18:00", range(5))
    offered = re.findall(r'name="place"\s+value="([^"]+)"', tried(clinic, coming(6), "03:00").content.decode())

    answer = tried(clinic, coming(6), "03:00", place=offered[0])

    assert answer.status_code == 302
    local = Appointment.objects.get().starts_at.astimezone(ZoneInfo(zone))
    assert (local.weekday(), local.hour, local.minute) == (0, 8, 0)


@pytest.mark.parametrize("place", ["", "soon", "2026-12-07T08:00", "9999-99-99T00:00", "0001-01-01T00:00+00:00"])
def test_a_place_that_is_none_books_nothing(clinic, place):
    assert tried(clinic, coming(1), "03:02", place=place).status_code == 422
    assert not Appointment.objects.exists()


def test_free_places_are_shown_without_booking(clinic):
    answer = tried(clinic, coming(1), "10:00", show="yes")

    assert answer.status_code == 200 and "Next free places" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_an_infusion_near_in_time_is_booked_only_with_what_the_person_said(clinic):
    soon = timezone.now() + timedelta(hours=2)
    soon = soon.replace(minute=0, second=0, microsecond=0)
    if soon.hour > 21:
        soon += timedelta(hours=5)  # in the open hours, and within a day
    chair = {"chair": clinic.chairs[0].pk}

    asked = tried(clinic, soon, f"{soon:%H:%M}", **chair)
    assert asked.status_code == 422 and "What the person said" in asked.content.decode()
    assert tried(clinic, soon, f"{soon:%H:%M}", **chair, short_notice="aaaa").status_code == 422

    said = "Ate at seven, her sister comes, her tablets as usual, no alcohol"
    assert tried(clinic, soon, f"{soon:%H:%M}", **chair, short_notice=said).status_code == 302
    assert Appointment.objects.get().short_notice == said


def test_no_reason_opens_a_closed_day(clinic):
    open_hours(clinic, "08:00-18:00", range(5))
    answer = tried(clinic, coming(6), "10:00", short_notice="The director wants it so, and I agree with it")

    assert answer.status_code == 422 and not Appointment.objects.exists()


def test_a_time_the_clocks_jump_over_is_refused_and_a_doubled_one_asks_which(clinic, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    year = timezone.now().year + 1
    forward, back = (_last_sunday(year, month) for month in (3, 10))

    assert "does not exist" in tried(clinic, forward, "02:30").content.decode()
    asked = tried(clinic, back, "02:30").content.decode()
    assert "comes twice" in asked and "Which of the two" in asked
    assert tried(clinic, back, "02:30", which="second").status_code == 302
    assert Appointment.objects.get().starts_at == back.replace(hour=1, minute=30)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_nothing_is_booked_before_opening_hours_are_set(clinic):
    open_hours(clinic, "", ())

    assert "No opening hours are set" in tried(clinic, coming(1), "10:00").content.decode()
    assert signed_in(clinic.desk).get(f"/desk/book/{clinic.ruth.key}").status_code == 200
