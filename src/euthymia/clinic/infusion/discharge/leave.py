"""The patient leaves: the list of discharge signed, the session closed."""

from dataclasses import asdict

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.discharge import checklist
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session.moves import _move
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.models import User
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind
from euthymia.medicine.checklists import discharge


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
    checklist.hear_risk(session, facts, by=by)
    lines = discharge.check(facts, policy=policies.in_force("discharge"))
    with writing(session, at=at, by=by, doing=Action.DISCHARGED) as pen:
        task = checklist.book_day_after(session, by=by, at=at)
        _move(pen, "discharge", {"text": f"Discharged by {by.name}; escort {facts.escort_name or 'present'}"})
        due = f"{timezone.localtime(task.due_at):%d %B %H:%M}"
        text = f"Every criterion for leaving is met. The check a day after: {task.owner.name}, by {due}"
        signed = {"by": by.name, "role": by.get_role_display(), "meaning": signing.LEAVING}
        pen.note(EventKind.DISCHARGE, {"lines": [asdict(line) for line in lines], "signed": signed, "text": text})
    return session
