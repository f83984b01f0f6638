"""The Devices card: how each device stands, pairing by a scan or by two fields, letting a device go."""

import time
from datetime import date

import pytest

from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.models import Pairing
from euthymia.clinic.infusion.session import board, senders
from euthymia.medicine import watch
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, message
from tests.clinic.conftest import signed_in


@pytest.fixture
def chair(clinic):
    clinic.session, clinic.intake = chairside.running(clinic), Intake()
    return clinic


def take(chair, *raws, at_s=None):
    chair.intake.roster._read()
    now_s = at_s or time.time()
    decided = chair.intake.commit([arrive(raw, now_s, chair.intake.roster) for raw in raws])
    chair.session.refresh_from_db()
    return [d.disposition for d in decided]


def card(chair):
    return board.page_board(chair.session)["senders"]


# How a device stands


@pytest.mark.parametrize(
    ("offset_s", "words"),
    [
        (None, "clock not known"),
        (0.0, "clock right"),
        (-0.4, "clock 0.4 s behind"),
        (7.25, "clock 7.2 s ahead"),
        (-3600.0, "clock 60 min behind"),
    ],
)
def test_a_clock_is_written_as_staff_say_it(offset_s, words):
    assert senders.clock(offset_s) == words


@pytest.mark.parametrize(("ahead_s", "wrong"), [(0.2, False), (-4, False), (6, True), (-3600, True), (3600, True)])
def test_each_message_s_offset_is_shown_and_a_wrong_clock_is_marked_and_alarms(chair, ahead_s, wrong):
    chairside.device(chair, chair.session)
    now_s = time.time()
    take(chair, message("1", (SPO2, 97), at_s=now_s + ahead_s), at_s=now_s)

    shown = card(chair)["monitor"]
    assert (shown["last_s"], shown["clock_wrong"]) == (now_s, wrong)
    alarms = {"clock", "behind"} & set(watch.from_dict(chair.session.alarm_state).alarms)
    assert alarms == (set() if not wrong else {"behind"} if ahead_s < 0 else {"clock"})


def test_a_device_whose_values_are_kept_apart_says_so(chair):
    chairside.device(chair, chair.session, paired=False)
    assert take(chair, message("1", (SPO2, 60))) == ["quarantined"]

    assert card(chair)["monitor"]["apart"] == "no identity, and not paired with this chair's patient"
    assert [a["key"] for a in board.page_board(chair.session)["alarms"] if a["kind"] == "physiological"] == []


def test_a_lost_link_and_a_spot_check_are_marked(chair):
    chairside.device(chair, chair.session)
    began_s = time.time()
    for n in (0, 20, 40):
        take(chair, message(str(n), (SPO2, 97), at_s=began_s + n), at_s=began_s + n)
    assert card(chair)["monitor"]["spot_check"] == "SpO2"

    for n in range(41, 48):
        take(chair, message(str(n), (SPO2, 97), at_s=began_s + n), at_s=began_s + n)
    lost = watch.due(watch.from_dict(chair.session.alarm_state), now_s=began_s + 53, limits=watch.Limits()).state
    assert senders.shown(lost, watch.Limits())["monitor"]["link_lost"]
    assert senders.shown(lost, watch.Limits())["monitor"]["spot_check"] == ""


# Pairing by a scan


@pytest.mark.parametrize("between", ["|", " ", "\t", ";", ",", " | ", "^"])
@pytest.mark.parametrize("born", ["1978-04-02", "19780402"])
def test_a_wristband_is_read_as_number_and_date(between, born):
    assert pairing.read_wristband(f"P-000017{between}{born}\r\n") == ("P-000017", date(1978, 4, 2))


@pytest.mark.parametrize(
    "text", ["P-000017", "1978-04-02", "P-000017|1978-13-02", "P-000017|2.4.1978", "a|b|1978-04-02", ""]
)
def test_what_is_no_wristband_is_refused_without_repeating_it(text):
    with pytest.raises(pairing.UnreadWristband) as refused:
        pairing.read_wristband(text)
    assert "P-000017" not in str(refused.value)


def address(chair, device, act="pair"):
    return f"/chair/{chair.session.key}/{act}/{device.key}"


def test_a_scan_pairs_and_another_patient_s_wristband_does_not(chair):
    device, nurse = chairside.device(chair, chair.session, paired=False), signed_in(chair.nurse)

    assert nurse.post(address(chair, device), {"wristband": "P-999999|1978-04-02"}).status_code == 422
    assert not Pairing.objects.exists()
    scanned = f"{chair.ruth.number}|{chair.ruth.birth_date}"
    assert nurse.post(address(chair, device), {"wristband": scanned}).status_code == 302
    assert take(chair, message("1", (SPO2, 97))) == ["charted"]


def test_the_two_fields_pair_as_before_and_an_empty_form_is_refused(chair):
    device, nurse = chairside.device(chair, chair.session, paired=False), signed_in(chair.nurse)

    assert nurse.post(address(chair, device), {}).status_code == 422
    typed = {"number": chair.ruth.number, "birth_date": str(chair.ruth.birth_date)}
    assert nurse.post(address(chair, device), typed).status_code == 302


# Letting go


def test_a_device_let_go_is_kept_apart_from_then_on_and_no_lost_link_is_made_of_it(chair):
    device = chairside.device(chair, chair.session)
    now_s = time.time()
    for n in range(8):
        take(chair, message(str(n), (SPO2, 97), at_s=now_s + n), at_s=now_s + n)
    assert signed_in(chair.nurse).post(address(chair, device, "unpair")).status_code == 302

    chair.session.refresh_from_db()
    state = watch.from_dict(chair.session.alarm_state)
    assert state.heard == {}
    assert "link:monitor" not in watch.due(state, now_s=now_s + 60, limits=watch.Limits()).state.alarms
    assert "spo2_pct:stale" in watch.due(state, now_s=now_s + 60, limits=watch.Limits()).state.alarms
    assert take(chair, message("9", (SPO2, 60))) == ["quarantined"]
    assert board.page_board(chair.session)["log"][1]["text"] == f"Monitor let go by {chair.nurse.name}"


def test_what_is_not_paired_cannot_be_let_go(chair):
    device = chairside.device(chair, chair.session, paired=False)

    assert signed_in(chair.nurse).post(address(chair, device, "unpair")).status_code == 422
