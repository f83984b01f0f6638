"""By what line a device may speak: loopback by its name, from elsewhere by its certificate or its address."""

import ssl
import threading
import time
from datetime import timedelta

import pytest

from euthymia.cli import main
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.infusion.devices import links, setting_up
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.links import Link, NoCredentials
from euthymia.clinic.infusion.devices.traffic.arriving import arrive, decide
from euthymia.clinic.infusion.models import Device
from euthymia.medicine.refusal import Refusal
from tests import waits
from tests.clinic import chairside
from tests.clinic.certificates import Authority
from tests.clinic.chairside import MONITOR, SPO2, Line, kept, message

ONE, OTHER = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("link", "address", "tied", "refused"),
    [
        (Link("127.0.0.1"), "", "", ""),
        (Link("::1"), "", "", ""),
        (Link("10.0.0.7"), "10.0.0.7", "", ""),
        (Link("10.0.0.7", ONE), "", ONE, ""),
        (Link("10.0.0.7", ONE), "10.0.0.7", ONE, ""),
        (Link("10.0.0.7"), "", "", "beyond this machine"),
        (Link("10.0.0.8"), "10.0.0.7", "", "this device speaks from 10.0.0.7"),
        (Link("127.0.0.1"), "10.0.0.7", "", "this device speaks from 10.0.0.7"),
        (Link("10.0.0.7", OTHER), "", ONE, "another certificate"),
        (Link("127.0.0.1"), "", ONE, "no certificate"),
        (Link("10.0.0.7", ONE), "", "", "tied to no device"),
        (Link("10.0.0.8", ONE), "10.0.0.7", ONE, "this device speaks from"),
    ],
)
def test_who_may_speak_for_a_device(link, address, tied, refused):
    said = links.trouble(link, address=address, tied=tied)

    assert refused in said
    assert bool(said) == bool(refused)


def with_credential(listener, **credential):
    """Tie her monitor to a line of its own."""
    session = chairside.seat_her(listener)
    with audit.atomic():
        Device.objects.update(**credential)
        audit.write("set a device's line for a test", session, by="system:test", at=session.opened_at)
    chairside.reads_the_roster_again(listener)
    return session


def test_a_device_with_an_address_is_heard_from_there_alone(listener):
    with_credential(listener, address="127.0.0.2")
    there, elsewhere = Line(listener.port, source="127.0.0.2"), Line(listener.port)

    assert there.codes(message("1", (SPO2, 97))) == ["AA"]
    elsewhere.send(message("2", (SPO2, 60)))
    assert elsewhere.answer().code == "AR"
    assert kept() == [("charted", "by pairing")]  # who only takes its name is a stranger
    waits.until(lambda: len(chairside.strange(listener)) == 2, what="two strangers, one of them the fence")
    assert "from 127.0.0.1, and this device speaks from 127.0.0.2" in chairside.strange(listener)
    there.close(), elsewhere.close()


def test_a_device_without_a_credential_is_not_heard_from_beyond_this_machine(clinic):
    session, intake = chairside.running(clinic), Intake()
    chairside.device(clinic, session)
    arrived = arrive(message("1", (SPO2, 60)), time.time(), intake.roster)._replace(link=Link("10.0.0.7"))

    decided = decide(arrived, intake.roster.seat(MONITOR))
    assert decided.disposition == "refused"
    assert decided.seat is None  # it is not written down as that device's


@pytest.fixture
def secured(live_clinic, tmp_path):
    """A listener by mutual TLS, her monitor tied to its certificate."""
    authority = Authority(tmp_path)
    with chairside.listening(tmp_path / "door", authority.for_the_listener().context()) as running:
        running.clinic, running.authority, running.folder = live_clinic, authority, tmp_path
        running.context = authority.for_a_device("monitor")
        with_credential(running, fingerprint=links.fingerprint_of((tmp_path / "monitor.crt").read_text()))
        yield running


def test_a_device_with_its_certificate_is_heard_by_tls(secured):
    line = Line(secured.port, context=secured.context)

    assert line.codes(message("1", (SPO2, 97))) == ["AA"]
    assert line.codes(message("2", (SPO2, 98))) == ["AA"]
    line.close()


def test_a_certificate_of_the_same_authority_that_is_another_device_s_is_refused(secured):
    line = Line(secured.port, context=secured.authority.for_a_device("pump"))
    line.send(message("1", (SPO2, 60)))

    assert line.answer().code == "AR"
    assert "another certificate than the one tied to this device" in chairside.strange(secured)
    line.close()


@pytest.mark.parametrize("which", ["none", "another authority's", "no TLS at all"])
def test_a_line_without_a_certificate_of_ours_is_refused_aloud_and_kept_as_refused(secured, which):
    (secured.folder / "foreign").mkdir()
    stranger = Authority(secured.folder / "foreign", "stranger")
    contexts = {
        "none": secured.authority.for_a_device(),
        "another authority's": secured.authority.for_a_device("foreign", by=stranger),
        "no TLS at all": None,
    }
    with pytest.raises(OSError):
        line = Line(secured.port, context=contexts[which])
        line.send(message("1", (SPO2, 60)))
        line.answer(within_s=waits.SOON_S)

    waits.until(lambda: chairside.strange(secured), what="a stranger counted")
    assert all("TLS failed" in reason for reason in chairside.strange(secured))
    assert kept() == []


def test_a_device_whose_certificate_has_expired_is_refused(secured):
    context = secured.authority.for_a_device("late", ends_in=-timedelta(hours=1))
    with pytest.raises(OSError):
        line = Line(secured.port, context=context)
        line.send(message("1", (SPO2, 60)))
        line.answer(within_s=waits.SOON_S)

    waits.until(lambda: chairside.strange(secured), what="a stranger counted")
    assert all("TLS failed" in reason for reason in chairside.strange(secured)) and kept() == []


def test_the_process_that_a_clinic_starts_hears_it_too(live_clinic, tmp_path):
    """The real process, with the faster loop it uses where it is installed."""
    authority, port = Authority(tmp_path), chairside.free_port()
    files, context = authority.for_the_listener(), authority.for_a_device("monitor")
    session = chairside.seated(live_clinic)
    with audit.atomic():
        Device.objects.update(fingerprint=links.fingerprint_of((tmp_path / "monitor.crt").read_text()))
        audit.write("set a device's line for a test", session, by="system:test", at=session.opened_at)
    named = {
        "EUTHYMIA_DEVICES_CERT": str(files.certificate),
        "EUTHYMIA_DEVICES_KEY": str(files.key),
        "EUTHYMIA_DEVICES_CA": str(files.authority),
    }
    with chairside.part(tmp_path, "listener", "--devices", str(port), "--devices-host", "0.0.0.0", **named):
        chairside.wait_for_port(port)
        line = Line(port, context=context)
        assert line.codes(message("1", (SPO2, 97))) == ["AA"]
        line.close()


def test_while_a_commit_stalls_a_tls_line_is_read_as_any_other(secured, monkeypatch):
    """The standby reads its socket; what it read before the commit ended is answered after it."""
    line = Line(secured.port, context=secured.context)
    assert line.codes(message("1", (SPO2, 97))) == ["AA"]

    commit, heard, sent = secured.listener.intake.commit, [], threading.Event()

    def stalled(batch):
        assert sent.wait(waits.SOON_S)  # one thread at a time writes to a line
        line.send(message("3", (SPO2, 98)))
        waits.until(lambda: secured.listener._waiting, what="what the standby read")
        heard.extend(arrived.message.control_id for arrived, _ in secured.listener._waiting)
        monkeypatch.undo()
        return commit(batch)

    monkeypatch.setattr(secured.listener.intake, "commit", stalled)
    line.send(message("2", (SPO2, 98)))
    sent.set()
    assert [line.answer().control_id, line.answer().control_id] == ["2", "3"]
    assert heard == ["3"]
    line.close()


# Setting up


def test_three_files_make_mutual_tls_and_two_are_refused(tmp_path):
    authority = Authority(tmp_path)
    files = authority.for_the_listener()
    assert links.tls_files(tmp_path / "keys", {}) is None

    named = {"EUTHYMIA_DEVICES_CERT": str(files.certificate), "EUTHYMIA_DEVICES_KEY": str(files.key)}
    with pytest.raises(NoCredentials, match="missing"):
        links.tls_files(tmp_path / "keys", named)
    assert links.tls_files(tmp_path / "keys", named | {"EUTHYMIA_DEVICES_CA": str(authority.path)}) == files
    assert files.context().verify_mode == ssl.CERT_REQUIRED


def test_the_listener_does_not_open_beyond_loopback_where_it_could_know_no_device(
    clinic, monkeypatch, settings, tmp_path
):
    from euthymia.clinic.infusion.devices import listener as devices
    from euthymia.clinic.server import start

    opened = []
    monkeypatch.setattr(devices, "run", lambda *where: opened.append(where[0]))
    settings.HOME = tmp_path
    with pytest.raises(NoCredentials, match="MLLP has no login"):
        start.listener("0.0.0.0", 2575)
    start.listener("127.0.0.1", 2575)
    setting_up.add("Chair 1", kind="monitor", sender=("M", ""), address="10.0.0.7")
    start.listener("10.0.0.5", 2575)
    assert opened == ["127.0.0.1", "10.0.0.5"]


@pytest.mark.parametrize(
    ("chair", "more", "said"),
    [
        ("Chair 9", {}, "no such chair. There are: Chair 1, Chair 2"),
        ("Chair 1", {"address": "10.0.0"}, "is no address"),
        ("Chair 1", {"pem": "nothing"}, "no certificate in PEM form"),
        ("Chair 1", {"time_zone": "Mars/Base"}, "no time zone"),
    ],
)
def test_a_device_that_cannot_be_tied_is_refused_with_what_to_do(clinic, chair, more, said):
    with pytest.raises(Refusal, match=said):
        setting_up.add(chair, kind="monitor", sender=("M", ""), **more)


def test_the_command_line_ties_a_device_to_its_chair_and_its_certificate(clinic, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("euthymia.clinic.server.start.ready", lambda: None)
    certificate, _ = Authority(tmp_path).signs("monitor")

    assert main.main(["device", "add", "Chair 1", "monitor", "MON|WARD", "--certificate", str(certificate)]) == 0
    row = Device.objects.get()
    assert (row.sending_app, row.sending_facility, row.chair.name) == ("MON", "WARD", "Chair 1")
    assert row.fingerprint == links.fingerprint_of(certificate.read_text())
    assert main.main(["device", "add", "Chair 1", "monitor", "MON|WARD"]) == 2
    assert "Another device names itself so" in capsys.readouterr().err
