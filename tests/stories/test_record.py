"""A story that goes otherwise than told is found out: each way to differ, by itself."""

import pytest

from tests.stories.record import Record, Wrote, compare
from tests.stories.story import Alarm, Line, Story

LOW = {"key": "spo2_pct:pause", "priority": "high", "condition": "SpO2 90 %: below 92 % for 10 s"}
RAISED = Wrote("listener", "alarm raised", 100.0, 100.0, LOW)
PAUSED = Wrote("nurse", "act", 103.0, 103.0, {"text": "I paused the pump (Nia Okoro)"})
TOLD = Story(
    name="told",
    script=(),
    alarms=(Alarm("spo2_pct:pause", "high", "SpO2 90 %"),),
    record=(Line("listener", "alarm raised", "spo2_pct:pause"), Line("nurse", "act", "I paused the pump")),
)


class Kept(Record):
    """A record that holds what a test says."""

    wrote: list[Wrote]
    left: dict[str, str]
    missed: list[str]

    def lines(self):
        return self.wrote

    def alarms(self):
        return self.left

    def near_misses(self):
        return self.missed


def kept(*wrote, left="lasts", missed=()):
    record = Kept(None, {})
    record.wrote, record.left, record.missed = list(wrote), {"spo2_pct:pause": left}, list(missed)
    return record


def test_what_goes_as_told_passes():
    compare(TOLD, kept(RAISED, PAUSED), seen={"spo2_pct:pause": 101.0})


@pytest.mark.parametrize(
    ("record", "seen_s", "found"),
    [
        (kept(PAUSED), 101, "never raised: spo2_pct:pause"),
        (kept(RAISED, RAISED._replace(body=LOW | {"key": "clock"}), PAUSED), 101, "nobody told so: clock"),
        (kept(RAISED._replace(body=LOW | {"priority": "medium"}), PAUSED), 101, "spo2_pct:pause: medium"),
        (kept(RAISED, PAUSED, left="ended"), 101, "told as lasts, is ended"),
        (kept(RAISED, PAUSED), 102.5, "on the page after 2.5 s"),
        (kept(RAISED), 101, "2 lines told, 1 written"),
        (kept(RAISED, PAUSED._replace(who="nurse2")), 101, "wrote nurse2 | act"),
        (kept(RAISED, PAUSED._replace(event_s=60.0)), 101, "43.0 s earlier"),
        (kept(RAISED, PAUSED._replace(at_s=90.0, event_s=90.0)), 101, "written before the line above it"),
        (kept(RAISED, PAUSED._replace(event_s=104.0)), 101, "happened after it was written"),
        (kept(RAISED, PAUSED, missed=["order"]), 101, "near misses ['order']"),
    ],
)
def test_what_goes_otherwise_is_said(record, seen_s, found):
    with pytest.raises(AssertionError) as failed:
        compare(TOLD, record, seen={"spo2_pct:pause": seen_s})

    assert found in str(failed.value)
