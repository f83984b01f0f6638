"""euthymia staff and device: what ends access from the machine itself, where no page opens any more."""

import pytest

from euthymia.cli.main import main
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices.roster import Roster
from euthymia.clinic.infusion.models import Device
from euthymia.clinic.people.access import links, recovery
from euthymia.clinic.people.models import User
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

NURSE = "nurse@demo.example"
SENDER = ("MON9", "WARD")


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_leaver_is_disabled_and_enabled(clinic, capsys):
    browser = signed_in(clinic.nurse)

    assert main(["staff", "disable", NURSE]) == 0
    assert "has no access any more" in capsys.readouterr().out
    assert browser.get("/today").status_code == 302
    assert main(["staff", "disable", NURSE]) == 2  # disabled already
    assert main(["staff", "enable", NURSE]) == 0

    assert again(clinic.nurse).is_active
    assert AuditEvent.objects.filter(action="disabled an account", actor="system:command-line").count() == 1


def test_a_role_is_changed_and_sessions_end(clinic, capsys):
    assert main(["staff", "role", NURSE, "prescriber"]) == 0
    assert "prescriber from now on" in capsys.readouterr().out
    browser = signed_in(again(clinic.nurse))
    assert main(["staff", "sessions", NURSE]) == 0

    assert browser.get("/today").status_code == 302


@pytest.mark.parametrize("what", ["password", "second-factor", "sign-in"])
def test_a_reset_prints_a_link_that_works_once(clinic, capsys, what):
    assert main(["staff", "reset", NURSE, what]) == 0

    printed = capsys.readouterr().out
    link = links.find(printed.partition("key=")[2].strip())
    assert (link.user, link.purpose) == (clinic.nurse, what.replace("-", "_"))


def test_the_last_owner_cannot_be_disabled_and_gets_a_recovery_code(clinic, capsys):
    assert main(["staff", "disable", clinic.owner.email]) == 2
    assert "the last owner" in capsys.readouterr().err

    assert main(["staff", "recovery", clinic.owner.email]) == 0
    assert recovery.check(clinic.owner, capsys.readouterr().out.splitlines()[0].split()[-1])


@pytest.mark.parametrize("words", [["disable", "nobody@clinic.test"], ["role", NURSE, "patient"], ["recovery", NURSE]])
def test_what_cannot_be_done_is_a_sentence(clinic, capsys, words):
    assert main(["staff", *words]) == 2
    assert capsys.readouterr().err.startswith("euthymia: ")


# Devices


@pytest.fixture
def device(clinic):
    return pairing.add_device(clinic.chairs[1], kind="monitor", sender=SENDER, by=clinic.director, address="10.0.0.7")


def test_a_retired_device_is_a_stranger_and_its_name_is_free(clinic, device):
    assert Roster().seat(SENDER)

    assert main(["device", "retire", "Chair 2", "monitor", "MON9|WARD"]) == 0

    assert Roster().seat(SENDER) is None
    assert AuditEvent.objects.filter(action="retired a device", subject=f"device:{device.key}").exists()
    assert main(["device", "retire", "Chair 2", "monitor", "MON9|WARD"]) == 2  # it is gone
    assert main(["device", "add", "Chair 2", "monitor", "MON9|WARD"]) == 0
    assert Roster().seat(SENDER).device_key != str(device.key)


def test_a_re_keyed_device_is_heard_by_its_new_line_alone(clinic, device):
    assert main(["device", "re-key", "Chair 2", "monitor", "MON9|WARD", "--address", "10.0.0.8"]) == 0

    assert Roster().seat(SENDER).address == "10.0.0.8"
    assert AuditEvent.objects.filter(action="re-keyed a device", subject=f"device:{device.key}").exists()
    assert main(["device", "re-key", "Chair 2", "monitor", "MON9|WARD"]) == 2  # no line at all is no key
    assert main(["device", "re-key", "Chair 1", "monitor", "MON9|WARD", "--address", "10.0.0.9"]) == 2


def test_a_retired_device_leaves_the_patient_it_was_paired_with_and_the_chart_says_so(clinic):
    session = chairside.seated(clinic)
    device = Device.objects.get()
    name = f"{device.sending_app}|{device.sending_facility}"

    assert main(["device", "retire", session.chair.name, device.kind, name]) == 0

    session.refresh_from_db()
    assert "taken out of use by the command line" in session.events.last().body["text"]
    assert not device.pairings.filter(ended_at=None).exists()
    page = signed_in(clinic.nurse).get(f"/chair/{session.key}").content.decode()
    assert str(device.key) not in page
