"""What was rated and asked after. Neither is edited: a new rating is a new row."""

import uuid

from django.db import models

from euthymia.clinic.infusion.models import Session
from euthymia.clinic.people.models import Patient, User


class ClinicianRating(models.Model):
    """A MADRS total by a clinician: the baseline that a 24-hour total is compared with."""

    audit_name = "clinician-rating"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField()
    total = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["at"]


class NextDayCheck(models.Model):
    """The check about 24 hours after an infusion: safety, side effects, and MADRS over the last 24 hours."""

    audit_name = "next-day-check"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    safe = models.CharField(max_length=10)
    side_effects = models.JSONField(default=list)
    items = models.JSONField()  # MADRS items 1 to 10 as scored; sleep and appetite carried from baseline
    total = models.PositiveSmallIntegerField()
    baseline = models.ForeignKey(ClinicianRating, on_delete=models.PROTECT, related_name="carried_to")

    class Meta:
        ordering = ["at"]
