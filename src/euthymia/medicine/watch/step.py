"""Readings to alarms: the step that runs for every message, quick where nothing is wrong."""

from collections.abc import Iterable
from typing import Final

from euthymia.medicine.readings import Reading
from euthymia.medicine.watch.limits import Limits
from euthymia.medicine.watch.slow_path import Draft
from euthymia.medicine.watch.state import LIVE_STREAK, Heard, Latest, Outcome, Step, WatchState

_NOTHING: Final = Latest(0.0, 0.0, 0.0, "\0", "", 0.0)  # no source's
A_PERSON: Final = ""  # in a sender's place: what hands enter and correct


def step(
    state: WatchState,
    readings: Iterable[Reading],
    *,
    now_s: float,
    limits: Limits,
    sender: str = "monitor",
    offset_s: float | None = None,
) -> Step:
    """Take one message's readings and decide which conditions begin and end.

    now_s    our clock when the message arrived
    sender   who sent it; A_PERSON, and readings by hand (no code), are no sign of life. offset_s: its clock minus ours
    Each source keeps its own run, and the worst is the channel's latest. A repeat changes nothing but the sign of life.
    An older one is "late": charted, never current, silent; but a cuff's younger than late_cuff_acts_s raises its first
    limits, already ended. A "future" one, and an "arrival" without a usable time, act on arrival, beside a clock alarm.
    """
    # One long loop on purpose: a call for each value of each patient costs more than what it would do.
    readings = tuple(readings)
    latest, calm, bands = state.latest.copy(), state.calm, limits.bands
    early_s, soon_s, quiet_s = now_s - limits.clock_s, now_s + limits.clock_s, limits.continuous_stale_s
    outcomes: list[Outcome] = []
    draft: Draft | None = None
    for reading in readings:
        channel, value, at_s, code, _, containment, equipment, timed, place, drug = reading
        was = latest.get(channel, _NOTHING)
        is_same = was[3] == code and was[4] == containment and was[7] == equipment
        if is_same and was[5] == at_s and was[0] == value:
            outcomes.append("repeat")  # as a monitor says its last cuff reading until it measures again
            continue
        is_next = is_same and 0 < at_s - was[5] <= quiet_s and timed != "arrival"
        if is_next and channel in calm and value is not None and early_s <= at_s <= soon_s:
            low, high = bands[channel]
            if low <= value < high:
                # As Latest(...) does it, but quicker: this runs for every value of every patient.
                seen = (value, at_s, now_s, code, containment, at_s, (), equipment, was[8], place, drug)
                latest[channel] = tuple.__new__(Latest, seen)
                outcomes.append("new")
                continue
        if draft is None:
            draft = Draft(state, latest, now_s, limits, readings)
        calm -= {channel}  # what it raised now, a later reading of the same message must be able to end
        outcomes.append(draft.take(reading))
    heard, link = _heard(state, readings, Heard(now_s, 0, offset_s), sender), f"link:{sender}"
    if link in state.alarms and heard is not state.heard:
        draft = draft or Draft(state, latest, now_s, limits)
        draft.end(link)
    if draft is not None:
        return draft.step(heard, tuple(outcomes))
    return Step(state._replace(latest=latest, heard=heard), (), (), tuple(outcomes))


def _heard(state: WatchState, readings: tuple[Reading, ...], now: Heard, sender: str) -> dict[str, Heard]:
    """Note a sender's sign of life. Five messages about a second apart make it one that reports every second."""
    if sender == A_PERSON or (readings and not readings[0].code):
        return state.heard
    was = state.heard.get(sender)
    if was is None:
        return {**state.heard, sender: now}
    now_s, _, offset_s = now
    gap_s, streak = now_s - was.last_s, was.streak
    if streak < LIVE_STREAK and gap_s >= 0.5:
        streak = streak + 1 if gap_s <= 2 else 0
    return {**state.heard, sender: Heard(max(now_s, was.last_s), streak, offset_s)}
