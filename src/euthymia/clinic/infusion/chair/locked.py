"""What a locked page takes without a sign-in, and how a person confirms it by name.

It is written as "at <chair>, unconfirmed". It moves nothing and silences nothing: an alarm stays unacknowledged, the
pump may still run, until somebody confirms. Help alone calls at once.
"""

from typing import Any, Final
from uuid import UUID, uuid5

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.writer import Pen, moment, writing
from euthymia.clinic.people.models import User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine import charting, watch
from euthymia.medicine.charting import EventKind, Line
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.session import WrongMoment

SAYS: Final = {
    "acknowledge": "Alarm seen",
    "stop": "The pump was stopped",
    "pump-observed": "The pump stands still",
    "help": "HELP called",
}
LONGEST_ACTOR: Final = 80


class NothingToConfirm(Refusal):
    """What was to be confirmed is not there, or somebody has confirmed it."""


def take(session: Session, what: str, *, alarm: str = "", opened_by: User) -> Session:
    """Take one act from a locked page, no matter whose hand it was, and open a task for the session's nurse.

    opened_by   who opened the page, which is not who acts
    Raises WrongMoment, UnknownAlarm, NobodyOnDuty.
    """
    if session.state not in LIVE:
        raise WrongMoment(f"The session is {session.state}: its patient is not in the chair.")
    at, actor = timezone.now(), f"at {session.chair.name}, unconfirmed"[:LONGEST_ACTOR]
    with audit.atomic():
        doing = Action.TAKEN_AT_LOCKED_PAGE_OPENED_BY
        with writing(session, at=at, by=actor, doing=doing, person_key=opened_by.key) as pen:
            if what == "help":
                pen.session.help_called_at = at
            pen.note(EventKind.HELP_CALLED if what == "help" else EventKind.AT_CHAIR, _body(pen, what, alarm, actor))
        tasks.open_task(
            Duty.Kind.ALARMS, what=f"{session.chair.name}: confirm what the locked page took.", at=at, by=actor,
            patient=session.patient, subject_key=_about(session), owner=session.nurse,
        )  # fmt: skip
    return session


def _body(pen: Pen, what: str, alarm: str, actor: str) -> dict[str, Any]:
    said = SAYS[what]
    if what == "acknowledge":
        if alarm not in pen.state.alarms:
            raise watch.UnknownAlarm("This alarm is not waiting any more. It may have ended; look at the page.")
        said = f"{said}: {pen.state.alarms[alarm].condition}"
    body = {"what": what, "unconfirmed": True, "by": actor, "said": said, "text": f"{said} ({actor})"}
    return body | ({"alarm": alarm} if what == "acknowledge" else {})


def _about(session: Session) -> UUID:
    """What the nurse's task is about: apart from the task of an alarm that nobody acknowledges."""
    return uuid5(session.key, "locked")


def confirm(session: Session, number: int, *, by: User) -> Session:
    """Confirm in one's own name what a locked page took: now it acts, with the time at which it was taken.

    Raises NothingToConfirm, and what the act itself refuses.
    """
    with audit.atomic():
        line = _waiting(session, number)
        with writing(session, at=timezone.now(), by=by, doing=Action.CONFIRMED_WHAT_LOCKED_PAGE_TOOK) as pen:
            pen.note(
                EventKind.CONFIRMED, {"of": number, "by": by.name, "text": f"Confirmed by {by.name}: {_said(line)}"}
            )
        _act(session, line, by=by)
        session.refresh_from_db()
        if not charting.unconfirmed(board.acts_of(session)):
            tasks.finish_about(Duty.Kind.ALARMS, _about(session), outcome="Confirmed at the chair", by=by)
    return session


def _waiting(session: Session, number: int) -> Line:
    Session.objects.select_for_update().get(pk=session.pk)
    session.refresh_from_db()
    found = [line for line in charting.unconfirmed(board.acts_of(session)) if line.number == number]
    if not found:
        raise NothingToConfirm(f"Entry {number} waits for nobody: it is confirmed already. Look at what happened.")
    return found[0]


def _said(line: Line) -> str:
    return str(line.body["said"])


def _act(session: Session, line: Line, *, by: User) -> None:
    """Do what was taken. An alarm that has ended and was acknowledged meanwhile needs nothing more."""
    happened_at = moment(line.at_s)
    match line.body["what"]:
        case "acknowledge" if line.body["alarm"] in watch.from_dict(session.alarm_state).alarms:
            acts.acknowledge(session, line.body["alarm"], by=by)
        case "stop":
            acts.act(session, "stop", by=by, happened_at=happened_at)
        case "pump-observed":
            acts.pump_seen(session, by=by, happened_at=happened_at)
