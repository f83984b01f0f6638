"""Danger: what was answered, what a clinician found, who took over, the safety plan. Nobody edits what was said."""

import uuid
from typing import cast

from django.db import models

from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import danger
from euthymia.medicine.instruments import cssrs


class RiskScreen(models.Model):
    """One C-SSRS screener, entered by item number from the clinic's own sheet; the map it is read by is kept."""

    audit_name = "risk-screen"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    triage_rule = models.CharField(max_length=20, default=cssrs.PUBLISHED)
    last_behaviour_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True, db_index=True)  # every item answered, or settled by an assessment

    class Meta:
        ordering = ["-started_at", "-pk"]

    def answers(self) -> dict[str, bool]:
        """Return the latest answer to each item touched."""
        return {one.item: one.yes for one in self.answered.all()}

    def as_screen(self) -> danger.Screen:
        touched = tuple(danger.Answered(one.at, one.item, one.yes) for one in self.answered.all())
        return danger.Screen(self.started_at, touched, self.triage_rule, self.last_behaviour_on)


class RiskAnswer(models.Model):
    """One answer as it was touched. A later answer is a later row; the earlier one stays."""

    audit_name = "risk-answer"

    screen = models.ForeignKey(RiskScreen, on_delete=models.PROTECT, related_name="answered")
    item = models.CharField(max_length=2)
    yes = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class RiskAssessment(models.Model):
    """A clinician spoke with the person in person and says what was found; it settles what had been seen by then."""

    audit_name = "risk-assessment"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)
    rationale = models.TextField()
    seen_until = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]

    def as_judgement(self) -> danger.Judgement:
        level = cast("danger.Level", self.level)
        return danger.Judgement(self.at, self.seen_until, level, self.rationale, self.by.name)


class Handover(models.Model):
    """Who sees the person today, or which emergency or inpatient care took over: when, and to whom by name."""

    audit_name = "handover"

    class Kind(models.TextChoices):
        TODAY = "today", "A clinician here, today"
        EMERGENCY = "emergency", "Emergency care"
        INPATIENT = "inpatient", "Inpatient care"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    recipient = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]


class SafetyPlan(models.Model):
    """One version of a person's safety plan, written with them. Another version is another row."""

    audit_name = "safety-plan"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    sections = models.JSONField()  # by key of `safety_plan.SECTIONS`, each a text with a line an entry
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
