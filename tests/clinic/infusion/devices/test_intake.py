"""What becomes of a message: charted, quarantined, refused or a repeat; in the rows, the events and the alarm state."""

import time

import pytest

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive, sender_of
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import Device, DeviceMessage, SessionEvent
from euthymia.medicine import watch
from euthymia.medicine.refusal import Refusal
from tests.clinic import chairside
from tests.clinic.chairside import DIASTOLIC, MONITOR, PULSE, SPO2, SYSTOLIC, message

HERS = "PID|||{number}||Amsel^Ruth||19780402"


@pytest.fixture
def chair(clinic):
    clinic.session = chairside.running(clinic)
    clinic.intake = Intake()
    return clinic


def take(chair, *raws, at_s=None):
    """Commit messages as one batch; give what was decided of each."""
    chair.intake.roster._read()
    batch = [arrive(raw, at_s or time.time(), chair.intake.roster) for raw in raws]
    decided = chair.intake.commit(batch)
    chair.session.refresh_from_db()
    return [(d.disposition, d.reason) for d in decided]


def state(chair):
    return watch.from_dict(chair.session.alarm_state)


def alarms(chair):
    return {a.key: a for a in state(chair).alarms.values()}


def events(chair, kind="readings"):
    return list(SessionEvent.objects.filter(session=chair.session, kind=kind).values_list("body", flat=True))


def kept():
    return list(DeviceMessage.objects.order_by("pk").values_list("disposition", "reason"))


def test_a_known_senders_values_are_charted_by_pairing(chair):
    chairside.device(chair, chair.session)

    assert take(chair, message("1", (SPO2, 97), (PULSE, 71))) == [("charted", "by pairing")]
    assert [row[:2] for row in events(chair)[0]["readings"]] == [["spo2_pct", 97.0], ["pulse_bpm", 71.0]]
    assert bytes(DeviceMessage.objects.get().raw).startswith(b"MSH|^~\\&|MON|CHAIR1")


def test_her_own_identity_charts_without_a_pairing(chair):
    chairside.device(chair, chair.session, paired=False)

    assert take(chair, message("1", (SPO2, 97), pid=HERS.format(number=chair.ruth.number))) == [
        ("charted", "by identity")
    ]


def test_no_identity_without_a_pairing_is_quarantined_with_a_technical_alarm(chair):
    chairside.device(chair, chair.session, paired=False)

    assert take(chair, message("1", (SPO2, 80)))[0][0] == "quarantined"
    (alarm,) = [a for a in alarms(chair).values() if a.level == "unpaired"]
    assert (alarm.kind, watch.action(alarm.level, watch.Limits())[:36]) == (
        "technical",
        "These values raise no alarms here. P",
    )
    assert "spo2_pct:stop" not in alarms(chair)
    assert events(chair) == []


def test_another_persons_identity_is_quarantined_though_the_device_is_paired(chair):
    chairside.device(chair, chair.session)

    assert take(chair, message("1", (SPO2, 97), pid="PID|||E99999||Else^Some||19500101")) == [
        ("quarantined", "another person's identity")
    ]
    assert any(a.level == "unpaired" and a.active for a in alarms(chair).values())
    assert state(chair).latest["spo2_pct"].value == 98.0  # what the nurse entered stands


def test_two_patients_in_one_message_are_quarantined(chair):
    chairside.device(chair, chair.session)
    two = HERS.format(number=chair.ruth.number) + "\rPID|||E99999||Else^Some||19500101"

    assert take(chair, message("1", (SPO2, 97), pid=two)) == [("quarantined", "two patients in one message")]


@pytest.mark.parametrize("settled_by", ["pairing", "the right identity"])
def test_the_alarm_about_an_unpaired_device_is_over_when_its_values_are_charted(chair, settled_by):
    row = chairside.device(chair, chair.session, paired=False)
    take(chair, message("1", (SPO2, 97)))
    if settled_by == "pairing":
        pairing.pair(chair.session, row, number=chair.ruth.number, birth_date=chair.ruth.birth_date, by=chair.nurse)
        assert take(chair, message("2", (SPO2, 97)))[0][0] == "charted"
    else:
        take(chair, message("2", (SPO2, 97), pid=HERS.format(number=chair.ruth.number)))

    assert not [a for a in alarms(chair).values() if a.level == "unpaired" and a.active]


def test_a_stranger_is_refused_and_counted(chair):
    assert take(chair, message("1", (SPO2, 97), sender=("WHO", "")))[0][0] == "refused"
    assert kept() == [] and chair.intake.strangers.messages == 1


def test_an_empty_chair_quarantines(chair):
    pairing.add_device(chair.chairs[1], kind="monitor", sender=MONITOR, by=chair.owner)

    assert take(chair, message("1", (SPO2, 97))) == [("quarantined", "no session at this chair")]


def test_a_session_that_ended_a_moment_ago_takes_no_values(chair):
    chairside.device(chair, chair.session)
    chair.intake.roster._read()
    batch = [arrive(message("1", (SPO2, 97)), time.time(), chair.intake.roster)]
    acts.act(chair.session, "stop", by=chair.nurse)
    from euthymia.demo.fill import ready_to_leave

    acts.pump_seen(chair.session, by=chair.nurse)
    leave.leave(chair.session, ready_to_leave(), by=chair.nurse)

    assert chair.intake.commit(batch)[0].disposition == "quarantined"


# The same again, amended, late, ahead


def test_a_repeated_message_changes_nothing(chair):
    chairside.device(chair, chair.session)
    raw = message("1", (SPO2, 97), (SYSTOLIC, 120), (DIASTOLIC, 80))
    take(chair, raw)
    before = chair.session.last_event_number, chair.session.alarm_state

    assert take(chair, raw, raw)[0][0] == "repeat"
    assert (chair.session.last_event_number, chair.session.alarm_state) == before
    assert [disposition for disposition, _ in kept()] == ["charted", "repeat", "repeat"]


@pytest.mark.parametrize(
    "rows",
    [[(SPO2, -999)], [(SPO2, 97), (SYSTOLIC, -999)], []],
    ids=["only sentinels", "a value and a sentinel", "no row at all"],
)
def test_a_message_that_says_little_is_known_again_too(chair, rows):
    chairside.device(chair, chair.session)
    raw = message("1", *rows)
    assert [disposition for disposition, _ in take(chair, raw, raw)] == ["charted", "repeat"]
    last = chair.session.last_event_number

    chair.intake = Intake()  # a listener that started again
    assert take(chair, raw)[0][0] == "repeat"
    assert chair.session.last_event_number == last


def test_of_many_that_say_little_the_newest_are_known_again(chair):
    chairside.device(chair, chair.session)
    raws = [message(str(n)) for n in range(40)]
    take(chair, *raws)

    assert take(chair, raws[-1])[0][0] == "repeat"
    assert take(chair, raws[-30])[0][0] == "repeat"


def test_messages_sent_again_after_a_break_are_known(chair):
    chairside.device(chair, chair.session)
    now_s = time.time()
    raws = [message(str(n), (SPO2, 97 - n), at_s=now_s - 3 + n) for n in range(3)]
    take(chair, *raws)
    last = chair.session.last_event_number

    assert [disposition for disposition, _ in take(chair, *raws)] == ["repeat"] * 3
    assert chair.session.last_event_number == last


def test_the_same_moment_with_another_value_is_kept_as_amended(chair):
    chairside.device(chair, chair.session)
    now_s = time.time()
    take(chair, message("1", (SPO2, 97), at_s=now_s))
    take(chair, message("2", (SPO2, 95), at_s=now_s))

    assert events(chair)[1]["readings"][0][3:] == ["amended"]
    assert events(chair)[0]["readings"][0][1] == 97.0
    assert state(chair).latest["spo2_pct"].value == 95.0


def test_a_cuff_keeps_its_own_older_time(chair):
    chairside.device(chair, chair.session)
    now_s = round(time.time(), 4)
    take(chair, message("1", (SPO2, 97), (SYSTOLIC, 131, now_s + 1), (DIASTOLIC, 82, now_s + 1), at_s=now_s + 3))
    cuff = state(chair).latest["systolic_mmhg"]

    assert abs(cuff.at_s - (now_s + 1)) < 0.01
    assert abs(state(chair).latest["spo2_pct"].at_s - (now_s + 3)) < 0.01


def test_a_date_in_the_future_raises_the_clock_alarm_and_counts_as_now(chair):
    chairside.device(chair, chair.session)
    now_s = time.time()
    take(chair, message("1", (SPO2, 97), at_s=now_s + 3600), at_s=now_s)

    assert alarms(chair)["clock"].kind == "technical"
    assert abs(state(chair).latest["spo2_pct"].at_s - now_s) < 1


@pytest.mark.parametrize("year", ["00010101000000+1300", "99991231235959-1100", "19700101000000+1400"])
def test_an_absurd_date_neither_stops_the_intake_nor_the_others(chair, year):
    chairside.device(chair, chair.session)
    pairing.add_device(chair.chairs[1], kind="monitor", sender=("OTHER", ""), by=chair.owner)

    assert [f for f, _ in take(chair, message("1", (SPO2, 97), stamp=year), message("2", sender=("OTHER", "")))] == [
        "charted",
        "quarantined",
    ]
    assert chair.session.silence_due_at is not None


def test_fahrenheit_is_read_and_sentinels_are_no_value(chair):
    chairside.device(chair, chair.session)
    fahrenheit = b"OBX|9|NM|8310-5^Temperature^LN|1.2.3|98.6|degF|||||F\r"
    take(chair, message("1", (SPO2, -999), (PULSE, 8388607)) + fahrenheit)

    assert [row[:2] for row in events(chair)[0]["readings"]] == [
        ["spo2_pct", None], ["pulse_bpm", None], ["temperature_c", 37.0],
    ]  # fmt: skip
    assert state(chair).latest["spo2_pct"].value == 98.0


def test_an_impossible_value_is_kept_apart_and_said(chair):
    chairside.device(chair, chair.session)
    take(chair, message("1", (SPO2, 173)))

    ((channel, value, _, outcome),) = events(chair)[0]["readings"]
    assert (channel, value, outcome) == ("spo2_pct", 173.0, "impossible")
    assert state(chair).latest["spo2_pct"].value == 98.0
    (alarm,) = state(chair).alarms.values()
    assert alarm.condition == "SpO2 173 %: not possible in a person, kept apart"


def test_times_without_an_offset_are_by_the_devices_own_zone_from_its_first_message_on(chair):
    chair.intake.roster.seat(("", ""))  # read before the device is there
    raw = message("1", (SPO2, 97), stamp=time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + 8 * 3600)))
    batch = [arrive(raw, time.time(), chair.intake.roster)]
    chairside.device(chair, chair.session, zone="Asia/Shanghai")
    chair.intake.roster._read_at = -10.0
    chair.intake.commit(batch)
    chair.session.refresh_from_db()

    assert abs(state(chair).latest["spo2_pct"].at_s - time.time()) < 5
    assert "clock" not in alarms(chair)


def test_one_device_set_up_wrong_does_not_silence_the_others(chair):
    with pytest.raises(Refusal, match="no time zone"):
        pairing.add_device(chair.chairs[0], kind="pump", sender=("P", ""), by=chair.owner, time_zone="Mars/Base")
    chairside.device(chair, chair.session)
    from euthymia.clinic.audit import chain

    with chain.atomic():
        Device.objects.create(kind="pump", sending_app="P", chair=chair.chairs[0], time_zone="Mars/Base")
        chain.write("set up wrong", by="system:test", at=chair.session.opened_at)

    assert take(chair, message("1", (SPO2, 97)))[0][0] == "charted"


@pytest.mark.parametrize("raw", [
    message("1", (SPO2, 97)).replace(b"262688", b"26\x002688"),
    message("1", (SPO2, 97)).replace(b"1.1.1.1", b"1.1\x001.1"),
    message("1", (SPO2, 97)) + b"OBX|9|ST|77^a\\X00\\b^L||x\r",
    message("1", (SPO2, 97)).replace(b"1.1.1.1", b"1." * 40_000),
], ids=["NUL in a unit", "NUL in a containment", "NUL as an escape", "a containment of 80 kB"])  # fmt: skip
def test_what_no_database_takes_is_cut_from_the_event_and_kept_in_the_raw_message(chair, raw):
    chairside.device(chair, chair.session)

    assert take(chair, raw)[0][0] == "charted"
    assert bytes(DeviceMessage.objects.get().raw) == raw
    assert len(str(chair.session.alarm_state)) < 5_000


@pytest.mark.parametrize(("raw", "sender"), [
    (b"MSH|^~\\&|A|B|", ("A", "B")),
    (b"\r\nMSH|^~\\&| A |B |", ("A", "B")),
    ("MSH|^~\\&|Köln||x".encode(), ("Köln", "")),
    ("MSH|^~\\&|Köln||x".encode("latin-1"), ("Köln", "")),
    (b"MSH", ("", "")), (b"MSH|", ("", "")), (b"", ("", "")), (b"GET / HTTP/1.1", ("", "")),
])  # fmt: skip
def test_the_sender_is_found_before_the_message_is_read(raw, sender):
    assert sender_of(raw) == sender
