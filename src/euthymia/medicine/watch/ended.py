"""What a value within its limit ended, kept for a while: where that value is taken back, what it ended begins again."""

from collections.abc import Mapping, Sequence
from typing import Final

from euthymia.medicine.readings import Channel, Reading
from euthymia.medicine.watch.alarm import Alarm, latched
from euthymia.medicine.watch.limits import Limits, Rule
from euthymia.medicine.watch.sources import lasted_key, run_key, source_of, worst_key
from euthymia.medicine.watch.state import CONTINUOUS, EndedBy, Latest, Source, WatchState

SURE_AFTER: Final = 8  # values within the limit, one after the other: what they ended is over

Ran = tuple[Mapping[str, float], Mapping[str, Alarm]]  # runs and alarms


def what_it_ended(
    kept: dict[str, EndedBy],
    rules: Sequence[Rule],
    reading: Reading,
    before: Ran,
    now: Ran,
    *,
    was: Latest | None,
) -> dict[str, EndedBy]:
    """Keep what a reading ended, and that it is one more within a limit; give the same object where nothing changed.

    before, now   the runs and the alarms before the reading was judged, and after
    was           what the channel said before it
    """
    if not kept and before[0].keys() <= now[0].keys() and not _ended(before[1], now[1]):
        return kept
    source, after = source_of(reading), dict(kept)
    for rule in rules:
        key = lasted_key(rule, source)
        if not rule.quiet_low <= (reading.value or 0.0) < rule.quiet_high:
            if key in after and not after[key].times:
                del after[key]  # what took the place of the value is beyond the limit too
            continue
        names = (run_key(rule, source), key, worst_key(rule, source))
        runs = tuple((name, before[0][name]) for name in names if name in before[0] and name not in now[0])
        alarm = before[1].get(rule.key) if rule.key in _ended(before[1], now[1]) else None
        known = after.get(key)
        if runs or alarm is not None:
            alarm = alarm or (known.alarm if known is not None and not known.times else None)
            counts_on = None if rule.channel in CONTINUOUS else was
            after[key] = EndedBy(alarm, runs, rule.channel, source, (reading.at_s,), counts_on)
        elif known is not None and reading.at_s not in known.times:
            after[key] = known._replace(times=(*known.times, reading.at_s))
            if len(known.times) >= SURE_AFTER:
                del after[key]
    return kept if after == kept else after


def _ended(before: Mapping[str, Alarm], now: Mapping[str, Alarm]) -> set[str]:
    """Name the alarms that were on and are over."""
    return {key for key, alarm in before.items() if alarm.active and (key not in now or not now[key].active)}


def as_if_unsaid(
    runs: dict[str, float], kept: dict[str, EndedBy], reading: Reading
) -> tuple[dict[str, float], dict[str, EndedBy]]:
    """Return the runs that a value broke, and what is kept, before another value takes its place: that one decides."""
    back, after = runs, kept
    for key, one in kept.items():
        if _is_of(one, reading.channel, source_of(reading), reading.at_s):
            after = {**after, key: one._replace(times=tuple(at_s for at_s in one.times if at_s != reading.at_s))}
            if not after[key].times:
                back = with_runs(back, one)
    return back, after


def with_runs(runs: Mapping[str, float], kept: EndedBy) -> dict[str, float]:
    """Return the runs with those that were broken going on from where they began."""
    began = {name: min(since_s, runs.get(name, since_s)) for name, since_s in kept.runs if not name.endswith("~")}
    return {**runs, **dict(kept.runs), **began}


def _is_of(kept: EndedBy, channel: Channel, source: Source, at_s: float) -> bool:
    return kept.channel == channel and kept.source == source and at_s in kept.times


class Again:
    """What begins again where a value is taken back; of a session's state only what changes.

    rules   whose runs are back: the channel's current value has to be judged by them
    """

    def __init__(self, state: WatchState, limits: Limits, *, now_s: float) -> None:
        self.runs, self.alarms, self.latest = dict(state.runs), dict(state.alarms), dict(state.latest)
        self.ended_by: dict[str, EndedBy] = {}
        self.raised: list[Alarm] = []
        self.rules: list[Rule] = []
        self._kept, self._limits, self._now_s = state.ended_by, limits, now_s

    def without(self, channel: Channel, source: Source, at_s: float) -> None:
        """Take one value out of all that was kept; what no later value ended too begins again."""
        for key, kept in self._kept.items():
            if not _is_of(kept, channel, source, at_s):
                self.ended_by[key] = kept
            elif times := tuple(one for one in kept.times if one != at_s):
                self.ended_by[key] = kept._replace(times=times)
            else:
                self._begin(key.partition("!")[0], kept)

    def _begin(self, key: str, kept: EndedBy) -> None:
        rule = next((one for one in self._limits.followed.get(kept.channel, ()) if one.key == key), None)
        if rule is None:
            return
        self.runs = with_runs(self.runs, kept)
        self.rules.append(rule)
        if kept.before is not None and kept.channel not in self.latest:
            self.latest[kept.channel] = kept.before
        was, alarm = self.alarms.get(key), kept.alarm
        if alarm is None or (was is not None and was.active) or _is_within(rule, alarm):
            return
        fresh = alarm._replace(
            raised_s=self._now_s, ended_s=None, acknowledged_by=None, acknowledged_s=None, escalated_s=(), times=1
        )
        self.alarms[key] = latched(fresh, was)
        self.raised.append(self.alarms[key])


def _is_within(rule: Rule, alarm: Alarm) -> bool:
    """Return whether the alarm's value is within the limit as it is now."""
    return alarm.value is not None and rule.quiet_low <= alarm.value < rule.quiet_high
