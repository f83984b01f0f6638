"""Leaving: each criterion by itself; what is not known is not met. All numbers are clinic policies."""

from dataclasses import fields, replace

import pytest

from euthymia.medicine.checklists.discharge import POLICY, DischargeFacts, NotYet, Override, check, criteria
from euthymia.medicine.sources import SOURCES

READY = DischargeFacts(
    minutes_since_end=65,
    sedation_moaas=5,
    oriented=True,
    systolic_mmhg=125,
    diastolic_mmhg=78,
    baseline_systolic_mmhg=120,
    baseline_diastolic_mmhg=76,
    vitals_age_min=3,
    spo2_pct=97,
    cadss=2,
    walks=True,
    on_oxygen=False,
    nausea_controlled=True,
    line_out=True,
    suicidal=False,
    escort_name="a sister",
    instructions_given=True,
)


def unmet(**changed):
    return [line.key for line in criteria(replace(READY, **changed), policy=POLICY) if not line.met]


def test_who_meets_every_line_may_leave():
    assert unmet() == []
    assert len(check(READY, policy=POLICY)) == 12


def test_where_nothing_is_known_nothing_is_met():
    lines = criteria(DischargeFacts(), policy=POLICY)

    assert [line.met for line in lines] == [None] * 12


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ({"minutes_since_end": 59}, "time"),
        ({"sedation_moaas": 4}, "awake"),
        ({"oriented": False}, "oriented"),
        ({"systolic_mmhg": 145}, "vitals"),  # more than 20 % above 120
        ({"systolic_mmhg": 95}, "vitals"),  # more than 20 % below 120
        ({"systolic_mmhg": 160, "baseline_systolic_mmhg": 150}, "vitals"),
        ({"diastolic_mmhg": 100, "baseline_diastolic_mmhg": 95}, "vitals"),
        ({"systolic_mmhg": 89, "baseline_systolic_mmhg": 95}, "vitals"),
        ({"pulse_bpm": 90, "baseline_pulse_bpm": 70}, "vitals"),
        ({"vitals_age_min": 18}, "vitals"),
        ({"baseline_systolic_mmhg": None}, "vitals"),
        ({"spo2_pct": 93}, "oxygen"),
        ({"on_oxygen": True}, "oxygen"),
        ({"cadss": 5}, "dissociation"),
        ({"walks": False}, "walks"),
        ({"nausea_controlled": False}, "nausea"),
        ({"line_out": False}, "line"),
        ({"suicidal": True}, "safety"),
        ({"suicidal": None}, "safety"),
        ({"escort_name": " "}, "escort"),
        ({"instructions_given": None}, "instructions"),
    ],
)
def test_each_line_holds_a_patient_back_by_itself(what, line):
    assert unmet(**what) == [line]


@pytest.mark.parametrize(
    "what",
    [
        {"minutes_since_end": 60},
        {"systolic_mmhg": 144},
        {"spo2_pct": 92, "baseline_spo2_pct": 92},  # a documented lower baseline
        {"cadss": 8, "cadss_baseline": 6},
        {"vitals_age_min": 17},
        {"suicidal": True, "reviewed_by": "Pavel Novak", "handed_to": "the ward, Dr Aune"},
    ],
)
def test_the_limit_itself_is_met(what):
    assert unmet(**what) == []


def test_acute_suicidality_calls_for_people_and_never_only_closes_the_door():
    with pytest.raises(NotYet, match="prescriber review and handover now; stay with the patient"):
        check(replace(READY, suicidal=True), policy=POLICY)


def test_the_refusal_lists_every_line_that_is_not_met():
    with pytest.raises(NotYet, match=r"Walks safely\?.*IV line out"):
        check(replace(READY, walks=False, line_out=False), policy=POLICY)


@pytest.mark.parametrize(
    ("key", "role", "reason", "left"),
    [
        ("dissociation", "nurse", "calm and clear, usual for her", []),
        ("dissociation", "front_desk", "she wants to go", ["dissociation", "walks"]),
        ("dissociation", "prescriber", " ", ["dissociation", "walks"]),
        ("walks", "prescriber", "carried", ["dissociation", "walks"]),
    ],
)
def test_only_dissociation_can_be_set_aside_and_only_by_a_clinician_with_a_reason(key, role, reason, left):
    override = Override(key, "a clinician", role, reason)

    assert unmet(cadss=9, walks=False, overrides=(override,)) == (left or ["walks"])


def test_every_line_and_every_number_names_its_source():
    assert {line.source for line in criteria(READY, policy=POLICY)} <= set(SOURCES)
    assert all(number.metadata["policy"].source in SOURCES for number in fields(POLICY))
