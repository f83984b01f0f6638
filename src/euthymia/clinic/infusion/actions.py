"""What people do at the chair. Each gathers, asks medicine, and writes rows and audit in one transaction.

Every button records what a hand did; nothing here commands a pump.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action, rated, recorded
from euthymia.clinic.front_door.models import Resource
from euthymia.clinic.infusion import gate, leaving, live
from euthymia.clinic.infusion.hands import said
from euthymia.clinic.infusion.models import LIVE, Device, Pairing, SecondCheck, Session
from euthymia.clinic.infusion.ordering import NotYours, near_miss
from euthymia.clinic.infusion.policy import limits_for
from euthymia.clinic.infusion.record import Pen, writing
from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import charting, dosing, watch
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind
from euthymia.medicine.checklists import discharge
from euthymia.medicine.readings import Channel, Reading
from euthymia.medicine.refusal import Refusal


class NotThisPatient(Refusal):
    """Two identifiers were asked for, and they are not those of the patient in the chair."""


class SamePerson(Refusal):
    """The second check was tried by the person who ordered or opened the session."""


class ChecksDiffer(Refusal):
    """The second person's numbers are not the order's."""


class ChairTaken(Refusal):
    """Another session is live at the chair."""


# The second check


def second_check(
    session: Session, entered: dosing.SecondCheck, *, number: str, birth_date: date, by: User
) -> SecondCheck:
    """The independent double check. Raises ChecksDiffer with what differs; the session stays where it was."""
    states.check(session.state, "check")
    at = timezone.now()
    if by.pk in (session.order.signed_by_id, session.nurse_id):
        raise SamePerson("The second check is made by someone else than who ordered or opened the session.")
    _check_identity(session.patient, number, birth_date)
    ordered = session.order
    differences = dosing.double_check(
        dosing.plan_from_dict(ordered.plan),
        entered,
        order=ordered.as_ordered(),
        tolerance=policies.in_force("dose").check_tolerance,
    )
    with audit.atomic():
        row = SecondCheck.objects.create(
            session=session, by=by, at=at, entered=asdict(entered), differences=[asdict(d) for d in differences]
        )
        audit.write(Action.MADE_SECOND_CHECK, row, by=by, at=at, patient=session.patient, differs=bool(differences))
    if differences:
        near_miss(session.patient, "second check", [asdict(d) for d in differences], by=by, at=at)
        raise ChecksDiffer("Stop. " + " ".join(d.blind for d in differences))
    try:
        with writing(session, at=at, by=by, doing=Action.SECOND_CHECK_AGREED) as pen:
            _move(pen, "check", {"text": f"Second check by {by.name}: all agrees"})
    except IntegrityError as taken:
        raise ChairTaken(f"{session.chair} or this patient has another live session. Finish that one first.") from taken
    return row


def _check_identity(patient: Patient, number: str, birth_date: date) -> None:
    if number.strip().upper() != patient.number.upper() or birth_date != patient.birth_date:
        raise NotThisPatient(
            f"Read: number {number.strip()}, born {birth_date:%d %B %Y}. That is not who is in this chair. "
            "Read the wristband again."
        )


# The session


PHASES: Mapping[str, watch.Phase] = {"running": "running", "paused": "paused", "observing": "observing"}


BY_ITS_OWN_PAGE = {"check": "Make the second check on its page.", "discharge": "Go through the list for leaving."}


def act(session: Session, action: str, *, by: User, reason: str = "", happened_at: datetime | None = None) -> Session:
    """Record what a hand did: start, pause, resume, stop or cancel. Start and resume look at the values first.

    reason       a prescriber's, where the values ask for caution before the start
    happened_at  where it is written down late; what then moves nothing any more is recorded as a late act
    """
    late = happened_at is not None and action in live.MOVE_THE_PUMP
    if not late:
        states.check(session.state, action)
    if action in BY_ITS_OWN_PAGE:
        raise Refusal(BY_ITS_OWN_PAGE[action])
    if by.role not in states.ACTIONS[action].who:
        raise NotYours(f"To {action} belongs to: {', '.join(states.ACTIONS[action].who)}.")
    with writing(session, at=timezone.now(), by=by, doing=recorded(action)) as pen:
        if happened_at and late and (why := _moves_nothing(pen, action, happened_at)):
            pen.note(EventKind.LATE_ACT, said.act(action, by=by, why=why), event_at=happened_at)
            return session
        states.check(pen.session.state, action)  # another hand may have been quicker
        documented = gate.check(pen, action, reason=reason.strip(), by=by)
        _move(pen, action, said.act(action, by=by) | documented, event_at=happened_at)
    return session


def _moves_nothing(pen: Pen, action: str, happened_at: datetime) -> str:
    acts = live.pump_acts(live.acts_of(pen.session))
    return charting.moves_nothing(acts, action, happened_at.timestamp(), state=pen.session.state)


def _move(pen: Pen, action: str, body: dict[str, Any], *, event_at: datetime | None = None) -> None:
    """Move the session along its table, and the watch with it."""
    pen.session.state = states.after(pen.session.state, action)
    if action in ("start", "resume", "pause", "stop"):  # leaving does not mean that somebody saw the pump stand still
        pen.session.pump_confirmed = action in ("start", "resume")
    body = {"action": action, **body}
    if action == "start":
        body["baseline"] = {channel: seen.value for channel, seen in pen.state.latest.items()}
        body["baseline_by_hand_s"] = {c: seen.at_s for c, seen in pen.state.latest.items() if not seen.code}
        _take_baseline(pen)
        _take_order(pen)
        expected = dict.fromkeys(watch.EXPECTED, pen.at.timestamp())
        pen.state = pen.state._replace(expected=expected)
    pen.note(EventKind.ACT, body, event_at=event_at)
    if pen.session.state in PHASES:
        phase, since = PHASES[pen.session.state], event_at or pen.at
        pen.step(watch.with_phase(pen.state, phase, limits=pen.limits, now_s=since.timestamp()))
    if pen.session.state in ("discharged", "cancelled"):
        pen.session.pairings.filter(ended_at=None).update(ended_at=pen.at)


def _take_baseline(pen: Pen) -> None:
    """The last cuff pressure before the start is what a rise is counted from."""
    systolic, diastolic = pen.state.latest.get("systolic_mmhg"), pen.state.latest.get("diastolic_mmhg")
    if systolic and diastolic:
        pen.session.limits = {
            **pen.session.limits,
            "baseline_systolic_mmhg": systolic.value,
            "baseline_diastolic_mmhg": diastolic.value,
        }
        pen.limits = limits_for(pen.session)


def _take_order(pen: Pen) -> None:
    """From the start on the pump is held against the order."""
    plan = pen.session.order.plan
    pen.session.limits = {
        **pen.session.limits,
        "ordered_rate_ml_h": plan["rate_ml_h"],
        "ordered_volume_ml": plan["total_volume_ml"],
    }
    pen.limits = limits_for(pen.session)


def _check_in_the_chair(session: Session, happened_at: datetime | None = None) -> None:
    """What is written down late may belong to a patient who has left since; what happens now may not."""
    if session.state not in LIVE and not (happened_at and session.state == "discharged"):
        raise states.WrongMoment(
            f"The session is {session.state}: its patient is not in the chair. Open the chair's page anew and enter it "
            "there."
        )


def pump_seen(session: Session, *, by: User, happened_at: datetime | None = None) -> Session:
    """Record that someone looked: the pump stands still. A look before the newest act says nothing of the pump now."""
    _check_in_the_chair(session, happened_at)
    with writing(session, at=timezone.now(), by=by, doing=Action.SAW_PUMP_STAND_STILL) as pen:
        acts = live.pump_acts(live.acts_of(pen.session))
        if happened_at is None or not any(act.at_s > happened_at.timestamp() for act in acts):
            pen.session.pump_confirmed = True
        pen.note(EventKind.PUMP_SEEN, {"text": f"The pump stands still, seen by {by.name}"}, event_at=happened_at)
    return session


def acknowledge(session: Session, alarm: str, *, by: User) -> Session:
    """A named person has seen an alarm. The condition stays until it is over."""
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.ACKNOWLEDGED_ALARM) as pen:
        step = watch.acknowledge(pen.state, alarm, by=by.name, now_s=at.timestamp())
        pen.state = step.state
        for seen in step.acknowledged:
            pen.note(EventKind.ALARM_ACKNOWLEDGED, {"name": by.name, **seen._asdict()})
    return session


def pause_sound(session: Session, *, by: User) -> Session:
    """Pause the sound of the alarms that sound now, each for itself; one that begins afterwards sounds."""
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.PAUSED_ALARM_SOUND) as pen:
        keys = [alarm.key for alarm in watch.on_screen(pen.state) if alarm.acknowledged_by is None]
        if not keys:
            raise Refusal("No alarm sounds now. There is nothing to pause.")
        until_s = at.timestamp() + pen.limits.audio_pause_s
        text = f"Sound of {len(keys)} alarms paused for {pen.limits.audio_pause_s:g} s by {by.name}"
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
    body, at = said.vitals(values, by=by), timezone.now()
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
        session, EventKind.CADSS, said.cadss(total, by=by), Action.ENTERED_CADSS, by=by, happened_at=happened_at
    )


def rate(session: Session, kind: EventKind, level: int, *, by: User, happened_at: datetime | None = None) -> Session:
    """A one-tap rating of dissociation or distress, 0 to 4: the nurse's own, not a published scale."""
    return _note(session, kind, said.rating(kind, level, by=by), rated(kind), by=by, happened_at=happened_at)


def report_adverse_event(
    session: Session, *, what: str, grade: int, note: str, by: User, happened_at: datetime | None = None
) -> Session:
    """A side effect or event, graded 1 to 5."""
    body = said.side_effect(what, grade, note, by=by)
    return _note(session, EventKind.ADVERSE_EVENT, body, Action.REPORTED_ADVERSE_EVENT, by=by, happened_at=happened_at)


def give_medicine(
    session: Session, sent: Mapping[str, str], *, by: User, happened_at: datetime | None = None
) -> Session:
    """A medicine that was given at the chair, on somebody's order."""
    return _note(
        session, EventKind.MEDICINE, said.medicine(sent, by=by), Action.ENTERED_MEDICINE, by=by, happened_at=happened_at
    )


def write_note(session: Session, text: str, *, by: User, happened_at: datetime | None = None) -> Session:
    """A note in free words."""
    return _note(session, EventKind.NOTE, said.note(text, by=by), Action.WROTE_NOTE, by=by, happened_at=happened_at)


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

    That help is here ends what other screens show.
    """
    _check_in_the_chair(session, happened_at)
    body = said.help_line(group, what, by=by)
    with writing(session, at=timezone.now(), by=by, doing=Action.WROTE_ON_HELP_SHEET) as pen:
        pen.session.help_called_at = None if group == "here" else pen.session.help_called_at
        pen.note(EventKind.HELP, body, event_at=happened_at)
    return session


# Devices


def add_device(
    chair: Resource, *, kind: str, sender: tuple[str, str], by: User | str, time_zone: str = "UTC", **credential: Any
) -> Device:
    """Tie a sender's name (MSH-3, MSH-4, as sent) to a chair: on loopback it stands for the device's credential.

    credential   `address`, `fingerprint`: where set, the device is heard by that line alone
    """
    if time_zone not in available_timezones():
        raise Refusal(f'"{time_zone[:40]}" is no time zone. Choose one such as Europe/Berlin.')
    with audit.atomic():
        row = Device.objects.create(
            kind=kind, sending_app=sender[0], sending_facility=sender[1], chair=chair, time_zone=time_zone, **credential
        )
        audit.write(Action.ADDED_DEVICE, row, by=by, at=timezone.now())
    return row


def pair(session: Session, device: Device, *, number: str, birth_date: date, by: User) -> Pairing:
    """Tie a device to the patient in the chair, by two identifiers; it ends with the session."""
    _check_in_the_chair(session)
    _check_identity(session.patient, number, birth_date)
    if device.chair_id != session.chair_id:
        raise Refusal(f"This device stands at {device.chair}, not at {session.chair}. Pair it where it stands.")
    at = timezone.now()
    with writing(session, at=at, by=by, doing=Action.PAIRED_DEVICE) as pen:
        device.pairings.filter(ended_at=None).update(ended_at=at)
        row = Pairing.objects.create(device=device, session=session, by=by, at=at)
        for alarm in [a for a in pen.state.alarms.values() if a.level == "unpaired" and a.active]:
            if alarm.channel.startswith(f"{device.name.capitalize()} ("):
                pen.step(watch.end_condition(pen.state, "unpaired", alarm.channel, now_s=at.timestamp()))
        pen.note(EventKind.PAIRED, {"text": f"{device.get_kind_display()} paired by {by.name}"})
    return row


# Leaving


def leave(session: Session, facts: discharge.DischargeFacts, *, by: User) -> Session:
    """Discharge, every criterion met or overridden by who may, and the check a day after booked in the same step.

    Raises NotYet naming what is not met, NobodyOnDuty where nobody can be asked to make the check.
    """
    at = timezone.now()
    states.check(session.state, "discharge")
    if not session.pump_confirmed:
        raise discharge.NotYet(
            "Not yet: the pump was recorded as stopped, and nobody has seen it stand still. Look at it."
        )
    leaving.hear_risk(session, facts, by=by)
    lines = discharge.check(facts, policy=policies.in_force("leaving"))
    with writing(session, at=at, by=by, doing=Action.DISCHARGED) as pen:
        task = leaving.book_day_after(session, by=by, at=at)
        _move(pen, "discharge", {"text": f"Discharged by {by.name}; escort {facts.escort_name or 'present'}"})
        due = f"{timezone.localtime(task.due_at):%d %B %H:%M}"
        text = f"Every criterion for leaving is met. The check a day after: {task.owner.name}, by {due}"
        signed = {"by": by.name, "role": by.get_role_display(), "meaning": signing.LEAVING}
        pen.note(EventKind.DISCHARGE, {"lines": [asdict(line) for line in lines], "signed": signed, "text": text})
    return session
