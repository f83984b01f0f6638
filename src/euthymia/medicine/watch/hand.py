"""What people add to the watch: an acknowledgement, a symptom seen, a fault the software itself reports."""

from typing import Final, Literal

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch.alarm import Alarm, latched, priority
from euthymia.medicine.watch.state import Step, WatchState, settled

# Any of these asks for stop and treat, whatever the numbers say. Source: house:bp-limits
SYMPTOMS: Final = (
    "chest pain",
    "shortness of breath",
    "severe headache",
    "loss of vision",
    "focal deficit",
    "seizure",
    "reduced consciousness",
)
Condition = Literal["symptom", "unpaired", "not-recording"]


class UnknownAlarm(Refusal):
    """An acknowledgement of an alarm that is not there."""


class NoName(Refusal):
    """An acknowledgement by nobody."""


def acknowledge(state: WatchState, key: str, *, by: str, now_s: float) -> Step:
    """Note that a named person has seen one alarm; the condition itself stays as it is.

    An alarm whose condition is over leaves the state. A second acknowledgement changes nothing: the first stands.
    Raises UnknownAlarm, NoName.
    """
    alarm = state.alarms.get(key)
    if alarm is None:
        raise UnknownAlarm(
            f"{key}: no such alarm is waiting. It may have ended and been acknowledged; reload the page."
        )
    if not by.strip():
        raise NoName(f"{key}: acknowledged by nobody. Sign in, then acknowledge.")
    if alarm.acknowledged_by is not None:
        return Step(state)
    seen = alarm._replace(acknowledged_by=by, acknowledged_s=now_s)
    rest = {name: other for name, other in state.alarms.items() if name != key or seen.active}
    return Step(settled(state._replace(alarms=rest | ({key: seen} if seen.active else {}))), acknowledged=(seen,))


def begin_condition(state: WatchState, condition: Condition, about: str, *, now_s: float) -> Step:
    """Raise a condition that no reading shows: a symptom, an unpaired device, a record that cannot be kept.

    about   the symptom, or the device; with "not-recording" what could not be saved
    """
    key = f"{condition}:{about}"
    was = state.alarms.get(key)
    if was is not None and was.active:
        return Step(state)
    urgency = priority(condition, phase=state.phase)
    new = Alarm(key, _CONDITIONS[condition].format(about), about, condition, urgency, None, None, now_s, now_s)
    alarm = latched(new, was)
    return Step(settled(state._replace(alarms=state.alarms | {key: alarm})), raised=(alarm,))


def end_condition(state: WatchState, condition: Condition, about: str, *, now_s: float) -> Step:
    """Note that such a condition is over; until somebody has acknowledged it, it stays on the screen.

    Raises UnknownAlarm.
    """
    key = f"{condition}:{about}"
    was = state.alarms.get(key)
    if was is None or not was.active:
        raise UnknownAlarm(f"{key}: not going on. Nothing to end.")
    over = was._replace(ended_s=now_s)
    kept = {name: other for name, other in state.alarms.items() if name != key}
    if over.acknowledged_by is None:
        kept[key] = over
    return Step(settled(state._replace(alarms=kept)), ended=(over,))


_CONDITIONS: Final[dict[Condition, str]] = {
    "symptom": "Symptom: {}",
    "unpaired": "{} is not paired with this chair's patient",
    "not-recording": "NOT RECORDING: {}",
}
