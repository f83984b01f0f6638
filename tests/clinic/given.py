"""Infusions and scores in the record, as they stand after the fact."""

from datetime import datetime, timedelta

from euthymia.clinic.assessment.models import QuestionnaireResponse
from euthymia.clinic.audit import chain
from euthymia.clinic.infusion.models import Order, Session, SessionEvent
from euthymia.clinic.outcomes.models import ClinicianRating


def infusion(clinic, at: datetime, *, patient=None, state="discharged", started=True) -> Session:
    """A session opened half an hour before `at`, when its infusion was started."""
    patient, opened_at = patient or clinic.ruth, at - timedelta(minutes=30)
    with chain.atomic():
        order = Order.objects.create(
            patient=patient, indication="TRD", endpoint="MADRS", course="2 a week", dose_mg_per_kg=0.5,
            duration_min=40, weight_kg=70, weight_as_entered="70 kg", vial_mg_per_ml=50, bag_ml=100,
            plan={"dose_mg": 35.0}, signed_by=clinic.prescriber, signed_at=opened_at,
            expires_at=opened_at + timedelta(days=1),
        )  # fmt: skip
        session = Session.objects.create(
            order=order, patient=patient, chair=clinic.chairs[0], nurse=clinic.nurse, state=state,
            opened_at=opened_at, alarm_state={},
        )  # fmt: skip
        if started:
            SessionEvent.objects.create(
                session=session, number=1, kind="act", event_at=at, at=at, actor="test", body={"action": "start"}
            )
        chain.write("filled for a test", session, by="system:test", at=at)
    return session


def phq9(clinic, total: int, at: datetime, *, patient=None) -> QuestionnaireResponse:
    """A finished PHQ-9."""
    with chain.atomic():
        sheet = QuestionnaireResponse.objects.create(
            patient=patient or clinic.ruth, instrument="phq9", started_at=at, started_by=clinic.nurse, finished_at=at,
            total=total, band="",
        )  # fmt: skip
        chain.write("filled for a test", sheet, by="system:test", at=at)
    return sheet


def madrs(clinic, total: int, at: datetime, *, patient=None) -> ClinicianRating:
    """A MADRS over 7 days."""
    items = [min(6, max(0, total - 6 * n)) for n in range(10)]
    with chain.atomic():
        row = ClinicianRating.objects.create(
            patient=patient or clinic.ruth, instrument="madrs", at=at, by=clinic.prescriber, items=items, total=total
        )
        chain.write("filled for a test", row, by="system:test", at=at)
    return row
