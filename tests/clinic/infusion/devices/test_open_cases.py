"""What real devices send wrongly, through the real intake to a running session: whose it is, what alarms, what waits.

The messages lie in shared/faults/devices. What a message alone decides is held against `expected.json` as it is; what
only a chair can show stands in the tables here.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive, sender_of
from euthymia.clinic.infusion.devices.traffic.heard import OTHER_BED, OTHER_EQUIPMENT
from euthymia.clinic.infusion.models import DeviceMessage, SessionEvent
from euthymia.clinic.infusion.session import board
from euthymia.demo.fill import on
from euthymia.medicine import watch
from tests import waits
from tests.clinic import chairside

SHE = {"number": "E90017", "family": "Brønnlund", "given": "Silje", "birth_date": date(1979, 5, 14)}
ELSE = "another person's identity"
CALLS_DUE = ("stale", "check-due", "link")


class Case(NamedTuple):
    """One file at a running chair.

    fates    what becomes of each message, by a part of its reason; one for all where they are alike
    active   every alarm that is active at the end, by the beginning of its key; of silence nothing is told
    over     what is over and waits for a person
    says     words that an alarm at the end bears
    phase    "paused" where a hand had paused the pump
    meets    the first message is heard before the pairing, so that the pairing knows what it names
    """

    fates: tuple[str, ...] = ("charted",)
    active: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    phase: str = "running"
    meets: bool = False


HIGH_CUFF = ("systolic_mmhg:watch", "systolic_mmhg:watch-rise", "systolic_mmhg:call-rise", "systolic_mmhg:pause")
CASES = {
    "f01-two-breathing-rates": Case(
        active=("resp_rate_bpm:prompt", "resp_rate_bpm:stop", "resp_rate_bpm:disagree"),
        says=("sources disagree: 5/min", "15/min"),
    ),
    "f01-two-pulses-low-then-normal": Case(active=("pulse_bpm:stop", "pulse_bpm:disagree"), says=("34/min", "78/min")),
    "f01-two-pulses-normal-then-low": Case(active=("pulse_bpm:stop", "pulse_bpm:disagree"), says=("34/min", "78/min")),
    "f02-one-central-two-beds": Case(
        ("charted", OTHER_BED), active=("apart:Monitor",), over=("unpaired:Monitor (no identity",), meets=True
    ),
    "f02-one-rack-two-pumps": Case(
        ("charted", OTHER_EQUIPMENT), active=("apart:Pump",), over=("unpaired:Pump (no identity",), meets=True
    ),
    "f03-pump-two-alarms-one-ends": Case(
        active=("device:pump:196940",), over=("device:pump:MDCX_EVT_BATTERY_LOW",), says=("Downstream occlusion",)
    ),
    "f04-first-channel-runs-on-second-stands": Case(
        active=("pump-runs-on",), says=("the pump says it infuses at 150 mL/h in channel 1.1.1",), phase="paused"
    ),
    "f04-first-channel-stands-second-runs": Case(),  # the one that flows, flows as ordered
    "f06-second-patient-without-identity": Case(("two patients in one message",), active=("unpaired:Monitor",)),
    "f07-clock-steps-back": Case(active=("clock", "spo2_pct:pause", "spo2_pct:stop"), says=("SpO2 84 %",)),
    "f08-placeholders-for-no-patient": Case(
        ("charted", *(["repeat"] * 4), ELSE, ELSE, ELSE), active=("unpaired:Monitor",), says=(ELSE,)
    ),
    "f09-nothing-is-read": Case(),
    "f10-no-time-at-all": Case(active=("clock",), says=("counts from its arrival",)),
    "f11-zone-of-the-header": Case(),
    "f12-deleted": Case(over=HIGH_CUFF),
    "f12-wrong-patient-taken-back": Case(over=HIGH_CUFF),
    "f13-latin-1-name-without-label": Case(),
    "f17-breathing-and-cuff-pulse": Case(),
    "f18-admission-with-values": Case(("not a report of measurements (ADT^A08)",), active=("unpaired:Monitor",)),
    "f18-answer-to-a-query-with-values": Case(("not a report of measurements (ORF^R04)",), active=("unpaired:",)),
    "f18-training-and-demonstration": Case(
        ("not for production (MSH-11 T)", "not for production (MSH-11 D)"), active=("unpaired:", "unpaired:")
    ),
    "f19-ends-without-priority": Case(over=("device:monitor:196882",)),
    "f19-general-code-told-by-text": Case(
        active=("device:pump:196670||1.1.1|air in line",), over=("device:pump:196670||1.1.1|battery low",)
    ),
    "f19-one-event-two-sources": Case(
        active=("device:monitor:196648|147842",), over=("device:monitor:196648|150021", *HIGH_CUFF[:3])
    ),
    "f19-sign-of-life": Case(),
    "f20-sender-without-a-name": Case(),
    "f21-no-control-id": Case(),
    "f22-admission-without-values": Case(("not a report of measurements (ADT^A01)",)),
    "f22-paired-monitor-names-somebody-else": Case((ELSE,), active=("unpaired:Monitor",), says=(ELSE,)),
    "f22-query-for-a-patient": Case(("not a report of measurements (QRY^R02)",)),
}


@pytest.fixture
def folder(shared_data):
    found = shared_data.parent / "faults" / "devices"
    if not found.is_dir():
        pytest.skip(f"no faults of devices: {found} is not a folder")
    return found


@pytest.fixture
def told(folder) -> dict[str, Any]:
    return json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def messages(folder, name) -> list[bytes]:
    raw = (folder / "messages" / f"{name}.hl7").read_bytes()
    return [b"MSH" + rest for rest in re.split(rb"(?:\A|(?<=\r))MSH(?=\|)", raw)[1:]]


def seated(clinic, case, sender, *, device, began):
    """Seat her at a chair a minute before the first message, her device paired as the case says."""
    with on(began - timedelta(minutes=1)):
        chair, patient = chairside.another_chair(clinic, 4, **SHE)
        session = chairside.running(clinic, chair=chair, patient=patient)
        zone, kind = device.get("zone", "UTC"), device.get("kind", "monitor")
        row = chairside.device(clinic, session, sender=sender, kind=kind, paired=False, zone=zone)
        if case.phase == "paused":
            acts.act(session, "pause", by=clinic.nurse)
    return session, row


def heard(intake, raw, at):
    with on(at):
        intake.roster._read()
        return intake.commit([arrive(raw, at.timestamp(), intake.roster)])[0]


@pytest.fixture
def at_the_chair(clinic, folder, told):
    """Put a file to a running chair; give the session, its alarm state and what became of each message."""

    def put(name):
        case, said = CASES[name], told[f"{name}.hl7"]
        device, raws = said.get("device", {}), messages(folder, name)
        began = datetime.fromisoformat(said["arrives"].replace("Z", "+00:00"))
        session, row = seated(clinic, case, sender_of(raws[0]), device=device, began=began)
        intake = Intake()
        if case.meets:
            heard(intake, raws[0], began - timedelta(seconds=1))
        if device.get("paired", True):
            with on(began - timedelta(seconds=1)):
                pairing.pair(session, row, number=SHE["number"], birth_date=SHE["birth_date"], by=clinic.nurse)
        times = [began + timedelta(seconds=n * said.get("every_s", 1)) for n in range(len(raws))]
        decided = [heard(intake, raw, at) for raw, at in zip(raws, times, strict=True)]
        session.refresh_from_db()
        state = watch.from_dict(session.alarm_state)
        return SimpleNamespace(case=case, told=said, session=session, state=state, decided=decided, row=row)

    return put


def keys(state, *, active):
    return [a.key for a in state.alarms.values() if a.active == active and a.level not in CALLS_DUE]


def begin_with(found, wanted):
    """Return whether each key begins as wanted, one for one."""
    return len(found) == len(wanted) and all(any(key.startswith(one) for one in wanted) for key in found)


def charted(session):
    """List channel and value of all that was charted of this session's devices."""
    rows = SessionEvent.objects.filter(session=session, kind="readings").order_by("number")
    return [[channel, value] for row in rows for channel, value, *_ in row.body["readings"]]


@pytest.mark.parametrize("name", CASES)
def test_what_a_device_sends_wrongly_becomes_at_a_running_chair_what_is_told(name, at_the_chair):
    was = at_the_chair(name)
    fates = was.case.fates * len(was.decided) if len(was.case.fates) == 1 else was.case.fates

    for decided, fate in zip(was.decided, fates, strict=True):
        assert fate in (str(decided.disposition), decided.reason)
    assert begin_with(keys(was.state, active=True), was.case.active)
    assert begin_with(keys(was.state, active=False), was.case.over)
    said = " ".join(alarm.condition for alarm in was.state.alarms.values())
    assert all(words in said for words in was.case.says), said
    assert not any(value in was.told["story"].get("never", ()) for value in charted(was.session))
    assert DeviceMessage.objects.filter(device=was.row).count() == len(was.decided) + was.case.meets  # kept, all


@pytest.mark.parametrize("name", CASES)
def test_what_is_charted_of_it_is_what_is_told(name, at_the_chair):
    was = at_the_chair(name)
    each = was.told.get("messages") or [was.told["each"]] * len(was.decided)
    wanted = [
        [row["channel"], row["value"]]
        for want, decided in zip(each, was.decided, strict=True)
        for row in want.get("readings", ())
        if decided.disposition == "charted"
    ]
    told_whole = all("readings" in want for want in each) and not was.case.meets
    optional = [row[0]["reading"] for want in each for row in want.get("rows", ()) if "reading" in row[0]]

    found = charted(was.session)
    for row in wanted:
        assert row in found
        found.remove(row)
    assert all(row in [[one["channel"], one["value"]] for one in optional] for row in found) or not told_whole


def test_every_case_that_needs_a_chair_is_here(told):
    chairs = {name for name, case in told.items() if not name.startswith("_") and "story" in case}

    assert {f"{name}.hl7" for name in CASES} | {f"{name}.mllp" for name in STREAMS} == chairs


# What the page says, never against the truth


@pytest.mark.parametrize("name", ["f18-admission-with-values", "f22-paired-monitor-names-somebody-else"])
def test_a_device_that_is_paired_is_never_said_not_to_be(name, at_the_chair):
    was = at_the_chair(name)
    shown = board.board(was.state, watch.Limits())["alarms"]

    said = " ".join(f"{alarm['text']}. {alarm['action']}" for alarm in shown)
    assert "not paired" not in said
    assert "Sommer" not in json.dumps(board.page_board(was.session))


def test_one_that_names_somebody_else_says_what_to_do(at_the_chair):
    (alarm,) = board.board(at_the_chair("f22-paired-monitor-names-somebody-else").state, watch.Limits())["alarms"]

    assert alarm["text"] == "Monitor (another person's identity): kept apart"
    assert "admit this chair's patient at it, or let it go here" in alarm["action"]


def test_a_clock_that_stepped_back_shows_the_value_and_not_silence(at_the_chair):
    was = at_the_chair("f07-clock-steps-back")

    assert was.state.latest["spo2_pct"].value == 84.0
    assert not was.state.alarms.keys() & {"spo2_pct:stale"}


def test_no_channel_s_rate_or_volume_stands_for_another_s(at_the_chair):
    was = at_the_chair("f04-first-channel-runs-on-second-stands")
    now = watch.pump_now(was.state, limits=watch.Limits(), now_s=0.0)

    assert (now.rate_ml_h, now.delivered_ml, now.flows) == (None, None, True)
    assert [channel.place for channel in now.channels] == ["1.1.1", "1.2.1"]


def test_what_of_a_monitor_is_not_read_stands_in_the_record_with_its_reason(at_the_chair):
    was = at_the_chair("f09-nothing-is-read")
    row = SessionEvent.objects.get(session=was.session, kind="readings")

    assert [code for code, _ in row.body["unread"]] == ["3", "7", "9"]
    assert {reason for _, reason in row.body["unread"]} == {"not a value that is watched"}


# Frames, on a real line


class Stream(NamedTuple):
    """The bytes of one connection: the answers, what becomes of each piece that is kept, and its reason."""

    answers: tuple[tuple[str, str], ...]
    fates: tuple[tuple[str, str], ...] = (("charted", "by pairing"), ("charted", "by pairing"))


NO_START = "It did not begin with the start byte"
STREAMS = {
    "f06-two-messages-in-one-frame": Stream(
        (("AA", "F6A-1"), ("AR", "F6A-2")),
        (("charted", "by identity"),),  # a stranger's is counted, not kept
    ),
    "f14-no-start-byte": Stream((("AE", "F14A-1"), ("AE", "F14A-2")), (("refused", ""), ("refused", ""))),
    "f14-start-byte-never-an-end": Stream((), ()),
    "f15-doubled-marks": Stream((("AA", "F15B-1"), ("AA", "F15B-2"))),
    "f15-nul-after-the-end": Stream((("AA", "F15A-1"), ("AA", "F15A-2"))),
    "f15-text-between-frames": Stream(
        (("AA", "F15C-1"), ("AA", "F15C-2")), (("charted", ""), ("refused", ""), ("charted", ""))
    ),
    "f21-batch": Stream((("AA", "F21A-1"), ("AA", "F21A-2"))),
}


def as_of_now(raw: bytes) -> bytes:
    """Move the messages' day and hour to this moment, so that they are no old ones."""
    now = datetime.now(UTC)
    return re.sub(rb"20260302100(\d{3})", lambda m: f"{now:%Y%m%d%H%M}".encode() + b"%02d" % (now.second), raw)


@pytest.mark.parametrize("name", STREAMS)
def test_what_a_line_brings_is_answered_and_kept_piece_by_piece(name, folder, listener):
    stream, raw = STREAMS[name], (folder / "messages" / f"{name}.mllp").read_bytes()
    began = datetime.now(UTC) - timedelta(minutes=1)
    with on(began):
        chair, patient = chairside.another_chair(listener.clinic, 4, **SHE)
        session = chairside.running(listener.clinic, chair=chair, patient=patient)
        chairside.device(listener.clinic, session, sender=("ACME_MONITOR", "WARD7"))
    chairside.reads_the_roster_again(listener)
    line = chairside.Line(listener.port)
    line.socket.sendall(raw)

    answers = tuple((reply.code, reply.control_id) for reply in (line.answer() for _ in stream.answers))
    assert answers == stream.answers
    with pytest.raises(TimeoutError):
        line.answer(within_s=waits.KNOCK_S)
    found = chairside.settled(len(stream.fates))
    for (disposition, reason), (wanted, why) in zip(found, stream.fates, strict=True):
        assert (disposition, why in reason) == (wanted, True), reason
    assert ["spo2_pct", 77.0] not in charted(session)
    line.close()
