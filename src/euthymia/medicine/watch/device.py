"""A device's own alarm (an infusion line that is blocked, a lead that is off), latched beside ours."""

from typing import Final, Literal, NamedTuple

from euthymia.medicine.readings import PUMP_CHANNELS, Channel
from euthymia.medicine.watch.alarm import MOST_URGENT_FIRST, Alarm, Kind, Priority, latched, priority
from euthymia.medicine.watch.sources import is_said_by
from euthymia.medicine.watch.state import OF_A_PHASE, Latest, Step, WatchState, settled

PUMP_KEYS: Final = OF_A_PHASE | {"pump-volume"}


class DeviceAlarm(NamedTuple):
    """What one alarm message of a device says.

    code      which alarm: event, source, place and, of a general event, its words, parted by "|"; what is not said is
              empty. With the device's name it is the condition
    text      the device's own words
    priority  the device's own; medium where it gives none
    lasts     "yes", "no" where it says that the alarm is over, "moment" where it began and ended at once
    quieted   how the device has been quieted ("audio-paused"); "" where it has not
    """

    code: str
    text: str
    priority: Priority = "medium"
    kind: Kind = "technical"
    lasts: Literal["yes", "no", "moment"] = "yes"
    quieted: str = ""
    goes_on: bool = False


def device_says(state: WatchState, said: DeviceAlarm, device: str, *, now_s: float) -> Step:
    """Take one alarm message of a device: its alarm begins, changes or ends. One that says nothing new changes nothing.

    device   the name under which this chair knows it: "pump", "monitor 2"
    A graver priority than before is news: the alarm is raised again, and waits again for a person.
    Source: house:device-alarm
    """
    key = _key_of(state, said, f"device:{device}:")
    was = state.alarms.get(key)
    if said.lasts == "no":
        return _over(state, was, now_s)
    now = _alarm(key, said, device, state, now_s)
    if was is None or not was.active:
        began = latched(now, was)._replace(of=now.of, quieted=now.quieted)
        after = _with(state, began)
        return _then(after, began, now_s) if said.lasts == "moment" else Step(after, raised=(began,))
    graver = MOST_URGENT_FIRST[now.priority] < MOST_URGENT_FIRST[was.priority]
    changed = _as_said(was, now)
    if graver:
        changed = changed._replace(acknowledged_by=None, acknowledged_s=None, raised_s=now_s, escalated_s=())
    return Step(state) if changed == was else Step(_with(state, changed), raised=(changed,) if graver else ())


def _key_of(state: WatchState, said: DeviceAlarm, prefix: str) -> str:
    """Return the key of the alarm that a device speaks of.

    An onset is an alarm of its own. An end, or a word about one that goes on, may leave out what its onset said: then
    it is the only active alarm that nothing it says contradicts; where several are, none of them.
    """
    key = prefix + said.code
    if key in state.alarms or not (said.goes_on or said.lasts == "no"):
        return key
    active = (alarm.key for alarm in state.alarms.values() if alarm.active and alarm.key.startswith(prefix))
    meant = [other for other in active if _may_be(said.code, other.removeprefix(prefix))]
    return meant[0] if len(meant) == 1 else key


def _may_be(one: str, other: str) -> bool:
    """Return whether two codes mean the same event, and agree in each part that both say."""
    (event, *parts), (other_event, *other_parts) = one.split("|"), other.split("|")
    return event == other_event and all(
        mine == others or not mine or not others for mine, others in zip(parts, other_parts, strict=False)
    )


def forget_device(state: WatchState, device: str, *, now_s: float) -> Step:
    """Let a device leave this chair's patient: its alarms, its link and, of a pump, what it said are over.

    The alarms wait for a person all the same, and its values grow old as any do.
    """
    latest, others = _left(state, device) if device.startswith("pump") else (state.latest, state.others)
    pump = device.startswith("pump") and PUMP_CHANNELS.isdisjoint(latest)  # another pump goes on
    state = state._replace(
        heard={name: heard for name, heard in state.heard.items() if name != device},
        latest=latest,
        runs={key: since_s for key, since_s in state.runs.items() if not (pump and key in PUMP_KEYS)},
        others=others,
    )
    ended: tuple[Alarm, ...] = ()
    for alarm in list(state.alarms.values()):
        own = alarm.level == "device" and alarm.channel == device
        if own or alarm.key == f"link:{device}" or (pump and alarm.key in PUMP_KEYS):
            step = _over(state, alarm, now_s)
            state, ended = step.state, ended + step.ended
    return Step(settled(state), ended=ended)


def _left(state: WatchState, device: str) -> tuple[dict[Channel, Latest], dict[Channel, tuple[Latest, ...]]]:
    """Return what is known of each channel, and beside it, once a pump's own is gone."""
    latest, others = dict(state.latest), dict(state.others)
    for channel in PUMP_CHANNELS & state.latest.keys():
        seen = (latest.pop(channel), *others.pop(channel, ()))
        kept = [one for one in seen if not is_said_by(device, one.equipment)]
        if kept:
            latest[channel] = kept[0]
        if kept[1:]:
            others[channel] = tuple(kept[1:])
    return latest, others


def _alarm(key: str, said: DeviceAlarm, device: str, state: WatchState, now_s: float) -> Alarm:
    urgency = priority("device", phase=state.phase, said=said.priority)
    seen = f"{device.capitalize()} says: {said.text}"
    if said.quieted:
        seen += f" ({said.quieted} at the device)"
    return Alarm(key, seen, device, "device", urgency, None, None, now_s, now_s, of=said.kind, quieted=said.quieted)


def _as_said(was: Alarm, now: Alarm) -> Alarm:
    return was._replace(condition=now.condition, priority=now.priority, of=now.of, quieted=now.quieted)


def _then(state: WatchState, began: Alarm, now_s: float) -> Step:
    over = _over(state, began, now_s)
    return Step(over.state, raised=(began,), ended=over.ended)


def _over(state: WatchState, was: Alarm | None, now_s: float) -> Step:
    if was is None or not was.active:
        return Step(state)
    over = was._replace(ended_s=now_s)
    if over.acknowledged_by is None:
        return Step(_with(state, over), ended=(over,))
    rest = {key: alarm for key, alarm in state.alarms.items() if key != was.key}
    return Step(settled(state._replace(alarms=rest)), ended=(over,))


def _with(state: WatchState, alarm: Alarm) -> WatchState:
    return settled(state._replace(alarms=state.alarms | {alarm.key: alarm}))
