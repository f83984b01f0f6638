"""The clinic's face, and requests for a consult."""

import uuid

from django.db import models

from euthymia.clinic.front_door.phones import dialled
from euthymia.clinic.people.models import Patient


class ClinicProfile(models.Model):
    """One row: the clinic's name and the person to call when a page cannot help."""

    audit_name = "clinic-profile"

    name = models.CharField(max_length=120, default="Euthymia")
    person_to_call = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    staffed_phone = models.CharField(max_length=40, blank=True)  # where an answer nobody took ends: somebody picks up
    week = models.JSONField(default=dict)  # front_door.hours: weekdays and closed dates

    @property
    def dialled(self) -> str:
        return dialled(self.phone)


class CrisisContact(models.Model):
    """A crisis line the clinic has checked and set. The product ships none."""

    audit_name = "crisis-contact"

    country = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=60)
    hours = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["country", "pk"]

    @property
    def dialled(self) -> str:
        return dialled(self.phone)


class ConsultRequest(models.Model):
    """Someone asks to be seen in person."""

    audit_name = "consult-request"

    class Urgency(models.TextChoices):
        SOON = "soon", "Call today"
        ROUTINE = "routine", "Within a week"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    birth_date = models.DateField()
    email = models.EmailField()
    phone = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    preferred_contact = models.CharField(max_length=10, default="phone")
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    urgency_reasons = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-urgency", "asked_at"]
