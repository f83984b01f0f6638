"""The chain's rows. The database refuses to change or delete one (triggers, migration 0002)."""

from django.db import models

from euthymia.clinic.audit.actions import shown


class AuditEvent(models.Model):
    """One act. Never a name or a clinical value: keys and words of ours only."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)  # "person:<key>", "device:<key>", "system:<part>", "public"
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)  # by the model's audit_name: "session:<key>"
    patient_key = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    content = models.TextField(null=True)  # which rows the action wrote, and the hash of each (audit.contents)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["patient_key", "number"]), models.Index(fields=["at"])]

    @property
    def in_words(self) -> str:
        """Return what was done as a person reads it, also where this version does not know the word."""
        return shown(self.action)


class ChainHead(models.Model):
    """The chain's last number and hash: locked while a transaction adds its rows."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
