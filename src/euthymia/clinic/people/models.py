"""People, their charts' doors, and their tasks."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.medicine import stored


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    MEDICAL_DIRECTOR = "medical_director", "Medical director"
    PRESCRIBER = "prescriber", "Prescriber"
    NURSE = "nurse", "Nurse"
    FRONT_DESK = "front_desk", "Front desk"
    RESEARCHER = "researcher", "Researcher"
    PATIENT = "patient", "Patient"


PRESCRIBERS = {Role.MEDICAL_DIRECTOR, Role.PRESCRIBER}
CLINICIANS = PRESCRIBERS | {Role.NURSE}
BOOKERS = CLINICIANS | {Role.FRONT_DESK}


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Someone who signs in. One role each; a medical director is a prescriber who signs policies."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    @property
    def is_staff_member(self) -> bool:
        return self.role != Role.PATIENT

    @property
    def is_clinician(self) -> bool:
        return self.role in CLINICIANS

    @property
    def is_prescriber(self) -> bool:
        return self.role in PRESCRIBERS

    @property
    def is_booker(self) -> bool:
        return self.role in BOOKERS

    def save(self, *args: Any, **more: Any) -> None:
        """Save; where Django hashes a password anew at sign-in, because its own rules moved on, write that down too."""
        if list(more.get("update_fields") or ()) != ["password"]:
            return super().save(*args, **more)
        with audit.atomic():
            super().save(*args, **more)
            audit.write(Action.HASHED_PASSWORD_ANEW, self, by="system:sign-in", at=timezone.now())

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display().lower()}"


class Patient(models.Model):
    """Someone the clinic looks after. `number` is the clinic's own record number, worn on the wrist."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True)
    given = models.CharField(max_length=80)
    family = models.CharField(max_length=80)
    birth_date = models.DateField()
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="patient")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["family", "given"]

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    def __str__(self) -> str:
        return self.number


class CareTeamMember(models.Model):
    """A clinician who looks after this patient, and so may open the chart."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="looks_after")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "user"], name="once_on_a_care_team")]


class BreakGlass(models.Model):
    """A clinician opened a chart that is not theirs, with a typed reason; someone reviews it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="glass_broken")
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="glass_reviewed")
    reviewed_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)


class Duty(models.Model):
    """Who answers for a kind of task today. One named person a kind."""

    class Kind(models.TextChoices):
        RISK = "risk", "Answers about thoughts of death or self-harm"
        CONSULTS = "consults", "Requests for a consult"
        SESSIONS = "sessions", "Sessions left open"
        DAY_AFTER = "day_after", "Checks a day after an infusion"
        ALARMS = "alarms", "Alarms at a chair that nobody acknowledged"
        CLINIC = "clinic", "The clinic's own machine and records"

    kind = models.CharField(max_length=20, choices=Kind.choices, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)


class Task(models.Model):
    """Something a named person must do by a time; when nobody takes it, it goes to the next named person."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Duty.Kind.choices)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="tasks")
    subject_key = models.UUIDField(null=True)  # what it is about: an answer sheet, a request
    what = models.TextField()
    owner = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="tasks"
    )  # None: nobody may open it
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="tasks_taken")
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


class PolicySignature(models.Model):
    """A medical director signed a policy's value. Never edited: another value is another signature."""

    key = models.CharField(max_length=80, db_index=True)  # medicine.policies
    words = models.TextField()  # what was signed; where a later version says it otherwise it is signed anew
    value = models.JSONField(null=True)
    meaning = models.CharField(max_length=200)  # what the signature says
    reason = models.TextField(blank=True)  # why the value is not the one proposed
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="policies_signed")
    signed_at = models.DateTimeField()


class AuditReview(models.Model):
    """Somebody read the audit report of a period and signed what was found. Never edited."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_day = models.DateField()
    last_day = models.DateField()
    rows = models.PositiveIntegerField()
    last_number = models.BigIntegerField()  # the newest row that was there to be read, and its hash
    last_hash = models.CharField(max_length=64, blank=True)
    finding = models.TextField()
    meaning = models.CharField(max_length=200)  # what the signature says
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="audits_reviewed")
    signed_at = models.DateTimeField()


class BackupRun(models.Model):
    """One nightly copy with its rehearsal: what came of it. `faults` is empty where the copy can be trusted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    copy = models.CharField(max_length=300, blank=True)
    rows = models.BigIntegerField(default=0)
    audit = models.CharField(max_length=200, blank=True)
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ["-began_at"]
