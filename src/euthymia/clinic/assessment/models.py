"""What was tried, answered and decided. Verdicts and decisions are never edited: a new one is a new row."""

import uuid

from django.db import models

from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.resistance import Trial


class DrugTrial(models.Model):
    """One antidepressant tried. Struck out rather than deleted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="trials")
    drug = models.CharField(max_length=40)
    form = models.CharField(max_length=20, blank=True)
    dose_mg = models.FloatField()
    began = models.DateField()
    ended = models.DateField(null=True, blank=True)
    adherence = models.CharField(max_length=10)
    response = models.CharField(max_length=10)
    improvement_pct = models.FloatField(null=True, blank=True)
    stopped_for_intolerance = models.BooleanField(default=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT)
    entered_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["began"]

    def as_trial(self) -> Trial:
        return Trial(
            drug=self.drug,
            dose_mg=self.dose_mg,
            began=self.began,
            ended=self.ended,
            adherence=self.adherence,
            response=self.response,
            improvement_pct=self.improvement_pct,
            stopped_for_intolerance=self.stopped_for_intolerance,
            form=self.form,
        )


class ResistanceVerdict(models.Model):
    """What the rule found, from which inputs, by which version of the rule."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="verdicts")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    rule_name = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=40)
    episode_began = models.DateField()
    history_complete = models.BooleanField()
    outcome = models.CharField(max_length=20)
    sentence = models.TextField()
    patient_sentence = models.TextField()
    findings = models.JSONField()
    inputs = models.JSONField()
    sources = models.JSONField()

    class Meta:
        ordering = ["-at"]


class Sheet(models.Model):
    """One answering of a questionnaire. Each touch is kept; a total exists only when every item has an answer."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sheets")
    instrument = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, on_delete=models.PROTECT)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-began_at"]

    def answers(self) -> dict[int, int]:
        """Give the latest answer to each item touched."""
        return {touch.item: touch.answer for touch in self.touches.all()}


class Touch(models.Model):
    """One answer as it was touched. A later answer is a later row; the earlier one stays."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="touches")
    item = models.PositiveSmallIntegerField()
    answer = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        ordering = ["pk"]


class EligibilityDecision(models.Model):
    """Go, no-go or review, with the answers and reasons it stood on."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    answers = models.JSONField()
    overrides = models.JSONField()
    outcome = models.CharField(max_length=10)
    lines = models.JSONField()

    class Meta:
        ordering = ["-at"]
