"""Booking: the database refuses the same chair or clinician twice, however many try at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from euthymia.clinic.booking import actions as booking
from euthymia.clinic.booking.models import Appointment, SlotClaim


def at(hour: int, minute: int = 0):
    return (timezone.now() + timedelta(days=3)).replace(hour=hour, minute=minute, second=0, microsecond=0)


def book(clinic, chair: int, starts_at, minutes: int = 60) -> Appointment:
    return booking.book(
        clinic.ruth, [clinic.chairs[chair]], kind="infusion", starts_at=starts_at, minutes=minutes, by=clinic.desk
    )


@pytest.mark.parametrize(
    ("chair", "hour", "minute", "fits"),
    [
        (0, 10, 0, False),  # the same time
        (0, 10, 55, False),  # the last five minutes of it
        (0, 9, 5, False),  # runs into it
        (0, 11, 0, True),  # right after it
        (0, 9, 0, True),  # right before it
        (1, 10, 0, True),  # the other chair
    ],
)
def test_a_chair_is_taken_for_its_whole_time(clinic, chair, hour, minute, fits):
    book(clinic, 0, at(10))

    if fits:
        assert book(clinic, chair, at(hour, minute))
    else:
        with pytest.raises(booking.SlotTaken, match="Chair 1 is taken at"):
            book(clinic, chair, at(hour, minute))
        assert Appointment.objects.count() == 1  # nothing half booked


def test_a_cancelled_booking_gives_its_time_back(clinic):
    booking.cancel(book(clinic, 0, at(10)), by=clinic.desk)

    assert book(clinic, 0, at(10))


@pytest.mark.parametrize("minutes", [0, 7, 485])
def test_a_length_off_the_grid_is_refused(clinic, minutes):
    with pytest.raises(booking.NotASlot):
        book(clinic, 0, at(10), minutes)


def test_of_many_who_race_for_few_slots_each_slot_has_one_winner(live_clinic):
    slots = [at(9 + n) for n in range(4)]
    won, lost = [], []

    def race(n: int) -> None:
        try:
            won.append(book(live_clinic, 0, slots[n % 4]))
        except booking.SlotTaken as refusal:
            lost.append(str(refusal))
        finally:
            connection.close()

    racers = [threading.Thread(target=race, args=(n,)) for n in range(24)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert (len(won), len(lost)) == (4, 20)
    assert SlotClaim.objects.count() == 4 * 12
    assert all("Chair 1 is taken at" in line or "just taken" in line for line in lost)
