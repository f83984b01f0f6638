"""What answered sheets say about danger: each item about suicide, and each sheet that was begun without it."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, Subquery

from euthymia.clinic.assessment.models import ItemAnswer, QuestionnaireResponse
from euthymia.clinic.assessment.models.danger import RiskAssessment
from euthymia.clinic.people.models import Patient
from euthymia.medicine import instruments
from euthymia.medicine.danger import RiskItem
from euthymia.medicine.instruments.instrument import Instrument

WITH_RISK: Final = tuple(scale for scale in instruments.ALL.values() if scale.risk_items)


def told(patient: Patient) -> list[RiskItem]:
    """List each answer to an item about suicide as it was touched, and each such item that a begun sheet lacks."""
    return [*_answered(patient), *(item for scale in WITH_RISK for item in _unanswered(patient, scale))]


def _answered(patient: Patient) -> list[RiskItem]:
    about = Q()
    for scale in WITH_RISK:
        about |= Q(sheet__instrument=scale.key, item__in=scale.risk_items)
    rows = ItemAnswer.objects.filter(about, sheet__patient=patient).values_list(
        "at", "answer", "sheet__instrument", "item"
    )
    return [_item(instruments.find(key), item, at, answer) for at, answer, key, item in rows]


def _unanswered(patient: Patient, scale: Instrument) -> list[RiskItem]:
    rows = _begun_without(scale).filter(patient=patient)
    return [_item(scale, item, row.last_at, None) for row in rows for item in scale.risk_items]


def _item(scale: Instrument, item: int, at: datetime, answer: int | None) -> RiskItem:
    return RiskItem(at, answer, f"{scale.name} item {item}", scale.greatest(item))


def left_open(since: datetime) -> list[QuestionnaireResponse]:
    """List sheets that were begun, not touched since, and lack an item about suicide; not those a clinician settled."""
    settled = RiskAssessment.objects.filter(patient=OuterRef("patient"), seen_until__gt=OuterRef("last_at"))
    rows = [_begun_without(scale).filter(last_at__lte=since).exclude(Exists(settled)) for scale in WITH_RISK]
    return [sheet for found in rows for sheet in found.select_related("patient")]


def _begun_without(scale: Instrument) -> Any:
    """Find the open sheets without their item about suicide. One that was only opened is not begun: an answer is."""
    begun = QuestionnaireResponse.objects.filter(instrument=scale.key, finished_at=None)
    begun = begun.exclude(touches__item__in=scale.risk_items)
    newest = ItemAnswer.objects.filter(sheet=OuterRef("pk")).order_by("-pk").values("at")[:1]
    return begun.annotate(last_at=Subquery(newest)).filter(last_at__isnull=False).order_by("last_at")
