"""What an acknowledged alarm asks for stays an open line until it is done: seen is not done."""

import pytest

from euthymia.medicine.charting import EventKind, Line, PumpAct, owed

RAISED_S = 1000.0


def acknowledged(level, channel="systolic_mmhg", *, raised_s=RAISED_S, number=5):
    body = {"level": level, "channel": channel, "raised_s": raised_s, "key": f"{channel}:{level}"}
    return Line(number, EventKind.ALARM_ACKNOWLEDGED, raised_s + 10, raised_s + 10, body)


def done(what, at_s):
    return Line(9, EventKind.ASKED_DONE, at_s, at_s, {"what": what})


STARTED = (PumpAct("start", 0.0),)


def asks(*lines, acts=STARTED, rechecked_s=None):
    """Name what is owed."""
    newest = rechecked_s or {"systolic_mmhg": RAISED_S, "diastolic_mmhg": RAISED_S}
    return [one.key for one in owed(lines, acts=acts, rechecked_s=newest, recheck_within_s=300, after_treatment_s=1800)]


@pytest.mark.parametrize(
    ("level", "channel", "owes"),
    [
        ("watch", "systolic_mmhg", ["recheck"]),
        ("call", "diastolic_mmhg", ["prescriber", "recheck"]),
        ("pause", "systolic_mmhg", ["pause", "physician", "recheck"]),
        ("treat", "systolic_mmhg", ["stop", "recheck", "decide"]),
        ("stop", "spo2_pct", ["call", "stop"]),
        ("symptom", "chest pain", ["call", "stop", "treat"]),
        ("pause", "spo2_pct", ["pause", "physician"]),  # a value of every second is rechecked by itself
        ("prompt", "sedation_moaas", ["pause", "prescriber", "stay"]),
        ("stale", "spo2_pct", []),
    ],
)
def test_a_level_that_was_seen_owes_what_the_action_table_asks(level, channel, owes):
    assert sorted(asks(acknowledged(level, channel))) == sorted(owes)


def ended(level, channel, at_s):
    return Line(9, EventKind.ALARM_ENDED, at_s, at_s, {"level": level, "key": f"{channel}:{level}"})


def test_somebody_stays_until_sedation_and_breathing_are_both_back():
    deep, slow = acknowledged("prompt", "sedation_moaas"), acknowledged("prompt", "resp_rate_bpm", raised_s=1060.0)
    awake, breathes = ended("prompt", "sedation_moaas", 1200.0), ended("prompt", "resp_rate_bpm", 1300.0)

    assert "stay" in asks(deep, slow)
    assert "stay" in asks(deep, slow, awake)
    assert "stay" not in asks(deep, slow, awake, breathes)
    assert "pause" in asks(deep, slow, awake, breathes)  # what the alarm asked for is owed all the same


def test_what_nobody_has_seen_owes_nothing_yet():
    raised = acknowledged("pause")._replace(kind=EventKind.ALARM_RAISED)

    assert asks(raised) == []


@pytest.mark.parametrize(
    ("level", "acts", "owes"),
    [
        ("pause", [("start", 0), ("pause", 1020)], False),
        ("pause", [("start", 0), ("stop", 1020)], False),
        ("pause", [("start", 0), ("pause", 900)], False),  # it stood still already
        ("pause", [("start", 0), ("pause", 900), ("resume", 950)], True),
        ("pause", [("start", 0), ("pause", 1020), ("resume", 1600)], False),  # it was done
        ("stop", [("start", 0), ("pause", 1020)], True),  # a pause is no stop
        ("stop", [("start", 0), ("stop", 1020)], False),
    ],
)
def test_the_pump_s_line_goes_by_what_a_hand_did(level, acts, owes):
    found = asks(acknowledged(level), acts=[PumpAct(*one) for one in acts])

    assert (level in found) == owes


def test_a_recheck_is_a_new_measurement_and_not_the_same_value_again():
    seen = acknowledged("watch")

    assert asks(seen, rechecked_s={"systolic_mmhg": 940.0}) == ["recheck"]  # the cuff value that alarmed, sent again
    assert asks(seen, rechecked_s={"systolic_mmhg": 1240.0}) == []
    (one,) = owed([seen], acts=(), rechecked_s={}, recheck_within_s=300, after_treatment_s=1800)
    assert (one.since_s, one.due_s) == (1000, 1300)


def test_what_no_reading_can_show_a_hand_says():
    seen = acknowledged("call")

    assert "prescriber" not in asks(seen, done("prescriber", 1100.0))
    assert "prescriber" in asks(seen, done("prescriber", 900.0))  # that was for an alarm before
    assert "prescriber" in asks(seen, done("physician", 1100.0))


def test_what_the_graver_level_asked_for_stays_when_a_gentler_one_takes_its_place():
    graver, gentler = acknowledged("pause"), acknowledged("watch", raised_s=1300.0, number=8)

    assert sorted(asks(graver, gentler)) == ["pause", "physician", "recheck"]


def test_a_stop_that_is_owed_takes_the_place_of_a_pause():
    assert "pause" not in asks(acknowledged("pause"), acknowledged("stop", raised_s=1100.0, number=8))


def given(drug, at_s, *, other="", number=20):
    return Line(number, EventKind.MEDICINE, at_s, at_s, {"drug": drug, "other": other})


def cuffs_owed(*lines, newest_s):
    return [
        (one.text, one.due_s)
        for one in owed(
            lines, acts=(), rechecked_s={"systolic_mmhg": newest_s}, recheck_within_s=300, after_treatment_s=1800
        )
        if one.key == "after-treatment"
    ]


def test_a_number_is_rechecked_before_it_is_treated():
    assert [one for one in asks(acknowledged("treat")) if one in ("recheck", "treat", "decide")] == [
        "decide",
        "recheck",
    ]
    assert "recheck" not in asks(acknowledged("treat"), rechecked_s={"systolic_mmhg": RAISED_S + 240})
    assert "treat" in asks(acknowledged("symptom", "chest pain"))  # symptoms do not wait


@pytest.mark.parametrize(
    ("newest_s", "due_s"),
    [(1990.0, 2300.0), (2310.0, 2610.0), (3790.0, 4090.0), (3800.0, None)],
    ids=["none since", "one since", "before its time is over", "after it"],
)
def test_after_an_antihypertensive_the_pressure_is_measured_every_five_minutes_for_thirty(newest_s, due_s):
    text = "Cuff pressure every 5 min for 30 min after labetalol"

    found = cuffs_owed(given("labetalol", 2000.0), newest_s=newest_s)

    assert found == ([] if due_s is None else [(text, due_s)])


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        (given("another medicine", 2000.0, other="Captopril 25"), True),
        (given("ondansetron", 2000.0), False),
        (Line(3, EventKind.HELP, 2000.0, 2000.0, {"group": "drug", "what": "hydralazine"}), True),
        (Line(3, EventKind.HELP, 2000.0, 2000.0, {"group": "called", "what": "labetalol"}), False),
    ],
)
def test_which_medicine_asks_for_it(line, counts):
    assert bool(cuffs_owed(line, newest_s=1000.0)) == counts
