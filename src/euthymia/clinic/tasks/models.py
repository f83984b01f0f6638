"""Who answers for what, what waits for whom, and what came of each nightly copy."""

import uuid

from django.db import models

from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import stored


class Duty(models.Model):
    """Who answers for a kind of task today. One named person a kind."""

    audit_name = "duty"

    class Kind(models.TextChoices):
        RISK = "risk", "Answers about thoughts of death or self-harm"
        CONSULTS = "consults", "Requests for a consult"
        SESSIONS = "sessions", "Sessions left open"
        DAY_AFTER = "day_after", "Checks a day after an infusion"
        ALARMS = "alarms", "Alarms at a chair that nobody acknowledged"
        CLINIC = "clinic", "The clinic's own machine and records"

    kind = models.CharField(max_length=20, choices=Kind.choices, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class Task(models.Model):
    """Something a named person must do by a time; when nobody takes it, it goes to the next named person."""

    audit_name = "task"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Duty.Kind.choices)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="+")
    subject_key = models.UUIDField(null=True)  # what it is about: an answer sheet, a request
    description = models.TextField()
    # None: nobody may open it
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    @property
    def unknown_kind(self) -> str:
        """Return its kind in words where this version does not know it, else ""."""
        return "" if self.kind in Duty.Kind.values else stored.not_known(self.kind)

    class Meta:
        ordering = ["due_at"]
        indexes = [models.Index(fields=["taken_at", "due_at"])]


class MailTest(models.Model):
    """One test message to who asked for it: what came of it, by which server."""

    audit_name = "mail-test"

    class Outcome(models.TextChoices):
        TAKEN = "taken", "The server took it"
        FILED = "filed", "Written as a file: no server is set"
        REFUSED = "refused", "The server refused it"
        UNREACHED = "unreached", "The server did not answer"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    server = models.CharField(max_length=300, blank=True)  # host, port and sender; "" where none was set
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    said = models.CharField(max_length=300, blank=True)  # what the server said, where it refused

    class Meta:
        ordering = ["-at"]


class BackupRun(models.Model):
    """One nightly copy with its rehearsal: what came of it. `faults` is empty where the copy can be trusted."""

    audit_name = "backup-run"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    location = models.CharField(max_length=300, blank=True)
    row_count = models.BigIntegerField(default=0)
    audit_result = models.CharField(max_length=200, blank=True)
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]
