"""What can be booked, what is booked, and the claims that keep anything from being booked twice."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from euthymia.clinic.people.models import Patient, User


class ResourceRows(models.QuerySet["Resource"]):
    """Chairs and clinicians, as rows."""

    def in_use(self) -> "ResourceRows":
        """Return those that are not retired."""
        return self.filter(retired_at=None)


class Resource(models.Model):
    """A chair, or a clinician's time: what one person can have and no second person at once."""

    audit_name = "resource"

    class Kind(models.TextChoices):
        CHAIR = "chair", "Chair"
        CLINICIAN = "clinician", "Clinician"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=60, unique=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)  # from then on nothing is booked or opened there
    retired_reason = models.CharField(max_length=200, blank=True, default="")
    objects = ResourceRows.as_manager()

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A consult with a clinician, or an infusion in a chair."""

    audit_name = "appointment"

    class Kind(models.TextChoices):
        CONSULT = "consult", "Consult in person"
        INFUSION = "infusion", "Infusion"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    resources = models.ManyToManyField(Resource, related_name="appointments")
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True, default="")
    moved_reason = models.TextField(blank=True, default="")  # of the last move
    short_notice = models.TextField(blank=True, default="")  # what the person said, where the place was near in time
    version = models.PositiveSmallIntegerField(default=0)  # one more with every move: an old page moves nothing

    class Meta:
        ordering = ["starts_at"]

    @property
    def ends_at(self) -> datetime:
        ends_at: datetime = self.starts_at + timedelta(minutes=self.minutes)
        return ends_at


class SlotClaim(models.Model):
    """One resource for one 5-minute slice. The unique pair is what makes a double booking impossible."""

    audit_name = "slot-claim"

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT)
    slot_at = models.DateTimeField()
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="claims")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "slot_at"], name="one_claim_per_slice")]


class PatientClaim(models.Model):
    """One person for one 5-minute slice: nobody sits in two chairs at once. What was booked before 0.4.0 has none."""

    audit_name = "patient-claim"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    slot_at = models.DateTimeField()
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "slot_at"], name="one_place_per_person")]
