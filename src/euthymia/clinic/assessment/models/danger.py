"""Danger: what was answered, what a clinician found, who took over, the safety plan. Nobody edits what was said."""

import uuid
from typing import cast

from django.db import models

from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import danger
from euthymia.medicine.instruments import cssrs


class RiskScreen(models.Model):
    """One C-SSRS screener, entered by item number from the clinic's own sheet; the map it is read by is kept."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_by = models.CharField(max_length=20, default=cssrs.PUBLISHED)
    behaved_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True, db_index=True)  # every item answered, or settled by an assessment

    class Meta:
        ordering = ["-began_at", "-pk"]

    def answers(self) -> dict[str, bool]:
        """Give the latest answer to each item touched."""
        return {one.item: one.yes for one in self.answered.all()}

    def as_screen(self) -> danger.Screen:
        touched = tuple(danger.Answered(one.at, one.item, one.yes) for one in self.answered.all())
        return danger.Screen(self.began_at, touched, self.read_by, self.behaved_on)


class RiskAnswer(models.Model):
    """One answer as it was touched. A later answer is a later row; the earlier one stays."""

    screen = models.ForeignKey(RiskScreen, on_delete=models.PROTECT, related_name="answered")
    item = models.CharField(max_length=2)
    yes = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class RiskJudgement(models.Model):
    """A clinician spoke with the person in person and says what was found; it settles what had been seen by then."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)
    words = models.TextField()
    seen_until = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]

    def as_judgement(self) -> danger.Judgement:
        level = cast("danger.Level", self.level)
        return danger.Judgement(self.at, self.seen_until, level, self.words, self.by.name)


class Handover(models.Model):
    """Who sees the person today, or which emergency or inpatient care took over: when, and to whom by name."""

    class Kind(models.TextChoices):
        TODAY = "today", "A clinician here, today"
        EMERGENCY = "emergency", "Emergency care"
        INPATIENT = "inpatient", "Inpatient care"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    to_whom = models.CharField(max_length=120)
    said = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]


class SafetyPlan(models.Model):
    """One version of a person's safety plan, written with them. Another version is another row."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    sections = models.JSONField()  # by key of `safety_plan.SECTIONS`, each a text with a line an entry
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
