"""What a locked page took waits for a person's name; an alarm that came again since then was seen by nobody."""

import pytest

from euthymia.medicine.charting import EventKind, Line, seen_at_chair, unconfirmed


def line(number, kind, **body):
    return Line(number, kind, float(number), float(number), body)


def taken(number, **body):
    return line(number, "at the chair", unconfirmed=True, said="Alarm seen", **body)


@pytest.mark.parametrize(
    ("lines", "waiting"),
    [
        ([], []),
        ([taken(1), taken(2)], [1, 2]),
        ([taken(1), taken(2), line(3, EventKind.CONFIRMED, of=1)], [2]),
        ([line(1, "note", said="By name")], []),
    ],
)
def test_what_waits_for_a_name(lines, waiting):
    assert [one.number for one in unconfirmed(lines)] == waiting


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        ([line(1, "alarm raised", key="a"), taken(2, alarm="a")], {"a": 2.0}),
        ([taken(2, alarm="a"), line(3, "alarm raised", key="a")], {}),  # it came again
        ([taken(2, alarm="a"), line(3, "alarm raised", key="b")], {"a": 2.0}),
        ([taken(2, alarm="a"), line(3, EventKind.CONFIRMED, of=2)], {}),  # somebody has acknowledged it by name
        ([taken(2)], {}),
    ],
)
def test_which_alarms_a_hand_without_a_name_has_seen(lines, seen):
    assert seen_at_chair(lines) == seen
