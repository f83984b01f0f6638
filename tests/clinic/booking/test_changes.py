"""A booking is moved or cancelled with a reason, by whoever saw it as it stands."""

from datetime import timedelta

import pytest

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.booking import actions, changes
from euthymia.clinic.booking.models import Appointment, PatientClaim, SlotClaim
from euthymia.clinic.people.reasons import NoReason
from tests.clinic.booking.test_pages import coming
from tests.clinic.conftest import signed_in

WHY = "She asked for an afternoon"


@pytest.fixture
def booked(clinic):
    about = {"kind": "infusion", "minutes": 60, "by": clinic.desk}
    return actions.book(clinic.ruth, [clinic.clinician, clinic.chairs[0]], starts_at=at(10), **about)


def at(hour: int):
    return coming(2) + timedelta(hours=hour)


def moved(clinic, booked, hour: int, chair: int = 0, reason: str = WHY, version: int = 0):
    to = changes.Move(at(hour), 60, reason, version)
    return changes.move(booked, [clinic.clinician, clinic.chairs[chair]], to, by=clinic.desk)


@pytest.mark.parametrize(("hour", "chair"), [(14, 0), (10, 1), (10, 0)])
def test_a_moved_booking_holds_its_new_place_alone(clinic, booked, hour, chair):
    row = moved(clinic, booked, hour, chair)

    assert (row.starts_at, row.version, row.moved_reason) == (at(hour), 1, WHY)
    assert {c.slot_at for c in PatientClaim.objects.all()} == {at(hour) + timedelta(minutes=5 * n) for n in range(12)}
    chairs = SlotClaim.objects.filter(resource__kind="chair")
    assert chairs.count() == 12 and {c.resource for c in chairs} == {clinic.chairs[chair]}
    assert AuditEvent.objects.order_by("number").last().action == "moved a booking"


def test_what_cannot_be_moved_stays_as_it_was(clinic, booked):
    other = {"kind": "consult", "starts_at": at(14), "minutes": 60, "by": clinic.desk}
    actions.book(clinic.stranger.patient, [clinic.chairs[0]], **other)

    with pytest.raises(actions.NotFree, match="Chair 1 is taken on"):
        moved(clinic, booked, 14)
    booked.refresh_from_db()
    assert (booked.starts_at, booked.version, booked.claims.count()) == (at(10), 0, 24)


def test_an_old_page_moves_and_cancels_nothing(clinic, booked):
    moved(clinic, booked, 14)

    with pytest.raises(changes.ChangedMeanwhile, match=r"moved meanwhile: it is on .* 14:00"):
        moved(clinic, booked, 16)
    with pytest.raises(changes.ChangedMeanwhile):
        changes.cancel(booked, reason=WHY, version=0, by=clinic.desk)
    assert Appointment.objects.get().cancelled_at is None


def test_cancelled_twice_is_cancelled_once(clinic, booked):
    desk, address = signed_in(clinic.desk), f"/desk/bookings/{booked.key}/cancel"
    assert desk.post(address, {"reason": WHY, "version": "0"}).status_code == 302

    again = desk.post(address, {"reason": WHY, "version": "0"})

    assert again.status_code == 422 and "cancelled already" in again.content.decode()
    booked.refresh_from_db()
    assert booked.cancelled_reason == WHY
    assert AuditEvent.objects.filter(action="cancelled a booking").count() == 1


@pytest.mark.parametrize("reason", ["", "cold", "          ", "xxxxxxxxxxxx"])
def test_nothing_is_moved_or_cancelled_without_a_reason(clinic, booked, reason):
    with pytest.raises(NoReason):
        moved(clinic, booked, 14, reason=reason)
    with pytest.raises(NoReason):
        changes.cancel(booked, reason=reason, version=0, by=clinic.desk)


def test_the_page_moves_a_booking_and_says_what_is_in_the_way(clinic, booked):
    desk, address = signed_in(clinic.desk), f"/desk/bookings/{booked.key}/move"
    page = desk.get(address).content.decode()
    assert "Move the infusion of" in page and 'value="10:00"' in page
    fields = {"clinician": clinic.clinician.pk, "chair": clinic.chairs[0].pk, "day": f"{at(10):%Y-%m-%d}",
              "minutes": "60", "version": "0"}  # fmt: skip

    assert desk.post(address, {**fields, "time": "14:00"}).status_code == 422  # no reason
    assert desk.post(address, {**fields, "time": "14:00", "reason": WHY, "version": "x"}).status_code == 422
    assert desk.post(address, {**fields, "time": "14:00", "reason": WHY, "chair": ""}).status_code == 422
    assert desk.post(address, {**fields, "time": "14:00", "reason": WHY}).status_code == 302
    assert Appointment.objects.get().starts_at == at(14)
