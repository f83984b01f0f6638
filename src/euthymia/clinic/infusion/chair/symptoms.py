"""A symptom that asks for stop and treat, whatever the numbers say: seen by a person, over when a person says so."""

from datetime import datetime

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import LIVE, Session
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people.models import User
from euthymia.medicine import session as states
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind, catalogue


def see(session: Session, what: str, *, by: User, happened_at: datetime | None = None) -> Session:
    """Raise the alarm of a symptom. Raises NotListed, WrongMoment."""
    catalogue.one_of(what, watch.SYMPTOMS, "Symptom")
    at = _in_the_chair(session)
    with writing(session, at=at, by=by, doing=Action.SAW_SYMPTOM) as pen:
        text = f"{what.capitalize()}, seen by {by.name}"
        pen.note(EventKind.SYMPTOM, {"what": what, "by": by.name, "said": what, "text": text}, event_at=happened_at)
        pen.step(watch.begin_condition(pen.state, "symptom", what, now_s=at.timestamp()))
    return session


def over(session: Session, what: str, *, by: User) -> Session:
    """Note that a symptom is gone; until somebody has acknowledged its alarm that stays. Raises UnknownAlarm."""
    at = _in_the_chair(session)
    with writing(session, at=at, by=by, doing=Action.SAW_SYMPTOM_END) as pen:
        step = watch.end_condition(pen.state, "symptom", what, now_s=at.timestamp())
        text = f"{what.capitalize()} is over, says {by.name}"
        pen.note(EventKind.SYMPTOM_OVER, {"what": what, "by": by.name, "said": what, "text": text})
        pen.step(step)
    return session


def _in_the_chair(session: Session) -> datetime:
    if session.state not in LIVE:
        raise states.WrongMoment(f"The session is {session.state}: its patient is not in the chair. Write a note.")
    return timezone.now()
