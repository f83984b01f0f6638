"""What was read from records of other systems. Nothing in a line counts until a person has confirmed it."""

import uuid

from django.db import models

from euthymia.clinic.people.models import Patient, User


class RecordImport(models.Model):
    """One file that was read for one patient. The file itself is not kept; its name may say who she is, and is not."""

    audit_name = "record-import"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)  # SHA-256 of its bytes
    size_bytes = models.PositiveBigIntegerField()
    resources = models.PositiveIntegerField()
    new_lines = models.PositiveIntegerField()
    known_lines = models.PositiveIntegerField()
    names_patient = models.BooleanField()  # the file holds a Patient, which was held against the chart
    refused = models.JSONField()  # [{where, reason}], the first of them
    refused_count = models.PositiveIntegerField()
    unlisted_medicines = models.JSONField()  # medicines that are none of the catalogue: name to count
    unread_conditions = models.JSONField(default=dict)  # conditions that name no disorder we know: name to count
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]


class ImportedLine(models.Model):
    """One thing that a record says, and what a person decided about it. However often it is read, it is one line."""

    audit_name = "imported-line"

    class Kind(models.TextChoices):
        TRIAL = "trial", "Antidepressant"
        AGENT = "agent", "Added to an antidepressant"
        DIAGNOSIS = "diagnosis", "Diagnosis"
        SCORE = "score", "PHQ-9 total"
        ALLERGY = "allergy", "Allergy"

    class Decision(models.TextChoices):
        OPEN = "", "Not decided"
        CONFIRMED = "confirmed", "Confirmed"
        CHANGED = "changed", "Changed, then confirmed"
        LEFT_OUT = "left out", "Left out"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    record_import = models.ForeignKey(RecordImport, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField()  # in the documented form, with from_resources and look_at
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entered_as = models.CharField(max_length=60, blank=True)  # "trial:<key>" or "allergy:<key>": what confirming made

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["patient", "fingerprint"], name="one_line_once_a_patient")]
