"""Chairs and bookable clinicians over time: named, renamed, retired with a reason, taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.booking import actions, changes, resources
from euthymia.clinic.booking.forms import BookingForm
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.order import signing

WHY = "Broken armrest, thrown away"


def did() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("action", flat=True))


def test_a_chair_is_added_renamed_retired_and_taken_back_each_with_its_row(clinic):
    chair = resources.add_chair("Window", by=clinic.owner)
    resources.rename(chair, "Window, ground floor", by=clinic.owner)
    resources.retire(chair, reason=f"  {WHY} ", by=clinic.owner)
    chair.refresh_from_db()
    assert (chair.retired_reason, chair.retired_at is None) == (WHY, False)

    resources.take_back(chair, by=clinic.owner)

    chair.refresh_from_db()
    assert (chair.name, chair.retired_at, chair.retired_reason) == ("Window, ground floor", None, "")
    assert did()[-4:] == [
        "added a chair or clinician", "renamed a chair or clinician", "retired a chair or clinician",
        "took a chair or clinician back into use",
    ]  # fmt: skip


def test_the_same_name_again_writes_nothing(clinic):
    before = did()
    resources.rename(clinic.chairs[0], "Chair 1", by=clinic.owner)

    assert did() == before


@pytest.mark.parametrize("name", ["Chair 1", "Pavel Novak"])
def test_a_name_is_given_once_also_after_its_chair_was_retired(clinic, name):
    with pytest.raises(resources.NameTaken, match="in use or retired"):
        resources.add_chair(name, by=clinic.owner)
    with pytest.raises(resources.NameTaken):
        resources.rename(clinic.chairs[1], name, by=clinic.owner)
    assert Resource.objects.filter(kind="chair", name="Chair 2").exists()

    resources.retire(clinic.chairs[0], reason=WHY, by=clinic.owner)
    with pytest.raises(resources.NameTaken):
        resources.add_chair("Chair 1", by=clinic.owner)


@pytest.mark.parametrize("reason", ["", "   ", "broken", "         b"])
def test_nothing_is_retired_without_a_reason_that_can_be_read(clinic, reason):
    with pytest.raises(resources.NoReasonToRetire, match="10 letters"):
        resources.retire(clinic.chairs[0], reason=reason, by=clinic.owner)

    assert Resource.objects.in_use().filter(name="Chair 1").exists()


def booked(clinic, *, days: int):
    starts_at = (timezone.now() + timedelta(days=days + 1)).replace(hour=10, minute=0, second=0, microsecond=0)
    return actions.book(
        clinic.ruth, [clinic.clinician, clinic.chairs[0]], kind="infusion", starts_at=starts_at, minutes=60,
        by=clinic.desk,
    )  # fmt: skip


def test_what_is_booked_is_not_retired_until_the_booking_is_gone(clinic):
    row = booked(clinic, days=2)
    for resource in (clinic.chairs[0], clinic.clinician):
        with pytest.raises(resources.StillNeeded, match="is booked, next on"):
            resources.retire(resource, reason=WHY, by=clinic.owner)
        resource.refresh_from_db()
        assert resource.retired_at is None

    changes.cancel(row, reason="She has a cold", version=0, by=clinic.desk)
    assert resources.retire(clinic.chairs[0], reason=WHY, by=clinic.owner).retired_at


def test_nothing_is_booked_or_opened_at_a_retired_chair(clinic):
    chair = resources.retire(clinic.chairs[0], reason=WHY, by=clinic.owner)

    assert list(BookingForm().fields["chair"].queryset) == [clinic.chairs[1]]
    with pytest.raises(actions.Retired, match="Chair 1 was retired on"):
        booked(clinic, days=2)
    with pytest.raises(actions.Retired):
        signing.open_session(None, chair, by=clinic.nurse)


def test_a_clinician_is_booked_by_their_own_name_once(clinic):
    row = resources.make_bookable(clinic.director, by=clinic.owner)

    assert (row.kind, row.name, row.user) == ("clinician", clinic.director.name, clinic.director)
    assert resources.make_bookable(clinic.director, by=clinic.owner) == row


def test_a_clinician_who_was_retired_comes_back_as_the_same_one(clinic):
    resources.retire(clinic.clinician, reason="On leave until spring", by=clinic.owner)
    assert list(BookingForm().fields["clinician"].queryset) == []

    assert resources.make_bookable(clinic.prescriber, by=clinic.owner) == clinic.clinician
    assert list(BookingForm().fields["clinician"].queryset) == [clinic.clinician]


@pytest.mark.parametrize("who", ["owner", "desk", "researcher", "patient"])
def test_nobody_is_booked_who_is_no_clinician(clinic, who):
    with pytest.raises(resources.NotBookable, match="Choose a prescriber"):
        resources.make_bookable(getattr(clinic, who), by=clinic.owner)


def test_nobody_is_booked_who_has_left(clinic):
    clinic.director.is_active = False
    with pytest.raises(resources.NotBookable):
        resources.make_bookable(clinic.director, by=clinic.owner)
