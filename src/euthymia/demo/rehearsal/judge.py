"""Holds a rehearsed session's record against the plainest rules: nothing lost, no alarm missed, always a way out.

It shares no code with the alarm engine. It asks only for what must be there: an alarm more is no fault here.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from euthymia.clinic.infusion.models import DeviceMessage, Session, SessionEvent
from euthymia.clinic.infusion.oversight import notices
from euthymia.clinic.infusion.session import board
from euthymia.clinic.tasks.models import Task
from euthymia.demo.rehearsal.diary import Brought, Diary, Verdict
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind
from euthymia.medicine.watch import Limits

LATE_S: Final = 1.0  # the silence watch looks four times a second
CLOCK_S: Final = 5.0
HIGH_MARKS_S: Final = (30.0, 60.0)
# The longest that a channel may be silent before somebody must be told, whatever device reports it.
LONGEST_SILENCE_S: Final = {
    "spo2_pct": 420.0,
    "systolic_mmhg": 1020.0,
    "resp_rate_bpm": 1020.0,
    "sedation_moaas": 1020.0,
}
DEEP: Final = "sedation_moaas:stop-together"
OXYGEN: Final = "oxygen of a sedated patient"  # a run that the judge times; it is no alarm by itself
CUFF: Final = ("systolic_mmhg", "diastolic_mmhg")
SECOND: Final = "second-person"
TWICE: Final = "pressure:treat-twice"
# What the judge does not ask for, each with the reason: by name, so that a new rule cannot be left out unseen.
NOT_ASKED: Final[dict[str, str]] = {
    "pulse_bpm:stale": "not every make reports a pulse, and none must",
    "heart_rate_bpm:stale": "not every make reports a heart rate, and none must",
    "check-due": "a reminder: the silence that follows it is asked for",
    "link": "the silence of the link's channels is asked for",
    "spot-check": "told by the pace of a device, which the judge does not follow",
    "impossible": "the simulated body has no such value",
    "clock": "acts beside the values, and these are asked for",
    "behind": "acts beside the values, and these are asked for",
    "disagree": "each channel of the rehearsal has one source",
    "symptom": "no hand of the rehearsal taps one",
    "unpaired": "that the message is kept apart is asked for",
    "apart": "that the message is kept apart is asked for",
    "not-recording": "that the alarms stay on the screen meanwhile is asked for",
    "device": "no device of the rehearsal alarms by itself",
    "pump-rate": "no pump of the rehearsal speaks",
    "pump-runs-on": "no pump of the rehearsal speaks",
    "pump-volume": "no pump of the rehearsal speaks",
}


class Newest(NamedTuple):
    """What is known of one channel: every time of its own that a value had, the newest value, when it counts as."""

    said_s: frozenset[float]
    at_s: float
    value: float


Seen = dict[str, Newest]


class Told(NamedTuple):
    """One event of the record: when it was written, what, and its body."""

    at_s: float
    kind: str
    body: dict[str, Any]


def judge(diary: Diary, session: Session, *, after: int) -> Verdict:
    """Compare. `after` is the newest message's number before the session began."""
    rows = SessionEvent.objects.filter(session=session).order_by("number").values_list("at", "kind", "body")
    record = [Told(at.timestamp(), kind, body) for at, kind, body in rows]
    return Verdict(
        diary.seed,
        missed=(
            *_missed(diary, record),
            *_struck(diary, record),
            *_silences(diary, record),
            *_escalations(diary, record),
            *_second(diary, record, _called(session)),
            *_latched(record, session),
        ),
        lost=tuple(_lost(diary, record, session, after)),
        stuck=tuple(_stuck(diary, session)),
        acts=tuple(diary.acts),
    )


# Every reading is in the record or kept apart


def _lost(diary: Diary, record: list[Told], session: Session, after: int) -> Iterator[str]:
    kept = [
        (disposition, bytes(raw))
        for disposition, raw in DeviceMessage.objects.filter(pk__gt=after).values_list("disposition", "raw")
    ]
    charted = {
        tuple(r[:3])
        for told in record
        if told.kind in (EventKind.READINGS, EventKind.VITALS)
        for r in told.body["readings"]
    }
    apart = {raw for disposition, raw in kept if disposition in ("quarantined", "refused")}
    whole = {raw for disposition, raw in kept if disposition in ("charted", "repeat")}
    given_mg = board.given_mg(session, board.acts_of(session))
    if given_mg is not None and not 0 <= given_mg <= session.order.dose_mg:
        yield f"the dose given is {given_mg:g} mg of {session.order.dose_mg:g}"
    for one in diary.brought:
        if one.told_s and one.disposition == "kept apart" and one.raw not in apart:
            yield f"{one.received_s:.2f}: a message that must be kept apart is not"
        if one.told_s and one.disposition == "charted" and not one.by_hand and one.raw not in whole:
            yield f"{one.received_s:.2f}: an accepted message is not kept"
        for value in one.values if one.told_s and one.disposition == "charted" else ():
            if tuple(value) not in charted:
                yield f"{one.received_s:.2f}: {value.channel} {value.value:g} is not in the record"


# Every value that must alarm does


def _missed(diary: Diary, record: list[Told]) -> Iterator[str]:
    on = _lasting(record)
    seen: Seen = {}
    runs: dict[str, float] = {}  # since when a rule's values have been bad
    for one in diary.brought:
        if one.disposition != "charted":
            continue
        limits = [limits for since_s, limits in diary.limits if since_s <= one.received_s][-1]
        if one.told_s:
            for key in _asked(one, limits, seen, runs):
                if not any(begin_s <= one.told_s <= end_s for begin_s, end_s in on.get(key, [])):
                    yield f"{one.received_s:.2f}: {key} did not alarm"
        else:  # it is sent again: what it brings to the record counts then
            for key in _asked(one, limits, {**seen}, {**runs}):
                if not _on_screen(diary, key, one.received_s):
                    yield f"{one.received_s:.2f}: {key} was not on the screen while nothing could be written"


def _on_screen(diary: Diary, key: str, at_s: float) -> bool:
    """Return whether it was shown, or a graver one of the same channel in its place."""
    channel = key.partition(":")[0]
    return any(shown_s == at_s and channel in {k.partition(":")[0] for k in keys} for shown_s, keys in diary.shown)


def _asked(one: Brought, limits: Limits, seen: Seen, runs: dict[str, float]) -> Iterator[str]:
    """Name each condition that must be on after this message."""
    for channel, value, sent_s in one.values:
        at_s = one.received_s if sent_s > one.received_s + CLOCK_S else sent_s  # its clock runs ahead
        known = seen.get(channel, Newest(frozenset(), float("-inf"), float("nan")))
        if sent_s in known.said_s or at_s <= known.at_s:
            continue  # the same again, or older than what is known: charted, never current
        seen[channel] = Newest(known.said_s | {sent_s}, at_s, value)
        for key, bad, hold_s in _rules(channel, value, limits):
            if not bad:
                runs.pop(key, None)
            elif at_s - runs.setdefault(key, at_s) >= hold_s and key != OXYGEN:
                yield key
        if channel in CUFF and _high_twice(seen, channel, limits, runs, by_hand=one.by_hand):
            yield TWICE
    if _deep(one, limits, seen, runs):
        yield DEEP


def _deep(one: Brought, m: Limits, seen: Seen, runs: dict[str, float]) -> bool:
    """Return whether deep sedation stands beside slow breathing or low oxygen, once this message brought one of them.

    A rating by hand may be corrected later, and the diary does not follow that: it is asked for with the rating alone.
    """
    if not any(channel == "sedation_moaas" for channel, *_ in one.values) or "sedation_moaas" not in seen:
        return False
    signs = (("resp_rate_bpm", "resp_rate_bpm:prompt"), ("spo2_pct", OXYGEN))
    return seen["sedation_moaas"].value <= m.sedation_prompt_moaas and any(
        key in runs and seen[channel].at_s - runs[key] >= m.hold_s for channel, key in signs
    )


def _high_twice(seen: Seen, channel: str, m: Limits, runs: dict[str, float], *, by_hand: bool) -> bool:
    """Return whether either half was high at two readings so far apart, with no reading quiet in both between.

    An entry by hand begins the count again: it may be corrected later, and the diary does not follow that.
    """
    high = {"systolic_mmhg": m.systolic_pause_mmhg, "diastolic_mmhg": m.diastolic_pause_mmhg}
    now = seen[channel]
    if by_hand:
        runs.pop(TWICE, None)
    elif now.value >= high[channel]:
        return now.at_s - runs.setdefault(TWICE, now.at_s) >= m.treat_apart_s - m.treat_apart_tolerance_s
    elif all(seen[half].at_s == now.at_s and seen[half].value < high[half] for half in CUFF if half in seen):
        runs.pop(TWICE, None)
    return False


def _rules(channel: str, value: float, m: Limits) -> Iterator[tuple[str, bool, float]]:
    """The action table, spelt out: which condition, is it bad, for how long before it counts."""
    if channel == "systolic_mmhg":
        yield "systolic_mmhg:watch", value >= m.systolic_watch_mmhg, 0
        yield "systolic_mmhg:pause", value >= m.systolic_pause_mmhg, 0
        yield "systolic_mmhg:treat", value > m.systolic_treat_above_mmhg, 0
        yield "systolic_mmhg:stop", value < m.systolic_stop_below_mmhg, 0
        if m.baseline_systolic_mmhg is not None:
            rise = value - m.baseline_systolic_mmhg
            yield "systolic_mmhg:watch-rise", rise >= m.systolic_rise_watch_mmhg, 0
            yield "systolic_mmhg:call-rise", rise >= m.systolic_rise_call_mmhg, 0
    elif channel == "diastolic_mmhg":
        yield "diastolic_mmhg:watch", value >= m.diastolic_watch_mmhg, 0
        yield "diastolic_mmhg:pause", value >= m.diastolic_pause_mmhg, 0
        yield "diastolic_mmhg:treat", value > m.diastolic_treat_above_mmhg, 0
        if m.baseline_diastolic_mmhg is not None:
            rise = value - m.baseline_diastolic_mmhg
            yield "diastolic_mmhg:watch-rise", rise >= m.diastolic_rise_watch_mmhg, 0
            yield "diastolic_mmhg:call-rise", rise >= m.diastolic_rise_call_mmhg, 0
    elif channel in ("pulse_bpm", "heart_rate_bpm"):
        yield f"{channel}:pause", value >= m.pulse_pause_bpm, m.hold_s
        yield f"{channel}:stop", value < m.pulse_stop_below_bpm, m.hold_s
    elif channel == "spo2_pct":
        yield "spo2_pct:pause", value < m.spo2_pause_below_pct, m.hold_s
        yield OXYGEN, value < m.spo2_sedated_stop_below_pct, m.hold_s
        yield "spo2_pct:stop", value < m.spo2_stop_below_pct, m.hold_s
    elif channel == "resp_rate_bpm":
        yield "resp_rate_bpm:prompt", value < m.resp_prompt_below_bpm, m.hold_s
        yield "resp_rate_bpm:stop", value < m.resp_stop_below_bpm, m.hold_s
    elif channel == "sedation_moaas":
        yield "sedation_moaas:prompt", value <= m.sedation_prompt_moaas, 0
        yield "sedation_moaas:stop", value <= m.sedation_stop_moaas, 0


def _struck(diary: Diary, record: list[Told]) -> Iterator[str]:
    """Ask for what an entry had ended that was struck later: what its channel said before it holds again.

    Asked of what acts on one value, where nothing newer had come and no other entry of the channel was corrected.
    """
    on, said, corrected = _lasting(record), dict[str, list[tuple[float, float, int]]](), set[str]()
    for number, told in enumerate(record, 1):
        if told.kind in (EventKind.READINGS, EventKind.VITALS):
            for channel, value, at_s, *_ in told.body["readings"]:
                if value is not None and at_s > max((at for at, *_ in said.get(channel, [])), default=0.0):
                    said.setdefault(channel, []).append((at_s, value, number))
        if told.kind != EventKind.CORRECTION or "readings" not in record[told.body["of"] - 1].body:
            continue
        limits = [limits for since_s, limits in diary.limits if since_s <= told.at_s][-1]
        for channel, *_ in record[told.body["of"] - 1].body["readings"]:
            *_, before, newest = [(0.0, float("nan"), 0)] * 2 + said.get(channel, [])
            if told.body["now"] is None and newest[2] == told.body["of"] and channel not in corrected and before[2]:
                ended = {key for key, bad, _ in _rules(channel, newest[1], limits) if not bad}
                for key, bad, hold_s in _rules(channel, before[1], limits):
                    asks = bad and not hold_s and key in ended and not key.endswith("-rise")
                    if asks and not any(begin <= told.at_s <= end for begin, end in on.get(key, [])):
                        yield f"{told.at_s:.2f}: {key} did not come back when what had ended it was struck"
            corrected.add(channel)


def _lasting(record: list[Told]) -> dict[str, list[tuple[float, float]]]:
    """From when to when each condition was on, by the record; one that was not ended lasts."""
    on: dict[str, list[tuple[float, float]]] = {}
    for told in record:
        if told.kind == EventKind.ALARM_RAISED:
            on.setdefault(told.body["key"], []).append((told.at_s, float("inf")))
        elif told.kind == EventKind.ALARM_ENDED and on.get(told.body["key"]):
            began_s, _ = on[told.body["key"]].pop()
            on[told.body["key"]].append((began_s, told.at_s))
    return on


# Silence is told, what nobody sees is told again, and nothing leaves the screen unseen


def _silences(diary: Diary, record: list[Told]) -> Iterator[str]:
    started_s = next((at_s for at_s, state in diary.phases if state == "running"), None)
    if started_s is None:
        return
    left_s = next((at_s for at_s, state in diary.phases if state in states.FINAL), diary.phases[-1][0])
    on = _lasting(record)
    for channel, longest_s in LONGEST_SILENCE_S.items():
        heard = sorted(
            one.received_s for one in diary.brought
            if one.disposition == "charted" and one.told_s and any(v.channel == channel for v in one.values)
        )  # fmt: skip
        for since_s, until_s in _gaps(started_s, heard, left_s):
            due_s = since_s + longest_s + LATE_S
            if due_s < until_s and not any(begin <= due_s <= end for begin, end in on.get(f"{channel}:stale", [])):
                yield f"{since_s:.2f}: {channel} was silent for {until_s - since_s:.0f} s and nobody was told"


def _gaps(started_s: float, heard: list[float], left_s: float) -> Iterator[tuple[float, float]]:
    since_s = max([started_s, *(at_s for at_s in heard if at_s <= started_s)])
    for at_s in [*(at_s for at_s in heard if at_s > started_s), left_s]:
        yield since_s, at_s
        since_s = at_s


def _escalations(diary: Diary, record: list[Told]) -> Iterator[str]:
    left_s = next((at_s for at_s, state in diary.phases if state in states.FINAL), float("inf"))
    waiting: dict[str, float] = {}  # since when a high alarm waits for somebody
    ends = [(told.at_s, told) for told in record] + [(left_s, Told(left_s, "left", {}))]
    marks: dict[tuple[str, float], int] = {}
    for at_s, told in ends:
        for key, since_s in waiting.items():
            passed = sum(at_s > since_s + mark_s + LATE_S for mark_s in HIGH_MARKS_S)
            if at_s < float("inf") and marks.get((key, since_s), 0) < passed and not _was_dark(diary, since_s, at_s):
                yield f"{since_s:.2f}: {key} waited {at_s - since_s:.0f} s and was not said again"
        key = told.body.get("key", "")
        if told.kind == EventKind.ALARM_RAISED and told.body["priority"] == "high":
            waiting.setdefault(key, told.at_s)
        elif told.kind == EventKind.ALARM_ESCALATED and key in waiting:
            marks[(key, waiting[key])] = len(told.body["escalated_s"])
        elif told.kind == EventKind.ALARM_ACKNOWLEDGED:
            waiting.pop(key, None)


_SIDES: Final = {
    **dict.fromkeys((*CUFF, "pressure"), "pressure"),
    **dict.fromkeys(("pulse_bpm", "heart_rate_bpm"), "rate"),
    **{channel: channel for channel in ("spo2_pct", "resp_rate_bpm", "sedation_moaas")},
}  # of the patient, by what never is one condition
_OF_DEVICES: Final = ("stale", "check-due", "spot-check", "impossible", "disagree")


def _called(session: Session) -> list[tuple[float, float]]:
    """From when to when each task for a second person was open."""
    found = Task.objects.filter(subject_key=notices.second_of(session)).values_list("opened_at", "done_at")
    return [(opened.timestamp(), done.timestamp() if done else float("inf")) for opened, done in found]


def _second(diary: Diary, record: list[Told], called: list[tuple[float, float]]) -> Iterator[str]:
    """Ask for a second person once two things are high at one chair and nobody has seen either at its first mark."""
    waiting: dict[str, float] = {}
    marked: set[str] = set()
    for told in record:
        key = told.body.get("key", "")
        channel, _, level = key.partition(":")
        if told.kind == EventKind.ALARM_ACKNOWLEDGED:
            waiting.pop(key, None)
            marked.discard(key)
        elif channel not in _SIDES or level in _OF_DEVICES:
            continue
        elif told.kind == EventKind.ALARM_RAISED and told.body["priority"] == "high":
            waiting.setdefault(key, told.at_s)
        elif told.kind == EventKind.ALARM_ESCALATED and key in waiting:
            marked.add(key)
            last_s = max(waiting[one] for one in marked)
            was_called = any(
                begin <= told.at_s + LATE_S and (begin >= last_s or end >= told.at_s) for begin, end in called
            )
            two = len({_SIDES[one.partition(":")[0]] for one in marked}) > 1
            if two and not was_called and not _was_dark(diary, last_s, told.at_s):
                yield f"{told.at_s:.2f}: {SECOND} was not called"


def _was_dark(diary: Diary, since_s: float, until_s: float) -> bool:
    return any(begin <= until_s and end >= since_s for begin, end in diary.dark)


def _latched(record: list[Told], session: Session) -> Iterator[str]:
    shown = {fields[0] for fields in session.alarm_state["alarms"]}
    unseen: set[str] = set()
    for told in record:
        if told.kind == EventKind.ALARM_RAISED:
            unseen.add(told.body["key"])
        elif told.kind == EventKind.ALARM_ACKNOWLEDGED:
            unseen.discard(told.body["key"])
    for key in sorted(unseen - shown):
        yield f"{key} left the screen and nobody had seen it"


# A way out


def _stuck(diary: Diary, session: Session) -> Iterator[str]:
    if session.state not in states.FINAL:
        yield f"it ended {session.state}, and nothing led out"
    for state in dict.fromkeys(state for _, state in diary.phases):
        owner = states.OWNERS[state]  # type: ignore[index]
        if state not in states.FINAL and not any(
            states.can(state, name) and owner in act.who for name, act in states.ACTIONS.items()
        ):
            yield f"{state}: its owner has no way out"
