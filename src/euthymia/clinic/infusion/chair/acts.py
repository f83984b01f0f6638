"""What people do at the chair. Each gathers, asks medicine, and writes rows and audit in one transaction.

Every button records what a hand did; nothing here commands a pump.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from euthymia.clinic.audit.actions import Action, rated, recorded
from euthymia.clinic.infusion.chair import chart_warnings, entry_text
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.checks import _check_in_the_chair
from euthymia.clinic.infusion.session.moves import _move
from euthymia.clinic.infusion.session.refusals import NotYours
from euthymia.clinic.infusion.session.writer import Pen, writing
from euthymia.clinic.infusion.start import interlock
from euthymia.clinic.people.models import User
from euthymia.medicine import charting, watch
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind
from euthymia.medicine.drugs.at_the_chair import check
from euthymia.medicine.readings import Channel, Reading
from euthymia.medicine.refusal import Refusal

# The second check


# The session


BY_ITS_OWN_PAGE = {"check": "Make the second check on its page.", "discharge": "Go through the list for leaving."}


def act(session: Session, action: str, *, by: User, reason: str = "", happened_at: datetime | None = None) -> Session:
    """Record what a hand did: start, pause, resume, stop or cancel. Start and resume look at the values first.

    reason       a prescriber's, where the values ask for caution before the start
    happened_at  where it is written down late; what then moves nothing any more is recorded as a late act
    """
    late = happened_at is not None and action in board.MOVE_THE_PUMP
    if not late:
        states.check(session.state, action)
    if action in BY_ITS_OWN_PAGE:
        raise Refusal(BY_ITS_OWN_PAGE[action])
    if by.role not in states.ACTIONS[action].who:
        raise NotYours(f"To {action} belongs to: {', '.join(states.ACTIONS[action].who)}.")
    with writing(session, at=timezone.now(), by=by, doing=recorded(action)) as pen:
        if happened_at and late and (why := _moves_nothing(pen, action, happened_at)):
            pen.note(EventKind.LATE_ACT, entry_text.act(action, by=by, why=why), event_at=happened_at)
            return session
        states.check(pen.session.state, action)  # another hand may have been quicker
        documented = interlock.check(pen, action, reason=reason.strip(), by=by)
        _move(pen, action, entry_text.act(action, by=by) | documented, event_at=happened_at)
    return session


def _moves_nothing(pen: Pen, action: str, happened_at: datetime) -> str:
    acts = board.pump_acts(board.acts_of(pen.session))
    return charting.moves_nothing(acts, action, happened_at.timestamp(), state=pen.session.state)


def pump_seen(session: Session, *, by: User, happened_at: datetime | None = None) -> Session:
    """Record that someone looked: the pump stands still. A look before the newest act says nothing of the pump now."""
    _check_in_the_chair(session, happened_at)
    with writing(session, at=timezone.now(), by=by, doing=Action.SAW_PUMP_STAND_STILL) as pen:
        acts = board.pump_acts(board.acts_of(pen.session))
        if happened_at is None or not any(act.at_s > happened_at.timestamp() for act in acts):
            pen.session.pump_confirmed = True
        pen.note(EventKind.PUMP_SEEN, {"text": f"The pump stands still, seen by {by.name}"}, event_at=happened_at)
    return session


def acknowledge(session: Session, alarm: str, *, by: User) -> Session:
    """A named person has seen a condition, by the alarm it was shown by. It stays until it is over.

    Each alarm that this covers is a line of its own.
    """
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.ACKNOWLEDGED_ALARM) as pen:
        step = watch.acknowledge_condition(pen.state, alarm, by=by.name, now_s=at.timestamp())
        pen.state = step.state
        for seen in step.acknowledged:
            pen.note(EventKind.ALARM_ACKNOWLEDGED, {"name": by.name, **seen._asdict()})
    return session


def say_done(session: Session, what: str, *, by: User) -> Session:
    """Return that what an acknowledged alarm asks for is done. Raises NotOwed."""
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.SAID_WHAT_ALARM_ASKS_IS_DONE) as pen:
        lines = [one for one in board.owed(pen.session, pen.state, pen.limits) if one.key == what and one.by_hand]
        if not lines:
            raise charting.NotOwed("No alarm that was seen asks for this now. Reload the page.")
        said = f"Done: {lines[0].text}"
        pen.note(EventKind.ASKED_DONE, {"what": what, "by": by.name, "said": said, "text": f"{said} ({by.name})"})
    return session


def pause_sound(session: Session, *, by: User) -> Session:
    """Pause the sound of the alarms that sound now, each for itself; one that begins afterwards sounds."""
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.PAUSED_ALARM_SOUND) as pen:
        sounding = [one for one in watch.conditions_of(pen.state) if one.unseen]
        if not sounding:
            raise Refusal("No alarm sounds now. There is nothing to pause.")
        until_s = at.timestamp() + pen.limits.audio_pause_s
        keys = [alarm.key for one in sounding for alarm in one.unseen]
        text = f"Sound of {len(sounding)} alarms paused for {pen.limits.audio_pause_s:g} s by {by.name}"
        pen.note(EventKind.SOUND_PAUSED, {"keys": keys, "until_s": until_s, "by": by.name, "text": text})
    return session


# By hand: what happened earlier is written with its own time


def enter_vitals(
    session: Session, values: Mapping[Channel, float], *, by: User, happened_at: datetime | None = None
) -> Session:
    """Vital signs and sedation read by a person: they go through the same alarms as a device's.

    Of a patient who has left, a value is charted and looked at by no alarm.
    """
    _check_in_the_chair(session, happened_at)
    body, at = entry_text.vitals(values, by=by), timezone.now()
    readings = tuple(Reading(channel, value, (happened_at or at).timestamp()) for channel, value in values.items())
    with writing(session, at=at, by=by, doing=Action.ENTERED_VITAL_SIGNS) as pen:
        step = watch.step(pen.state, readings, now_s=at.timestamp(), limits=pen.limits, sender=watch.A_PERSON)
        if pen.session.state not in LIVE:
            step = watch.Step(pen.state, outcomes=("late",) * len(readings))
        charted = [[r.channel, r.value, r.at_s, o] for r, o in zip(readings, step.outcomes, strict=True)]
        pen.note(EventKind.VITALS, body | {"readings": charted}, event_at=happened_at)
        pen.step(step)
    return session


def enter_cadss(session: Session, total: int, *, by: User, happened_at: datetime | None = None) -> Session:
    """A CADSS total at one of its times. Raises TotalOutOfRange."""
    return _note(
        session, EventKind.CADSS, entry_text.cadss(total, by=by), Action.ENTERED_CADSS, by=by, happened_at=happened_at
    )


def rate(session: Session, kind: EventKind, level: int, *, by: User, happened_at: datetime | None = None) -> Session:
    """A one-tap rating of dissociation or distress, 0 to 4: the nurse's own, not a published scale."""
    return _note(session, kind, entry_text.rating(kind, level, by=by), rated(kind), by=by, happened_at=happened_at)


def report_adverse_event(
    session: Session, *, what: str, grade: int, note: str, by: User, happened_at: datetime | None = None
) -> Session:
    """A side effect or event, graded 1 to 5."""
    body = entry_text.side_effect(what, grade, note, by=by)
    return _note(session, EventKind.ADVERSE_EVENT, body, Action.REPORTED_ADVERSE_EVENT, by=by, happened_at=happened_at)


def give_medicine(
    session: Session, sent: Mapping[str, str], *, by: User, happened_at: datetime | None = None
) -> Session:
    """A medicine that was given at the chair, on somebody's order, held against the chart. Raises HeldAgainst."""
    body = entry_text.medicine(sent, by=by)
    drug = body["other"] or body["drug"]
    concerns = chart_warnings.concerns(session.patient, [drug])[drug]
    check(drug, concerns, despite=body["despite"])
    return _note(
        session,
        EventKind.MEDICINE,
        entry_text.warned(body, concerns),
        Action.ENTERED_MEDICATION,
        by=by,
        happened_at=happened_at,
    )


def write_note(session: Session, text: str, *, by: User, happened_at: datetime | None = None) -> Session:
    """A note in free words."""
    return _note(
        session, EventKind.NOTE, entry_text.note(text, by=by), Action.WROTE_NOTE, by=by, happened_at=happened_at
    )


def _note(
    session: Session, kind: EventKind, body: dict[str, Any], doing: Action, *, by: User, happened_at: datetime | None
) -> Session:
    _check_in_the_chair(session, happened_at)
    with writing(session, at=timezone.now(), by=by, doing=doing) as pen:
        pen.note(kind, body, event_at=happened_at)
    return session


# Help


def call_help(session: Session, *, by: User, happened_at: datetime | None = None) -> Session:
    """Record that help was called at the chair, for every screen to show. It calls nobody and commands nothing."""
    _check_in_the_chair(session, happened_at)
    body = {"by": by.name, "said": "HELP called", "text": f"HELP called at the chair ({by.name})"}
    with writing(session, at=timezone.now(), by=by, doing=Action.CALLED_HELP) as pen:
        pen.session.help_called_at = happened_at or pen.at
        pen.note(EventKind.HELP_CALLED, body, event_at=happened_at)
    return session


def add_help_line(session: Session, group: str, what: str, *, by: User, happened_at: datetime | None = None) -> Session:
    """A line of the help sheet, timed by the tap: who was called, what was done, which drug was given.

    A drug that the chart warns of is recorded with the warning; nothing waits for a reason here.
    That help is here ends what other screens show.
    """
    _check_in_the_chair(session, happened_at)
    body = entry_text.help_line(group, what, by=by)
    if group == "drug":
        body = entry_text.warned(body, chart_warnings.concerns(session.patient, [what])[what])
    with writing(session, at=timezone.now(), by=by, doing=Action.WROTE_ON_HELP_SHEET) as pen:
        pen.session.help_called_at = None if group == "here" else pen.session.help_called_at
        pen.note(EventKind.HELP, body, event_at=happened_at)
    return session


# Devices


# Leaving
