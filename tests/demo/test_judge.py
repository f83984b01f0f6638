"""The rehearsal's judge by itself: which alarms it asks for after these values, where the record holds none."""

import pytest

from euthymia.demo.rehearsal import judge
from euthymia.demo.rehearsal.bedside import Value
from euthymia.demo.rehearsal.diary import Brought, Diary
from euthymia.medicine.watch import Limits

LIMITS = Limits(baseline_systolic_mmhg=124, baseline_diastolic_mmhg=78)


def cuff(second, systolic, diastolic, *, by_hand=False):
    at_s = 1000.0 + second
    values = Value("systolic_mmhg", systolic, at_s), Value("diastolic_mmhg", diastolic, at_s)
    return Brought(b"", values, at_s, at_s, "charted", by_hand=by_hand)


def asked(*brought):
    diary = Diary("sample", limits=[(0.0, LIMITS)], brought=list(brought))
    return {said.split()[1] for said in judge._missed(diary, [])}


@pytest.mark.parametrize(
    ("cuffs", "twice"),
    [
        ([cuff(0, 185, 80), cuff(270, 185, 80)], True),
        ([cuff(0, 185, 80), cuff(269, 185, 80)], False),
        ([cuff(0, 185, 80), cuff(270, 130, 112)], True),  # the other half counts too
        ([cuff(0, 185, 80), cuff(100, 130, 80), cuff(270, 185, 80)], False),  # quiet in both halves between
        ([cuff(0, 185, 80), cuff(100, 130, 112), cuff(270, 185, 80)], True),
        # It may be corrected later, and the diary does not follow that.
        ([cuff(0, 185, 80, by_hand=True), cuff(270, 185, 80)], False),
        ([cuff(0, 185, 80), cuff(100, 185, 80, by_hand=True), cuff(270, 185, 80)], False),
    ],
)
def test_pressure_high_at_two_readings_is_asked_for(cuffs, twice):
    assert ("pressure:treat-twice" in asked(*cuffs)) is twice


@pytest.mark.parametrize(
    ("diastolic", "levels"),
    [(97, set()), (98, {"watch-rise"}), (103, {"watch", "watch-rise", "call-rise"})],
)
def test_a_rise_of_the_diastolic_pressure_is_asked_for(diastolic, levels):
    assert asked(cuff(0, 124, diastolic)) == {f"diastolic_mmhg:{level}" for level in levels}


def told(at_s, kind, **body):
    return judge.Told(at_s, kind, body)


def by_hand(at_s, systolic):
    return told(at_s, "vital signs", readings=[["systolic_mmhg", systolic, at_s]])


PAUSE, OVER = {"key": "systolic_mmhg:pause"}, told(200.0, "alarm ended", key="systolic_mmhg:pause")
HIGH_THEN_CALM = [by_hand(100.0, 186), told(100.0, "alarm raised", **PAUSE), by_hand(200.0, 120), OVER]
STRUCK = told(300.0, "correction", of=3, now=None)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            [*HIGH_THEN_CALM, STRUCK],
            ["300.00: systolic_mmhg:pause did not come back when what had ended it was struck"],
        ),
        ([*HIGH_THEN_CALM, told(300.0, "alarm raised", **PAUSE), STRUCK], []),
        ([*HIGH_THEN_CALM, by_hand(250.0, 118), STRUCK], []),  # another calm value ended it too
        ([*HIGH_THEN_CALM, told(300.0, "correction", of=3, now={"readings": []})], []),  # another takes its place
        ([by_hand(100.0, 120), by_hand(200.0, 118), told(300.0, "correction", of=2, now=None)], []),
    ],
)
def test_what_a_struck_entry_had_ended_is_asked_for(record, said):
    limits = Limits()
    found = [one for one in judge._struck(Diary("sample", limits=[(0.0, limits)]), record) if ":pause" in one]

    assert found == said
