"""Two lines speak as one device: one is charted, the other kept apart beside an alarm until the first falls silent."""

import time

import pytest

from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.devices.traffic.voices import SECOND_LINE, Voices
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.medicine import watch
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, Line, kept, message


@pytest.fixture
def chair(clinic):
    clinic.session = chairside.running(clinic)
    chairside.device(clinic, clinic.session)
    clinic.intake = Intake()
    clinic.began_s = time.time()
    return clinic


def hear(chair, line, after_s, value=97):
    """A message on a line, so long after the beginning; what was decided of it."""
    at_s = chair.began_s + after_s
    raw = message(f"{line}/{after_s}", (SPO2, value), at_s=at_s)
    arrived = arrive(raw, at_s, chair.intake.roster)._replace(line=line)
    decided = chair.intake.commit([arrived])[0]
    chair.session.refresh_from_db()
    return decided.disposition, decided.reason


def alarms(chair):
    state = watch.from_dict(chair.session.alarm_state)
    return {(a.level, a.active) for a in state.alarms.values() if a.level == "apart"}


def said(chair):
    rows = SessionEvent.objects.filter(session=chair.session, kind="device line changed")
    return [body["text"] for body in rows.values_list("body", flat=True)]


def test_a_second_line_is_kept_apart_beside_an_alarm_while_the_first_speaks(chair):
    assert hear(chair, 1, 0)[0] == "charted"
    assert hear(chair, 2, 1, value=70) == ("quarantined", SECOND_LINE)
    assert alarms(chair) == {("apart", True)}
    assert hear(chair, 1, 2)[0] == "charted"
    assert hear(chair, 2, 3, value=70)[0] == "quarantined"
    assert alarms(chair) == {("apart", True)}, "a value of the first line does not end it"
    assert "apart" not in said(chair)
    state = watch.from_dict(chair.session.alarm_state)
    assert state.latest["spo2_pct"].value == 97
    (text,) = [a.condition for a in state.alarms.values() if a.level == "apart"]
    assert text == f"Monitor ({SECOND_LINE}): kept apart"


def test_it_takes_over_at_once_when_the_first_is_silent_for_longer_and_the_record_says_so(chair):
    hear(chair, 1, 0), hear(chair, 1, 1), hear(chair, 2, 2)
    assert hear(chair, 2, 7)[0] == "charted"
    assert said(chair) == ["Monitor is heard on another line. The line before it has been silent for 6 s."]
    assert hear(chair, 1, 8) == ("quarantined", SECOND_LINE)


def test_it_takes_over_at_once_when_the_first_has_ended(chair):
    hear(chair, 1, 0), hear(chair, 1, 1)
    chair.intake.voices.close(1)
    assert hear(chair, 2, 2)[0] == "charted"
    assert said(chair) == ["Monitor is heard on another line. The line before it has ended."]


def test_the_alarm_is_over_half_a_minute_after_the_second_was_heard(chair):
    hear(chair, 1, 0), hear(chair, 2, 1)
    for after_s in range(2, 31, 4):
        hear(chair, 1, after_s)
    assert alarms(chair) == {("apart", True)}
    hear(chair, 1, 32)
    assert alarms(chair) == {("apart", False)}


def test_a_device_that_connects_for_every_message_takes_nothing_over(chair):
    for line in (1, 2, 3):
        assert hear(chair, line, line)[0] == "charted"
        chair.intake.voices.close(line)
    assert said(chair) == []


def test_both_in_one_batch_are_told_apart(chair):
    first, second = (
        arrive(message(str(n), (SPO2, 97 - n)), chair.began_s, chair.intake.roster)._replace(line=n) for n in (1, 2)
    )
    assert [d.disposition for d in chair.intake.commit([first, second])] == ["charted", "quarantined"]


def test_a_device_that_speaks_seldom_keeps_its_line_through_its_pauses():
    voices = Voices()
    voices.hear(1, 1, 0.0), voices.hear(1, 1, 30.0)
    assert voices.elsewhere(1, 2, 75.0, silence_s=5)
    assert not voices.elsewhere(1, 2, 91.0, silence_s=5)
    assert not voices.elsewhere(1, 0, 31.0, silence_s=5), "what has no line is no second one"


def test_on_real_lines_the_second_is_apart_until_the_first_is_closed(listener, line):
    chairside.seat_her(listener)
    assert line.codes(message("1", (SPO2, 97))) == ["AA"]
    other = Line(listener.port)
    other.codes(message("2", (SPO2, 60)))
    assert kept()[-1] == ("quarantined", SECOND_LINE)
    line.close()
    waits.until(lambda: len(listener.listener.lines) == 1, what="the first line's end")
    other.codes(message("3", (SPO2, 96)))
    assert kept()[-1] == ("charted", "by pairing")
    other.close()
