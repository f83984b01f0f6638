"""What was tried, answered and decided. Verdicts and decisions are never edited: a new one is a new row."""

import uuid

from django.db import models

from euthymia.clinic.assessment.models.danger import Handover, RiskAnswer, RiskAssessment, RiskScreen, SafetyPlan
from euthymia.clinic.assessment.models.records import ImportedLine, RecordImport
from euthymia.clinic.assessment.models.scales import AskedScale, LoadedWording
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.eligibility import workup
from euthymia.medicine.resistance import Trial
from euthymia.medicine.resistance.unlisted import Unlisted
from euthymia.wire import history

__all__ = [
    "Allergy",
    "AntidepressantTrial",
    "AskedScale",
    "EligibilityDecision",
    "Handover",
    "ImportedLine",
    "InfusionDayInstruction",
    "ItemAnswer",
    "LoadedWording",
    "Medicine",
    "QuestionnaireResponse",
    "RecordImport",
    "ResistanceVerdict",
    "RiskAnswer",
    "RiskAssessment",
    "RiskScreen",
    "SafetyPlan",
    "WorkupResult",
]  # fmt: skip


class AntidepressantTrial(models.Model):
    """One antidepressant tried. Struck out rather than deleted."""

    audit_name = "antidepressant-trial"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    drug = models.CharField(max_length=40)
    history = models.JSONField()  # in the documented form of a history: doses, dates, adherence, what came of it
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def read(self) -> Trial | Unlisted:
        """Return the trial, or, where no table has its drug, its name and what is near it."""
        return history.read_or_name(self.history)


class Allergy(models.Model):
    """An allergy, or the answer that none is known: an answer of its own. No row at all: nobody has asked."""

    audit_name = "allergy"

    class Severity(models.TextChoices):
        MILD = "mild", "Mild"
        MODERATE = "moderate", "Moderate"
        SEVERE = "severe", "Severe"
        UNKNOWN = "unknown", "Not known"

    class Source(models.TextChoices):
        PATIENT = "patient", "The patient says so"
        RELATIVE = "relative", "A relative says so"
        RECORD = "record", "An earlier record"
        SEEN = "seen", "Seen here"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    none_known = models.BooleanField(default=False)
    substance = models.CharField(max_length=80, blank=True)
    reaction = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    noted_on = models.DateField(null=True, blank=True)  # the day of the reaction; None: not known
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["substance", "pk"]


class KetamineAnswer(models.Model):
    """A prescriber's answer whether an entry near ketamine, or an intolerance of it, is an allergy to ketamine."""

    audit_name = "ketamine-answer"

    allergy = models.ForeignKey(Allergy, on_delete=models.PROTECT, related_name="ketamine_answers")
    is_ketamine = models.BooleanField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]


class Medication(models.Model):
    """One medicine that is taken now. Ended rather than deleted."""

    audit_name = "medication"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    drug = models.CharField(max_length=80)
    dose = models.CharField(max_length=60, blank=True)
    schedule = models.CharField(max_length=80, blank=True)
    since = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["drug", "pk"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.drug, self.dose, self.schedule) if part)


class InfusionDayInstruction(models.Model):
    """What a prescriber ordered of one medicine for infusion days. Never edited: the newest counts."""

    audit_name = "infusion-day-instruction"

    class Instruction(models.TextChoices):
        TAKE = "take", "Take as usual"
        HOLD = "hold", "Hold on the infusion day"
        ASK = "ask", "Ask me on the day"

    medicine = models.ForeignKey(Medication, on_delete=models.PROTECT, related_name="day_instructions")
    instruction = models.CharField(max_length=4, choices=Instruction.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class WorkupResult(models.Model):
    """One result of the work-up, with the laboratory's own range. Struck out rather than deleted."""

    audit_name = "workup-result"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=30)
    taken_on = models.DateField()
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    reference_low = models.FloatField(null=True)
    reference_high = models.FloatField(null=True)
    finding = models.CharField(max_length=200, blank=True)
    substance = models.CharField(max_length=20, blank=True, default="")  # of a drug screen; "": the screen as a whole
    confirmed = models.BooleanField(default=False)  # of a drug screen, by a specific method; else it is presumptive
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-taken_on", "-pk"]

    @property
    def name(self) -> str:
        return workup.find(self.item).name

    @property
    def said(self) -> str:
        """Return a finding in words."""
        return self.as_result().said

    def as_result(self) -> workup.Result:
        return workup.Result(
            item=self.item, taken_on=self.taken_on, value=self.value, unit=self.unit, low=self.reference_low,
            high=self.reference_high, found=self.finding, substance=self.substance, confirmed=self.confirmed,
        )  # fmt: skip


class ResistanceVerdict(models.Model):
    """What the rule found, from which inputs, by which version of the rule."""

    audit_name = "resistance-verdict"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rule_name = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=40)
    episode_began = models.CharField(max_length=10, blank=True)  # a day, a month or a year; empty: not known
    history_complete = models.BooleanField()
    outcome = models.CharField(max_length=20)
    sentence = models.TextField()
    patient_sentence = models.TextField()
    findings = models.JSONField()
    inputs = models.JSONField()
    context = models.JSONField(default=dict)  # diagnosis, staging, other causes, what would decide, the rule's numbers
    sources = models.JSONField()

    class Meta:
        ordering = ["-at"]


class QuestionnaireResponse(models.Model):
    """One answering of a questionnaire. Each touch is kept; a total exists only when every item has an answer."""

    audit_name = "questionnaire-response"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-started_at"]

    def answers(self) -> dict[int, int]:
        """Return the latest answer to each item touched."""
        return {touch.item: touch.answer for touch in self.touches.all()}


class ItemAnswer(models.Model):
    """One answer as it was touched. A later answer is a later row; the earlier one stays."""

    audit_name = "item-answer"

    sheet = models.ForeignKey(QuestionnaireResponse, on_delete=models.PROTECT, related_name="touches")
    item = models.PositiveSmallIntegerField()
    answer = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class EligibilityDecision(models.Model):
    """Go, no-go or review, with the answers and reasons it stood on."""

    audit_name = "eligibility-decision"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    overrides = models.JSONField()
    outcome = models.CharField(max_length=10)
    lines = models.JSONField()

    class Meta:
        ordering = ["-at"]
