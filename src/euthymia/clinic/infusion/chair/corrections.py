"""Corrections: another value, another time, or "entered by mistake". A new event names the old one; both are kept."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.chair import entries, entry_text
from euthymia.clinic.infusion.models import LIVE, Session, SessionEvent
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.writer import Pen, moment, writing
from euthymia.clinic.people.models import User
from euthymia.medicine import charting, number_entry, watch
from euthymia.medicine.charting import EventKind, Line, catalogue
from euthymia.medicine.readings import Channel, Reading
from euthymia.medicine.refusal import Refusal

Sent = Mapping[str, str]


class NothingToCorrect(Refusal):
    """No such entry, one that no hand made, or a correction that changes nothing."""


class Field(NamedTuple):
    """One field of the form for a correction. choices: none for a free value."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()


def entry(session: Session, number: int) -> Line:
    """Find what a hand entered, as it stands now. Raises NothingToCorrect."""
    found = next((line for line in charting.effective(board.acts_of(session)) if line.number == number), None)
    if found is None or found.kind not in charting.CORRECTABLE or not _on_the_pump(found):
        raise NothingToCorrect(f"Entry {number} is nothing that a hand corrects. Open the page again, choose it there.")
    return found


def _on_the_pump(line: Line) -> bool:
    return line.kind not in charting.ACTS or line.body["action"] in board.MOVE_THE_PUMP


def fields(line: Line) -> list[Field]:
    """What may be changed of an entry besides its time."""
    body = line.body
    if line.kind == EventKind.VITALS:
        return [Field(c, f"{watch.LABELS[c][0]}{watch.LABELS[c][1]}", f"{v:g}") for c, v, *_ in body["readings"]]
    if line.kind == EventKind.CADSS:
        return [Field("total", "CADSS total, 0 to 92", str(body["total"]))]
    if line.kind in entry_text.RATINGS:
        return [Field("level", f"{line.kind.title()}, 0 to 4", str(body["level"]))]
    if line.kind == EventKind.ADVERSE_EVENT:
        return [
            Field("what", "Side effect", body["what"], catalogue.SIDE_EFFECTS),
            Field("grade", "Grade, 1 to 5", str(body["grade"])),
            Field("note", "Note", body["note"]),
        ]
    if line.kind == EventKind.MEDICINE:
        return [
            Field("drug", "Medicine", body["drug"], catalogue.MEDICINES),
            Field("other", "If another: which", body["other"]),
            Field("dose", "Dose", f"{body['dose']:g}"),
            Field("unit", "Unit", body["unit"], catalogue.UNITS),
            Field("route", "Route", body["route"], catalogue.ROUTES),
            Field("ordered_by", "Ordered by", body["ordered_by"]),
            Field("despite", "Given all the same, because", body.get("despite", "")),
        ]
    return [Field("note", "Note", body["note"])] if line.kind == EventKind.NOTE else []


def correct(session: Session, number: int, sent: Sent, *, by: User) -> Session:
    """Correct one entry, with a reason. Raises NothingToCorrect, ActsOutOfOrder, and what a new entry would raise."""
    reason = catalogue.words(sent.get("reason", ""), "Reason")
    with writing(session, at=timezone.now(), by=by, doing=Action.CORRECTED_ENTRY) as pen:
        lines, old = board.acts_of(pen.session), entry(pen.session, number)
        at_s = _time(pen, old, sent, lines)
        body = None if sent.get("mistake") else _body(old, sent, at_s, by=by)
        _check_change(old, body, at_s)
        fix = _fix(old, body, at_s, reason=reason, by=by)
        if old.kind == EventKind.VITALS:
            _mend_baseline(
                pen, [*lines, Line(pen.session.last_event_number + 1, EventKind.CORRECTION, at_s, at_s, fix)]
            )
            _follow(pen, old, body)
        pen.note(EventKind.CORRECTION, fix, event_at=moment(at_s))
    return session


def _fix(old: Line, body: dict[str, Any] | None, at_s: float, *, reason: str, by: User) -> dict[str, Any]:
    """Write a correction down: what it names, what holds now, why and by whom."""
    said_now = "entered by mistake" if body is None else f"now {body['said']}"
    when = "" if at_s == old.at_s else f", at {clock_of(at_s)} and not {clock_of(old.at_s)}"
    text = f"Corrected by {by.name}: {said_now}{when}; was {old.body['said']}. Reason: {reason}"
    action = {"action": old.body["action"]} if old.kind == EventKind.ACT else {}
    return {"of": old.number, "now": body, "event_s": at_s, "reason": reason, "by": by.name, "text": text, **action}


def _time(pen: Pen, old: Line, sent: Sent, lines: list[Line]) -> float:
    """The time the entry is to have; what was not touched stays to the fraction of a second."""
    clock = sent.get("clock", "").strip()
    if not clock or clock == clock_of(old.at_s):
        return old.at_s
    at_s = entries.on_the_clock(clock, pen.at).timestamp()
    opened_s = pen.session.opened_at.timestamp()
    charting.happened_s(at_s, now_s=pen.at.timestamp(), opened_s=opened_s, limits=limits_for(pen.session))
    if old.kind in charting.ACTS:
        acts = board.pump_acts(lines)
        place = acts.index(charting.PumpAct(old.body["action"], old.at_s))
        charting.check_order(acts, place, at_s)
    return at_s


def clock_of(at_s: float) -> str:
    """Write a time as the clinic's clocks showed it, to the second."""
    return f"{timezone.localtime(moment(at_s)):%H:%M:%S}"


def _body(old: Line, sent: Sent, at_s: float, *, by: User) -> dict[str, Any]:
    """The entry's new body, checked as a new entry is."""
    body = old.body
    match old.kind:
        case EventKind.VITALS:
            values = _values(old, sent)
            return entry_text.vitals(values, by=by) | {"readings": [[c, v, at_s, "amended"] for c, v in values.items()]}
        case EventKind.CADSS:
            return entry_text.cadss(number_entry.whole(sent.get("total", ""), "CADSS"), by=by)
        case EventKind.DISSOCIATION | EventKind.DISTRESS:
            return entry_text.rating(
                EventKind(old.kind), number_entry.whole(sent.get("level", ""), old.kind.title()), by=by
            )
        case EventKind.ADVERSE_EVENT:
            grade = number_entry.whole(sent.get("grade", ""), "Grade")
            return entry_text.side_effect(sent.get("what", ""), grade, sent.get("note", ""), by=by)
        case EventKind.MEDICINE:
            return entry_text.medicine(sent, by=by)
        case EventKind.NOTE:
            return entry_text.note(sent.get("note", ""), by=by)
        case _:  # of the others only the time
            return {**body, "by": by.name}


def _values(old: Line, sent: Sent) -> dict[Channel, float]:
    """A value whose field is left empty is taken back."""
    channels = [reading[0] for reading in old.body["readings"] if sent.get(reading[0], "").strip()]
    return {channel: number_entry.number(sent[channel], watch.LABELS[channel][0]) for channel in channels}


def _check_change(old: Line, body: dict[str, Any] | None, at_s: float) -> None:
    if body is None and old.kind == EventKind.ACT:
        raise NothingToCorrect("An act on the pump is not taken back: record the act that undoes it.")
    if body is None and old.struck:
        raise NothingToCorrect("This entry stands as entered by mistake already.")
    if body is not None and not old.struck and body["said"] == old.body["said"] and at_s == old.at_s:
        raise NothingToCorrect("Nothing was changed. Change the value or the time, or say that it was a mistake.")


# The watch follows


def _follow(pen: Pen, old: Line, body: dict[str, Any] | None) -> None:
    """Take what no longer holds from the watch, then give it what holds now, each with its own time."""
    if pen.session.state not in LIVE:
        return
    now_s, limits = pen.at.timestamp(), pen.limits
    was = {} if old.struck else {c: Reading(c, v, at_s) for c, v, at_s, *_ in old.body["readings"]}
    holds = {c: Reading(c, v, at_s) for c, v, at_s, *_ in body["readings"]} if body else {}
    for channel, seen in was.items():
        if channel not in holds or holds[channel].at_s != seen.at_s:
            forget = watch.give_way if channel in holds else watch.take_back
            pen.step(forget(pen.state, channel, at_s=seen.at_s, now_s=now_s, limits=limits))
    later = _measured_after(pen, old, body)
    changed = [new for channel, new in holds.items() if new != was.get(channel) and channel not in later]
    pen.step(watch.step(pen.state, changed, now_s=now_s, limits=limits, sender=watch.A_PERSON))


def _measured_after(pen: Pen, old: Line, body: dict[str, Any] | None) -> set[Channel]:
    """Name the channels of which the record has a newer value: one that moves before it is charted, never current."""
    if body is None:
        return set()
    at_s = body["readings"][0][2]
    events = SessionEvent.objects.filter(session_id=pen.session.pk, kind__in=charting.MEASURED).order_by("number")
    others = [line for line in charting.standing([board.line_of(e) for e in events]) if line.number != old.number]
    return {
        channel
        for line in others
        for channel, value, seen_s, *_ in line.body.get("readings", ())
        if value is not None and seen_s > at_s and channel not in pen.state.latest
    }


def _mend_baseline(pen: Pen, lines: list[Line]) -> None:
    """A rise is counted from the corrected baseline; from none, where that was taken back."""
    known, limits = charting.baseline(lines), dict(pen.session.limits)
    channels: tuple[Channel, ...] = ("systolic_mmhg", "diastolic_mmhg")
    for channel in channels:
        if f"baseline_{channel}" in limits:
            limits[f"baseline_{channel}"] = known.get(channel)
            if channel not in known:
                pen.step(watch.end_rises(pen.state, channel, now_s=pen.at.timestamp()))
    pen.session.limits = limits
    pen.limits = limits_for(pen.session)
