"""Refused sign-ins and denied charts, in the audit chain: whose account, from where, and how often in that minute.

The first of a minute is written at once; the rest of it in one row, once the minute is over. Of so many different ones
in a minute the chain keeps the first, and counts the others together: nobody makes it grow as they like.
"""

from datetime import UTC, datetime
from typing import Final

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.models import Patient, RefusalCount, User

MOST_A_MINUTE: Final = 60
MORE: Final = "more"


def address_of(request: HttpRequest) -> str:
    """Return where a request came from; behind a web server what it says of it, once that server is believed."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def note(
    action: Action, *, who: str, request: HttpRequest, user: User | None = None, patient: Patient | None = None
) -> None:
    """Count a refusal, and write the first one of its kind in this minute.

    who    the account's key, or the keyed hash of a name that no account has
    user   the account, which the row then has for its subject
    """
    now = timezone.now()
    minute = int(now.timestamp() // 60)
    close(minute)
    subject = _subject(user, patient)
    of_it = {"minute": minute, "action": action, "who": who, "subject": subject, "address": address_of(request)}
    with audit.atomic():
        if RefusalCount.objects.filter(**of_it).update(count=F("count") + 1):
            return
        if RefusalCount.objects.filter(minute=minute).count() >= MOST_A_MINUTE:
            return _count_more(minute)
        row, new = RefusalCount.objects.get_or_create(
            **of_it, defaults={"patient_key": patient.key if patient else None}
        )
        if not new:
            RefusalCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
            return
        by = user if action != Action.SIGN_IN_REFUSED else None
        row_about = patient or user
        audit.write(action, row_about, by=by, at=now, who=who, address=of_it["address"], count=1)


def _subject(user: User | None, patient: Patient | None) -> str:
    return f"patient:{patient.key}" if patient else f"user:{user.key}" if user else ""


def _count_more(minute: int) -> None:
    row, _ = RefusalCount.objects.get_or_create(
        minute=minute, action=Action.ALL_FURTHER_REFUSALS, who=MORE, subject="", address="", defaults={"count": 0}
    )
    RefusalCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def close(before: int) -> None:
    """Write what the minutes before this one had beyond their first refusals, and clear their counts away."""
    over = RefusalCount.objects.filter(minute__lt=before)
    if not over.exists():
        return
    with audit.atomic():
        for row in over.select_for_update().order_by("pk"):
            first = 0 if row.action == Action.ALL_FURTHER_REFUSALS else 1
            if row.count > first:
                _write_rest(Action(row.action), row, row.count - first)
            row.delete()


def _write_rest(action: Action, row: RefusalCount, count: int) -> None:
    at = datetime.fromtimestamp(row.minute * 60 + 59, UTC)
    is_sign_in = action == Action.SIGN_IN_REFUSED
    user = User.objects.filter(key=row.who).first() if len(row.who) == 36 else None
    patient = Patient.objects.filter(key=row.patient_key).first() if row.patient_key else None
    by = user if user is not None and not is_sign_in else None
    audit.write(action, patient or user, by=by, at=at, who=row.who, address=row.address, count=count)
