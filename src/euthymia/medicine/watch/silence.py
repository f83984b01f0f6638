"""The alarm for silence: what is due when nothing is heard, and what nobody has acknowledged."""

from typing import Final, NamedTuple

from euthymia.medicine.readings import Channel
from euthymia.medicine.watch.alarm import Alarm, label, latched, priority, span
from euthymia.medicine.watch.limits import Level, Limits
from euthymia.medicine.watch.pump import waiting
from euthymia.medicine.watch.state import LIVE_STREAK, Step, WatchState, patience_s, settled

WATCHED: Final[tuple[Channel, ...]] = (
    "spo2_pct",
    "pulse_bpm",
    "heart_rate_bpm",
    "systolic_mmhg",
    "resp_rate_bpm",
    "sedation_moaas",
)
_KEYS: Final = tuple((channel, f"{channel}:stale", f"{channel}:check-due") for channel in WATCHED)


class Deadline(NamedTuple):
    """A moment at which silence becomes an alarm."""

    when_s: float
    key: str
    level: Level
    subject: str
    after_s: float


def next_due_s(state: WatchState, limits: Limits) -> float | None:
    """Return the earliest moment at which something becomes due; None while nothing can."""
    moments = [deadline.when_s for deadline in _silences(state, limits)]
    moments += [when_s for when_s, _ in waiting(state, limits)]
    if state.alarms:
        moments += [moment for alarm in state.alarms.values() if (moment := _escalates_s(alarm, limits)) is not None]
    return min(moments, default=None)


def only_later(before: WatchState, after: WatchState) -> bool:
    """Return whether nothing can be due sooner after than before, so that a moment worked out before is early enough.

    Quick, and careful: False where it would have to look closer. Law: where True, next_due_s only grows.
    """
    return (
        after.alarms is before.alarms
        and after.pace is before.pace
        and after.phase == before.phase
        and len(after.latest) == len(before.latest)
        and len(after.heard) == len(before.heard)
        and all(was.streak == after.heard[sender].streak for sender, was in before.heard.items())
    )


def due(state: WatchState, *, now_s: float, limits: Limits) -> Step:
    """Raise what has become due by now: silences, checks, lost links, and escalation marks of unseen high alarms.

    Asked too early it changes nothing; asked late it catches up in one step.
    """
    alarms = dict(state.alarms)
    raised = []
    for deadline in _silences(state, limits):
        if deadline.when_s <= now_s:
            alarms[deadline.key] = _begin(deadline, alarms.get(deadline.key), state, now_s)
            raised.append(alarms[deadline.key])
    for when_s, found in waiting(state, limits):
        if when_s <= now_s:
            alarm = found.alarm(state.runs[found.key], now_s, state.phase)
            alarms[found.key] = latched(alarm, alarms.get(found.key))
            raised.append(alarms[found.key])
    escalated = []
    for key, alarm in alarms.items():
        later = _escalate(alarm, now_s, limits)
        if later is not alarm:
            alarms[key] = later
            escalated.append(later)
    if not raised and not escalated:
        return Step(state)
    return Step(settled(state._replace(alarms=alarms)), tuple(raised), escalated=tuple(escalated))


def _silences(state: WatchState, limits: Limits) -> list[Deadline]:
    """List each silence that is not an active alarm yet. Asked at every message, so it goes one straight way."""
    _, _, alarms, expected, _, _, heard, *_, others, _, _ = state
    found = []
    for channel, stale, check_due in _KEYS:
        seen = state.latest.get(channel)
        since_s = seen.at_s if seen is not None else expected.get(channel)
        for other in others.get(channel, ()):  # one source that still speaks is enough
            since_s = max(since_s or other.at_s, other.at_s)
        if since_s is None:
            continue
        due_s, stale_s = patience_s(state, channel, limits=limits)
        found.append(Deadline(since_s + stale_s, stale, "stale", channel, stale_s))
        if due_s is not None:
            found.append(Deadline(since_s + due_s, check_due, "check-due", channel, due_s))
    lost_s = limits.link_lost_s
    for sender, (last_s, streak, _) in heard.items():
        if streak >= LIVE_STREAK:
            found.append(Deadline(last_s + lost_s, f"link:{sender}", "link", sender, lost_s))
    if not alarms:
        return found
    return [d for d in found if (was := alarms.get(d.key)) is None or was.ended_s is not None]


def _begin(deadline: Deadline, was: Alarm | None, state: WatchState, now_s: float) -> Alarm:
    alarm = Alarm(
        deadline.key,
        _sentence(deadline),
        deadline.subject,
        deadline.level,
        priority(deadline.level, phase=state.phase, channel=deadline.subject),
        value=None,
        limit=deadline.after_s,
        onset_s=deadline.when_s,
        raised_s=now_s,
    )
    return latched(alarm, was)


def _sentence(deadline: Deadline) -> str:
    if deadline.level == "link":
        return f"No message from the {deadline.subject} for {deadline.after_s:g} s"
    after = span(deadline.after_s)
    name = "Cuff pressure" if deadline.subject == "systolic_mmhg" else label(deadline.subject)
    return f"{name}: check due, last {after} ago" if deadline.level == "check-due" else f"{name}: no value for {after}"


def _escalates_s(alarm: Alarm, limits: Limits) -> float | None:
    """Return when an unacknowledged high alarm passes its next mark; an ended one still waits for a person."""
    passed = len(alarm.escalated_s)
    if alarm.priority != "high" or alarm.acknowledged_by is not None or passed >= len(limits.escalate_s):
        return None
    return alarm.raised_s + limits.escalate_s[passed]


def _escalate(alarm: Alarm, now_s: float, limits: Limits) -> Alarm:
    while (mark_s := _escalates_s(alarm, limits)) is not None and mark_s <= now_s:
        alarm = alarm._replace(escalated_s=(*alarm.escalated_s, now_s))
    return alarm
