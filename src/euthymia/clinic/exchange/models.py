"""What leaves the clinic: a packet about one person, figures about many. Never edited: what is new is a new row."""

import uuid

from django.db import models

from euthymia.clinic.people.models import Patient, User
from euthymia.registry.measures.response_rate import Rate


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


class RegistryRelease(models.Model):
    """The registry's figures as they were released from a snapshot: what is shown until the next release.

    Kept here and not read from the snapshot again: what was shown stays known, whatever becomes of the files.
    """

    audit_name = "registry-release"

    snapshot = models.CharField(max_length=40, unique=True)
    released_at = models.DateTimeField()
    counts = models.JSONField()  # scale, people, responded: one list a line

    class Meta:
        ordering = ["pk"]

    @property
    def rates(self) -> tuple[Rate, ...]:
        """Return the released counts."""
        return tuple(Rate(*line) for line in self.counts)
