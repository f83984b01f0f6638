"""A tile shows what its chair's own page shows, taken from the same board."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.overview import tiles
from euthymia.clinic.infusion.session import board
from euthymia.demo.fill import on
from tests.clinic import chairside

HIGH = {"systolic_mmhg": 186.0, "diastolic_mmhg": 112.0}


@pytest.fixture
def session(clinic):
    return chairside.running(clinic)


def tile(session):
    """The tile of a session as the board makes it, with the memory of earlier ones."""
    session = Session.objects.select_related("patient", "chair", "nurse", "order").get(pk=session.pk)
    (shown,) = tiles.boards([session]).values()
    return tiles.taken(session.chair, session, shown, person="Ruth Amsel E00001")


def fresh(session, monkeypatch):
    """The same in a process that remembers nothing."""
    monkeypatch.setattr(tiles, "_boards", {})
    return tile(session)


def of_cell(shown, name):
    return next(cell for cell in shown.cells if cell.name == name)


def test_numbers_their_ages_and_the_dose_are_those_of_the_chairs_own_page(clinic, session):
    acts.enter_vitals(session, {"spo2_pct": 91.0, **HIGH}, by=clinic.nurse)
    session.refresh_from_db()
    own = board.page_board(session)
    values = {value["channel"]: value for value in own["values"]}

    shown = tile(session)

    assert of_cell(shown, "SpO2").text == values["spo2_pct"]["text"] == "91"
    assert of_cell(shown, "SpO2").at_s == values["spo2_pct"]["at_s"]
    assert of_cell(shown, "SpO2").stale_after_s == values["spo2_pct"]["stale_after_s"]
    assert of_cell(shown, "Pressure").text == "186/112"
    assert (shown.ordered_mg, shown.giving_mg_s) == (own["ordered_mg"], own["giving_mg_s"])
    assert shown.given_mg == pytest.approx(own["given_mg"], abs=0.1)
    assert shown.says.text == own["alarms"][0]["text"]


def test_events_one_after_another_lead_to_what_a_fresh_process_shows(clinic, session, monkeypatch):
    """Page then events equals a fresh page: what is kept between two looks changes nothing."""
    steps = (
        lambda: acts.enter_vitals(session, {"spo2_pct": 91.0}, by=clinic.nurse),
        lambda: acts.enter_vitals(session, HIGH, by=clinic.nurse),
        lambda: acts.acknowledge(session, board.page_board(session)["alarms"][0]["key"], by=clinic.nurse),
        lambda: acts.call_help(session, by=clinic.nurse),
        lambda: acts.act(session, "pause", by=clinic.nurse),
        lambda: acts.act(session, "stop", by=clinic.nurse),
    )
    for step in steps:
        step()
        session.refresh_from_db()
        followed = tile(session)
        again = fresh(session, monkeypatch)
        assert (again.says, again.cells, again.state, again.next_s) == (
            followed.says, followed.cells, followed.state, followed.next_s,
        )  # fmt: skip
        assert again.given_mg == pytest.approx(followed.given_mg, abs=0.1)


def test_a_board_is_built_again_only_when_something_has_happened(clinic, session, django_assert_num_queries):
    tile(session)
    with django_assert_num_queries(1):  # the session's row
        tile(session)


def test_a_cuff_of_which_half_is_missing_says_so_and_a_number_never_measured_is_none(clinic, session):
    shown = tile(session)
    half = [
        value | ({"value": None, "text": ""} if value["channel"] == "diastolic_mmhg" else {})
        for value in board.page_board(session)["values"]
    ]

    assert (of_cell(shown, "MOAA/S").text, of_cell(shown, "MOAA/S").at_s) == ("––", None)
    assert tiles._cell("Pressure", ("systolic_mmhg", "diastolic_mmhg"), {"values": half, "alarms": []}).text == "122/––"


def test_of_a_cuffs_two_numbers_the_older_gives_the_age(session):
    old_s = time.time() - 500
    halves = [
        value | ({"at_s": old_s} if value["channel"] == "diastolic_mmhg" else {})
        for value in board.page_board(session)["values"]
    ]

    cell = tiles._cell("Pressure", ("systolic_mmhg", "diastolic_mmhg"), {"values": halves, "alarms": []})
    assert cell.at_s == old_s


def test_the_soonest_check_is_named_with_when_it_is_due(clinic, session):
    shown = tile(session)
    due = {
        value["channel"]: value["at_s"] + value["due_after_s"]
        for value in board.page_board(session)["values"]
        if value["due_after_s"] and value["at_s"]
    }

    assert shown.next_s == pytest.approx(min(due.values()), abs=1)
    assert shown.next_name in ("Pulse", "SpO2")  # entered by hand: asked for more often than the cuff


def test_the_plan_is_left_as_long_as_the_dose_is(clinic):
    with on(timezone.now() - timedelta(minutes=10)):
        session = chairside.running(clinic)
    assert (tile(session).ends_s - time.time()) / 60 == pytest.approx(30, abs=0.1)

    acts.act(session, "pause", by=clinic.nurse)
    assert tile(session).left_min == pytest.approx(30, abs=0.1)
    acts.act(session, "stop", by=clinic.nurse)
    assert (tile(session).left_min, tile(session).ends_s) == (None, None)


def test_before_the_start_the_whole_plan_is_left_and_no_dose_is_given(clinic):
    shown = tile(chairside.checked(clinic))
    assert (shown.phase, shown.left_min, shown.given_mg) == ("Ready", 40, None)


def one(priority, *, text="SpO2 84 %", seen=False, ended=False, channel="spo2_pct", kind="physiological"):
    """A condition as a board holds it."""
    unseen = [text] if (not seen and (not ended or priority == "high")) else []
    return {
        "priority": priority, "text": text, "kind": kind, "level": "stop", "channels": [channel], "onset_s": 100.0,
        "ended_s": 130.0 if ended else None, "acknowledged_by": "Nia Okoro" if seen else None, "unseen": unseen,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("alarms", "says"),
    [
        ([], None),
        ([one("medium"), one("high", text="a")], ("high", "a", False, False, "+1 more")),
        ([one("high", seen=True, text="a"), one("high", text="b")], ("high", "b", False, False, "+1 more")),
        ([one("high", seen=True, text="a"), one("medium")], ("high", "a", True, False, "+1 more **")),
        ([one("high", ended=True, text="a"), one("medium")], ("high", "a", False, False, "+1 more")),  # loud still
        ([one("medium", ended=True, text="a"), one("low", text="b")], ("low", "b", False, False, "+1 more")),
        ([one("medium", ended=True, text="a")], ("medium", "a", True, True, "")),  # a quiet mark
    ],
)
def test_the_gravest_condition_gives_the_tile_its_colour_and_its_words(alarms, says):
    shown = tiles._says({"alarms": alarms, "help_is_called": False})
    assert (shown and (shown.priority, shown.text, shown.seen, shown.over, shown.others)) == says


def test_help_comes_before_every_alarm(clinic, session):
    acts.enter_vitals(session, HIGH, by=clinic.nurse)
    acts.call_help(session, by=clinic.nurse)
    says = tile(Session.objects.get(pk=session.pk)).says
    assert (says.priority, says.text, says.seen) == ("high", "HELP was called. Go there.", False)


def test_a_number_takes_the_colour_of_its_own_alarm(clinic, session):
    acts.enter_vitals(session, HIGH, by=clinic.nurse)
    shown = tile(session)
    assert (of_cell(shown, "Pressure").alarm, of_cell(shown, "Pressure").seen) == ("high", False)
    assert of_cell(shown, "SpO2").alarm is None
    heart = {"alarms": [one("medium", channel="heart_rate_bpm")], "values": board.page_board(session)["values"]}
    assert tiles._cell("Pulse", ("pulse_bpm",), heart).alarm == "medium"


def test_what_a_screen_reader_hears_of_a_tile_is_chair_person_state_and_alarm(clinic, session):
    assert tile(session).label == "Chair 1. Ruth Amsel E00001. The infusion runs. no alarm"
    acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 88.0}, by=clinic.nurse)
    assert "high priority: Systolic 186 mmHg" in tile(session).label


@pytest.mark.parametrize(
    ("alarm", "says"),
    [
        (one("high"), "SpO2 84 %"),
        (one("high", channel="sedation_moaas", text="MOAA/S 2"), "Go to the chair."),
        (one("high", channel="seizure", text="Seizure"), "Go to the chair."),
        (one("high", channel="pump_rate_ml_h", text="150 mL/h", kind="technical"), "Equipment: go to the chair."),
        (one("high", text="ACME says: 35 mg") | {"level": "device"}, "Go to the chair."),
    ],
)
def test_in_view_of_patients_an_alarm_keeps_its_colour_and_tells_no_score_drug_or_symptom(alarm, says):
    shown = tiles._says({"alarms": [alarm], "help_is_called": False}, for_everybody=True)
    assert (shown.priority, shown.text) == ("high", says)
