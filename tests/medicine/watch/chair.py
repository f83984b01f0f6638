"""A chair for the tests of the watch: short ways to say a reading and to send it."""

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch import Limits, initial, step

LIMITS = Limits()
BASELINE = Limits(baseline_systolic_mmhg=120, baseline_diastolic_mmhg=75)
SYS, DIA, SPO2 = "systolic_mmhg", "diastolic_mmhg", "spo2_pct"


def fresh():
    return initial(now_s=0, limits=LIMITS)


def says(channel, value, at_s, code="150456", place="1.1.1"):
    return Reading(channel, value, at_s, code, "MDC" if code else "", place)


def after(*readings, state=None, limits=LIMITS):
    """Send each reading as a message of its own, arriving the moment it was measured."""
    state = state or fresh()
    for reading in readings:
        state = step(state, [reading], now_s=reading.at_s, limits=limits).state
    return state


def active(state):
    return sorted(alarm.key for alarm in state.alarms.values() if alarm.active)
