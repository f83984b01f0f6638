"""People and their charts' doors, the policies they sign and the audits they review."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people.roles import Capability, Role, may


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Someone who signs in. One role each; a medical director is a prescriber who signs policies."""

    audit_name = "user"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)  # one more, and every sign-in from before is over

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def may(self, capability: Capability) -> bool:
        """Return whether this person's role may do this (people.roles)."""
        return may(self.role, capability)

    @property
    def is_staff_member(self) -> bool:
        return self.may(Capability.WORK_HERE)

    @property
    def is_clinician(self) -> bool:
        return self.may(Capability.OPEN_CHARTS)

    @property
    def is_prescriber(self) -> bool:
        return self.may(Capability.PRESCRIBE)

    @property
    def is_booker(self) -> bool:
        return self.may(Capability.BOOK)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return the mark of a sign-in: it changes with the password, and where every sign-in is ended."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        marked = f"{self.password}{self.session_epoch or ''}"
        return salted_hmac(salt, marked, secret=secret, algorithm="sha256").hexdigest()

    def save(self, *args: Any, **more: Any) -> None:
        """Save; where Django hashes a password again at sign-in, because its own rules moved on, note that too."""
        if list(more.get("update_fields") or ()) != ["password"]:
            return super().save(*args, **more)
        with audit.atomic():
            super().save(*args, **more)
            audit.write(Action.REHASHED_PASSWORD, self, by="system:sign-in", at=timezone.now())

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display().lower()}"


class Patient(models.Model):
    """Someone the clinic looks after. `number` is the clinic's own record number, worn on the wrist."""

    audit_name = "patient"

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

    audit_name = "care-team-member"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="looks_after")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "user"], name="once_on_a_care_team")]


class CareTeamDeparture(models.Model):
    """Somebody left a care team, for a reason. The row of the membership is gone; this one stays."""

    audit_name = "care-team-departure"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    left_at = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


class BreakGlass(models.Model):
    """A clinician opened a chart that is not theirs, with a typed reason; someone reviews it."""

    audit_name = "break-glass"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="glass_broken")
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="glass_reviewed")
    reviewed_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)


class PolicySignature(models.Model):
    """A medical director signed a policy's value. Never edited: another value is another signature."""

    audit_name = "policy-signature"

    key = models.CharField(max_length=80, db_index=True)  # medicine.policies
    wording = models.TextField()  # what was signed; where a later version says it otherwise it is signed again
    value = models.JSONField(null=True)
    meaning = models.CharField(max_length=200)  # what the signature says
    reason = models.TextField(blank=True)  # why the value is not the one proposed
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="policies_signed")
    signed_at = models.DateTimeField()


class AuditReview(models.Model):
    """Somebody read the audit report of a period and signed what was found. Never edited."""

    audit_name = "audit-review"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_day = models.DateField()
    last_day = models.DateField()
    row_count = models.PositiveIntegerField()
    last_number = models.BigIntegerField()  # the newest row that was there to be read, and its hash
    last_hash = models.CharField(max_length=64, blank=True)
    finding = models.TextField()
    meaning = models.CharField(max_length=200)  # what the signature says
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="audits_reviewed")
    signed_at = models.DateTimeField()


class AccessLink(models.Model):
    """A link that works once, for a colleague whose access the owner gives or mends. Of the link a hash alone is kept.

    made_by   None from the command line
    """

    audit_name = "access-link"

    class Purpose(models.TextChoices):
        INVITE = "invite", "Choose a password and begin"
        PASSWORD = "password", "Choose a new password"
        SECOND_FACTOR = "second_factor", "Set up a new second factor"
        SIGN_IN = "sign_in", "Sign in from this device"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code in an owner's safe, which lets them in once where password and second factor are lost. A hash is kept."""

    audit_name = "recovery-code"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)


class TryCounter(models.Model):
    """How often a password, a code or a request was tried by one counter, since when. No record of what anybody did."""

    audit_name = "try-counter"

    name = models.CharField(max_length=120, unique=True)  # what is tried, and a keyed hash of by whom
    started_at = models.DateTimeField()
    count = models.PositiveIntegerField()


class RefusalCount(models.Model):
    """How often one person was refused from one address in one minute. It is written to the audit chain, then gone."""

    audit_name = "refusal-count"

    minute = models.BigIntegerField()
    action = models.CharField(max_length=80)
    who = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    patient_key = models.UUIDField(null=True)
    address = models.CharField(max_length=45, blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minute", "action", "who", "subject", "address"], name="one_count_a_minute")
        ]
