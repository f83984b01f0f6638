"""Devices and chairs leave use, and never from under a patient."""

import pytest

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.booking import actions as booking
from euthymia.clinic.booking import resources
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.devices import pairing, retiring, roster
from euthymia.clinic.infusion.models import Device
from euthymia.medicine.refusal import Refusal
from tests.clinic import chairside

WHY = "Its cuff leaks, sent back to the maker"
SENDER = ("IntelliVue1", "WARD")


@pytest.fixture
def device(clinic) -> Device:
    return retiring.add(clinic.chairs[0], kind="monitor", sender=SENDER, by=clinic.owner)


def test_a_retired_device_is_a_stranger_to_the_listener(clinic, device):
    assert roster.Roster().seat(SENDER)

    retiring.retire_device(device, reason=WHY, by=clinic.owner)

    assert roster.Roster().seat(SENDER) is None
    assert Device.objects.get().retired_reason == WHY
    assert AuditEvent.objects.order_by("number").last().action == "retired a device"


def test_another_device_may_bear_the_name_of_a_retired_one(clinic, device):
    with pytest.raises(retiring.SenderTaken, match="change it at the device"):
        retiring.add(clinic.chairs[1], kind="monitor", sender=SENDER, by=clinic.owner)

    retiring.retire_device(device, reason=WHY, by=clinic.owner)
    second = retiring.add(clinic.chairs[0], kind="monitor", sender=SENDER, by=clinic.owner)

    assert roster.Roster().seat(SENDER).device_id == second.pk
    assert second.name == "monitor" == roster.Roster().seat(SENDER).name


@pytest.mark.parametrize("reason", ["", "broken"])
def test_a_device_is_not_retired_without_a_reason(clinic, device, reason):
    with pytest.raises(resources.NoReasonToRetire):
        retiring.retire_device(device, reason=reason, by=clinic.owner)

    assert Device.objects.get().retired_at is None


def test_a_device_moves_while_nobody_is_tied_to_it(clinic, device):
    retiring.move(device, to=clinic.chairs[1], by=clinic.owner)

    assert Device.objects.get().chair == clinic.chairs[1]


def test_what_watches_a_patient_is_neither_moved_nor_retired(clinic):
    session = chairside.seated(clinic)
    device = Device.objects.get()
    pairing.pair(session, device, number=clinic.ruth.number, birth_date=clinic.ruth.birth_date, by=clinic.nurse)
    for act in (
        lambda: retiring.move(device, to=clinic.chairs[1], by=clinic.owner),
        lambda: retiring.retire_device(device, reason=WHY, by=clinic.owner),
    ):
        with pytest.raises(retiring.InUse, match="lets it go first"):
            act()
    row = Device.objects.get()
    assert (row.chair, row.retired_at) == (session.chair, None)


def test_a_chair_with_a_patient_or_a_device_is_not_retired(clinic, device):
    with pytest.raises(retiring.StillHolds, match="a device stands"):
        retiring.retire_chair(clinic.chairs[0], reason=WHY, by=clinic.owner)
    retiring.retire_device(device, reason=WHY, by=clinic.owner)
    retiring.retire_chair(clinic.chairs[0], reason=WHY, by=clinic.owner)

    assert list(Resource.objects.in_use().filter(kind="chair")) == [clinic.chairs[1]]


def test_a_chair_with_an_open_session_is_not_retired(clinic):
    session = chairside.seated(clinic)
    with pytest.raises(retiring.InUse, match="when the patient has left"):
        retiring.retire_chair(session.chair, reason=WHY, by=clinic.owner)


def test_nothing_is_put_at_a_retired_chair(clinic, device):
    retired = retiring.retire_chair(clinic.chairs[1], reason=WHY, by=clinic.owner)

    with pytest.raises(booking.Retired):
        retiring.move(device, to=retired, by=clinic.owner)
    with pytest.raises(booking.Retired):
        retiring.add(retired, kind="pump", sender=("Pump", ""), by=clinic.owner)


def test_a_retired_device_is_not_paired(clinic):
    session = chairside.seated(clinic)
    for row in Device.objects.get().pairings.filter(ended_at=None):
        pairing.unpair(session, row.device, by=clinic.nurse)
    device = retiring.retire_device(Device.objects.get(), reason=WHY, by=clinic.owner)

    with pytest.raises(Refusal, match="was retired"):
        pairing.pair(session, device, number=clinic.ruth.number, birth_date=clinic.ruth.birth_date, by=clinic.nurse)


def test_a_device_keeps_its_name_while_it_stands_at_a_chair(clinic, device):
    """Alarms and links of a session are told apart by it: the second is not called as the first was, all at once."""
    second = retiring.add(device.chair, kind=device.kind, sender=("SECOND", ""), by=clinic.owner)
    assert (device.name, second.name) == ("monitor", "monitor 2")

    retiring.move(device, to=clinic.chairs[1], by=clinic.owner)
    assert Device.objects.get(pk=second.pk).name == "monitor 2"
    third = retiring.add(second.chair, kind=second.kind, sender=("THIRD", ""), by=clinic.owner)
    back = retiring.move(Device.objects.get(pk=device.pk), to=second.chair, by=clinic.owner)

    assert (third.name, back.name) == ("monitor", "monitor 3")
