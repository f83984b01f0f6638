"""Which sessions are infusions that were given, and when each began: for the chart and the registry alike."""

from typing import Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.summary import GIVEN
from euthymia.medicine.charting import EventKind

OVER: Final = ("observing", "discharged")


def given(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Keep the sessions whose infusion has begun, oldest first, with `started_at`.

    `started_at` is when a hand started the pump, as last corrected; the session's opening, where the record of the
    start is elsewhere.
    """
    said = Q(kind=EventKind.ACT) | Q(kind=EventKind.CORRECTION)
    start = SessionEvent.objects.filter(said, session=OuterRef("pk"), body__action="start").order_by("-number")
    started_at = Coalesce(Subquery(start.values("event_at")[:1]), "opened_at")
    return sessions.filter(state__in=GIVEN).annotate(started_at=started_at).order_by("started_at", "pk")
