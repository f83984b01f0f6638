"""What people do at the chair. Each gathers, asks medicine, and writes rows and audit in one transaction.

Every button records what a hand did; nothing here commands a pump.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from math import isfinite
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.front_door.models import Resource
from euthymia.clinic.infusion import gate, leaving
from euthymia.clinic.infusion.models import LIVE, Device, Pairing, SecondCheck, Session
from euthymia.clinic.infusion.ordering import NotYours, near_miss
from euthymia.clinic.infusion.policy import limits_for
from euthymia.clinic.infusion.record import Pen, writing
from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import discharge, dosing, watch
from euthymia.medicine import session as states
from euthymia.medicine.instruments import cadss
from euthymia.medicine.readings import POSSIBLE, Channel, Reading
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
        audit.write("made the second check", row, by=by, at=at, patient=session.patient, differs=bool(differences))
    if differences:
        near_miss(session.patient, "second check", [asdict(d) for d in differences], by=by, at=at)
        raise ChecksDiffer("Stop. " + " ".join(d.blind for d in differences))
    try:
        with writing(session, at=at, by=by, doing="the second check agreed") as pen:
            _move(pen, "check", text=f"Second check by {by.name}: all agrees")
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


def act(session: Session, action: str, *, by: User, reason: str = "") -> Session:
    """Record what a hand did: start, pause, resume, stop or cancel. Start and resume look at the values first.

    reason   a prescriber's, where the values ask for caution before the start
    """
    states.check(session.state, action)
    if action in BY_ITS_OWN_PAGE:
        raise Refusal(BY_ITS_OWN_PAGE[action])
    if by.role not in states.ACTIONS[action].who:
        raise NotYours(f"To {action} belongs to: {', '.join(states.ACTIONS[action].who)}.")
    with writing(session, at=timezone.now(), by=by, doing=f"recorded: {action}") as pen:
        states.check(pen.session.state, action)  # another hand may have been quicker
        documented = gate.check(pen, action, reason=reason.strip(), by=by)
        _move(pen, action, text=f"{states.ACTIONS[action].records} ({by.name})", **documented)
    return session


def _move(pen: Pen, action: str, *, text: str, **more: Any) -> None:
    """Move the session along its table, and the watch with it."""
    pen.session.state = states.after(pen.session.state, action)
    if action in ("start", "resume", "pause", "stop"):  # leaving does not mean that somebody saw the pump stand still
        pen.session.pump_confirmed = action in ("start", "resume")
    body: dict[str, Any] = {"action": action, "text": text, **more}
    if action == "start":
        body["baseline"] = {channel: seen.value for channel, seen in pen.state.latest.items()}
        _take_baseline(pen)
        _take_order(pen)
        expected = dict.fromkeys(watch.EXPECTED, pen.at.timestamp())
        pen.state = pen.state._replace(expected=expected)
    pen.note("act", body)
    if pen.session.state in PHASES:
        phase = PHASES[pen.session.state]
        pen.step(watch.with_phase(pen.state, phase, limits=pen.limits, now_s=pen.at.timestamp()))
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


def _check_in_the_chair(session: Session) -> None:
    if session.state not in LIVE:
        raise states.WrongMoment(
            f"The session is {session.state}: its patient is not in the chair. Open the chair's page anew and enter it "
            "there."
        )


def pump_seen(session: Session, *, by: User) -> Session:
    """Record that someone looked: the pump stands still."""
    _check_in_the_chair(session)
    with writing(session, at=timezone.now(), by=by, doing="saw the pump stand still") as pen:
        pen.session.pump_confirmed = True
        pen.note("pump seen", {"text": f"The pump stands still, seen by {by.name}"})
    return session


def acknowledge(session: Session, alarm: str, *, by: User) -> Session:
    """A named person has seen an alarm. The condition stays until it is over."""
    at = timezone.now()
    with writing(session, at=at, by=by, doing="acknowledged an alarm") as pen:
        step = watch.acknowledge(pen.state, alarm, by=by.name, now_s=at.timestamp())
        pen.state = step.state
        for seen in step.acknowledged:
            pen.note("alarm acknowledged", {"name": by.name, **seen._asdict()})
    return session


def pause_sound(session: Session, *, by: User) -> Session:
    """Pause the sound of the alarms that sound now, each for itself; one that begins afterwards sounds."""
    at = timezone.now()
    with writing(session, at=at, by=by, doing="paused the alarm sound") as pen:
        keys = [alarm.key for alarm in watch.on_screen(pen.state) if alarm.acknowledged_by is None]
        if not keys:
            raise Refusal("No alarm sounds now. There is nothing to pause.")
        until_s = at.timestamp() + pen.limits.audio_pause_s
        text = f"Sound of {len(keys)} alarms paused for {pen.limits.audio_pause_s:g} s by {by.name}"
        pen.note("sound paused", {"keys": keys, "until_s": until_s, "by": by.name, "text": text})
    return session


# By hand


def enter_vitals(session: Session, values: Mapping[Channel, float], *, by: User) -> Session:
    """Vital signs and sedation read by a person: they go through the same alarms as a device's."""
    _check_in_the_chair(session)
    _check_values(values)
    at = timezone.now()
    readings = tuple(Reading(channel, value, at.timestamp()) for channel, value in values.items())
    with writing(session, at=at, by=by, doing="entered vital signs") as pen:
        step = watch.step(pen.state, readings, now_s=at.timestamp(), limits=pen.limits)
        said = ", ".join(f"{watch.LABELS[c][0]} {v:g}{watch.LABELS[c][1]}" for c, v in values.items())
        pen.note(
            "vitals",
            {
                "text": f"By hand ({by.name}): {said}",
                "readings": [[r.channel, r.value, r.at_s, o] for r, o in zip(readings, step.outcomes, strict=True)],
            },
        )
        pen.step(step)
    return session


def _check_values(values: Mapping[Channel, float]) -> None:
    """A slip of the hand is asked about at once; a device's impossible value is kept apart instead."""
    if not values:
        raise Refusal("No value was entered. Fill in at least one.")
    for channel, value in values.items():
        low, high = POSSIBLE[channel]
        if not (isfinite(value) and low <= value <= high):
            raise Refusal(f"{watch.LABELS[channel][0]} {value:g}: not between {low:g} and {high:g}. Read it again.")
    systolic, diastolic = values.get("systolic_mmhg"), values.get("diastolic_mmhg")
    if systolic is not None and diastolic is not None and systolic <= diastolic:
        raise Refusal(f"{systolic:g}/{diastolic:g}: systolic is not above diastolic. Exchange or read them again.")


def enter_cadss(session: Session, total: int, *, by: User) -> Session:
    """A CADSS total at one of its times. Raises TotalOutOfRange."""
    _check_in_the_chair(session)
    score = cadss.from_total(total)
    with writing(session, at=timezone.now(), by=by, doing="entered CADSS") as pen:
        pen.note("cadss", {"total": score.total, "text": f"CADSS {score.total} of 92 ({by.name})"})
    return session


DISSOCIATION = {0: "none", 1: "slight", 2: "clear", 3: "strong", 4: "overwhelming"}
DISTRESS = {0: "none", 1: "slight", 2: "clear", 3: "strong", 4: "unbearable"}


def rate(session: Session, kind: str, level: int, *, by: User) -> Session:
    """A one-tap rating of dissociation or distress, 0 to 4: the nurse's own, not a published scale."""
    _check_in_the_chair(session)
    words = {"dissociation": DISSOCIATION, "distress": DISTRESS}[kind].get(level)
    if words is None:
        raise Refusal(f"{kind.title()} {level}: not 0 to 4. Tap one of the five.")
    with writing(session, at=timezone.now(), by=by, doing=f"rated {kind}") as pen:
        pen.note(kind, {"level": level, "text": f"{kind.title()} {level} of 4, {words} ({by.name})"})
    return session


def report_adverse_event(session: Session, *, what: str, grade: int, note: str, by: User) -> Session:
    """A side effect or event, graded 1 to 5."""
    _check_in_the_chair(session)
    if not 1 <= grade <= 5:
        raise Refusal(f"Grade {grade} is not 1 to 5. Choose one.")
    with writing(session, at=timezone.now(), by=by, doing="reported an adverse event") as pen:
        pen.note(
            "adverse event", {"what": what, "grade": grade, "note": note, "text": f"{what}, grade {grade} ({by.name})"}
        )
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
        audit.write("added a device", row, by=by, at=timezone.now())
    return row


def pair(session: Session, device: Device, *, number: str, birth_date: date, by: User) -> Pairing:
    """Tie a device to the patient in the chair, by two identifiers; it ends with the session."""
    _check_in_the_chair(session)
    _check_identity(session.patient, number, birth_date)
    if device.chair_id != session.chair_id:
        raise Refusal(f"This device stands at {device.chair}, not at {session.chair}. Pair it where it stands.")
    at = timezone.now()
    with writing(session, at=at, by=by, doing="paired a device") as pen:
        device.pairings.filter(ended_at=None).update(ended_at=at)
        row = Pairing.objects.create(device=device, session=session, by=by, at=at)
        for alarm in [a for a in pen.state.alarms.values() if a.level == "unpaired" and a.active]:
            if alarm.channel.startswith(f"{device.name.capitalize()} ("):
                pen.step(watch.end_condition(pen.state, "unpaired", alarm.channel, now_s=at.timestamp()))
        pen.note("paired", {"text": f"{device.get_kind_display()} paired by {by.name}"})
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
    with writing(session, at=at, by=by, doing="discharged") as pen:
        task = leaving.book_day_after(session, by=by, at=at)
        _move(pen, "discharge", text=f"Discharged by {by.name}; escort {facts.escort_name or 'present'}")
        due = f"{timezone.localtime(task.due_at):%d %B %H:%M}"
        said = f"Every criterion for leaving is met. The check a day after: {task.owner.name}, by {due}"
        signed = {"by": by.name, "role": by.get_role_display(), "meaning": signing.LEAVING}
        pen.note("discharge", {"lines": [asdict(line) for line in lines], "signed": signed, "text": said})
    return session
