"""A recording is sent again as if it happened now."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from euthymia.demo.replay import EmptyRecording, recording, replay, shifted, timed
from euthymia.wire import hl7
from euthymia.wire.mllp import frame

NOW_S = datetime(2026, 5, 4, 9, 30, tzinfo=UTC).timestamp()


def message(second, control="7", asks="AL|NE", cuff="20191206111016"):
    return (
        f"MSH|^~\\&|MON||||201912061134{second:02}||ORU^R01^ORU_R01|{control}|P|2.6|||{asks}\r"
        f"OBR|1||||||201912061134{second:02}\r"
        f"OBX|1|NM|150301^MDC_PRESS_CUFF_SYS^MDC|1.1.9|147|266016^MDC_DIM_MMHG^MDC|||||R|||{cuff}\r"
    ).encode()


@pytest.mark.parametrize(
    "content",
    [
        message(1) + message(2),
        frame(message(1)) + frame(message(2)),
        (message(1) + b"\r" + message(2)).replace(b"\r", b"\n"),
    ],
    ids=["one after the other", "framed", "as a text file"],
)
def test_a_file_of_several_messages_is_taken_apart(tmp_path, content):
    (tmp_path / "one.hl7").write_bytes(content)

    found = [hl7.read(raw, default_zone=UTC) for raw in recording(tmp_path / "one.hl7")]

    assert [len(m.observations) for m in found] == [1, 1]


def test_a_folder_is_taken_file_by_file(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.hl7").write_bytes(message(1, control=name))

    assert [hl7.read(raw, default_zone=UTC).control_id for raw in recording(tmp_path)] == ["a", "b"]


def test_what_holds_no_message_is_refused(tmp_path):
    (tmp_path / "a.hl7").write_bytes(b"hello")

    with pytest.raises(EmptyRecording):
        list(recording(tmp_path / "a.hl7"))


def test_times_move_to_now_and_keep_their_differences():
    before, after = (
        hl7.read(raw, default_zone=UTC) for raw in (message(52), shifted(message(52), to_s=NOW_S, zone=UTC))
    )

    assert after.sent_at_s == NOW_S
    assert NOW_S - after.observations[0].at_s == before.sent_at_s - before.observations[0].at_s == 24 * 60 + 36


@pytest.mark.parametrize(
    ("stamp", "written"),
    [
        ("20210425230332.872-0400", "20260504053000.000-0400"),
        ("20210425230332-0400", "20260504053000-0400"),
        ("202104252303", "202605040930"),
        ("20080101123456- 0600", "20260504033000-0600"),
    ],
)
def test_a_stamp_is_written_as_it_was(stamp, written):
    raw = f"MSH|^~\\&|A||||{stamp}||ORU^R01|1|P|2.6\r".encode()

    assert shifted(raw, to_s=NOW_S, zone=UTC) == raw.replace(stamp.encode(), written.encode())


def test_times_without_an_offset_are_the_device_s():
    zone = timezone(timedelta(hours=8))

    moved = shifted(message(52), to_s=NOW_S, zone=zone)

    assert hl7.read(moved, default_zone=zone).sent_at_s == NOW_S


def test_only_times_change(shared_data):
    for path in shared_data.glob("device-messages/*.hl7"):
        raw = path.read_bytes()
        before, after = raw.split(b"\r"), shifted(raw, to_s=NOW_S, zone=UTC).split(b"\r")
        for old, new in zip(before, after, strict=True):
            changed = [i for i, (a, b) in enumerate(zip(old.split(b"|"), new.split(b"|"), strict=True)) if a != b]
            assert set(changed) <= {"MSH": {6}, "OBR": {7}, "OBX": {14}}.get(old[:3].decode(), set())


@pytest.mark.parametrize(
    ("seconds", "speed", "offsets"),
    [([1, 3, 6], 1, [0, 2, 5]), ([1, 3, 6], 10, [0, 0.2, 0.5]), ([6, 3, 4], 1, [0, 0, 1]), ([0, 59], 1, [0, 20])],
    ids=["as it was", "ten times faster", "a step back is closed", "a long gap is closed"],
)
def test_messages_follow_each_other_as_recorded(seconds, speed, offsets):
    paced = timed([message(s) for s in seconds], zone=UTC, speed=speed, longest_gap_s=20)

    assert [offset for _, offset in paced] == pytest.approx(offsets)


async def test_a_recording_is_sent_and_its_answers_counted(tmp_path, receiving):
    (tmp_path / "a.hl7").write_bytes(message(1, "1") + message(2, "2", "NE|AL") + message(3, "3", "NE|NE"))
    told = []

    async with receiving() as receiver:
        result = await replay(tmp_path, "127.0.0.1", receiver.port, now_s=NOW_S, speed=100, tell=told.append)
        await receiver.until(lambda r: len(r.messages) == 3)

    assert (result.sent, dict(result.codes), result.unanswered) == (3, {"CA": 1, "AA": 1}, 0)
    assert [(p.number, p.total, p.type, p.code) for p in told] == [
        (1, 3, "ORU^R01", "CA"),
        (2, 3, "ORU^R01", "AA"),
        (3, 3, "ORU^R01", ""),
    ]
    assert [m.sent_at_s for m in receiver.messages] == [NOW_S, NOW_S, NOW_S]  # to the second, as the device writes


async def test_every_published_message_can_be_replayed(shared_data, receiving):
    async with receiving() as receiver:
        folder = shared_data / "device-messages"
        result = await replay(folder, "127.0.0.1", receiver.port, now_s=NOW_S, speed=1e6)

    assert result.sent == len(receiver.messages) == len(list(folder.glob("*.hl7")))
    assert result.unanswered == 0
    assert set(result.codes) == {"AA", "CA"}
