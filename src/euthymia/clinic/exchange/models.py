"""What leaves the clinic about one person. Never edited: a new packet is a new row."""

import uuid

from django.db import models

from euthymia.clinic.people.models import Patient, User


class Packet(models.Model):
    """What a payer or a second opinion reads, as it stood when a prescriber signed it."""

    audit_name = "packet"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    meaning = models.CharField(max_length=200)

    class Meta:
        ordering = ["-signed_at"]
