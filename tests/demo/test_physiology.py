"""The stories that the simulated patients tell."""

import pytest

from euthymia.demo.physiology import BASELINE_S, INFUSION_S, Patient, PumpAtTheChair, effect

END_S = BASELINE_S + INFUSION_S


def told(story, *, seed=1, speed=1.0):
    patient = Patient(story, seed, speed=speed)
    return [patient.at(second / speed) for second in range(0, 5400, 10)]


@pytest.mark.parametrize("seed", range(5))
def test_steady_stays_clear_of_every_limit(seed):
    vitals = told("steady", seed=seed)

    assert all(94 <= v.spo2_pct <= 100 and 10 <= v.resp_rate_bpm <= 20 for v in vitals)
    assert all(v.cuff.systolic_mmhg < 147 and v.cuff.diastolic_mmhg < 93 and not v.silent for v in vitals)


@pytest.mark.parametrize("seed", range(5))
def test_the_climbing_pressure_crosses_165_then_180_then_settles(seed):
    pressures = [v.cuff.systolic_mmhg for v in told("pressure climbs", seed=seed)]

    assert pressures[0] < 140
    between = next(p for p in pressures if p >= 165)
    assert between < 180
    assert max(pressures) >= 180
    assert pressures[-1] < 150


@pytest.mark.parametrize("seed", range(5))
def test_slow_breathing_takes_the_oxygen_with_it(seed):
    vitals = told("slow breathing", seed=seed)

    assert vitals[0].resp_rate_bpm >= 12
    assert min(v.resp_rate_bpm for v in vitals) < 8
    assert min(v.spo2_pct for v in vitals) < 92
    assert vitals[-1].resp_rate_bpm >= 12


def test_a_monitor_falls_silent_in_the_middle_and_comes_back():
    silent = [v.silent for v in told("falls silent")]

    assert any(silent)
    assert not silent[0] and not silent[-1]


def test_the_same_seed_tells_the_same_story_however_often_it_is_asked():
    patient = Patient("steady", 7)

    assert patient.at(600) == Patient("steady", 7).at(600) == patient.at(600)
    assert told("steady", seed=7) != told("steady", seed=8)


def test_speed_shortens_the_story_and_its_cuff_times():
    slow, fast = Patient("steady", 1), Patient("steady", 1, speed=10)

    assert fast.at(130).spo2_pct == slow.at(1300).spo2_pct
    assert (slow.at(1300).cuff.taken_s, fast.at(130).cuff.taken_s) == (1200, 120)


def test_a_cuff_keeps_its_value_and_its_time_until_the_next_one():
    patient = Patient("pressure climbs", 1, cuff_every_s=600)

    assert patient.at(601).cuff == patient.at(1199).cuff != patient.at(1200).cuff


def test_the_effect_rises_through_the_infusion_and_settles():
    assert [effect(s) for s in (0, BASELINE_S, END_S)] == [0, 0, 1]
    assert 0 < effect(END_S + 3600) < effect(END_S + 60) < 1


@pytest.mark.parametrize(("runs_on", "flow"), [(False, 0.0), (True, 52.5)])
def test_a_pump_stops_at_pause_unless_it_runs_on(runs_on, flow):
    pump = PumpAtTheChair(52.5, runs_on=runs_on)

    pump.press_pause()

    assert pump.flow_ml_h == flow
    pump.press_start()
    assert pump.flow_ml_h == 52.5
