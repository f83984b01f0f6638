"""What pumps and second monitors say at a chair: their own alarms latched here, the pump held against the order."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.devices.unrecorded import Unrecorded
from euthymia.clinic.infusion.discharge import checklist
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.session import board as boards
from euthymia.medicine import watch
from tests.clinic import chairside
from tests.clinic.chairside import BREATHS, MONITOR, SPO2, message
from tests.clinic.infusion.pump import PUMP, alarm_message, pump_message

SECOND = ("MON", "SECOND")


@pytest.fixture
def chair(clinic):
    """Ruth's infusion runs at 150 mL/h; her monitor and her pump are paired."""
    clinic.session = chairside.running(clinic)
    chairside.device(clinic, clinic.session)
    chairside.device(clinic, clinic.session, sender=PUMP, kind="pump")
    clinic.intake = Intake()
    return clinic


def take(chair, *raws, at_s=None):
    chair.intake.roster._read()
    batch = [arrive(raw, at_s or time.time(), chair.intake.roster) for raw in raws]
    decided = chair.intake.commit(batch)
    chair.session.refresh_from_db()
    return [(d.disposition, d.reason) for d in decided]


def alarms(chair):
    return watch.from_dict(chair.session.alarm_state).alarms


def active(chair):
    return sorted(key for key, alarm in alarms(chair).items() if alarm.active)


# Alarms of a device


def test_a_pump_s_own_alarm_is_latched_and_acknowledged_as_any(chair):
    assert take(chair, alarm_message("1")) == [("charted", "by pairing")]

    (alarm,) = boards.page_board(chair.session)["alarms"]
    assert (alarm["text"], alarm["priority"], alarm["kind"]) == ("Pump says: Occlusion", "high", "technical")
    assert alarm["action"] == "Look at the device."
    acts.acknowledge(chair.session, alarm["key"], by=chair.nurse)
    assert boards.page_board(chair.session)["alarms"][0]["acknowledged_by"] == chair.nurse.name


def test_its_end_ends_it_and_a_repeat_changes_nothing(chair):
    raw = alarm_message("1")
    take(chair, raw)
    assert take(chair, raw) == [("repeat", "the same message was here already")]
    assert SessionEvent.objects.filter(kind="alarm raised").count() == 1

    take(chair, alarm_message("2", "end", "inactive"))
    assert [a["ended_s"] is not None for a in boards.page_board(chair.session)["alarms"]] == [True]
    assert take(chair, raw) == [("repeat", "the same message was here already")]
    assert active(chair) == []


def test_a_pump_quieted_by_hand_says_so_here(chair):
    take(chair, alarm_message("1"), alarm_message("2", "continue", "active", "audio-paused"))

    assert boards.page_board(chair.session)["alarms"][0]["text"] == "Pump says: Occlusion (audio paused at the device)"


def test_a_device_s_alarm_shows_also_while_nothing_can_be_recorded(chair):
    chair.intake.roster._read()
    unrecorded = Unrecorded(chair.intake)

    boards = unrecorded.step([arrive(alarm_message("1"), time.time(), chair.intake.roster)], now_s=time.time())
    assert [a["text"] for a in boards[str(chair.session.key)]["alarms"]] == ["Pump says: Occlusion"]


# The pump against the order


def test_a_pump_at_another_rate_than_ordered_is_a_high_alarm_with_both_numbers(chair):
    now_s = time.time()
    take(chair, pump_message("1", rate=15, at_s=now_s), at_s=now_s)
    take(chair, pump_message("2", rate=15, at_s=now_s + 11), at_s=now_s + 11)

    (alarm,) = boards.page_board(chair.session)["alarms"]
    assert (alarm["text"], alarm["priority"]) == ("The pump says 15 mL/h, ordered 150 mL/h", "high")


def test_before_the_start_no_rate_is_held_against_the_order(clinic):
    clinic.session, clinic.intake = chairside.checked(clinic), Intake()
    chairside.device(clinic, clinic.session, sender=PUMP, kind="pump")
    now_s = time.time()

    take(clinic, pump_message("1", rate=15, at_s=now_s), at_s=now_s)
    take(clinic, pump_message("2", rate=15, at_s=now_s + 11), at_s=now_s + 11)
    assert active(clinic) == []


def test_a_pump_that_runs_on_keeps_the_warning_whatever_was_seen(chair):
    acts.act(chair.session, "pause", by=chair.nurse)
    acts.pump_seen(chair.session, by=chair.nurse)
    assert not boards.page_board(chair.session)["pump_may_run"]

    now_s = time.time()
    take(chair, pump_message("1", rate=150, status="infusing", at_s=now_s), at_s=now_s)
    take(chair, pump_message("2", rate=150, status="infusing", at_s=now_s + 11), at_s=now_s + 11)
    board = boards.page_board(chair.session)
    assert board["pump_may_run"]
    assert board["pump_says"][0] == "The pump says it infuses."
    assert [(a["key"], a["priority"]) for a in board["alarms"]] == [("pump-runs-on", "high")]


def test_a_pump_that_says_it_stands_still_confirms_nothing(chair):
    acts.act(chair.session, "stop", by=chair.nurse)
    take(chair, pump_message("1", rate=0, status="paused"))

    board = boards.page_board(chair.session)
    assert board["pump_says"] == ["The pump says it stands still."]
    assert board["pump_may_run"]
    assert "pump seen" in board["actions"]


def test_what_the_pump_delivered_stands_beside_what_hands_recorded(chair):
    take(chair, pump_message("1", rate=150, status="infusing", delivered=12.0))

    board = boards.page_board(chair.session)
    assert board["pump_says"] == [
        "The pump says it infuses.",
        "It says 12.0 mL delivered; 0.0 mL by what hands recorded.",
    ]
    assert [(a["key"], a["priority"]) for a in board["alarms"]] == [("pump-volume", "low")]


# Two monitors


def second_monitor(chair, **more):
    return chairside.device(chair, chair.session, sender=SECOND, **more)


HERS = "PID|||{number}||Amsel^Ruth||19780402"


def test_a_second_monitor_that_disagrees_does_not_silence_the_first_s_alarm(chair):
    """Both are charted and each keeps its own run: the worse value counts, and that they disagree is said."""
    second_monitor(chair, paired=False)
    pid, began_s = HERS.format(number=chair.ruth.number), time.time()
    for n in range(14):
        now_s = began_s + n
        assert take(chair, message(f"a{n}", (SPO2, 85), at_s=now_s), at_s=now_s) == [("charted", "by pairing")]
        (disposition,) = take(
            chair, message(f"b{n}", (SPO2, 99), at_s=now_s + 3, sender=SECOND, pid=pid), at_s=now_s + 0.2
        )
        assert disposition == ("charted", "by identity")

    assert {"spo2_pct:pause", "spo2_pct:stop", "spo2_pct:disagree"} <= set(active(chair))
    shown = {value["channel"]: value["value"] for value in boards.page_board(chair.session)["values"]}
    assert shown["spo2_pct"] == 85


@pytest.mark.parametrize("low", [MONITOR, SECOND])
def test_a_low_value_alarms_whichever_of_two_monitors_says_it(chair, low):
    """They are of one make and say the same of themselves: code, place and equipment."""
    second_monitor(chair)
    began_s = time.time()
    for n in range(12):
        for sender in (MONITOR, SECOND):
            value = 85 if sender == low else 98
            take(chair, message(f"{sender}{n}", (SPO2, value), at_s=began_s + n, sender=sender), at_s=began_s + n)

    assert {"spo2_pct:pause", "spo2_pct:stop"} <= set(active(chair))


def test_a_monitor_beside_the_first_may_measure_something_else(chair):
    """A capnograph of its own, beside the monitor that measures oxygen."""
    second_monitor(chair)
    now_s = time.time()

    assert take(chair, message("1", (SPO2, 97), at_s=now_s), at_s=now_s) == [("charted", "by pairing")]
    assert take(chair, message("2", (BREATHS, 14), at_s=now_s, sender=SECOND), at_s=now_s) == [
        ("charted", "by pairing")
    ]
    shown = {value["channel"]: value["value"] for value in boards.page_board(chair.session)["values"]}
    assert (shown["spo2_pct"], shown["resp_rate_bpm"]) == (97, 14)


# What a device takes back, and messages without values

CUFF = "150021^MDC_PRESS_BLD_NONINV_SYS^MDC"


@pytest.mark.parametrize("status", ["D", "W"])
def test_a_value_that_its_device_takes_back_ends_what_it_raised(chair, status):
    sent_s = time.time()
    first = message("1", (CUFF, 195, sent_s))
    assert take(chair, first) == [("charted", "by pairing")]
    assert {"systolic_mmhg:pause", "systolic_mmhg:watch"} <= set(active(chair))

    back = message("2", (CUFF, 195, sent_s)).replace(b"|||||R|", f"|||||{status}|".encode())
    assert take(chair, back)[0][0] == "charted"
    assert not [key for key in active(chair) if key.startswith("systolic_mmhg:p")]
    assert "systolic_mmhg:pause" in alarms(chair)  # it waits for a person
    last = SessionEvent.objects.filter(session=chair.session, kind="readings").order_by("pk").last()
    assert last.body["unread"][0][1].startswith("the device takes it back")
    assert 195.0 not in boards.trend(chair.session)["systolic_mmhg"]
    log = [line["text"] for line in boards.page_board(chair.session)["log"]]
    assert any(text.startswith("Monitor takes back its Systolic of this time: ") for text in log)


PARTNER = "150022^MDC_PRESS_BLD_NONINV_DIA^MDC"


def test_a_baseline_that_its_device_takes_back_is_one_no_more(clinic):
    """The start took the cuff's 96 for another person's; 140 is no rise over it, and nothing says so any more."""
    clinic.session = chairside.checked(clinic)
    chairside.device(clinic, clinic.session)
    clinic.intake = Intake()
    acts.enter_vitals(clinic.session, chairside.BEFORE, by=clinic.nurse)
    before_s = time.time()
    take(clinic, message("1", (CUFF, 96, before_s), (PARTNER, 70, before_s)))
    acts.act(clinic.session, "start", by=clinic.nurse)
    assert clinic.session.limits["baseline_systolic_mmhg"] == 96
    take(clinic, message("2", (CUFF, 140, time.time()), (PARTNER, 75, time.time())))
    assert {"systolic_mmhg:watch-rise", "systolic_mmhg:call-rise"} <= set(active(clinic))

    back = message("3", (CUFF, 96, before_s)).replace(b"|||||R|", b"|||||W|")
    assert take(clinic, back)[0][0] == "charted"

    assert not [key for key in active(clinic) if key.endswith("-rise")]
    assert "systolic_mmhg:call-rise" in alarms(clinic)  # it waits for a person
    assert clinic.session.limits["baseline_systolic_mmhg"] is None
    assert clinic.session.limits["baseline_diastolic_mmhg"] == 70  # the other half stands
    assert checklist.facts_of(clinic.session, {}).baseline_systolic_mmhg is None
    log = [line["text"] for line in boards.page_board(clinic.session)["log"]]
    assert any(text.endswith("It was the baseline: no rise is counted from it any more") for text in log)
    take(clinic, message("4", (CUFF, 145, time.time())))
    assert not [key for key in active(clinic) if key.endswith("-rise")]


@pytest.mark.parametrize("mark", [b"W", b"D"])
def test_an_alarm_that_a_value_had_ended_is_raised_again_where_its_device_takes_it_back(chair, mark):
    now_s = time.time()
    take(chair, message("1", (CUFF, 186, now_s), (PARTNER, 75, now_s)))
    assert "systolic_mmhg:pause" in active(chair)
    calm = message("2", (CUFF, 118, now_s + 2), (PARTNER, 74, now_s + 2))
    take(chair, calm, at_s=now_s + 2)
    assert "systolic_mmhg:pause" not in active(chair)

    take(chair, calm.replace(b"|||||R|", b"|||||" + mark + b"|"))

    assert "systolic_mmhg:pause" in active(chair)
    assert SessionEvent.objects.filter(kind="alarm raised", body__key="systolic_mmhg:pause").count() == 2
    chair.session.refresh_from_db()
    assert chair.session.silence_due_at <= datetime.now(UTC) + timedelta(seconds=31)  # and it escalates


def test_another_value_that_is_taken_back_leaves_the_baseline(chair):
    baseline = chair.session.limits["baseline_systolic_mmhg"]
    sent_s = time.time()
    take(chair, message("1", (CUFF, 195, sent_s)))
    take(chair, message("2", (CUFF, 195, sent_s)).replace(b"|||||R|", b"|||||D|"))

    assert chair.session.limits["baseline_systolic_mmhg"] == baseline


@pytest.mark.parametrize("kind", [b"ADT^A01", b"QRY^R02"])
def test_a_message_without_values_keeps_none_apart(chair, kind):
    fate = take(chair, message("1").replace(b"ORU^R01", kind))

    assert fate == [("quarantined", f"not a report of measurements ({kind.decode()})")]
    assert active(chair) == []
