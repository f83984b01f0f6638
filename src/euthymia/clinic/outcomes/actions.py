"""Gather, decide, apply: totals are medicine's, every row is audited."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.outcomes.infusions import OVER, given
from euthymia.clinic.outcomes.models import ClinicianRating, NextDayCheck
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.medicine.instruments import madrs
from euthymia.medicine.instruments.instrument import Instrument, WrongItemCount
from euthymia.medicine.refusal import Refusal

SAFE: Final = ("yes", "unsure", "no")
ASKED: Final = tuple(n for n, _ in madrs.LABELS if n not in (madrs.SLEEP, madrs.APPETITE))


class NoBaseline(Refusal):
    """No MADRS from before the infusion, so sleep and appetite cannot be carried."""


class NotOver(Refusal):
    """The infusion has not been given, or is still running."""


class CheckedAlready(Refusal):
    """The session has its check."""


class SafetyNotAnswered(Refusal):
    """Whether the person feels safe has no answer, or one that cannot be read."""


def rate_madrs(
    patient: Patient, items: Sequence[int | None], *, by: User, at: datetime | None = None
) -> ClinicianRating:
    """Keep a MADRS rating over 7 days: ten items in the form's order; `at` is now unless given.

    Raises WrongItemCount, MissingItem, AnswerOutOfRange.
    """
    score = madrs.score(items)

    at = at or timezone.now()
    with audit.atomic():
        row = ClinicianRating.objects.create(
            patient=patient, instrument=madrs.MADRS.key, at=at, by=by, items=list(items), total=score.total
        )
        audit.write(Action.RATED_MADRS, row, by=by, at=at)
    return row


def hear_item(patient: Patient, scale: Instrument, item: int, answer: int | None, *, by: User, at: datetime) -> bool:
    """Act on an item about suicide the moment it is answered; True where it asks for action now (above zero).

    In a transaction of its own, before anything else of the form is looked at. What is no answer of the item is left
    to the form to refuse.
    """
    if item not in scale.risk_items or answer is None or not scale.item_min < answer <= scale.greatest(item):
        return False
    tasks.open_task(
        Duty.Kind.RISK,
        what=f"{scale.name} item {item} was answered above zero. Speak with the person now and record the risk.",
        at=at,
        by=by,
        patient=patient,
        subject_key=patient.key,
    )
    return True


def hear_safety(session: Session, safe: str, *, by: User, at: datetime) -> bool:
    """Act on the answer about feeling safe; True where it asks for action now ("no", "not sure").

    In a transaction of its own, before anything else of the check is looked at: an answer that somebody gave is owned
    by somebody, even where the rest of the form is refused. Raises SafetyNotAnswered.
    """
    if safe not in SAFE:
        raise SafetyNotAnswered("Whether the person feels safe has no answer. Ask, and choose one of the three.")
    if safe == "yes":
        return False
    word = {"no": "no", "unsure": "not sure"}[safe]
    tasks.open_task(
        Duty.Kind.RISK,
        what=f"Feeling safe, a day after an infusion: “{word}”. Speak with the person now and record the risk.",
        at=at,
        by=by,
        patient=session.patient,
        subject_key=session.key,
    )
    return True


def check_day_after(
    session: Session,
    safe: str,
    side_effects: Sequence[str],
    items: Mapping[int, int | None],
    *,
    by: User,
    at: datetime | None = None,
) -> NextDayCheck:
    """Keep the check about 24 hours after an infusion; `at` is now unless given.

    safe          "yes", "unsure" or "no"; the last two open a task at once, and it stays where the check is refused
    side_effects  words of the person who asked; [] where there were none
    items         MADRS over the last 24 hours by item number, for the eight that are asked (ASKED)
    Raises SafetyNotAnswered, NotOver, CheckedAlready, NoBaseline, WrongItemCount, AskedOver24Hours, MissingItem,
    AnswerOutOfRange.
    """
    at = at or timezone.now()
    hear_safety(session, safe, by=by, at=at)
    with audit.atomic():
        baseline = check_ready(Session.objects.select_for_update().get(pk=session.pk))
        sleep, appetite = baseline.items[madrs.SLEEP - 1], baseline.items[madrs.APPETITE - 1]

        score = madrs.score_24h(_of_ten(items), sleep, appetite)

        row = NextDayCheck.objects.create(
            patient=session.patient,
            session=session,
            at=at,
            by=by,
            safe=safe,
            side_effects=list(side_effects),
            items=[items.get(n, baseline.items[n - 1]) for n, _ in madrs.LABELS],
            total=score.total,
            baseline=baseline,
        )
        audit.write(Action.MADE_NEXT_DAY_CHECK, row, by=by, at=at, safe=safe)
        tasks.finish_about(Duty.Kind.DAY_AFTER, session.key, outcome="The check was made.", by=by)
    return row


def check_ready(session: Session) -> ClinicianRating:
    """Return the baseline for the check of a session that is over. Raises NotOver, CheckedAlready, NoBaseline."""
    if session.state not in OVER:
        raise NotOver(f"The session is {session.state}. Make this check after the infusion, about 24 hours later.")
    if NextDayCheck.objects.filter(session=session).exists():
        raise CheckedAlready("This infusion has its check. Make the next one after the next infusion.")
    baseline = baseline_of(session)
    if baseline is None:
        raise NoBaseline(
            "No MADRS from before this infusion, so sleep and appetite cannot be carried and no total can be given. "
            "Rate the MADRS before an infusion; what you heard today belongs in the notes."
        )
    return baseline


def baseline_of(session: Session) -> ClinicianRating | None:
    """Find the latest MADRS over 7 days from before the infusion began; None where there is none."""
    infusion = given(Session.objects.filter(pk=session.pk)).first()
    before = infusion.started_at if infusion else session.opened_at
    return ClinicianRating.objects.filter(patient=session.patient, instrument=madrs.MADRS.key, at__lte=before).last()


def _of_ten(items: Mapping[int, int | None]) -> list[int | None]:
    numbers = [n for n, _ in madrs.LABELS]
    if unknown := sorted(set(items) - set(numbers)):
        raise WrongItemCount(f"MADRS, 24 hours: there is no item {unknown[0]}. Answer the items of the form.")
    return [items.get(n) for n in numbers]
