"""Make every rule of the watch alarm, under any limits: one small scene a rule, all in one place."""

from dataclasses import replace

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import (
    A_PERSON,
    TOGETHER,
    DeviceAlarm,
    begin_condition,
    device_says,
    due,
    every_rule,
    initial,
    step,
    with_phase,
)

BEYOND = 0.25  # how far a value lies beyond the limit that it breaks, in the channel's unit
RATE_ML_H, BAG_ML = 137.0, 91.0


def with_everything(limits):
    """Return the limits with what only a session has: a baseline, and an order for the pump."""
    return replace(
        limits,
        baseline_systolic_mmhg=117.3,
        baseline_diastolic_mmhg=73.6,
        ordered_rate_ml_h=RATE_ML_H,
        ordered_volume_ml=BAG_ML,
    )


def bad_value(rule):
    """Return a value that breaks this line of the action table, and no more than it must."""
    return rule.limit + BEYOND if rule.test in ("at least", "above") else rule.limit - BEYOND


def bad_readings(rule, *, began_s):
    """Return the readings, a message each, that must raise this line of the action table."""
    seconds = [began_s, began_s + rule.hold_s] if rule.hold_s else [began_s]
    return [Reading(rule.channel, bad_value(rule), at_s, "150456", "MDC", "1") for at_s in seconds]


def deep_sedation(limits, *, began_s):
    """Return the readings that must raise deep sedation beside slow breathing: neither alone asks for a stop."""
    breathing, sedation = limits.rules["resp_rate_bpm"][0], limits.rules["sedation_moaas"][0]
    return [*bad_readings(breathing, began_s=began_s), *bad_readings(sedation, began_s=began_s + breathing.hold_s + 1)]


def broken_by(limits, *, began_s):
    """Return, by each rule of the action table, the readings that must raise it; a rule of both pressures has two."""
    found = {}
    for rules in limits.rules.values():
        for rule in rules:
            found.setdefault(rule.key, []).append(bad_readings(rule, began_s=began_s))
    return {**found, TOGETHER: [deep_sedation(limits, began_s=began_s)]}


def every_alarm(limits):
    """Return the alarm of each rule, by the rule's name; a rule that nothing here raises is absent."""
    limits = with_everything(limits)
    raised = {}
    for scene in (_action_table, _silence, _devices, _clocks, _people, _pump):
        raised |= {_name(alarm): alarm for alarm in scene(limits)}
    return raised


def _name(alarm):
    """Name an alarm by its rule: by its whole key where a rule has it, else by its level."""
    return alarm.key if alarm.key in {rule.name for rule in every_rule()} else alarm.level


def _fresh(limits, **how):
    return initial(now_s=0.0, limits=limits, **{"expected": (), **how})


def _says(channel, value, at_s, code="150456"):
    return Reading(channel, value, at_s, code, "MDC" if code else "", "1")


def _action_table(limits):
    for key, scenes in broken_by(limits, began_s=1000.0).items():
        for readings in scenes:
            state = _fresh(limits)
            for reading in readings:
                state = step(state, [reading], now_s=reading.at_s, limits=limits).state
            yield state.alarms[key]


def _silence(limits):
    channels = ("spo2_pct", "pulse_bpm", "heart_rate_bpm", "systolic_mmhg", "resp_rate_bpm", "sedation_moaas")
    silent = _fresh(limits, expected=channels, live_senders=("monitor",))
    return due(silent, now_s=9999.0, limits=limits).raised


def _devices(limits):
    state = _fresh(limits)
    for second in (0.0, 33.3, 66.6):  # a spot check
        state = step(state, [_says("spo2_pct", 97.1, second)], now_s=second, limits=limits).state
    yield state.alarms["spo2_pct:spot-check"]
    yield from step(state, [_says("pulse_bpm", 437.1, 70.0)], now_s=70.0, limits=limits).raised  # no person has it
    state = _fresh(limits)
    for second in (0.0, limits.hold_s):
        said = [
            _says("spo2_pct", 51.3, second)._replace(containment="A"),
            _says("spo2_pct", 97.1, second)._replace(containment="B"),
        ]
        heard = step(state, said, now_s=second, limits=limits)
        state = heard.state
    yield state.alarms["spo2_pct:disagree"]
    yield from device_says(state, DeviceAlarm("1", "Occlusion", "high"), "pump", now_s=71.0).raised


def _clocks(limits):
    ahead = [_says("spo2_pct", 97.1, 1000.0 + 77)]
    yield from step(_fresh(limits), ahead, now_s=1000.0, limits=limits).raised
    by_hand = [_says("spo2_pct", 97.1, 1000.0, "")]
    state = step(_fresh(limits), by_hand, now_s=1000.0, limits=limits, sender=A_PERSON).state
    yield from step(state, [_says("spo2_pct", 97.1, 1000.0 - 3333)], now_s=1000.0, limits=limits).raised


def _people(limits):
    for condition, about in (
        ("symptom", "chest pain"),
        ("unpaired", "Monitor (stranger)"),
        ("apart", "Monitor (a second line)"),
        ("not-recording", "the disk is full"),
    ):
        yield from begin_condition(_fresh(limits), condition, about, now_s=1.0).raised


def _pump(limits):
    running, paused = _fresh(limits), with_phase(_fresh(limits), "paused", limits=limits, now_s=0.0).state
    for state, said in (
        (running, _says("pump_rate_ml_h", 2 * RATE_ML_H, 1.0)),
        (paused, _says("pump_rate_ml_h", RATE_ML_H, 1.0)),
        (running, _says("pump_delivered_ml", 77.7, 1.0)),
    ):
        heard = step(state, [said], now_s=1.0, limits=limits, sender="pump")
        yield from (*heard.raised, *due(heard.state, now_s=1.0 + 2 * limits.pump_hold_s, limits=limits).raised)
