"""The scales that other rooms rate, as the chart's list of scales shows them."""

from django.urls import reverse

from euthymia.clinic.assessment.scales.listing import Card
from euthymia.clinic.infusion import summary as infusion
from euthymia.clinic.outcomes import summary as outcomes
from euthymia.clinic.outcomes.models import ClinicianRating, NextDayCheck
from euthymia.clinic.people.models import Patient
from euthymia.medicine import instruments


def elsewhere(patient: Patient) -> list[Card]:
    """Return the scales rated on the outcome page or entered at the chair: with a link, never entered twice."""
    outcome = reverse("outcomes:course", args=[patient.key])
    rated = outcomes.latest(patient)
    session = infusion.last_session(patient)
    where, key = ("infusion:report", session.key) if session else ("infusion:orders", patient.key)
    chair = reverse(where, args=[key])
    at_chair = f"Entered at the chair; last session {session.opened_at:%-d %b %Y}." if session else "No session yet."
    return [
        _rated("madrs", rated.madrs, f"{outcome}#madrs"),
        _rated("madrs-24h", rated.day_after, outcome),
        *(Card(instruments.find(key), act="Open the record", link=chair, says=at_chair) for key in ("cadss", "moaas")),
    ]


def _rated(key: str, row: ClinicianRating | NextDayCheck | None, link: str) -> Card:
    scale = instruments.find(key)
    if row is None:
        return Card(scale, act="Open the outcome", link=link)
    return Card(
        scale, act="Open the outcome", link=link, total=row.total, band=scale.band(row.total), at=row.at, by=row.by.name
    )
