"""A clinic's own wording of a scale, and scales that a patient is asked to answer. Neither is edited or deleted."""

import uuid

from django.db import models

from euthymia.clinic.people.models import Patient, User


class LoadedWording(models.Model):
    """One wording as it was loaded, with the licence that was stated; on from one time, off from another.

    What a form showed at any moment is the wording that was on then.
    """

    audit_name = "loaded-wording"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instrument = models.CharField(max_length=20)
    wording = models.JSONField()  # as `wire.fhir.resources.wording.Wording` has them
    file = models.TextField()  # the Questionnaire itself, as it came
    fingerprint = models.CharField(max_length=64)  # SHA-256 of its bytes
    licence_from = models.CharField(max_length=200)
    licence_for = models.CharField(max_length=500)
    licence_on = models.DateField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_at = models.DateTimeField(null=True)
    on_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    off_at = models.DateTimeField(null=True)
    off_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-loaded_at", "-pk"]

    @property
    def state(self) -> str:
        return "taken back" if self.off_at else "on" if self.on_at else "loaded, not on"


class AskedScale(models.Model):
    """Staff ask a patient to answer a scale on their own page by a day; answered by a sheet, or withdrawn."""

    audit_name = "asked-scale"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=20)
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(
        "assessment.QuestionnaireResponse", null=True, on_delete=models.PROTECT, related_name="answers_asked"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
