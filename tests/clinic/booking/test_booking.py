"""Booking: the database refuses the same chair, clinician or person twice, however many try at once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from euthymia.clinic.audit import chain
from euthymia.clinic.booking import actions as booking
from euthymia.clinic.booking import changes
from euthymia.clinic.booking.models import Appointment, PatientClaim, SlotClaim


def at(hour: int, minute: int = 0):
    return (timezone.now() + timedelta(days=3)).replace(hour=hour, minute=minute, second=0, microsecond=0)


def book(clinic, chair: int, starts_at, minutes: int = 60, patient=None) -> Appointment:
    about = {"kind": "consult", "starts_at": starts_at, "minutes": minutes, "by": clinic.desk}
    return booking.book(patient or clinic.ruth, [clinic.chairs[chair]], **about)


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

    other = clinic.stranger.patient
    if fits:
        assert book(clinic, chair, at(hour, minute), patient=other)
    else:
        with pytest.raises(booking.NotFree, match="Chair 1 is taken on"):
            book(clinic, chair, at(hour, minute), patient=other)
        assert Appointment.objects.count() == 1  # nothing half booked


@pytest.mark.parametrize(
    ("hour", "minute", "fits"), [(10, 0, False), (10, 55, False), (9, 5, False), (11, 0, True), (9, 0, True)]
)
def test_nobody_sits_in_two_chairs_at_once_and_reads_what_is_in_the_way(clinic, hour, minute, fits):
    book(clinic, 0, at(10))

    if fits:
        assert book(clinic, 1, at(hour, minute))
    else:
        with pytest.raises(booking.NotFree, match=r"consult on .* 10:00 to 11:00 \(Chair 1\)\. Move or cancel"):
            book(clinic, 1, at(hour, minute))
        assert Appointment.objects.count() == 1


def test_the_database_itself_refuses_a_second_place_for_one_person(clinic):
    row = book(clinic, 0, at(10))
    with pytest.raises(IntegrityError), transaction.atomic(), chain.atomic():
        PatientClaim.objects.create(patient=clinic.ruth, slot_at=at(10, 5), appointment=row)


def test_what_was_booked_before_persons_were_claimed_is_in_the_way_too(clinic):
    row = book(clinic, 0, at(10))
    with chain.atomic():
        PatientClaim.objects.filter(appointment=row).delete()
        chain.write("emptied for a test", by="system:test", at=timezone.now())

    with pytest.raises(booking.NotFree, match="already has an appointment then"):
        book(clinic, 1, at(10, 30))


def test_a_cancelled_booking_gives_its_time_back(clinic):
    changes.cancel(book(clinic, 0, at(10)), reason="She has a cold", version=0, by=clinic.desk)

    assert not PatientClaim.objects.exists() and not SlotClaim.objects.exists()
    assert book(clinic, 0, at(10))


@pytest.mark.parametrize("minutes", [0, 7, 485])
def test_a_length_off_the_grid_is_refused(clinic, minutes):
    with pytest.raises(booking.NotASlot):
        book(clinic, 0, at(10), minutes)


def test_of_many_who_put_one_person_into_two_chairs_one_wins(live_clinic):
    won, lost = race(12, lambda n: book(live_clinic, n % 2, at(10, 5 * (n % 6))))

    assert (len(won), len(lost)) == (1, 11)
    assert PatientClaim.objects.count() == SlotClaim.objects.count() == 12
    assert all("already has an appointment then" in line for line in lost)


def test_of_many_who_race_for_few_slots_each_slot_has_one_winner(live_clinic):
    people = [live_clinic.ruth, live_clinic.stranger.patient]
    won, lost = race(24, lambda n: book(live_clinic, 0, at(9 + n % 4), patient=people[n % 8 // 4]))

    assert (len(won), len(lost)) == (4, 20)
    assert SlotClaim.objects.count() == 4 * 12
    assert all("Chair 1 is taken on" in line or "already has an" in line for line in lost)


def race(count: int, act: Callable[[int], Appointment]) -> tuple[list[Appointment], list[str]]:
    """Let so many act at once; return what was won, and what the losers read."""
    won, lost = [], []

    def run(n: int) -> None:
        try:
            won.append(act(n))
        except booking.NotFree as refusal:
            lost.append(str(refusal))
        finally:
            connection.close()

    racers = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return won, lost
