"""The clinic's face, requests for a consult, and who or which chair is taken when."""

import uuid
from datetime import timedelta

from django.db import models

from euthymia.clinic.front_door.phones import dialled
from euthymia.clinic.people.models import Patient, User


class ClinicProfile(models.Model):
    """One row: the clinic's name and the person to call when a page cannot help."""

    name = models.CharField(max_length=120, default="Euthymia")
    person_to_call = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    staffed_phone = models.CharField(max_length=40, blank=True)  # where an answer nobody took ends: somebody picks up
    week = models.JSONField(default=dict)  # front_door.hours: weekday, 0 Monday, to "09:00-17:00"

    @property
    def dialled(self) -> str:
        return dialled(self.phone)


class CrisisContact(models.Model):
    """A crisis line the clinic has checked and set. The product ships none."""

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

    class Urgency(models.TextChoices):
        SOON = "soon", "Call today"
        ROUTINE = "routine", "Within a week"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    birth_date = models.DateField()
    email = models.EmailField()
    phone = models.CharField(max_length=40)
    why = models.TextField(blank=True)
    reached_by = models.CharField(max_length=10, default="phone")
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    urgency_reasons = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="requests")
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-urgency", "asked_at"]


class Resource(models.Model):
    """A chair, or a clinician's time: what one person can have and no second person at once."""

    class Kind(models.TextChoices):
        CHAIR = "chair", "Chair"
        CLINICIAN = "clinician", "Clinician"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=60, unique=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="resource")

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A consult with a clinician, or an infusion in a chair."""

    class Kind(models.TextChoices):
        CONSULT = "consult", "Consult in person"
        INFUSION = "infusion", "Infusion"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    resources = models.ManyToManyField(Resource, related_name="appointments")
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at"]

    @property
    def ends_at(self) -> object:
        return self.starts_at + timedelta(minutes=self.minutes)


class Claim(models.Model):
    """One resource for one 5-minute slice. The unique pair is what makes a double booking impossible."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT)
    slice_at = models.DateTimeField()
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="claims")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "slice_at"], name="one_claim_per_slice")]
