"""The clinic's rows as plain dicts for the registry, read once each and without holding up who writes."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from euthymia.clinic.assessment.models import QuestionnaireResponse
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.outcomes.infusions import given
from euthymia.clinic.outcomes.models import ClinicianRating, NextDayCheck
from euthymia.clinic.people.models import Patient
from euthymia.medicine.instruments import madrs, phq9

Rows = list[dict[str, Any]]


class Gathered(NamedTuple):
    """What `registry.deidentify` asks for; `person` is the clinic's own key, which does not leave."""

    persons: Rows
    sessions: Rows
    scores: Rows


def gather() -> Gathered:
    """Read the infusions, the scores, and last the people: nobody's row can be there before they are."""
    sessions, scores = _sessions(), _scores()
    return Gathered(_persons(), sessions, scores)


def _persons() -> Rows:
    rows = Patient.objects.order_by("pk").values_list("pk", "birth_date__year")
    return _dicts(("person", "birth_year"), rows.iterator())


def _sessions() -> Rows:
    rows = given(Session.objects.all()).values_list(
        "patient_id", "started_at", "order__dose_mg_per_kg", "order__duration_min"
    )
    return _dicts(("person", "at", "dose_mg_per_kg", "minutes"), rows.iterator())


def _scores() -> Rows:
    sheets = QuestionnaireResponse.objects.filter(instrument=phq9.PHQ9.key).exclude(finished_at=None).order_by("pk")
    ratings = ClinicianRating.objects.filter(instrument=madrs.MADRS.key).order_by("pk")
    checks = NextDayCheck.objects.order_by("pk")
    named = ("person", "at", "instrument", "total")
    return [
        *_dicts(named, sheets.values_list("patient_id", "finished_at", "instrument", "total").iterator()),
        *_dicts(named, ratings.values_list("patient_id", "at", "instrument", "total").iterator()),
        *(
            {"person": person, "at": at, "instrument": madrs.MADRS_24H.key, "total": total}
            for person, at, total in checks.values_list("patient_id", "at", "total").iterator()
        ),
    ]


def _dicts(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Rows:
    return [dict(zip(names, row, strict=True)) for row in rows]
