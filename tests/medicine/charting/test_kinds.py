"""What an event is and what it keeps: one list of kinds, each with its body; a kind of another version is shown."""

import pytest

from euthymia.medicine.charting import BODIES, CORRECTABLE, EventKind, Line, faults, known, unconfirmed, unknown_text
from euthymia.medicine.watch import Alarm

SAID = {"by": "Nia", "said": "CADSS 4 of 92", "text": "CADSS 4 of 92 (Nia)"}


def test_every_kind_has_a_body():
    assert set(BODIES) == set(EventKind)


@pytest.mark.parametrize("kind", sorted(CORRECTABLE - {EventKind.ACT}))
def test_what_a_hand_may_correct_says_who_said_what(kind):
    assert {"by", "said", "text"} <= BODIES[kind].__required_keys__


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        (EventKind.CADSS, {**SAID, "total": 4}, ""),
        (EventKind.CADSS, SAID, "cadss: too many [], too few ['total']"),
        (EventKind.CADSS, {**SAID, "total": 4, "score": 4}, "cadss: too many ['score'], too few []"),
        (EventKind.READINGS, {"readings": [], "charted": ""}, ""),
        (EventKind.READINGS, {"readings": [], "charted": "", "pump": {}}, ""),  # most messages say nothing beside
        (EventKind.PAIRED, {"text": "Monitor paired by Nia"}, ""),
    ],
)
def test_a_body_is_held_against_its_kind(kind, body, says):
    assert faults(kind, body) == says


def test_an_alarm_keeps_every_field_of_the_watch():
    assert BODIES[EventKind.ALARM_RAISED].__required_keys__ == set(Alarm._fields)
    assert BODIES[EventKind.ALARM_ACKNOWLEDGED].__required_keys__ == {"name", *Alarm._fields}


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        ("sleep stage", {"text": "N2 since 10:04"}, "sleep stage: N2 since 10:04 (not known to this version)"),
        ("sleep stage", {"stage": "N2"}, "sleep stage (not known to this version)"),
        ("sleep stage", {}, "sleep stage (not known to this version)"),
    ],
)
def test_an_event_of_another_version_is_shown_as_it_stands(kind, body, shown):
    assert not known(kind)
    assert unknown_text(kind, body) == shown


def test_what_another_version_took_without_a_name_still_waits():
    line = Line(3, "at the door", 60.0, 60.0, {"unconfirmed": True})

    assert unconfirmed([line]) == (line,)
