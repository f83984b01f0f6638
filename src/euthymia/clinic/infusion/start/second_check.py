"""The second check: another person works the dose out again; where both agree the session may start."""

from dataclasses import asdict
from datetime import date

from django.db import IntegrityError
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import SecondCheck, Session
from euthymia.clinic.infusion.order.signing import near_miss
from euthymia.clinic.infusion.session.checks import _check_identity
from euthymia.clinic.infusion.session.moves import _move
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import User
from euthymia.medicine import dosing
from euthymia.medicine import session as states
from euthymia.medicine.refusal import Refusal


class SamePerson(Refusal):
    """The second check was tried by the person who ordered or opened the session."""


class ChecksDiffer(Refusal):
    """The second person's numbers are not the order's."""


class ChairTaken(Refusal):
    """Another session is live at the chair."""


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
