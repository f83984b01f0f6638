"""Orders, devices, sessions and what happened in them.

A session's events are numbered by the session itself, inside the transaction that writes them: the number is the order
in which readers see them, and the version of the alarm state that several writers share.
"""

import uuid
from enum import StrEnum

from django.db import models

from euthymia.clinic.booking.models import Resource
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import dosing, watch


class Order(models.Model):
    """A prescriber's signed order for one session. Never edited: a changed mind is a new order."""

    audit_name = "order"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    drug = models.CharField(max_length=60, default="racemic ketamine hydrochloride, IV")
    indication = models.CharField(max_length=200)
    endpoint = models.CharField(max_length=200)
    course = models.CharField(max_length=200)
    dose_mg_per_kg = models.FloatField()
    duration_min = models.FloatField()
    weight_kg = models.FloatField()
    weight_as_entered = models.CharField(max_length=40)
    height_cm = models.FloatField(null=True)
    vial_mg_per_ml = models.FloatField()
    bag_ml = models.FloatField()
    plan = models.JSONField()  # what medicine.dosing.plan gave, frozen with the signature
    override_reasons = models.JSONField(default=dict)  # soft limit -> the prescriber's reason
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    meaning = models.CharField(max_length=200, default=signing.ORDER)  # what the signature says
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-signed_at"]

    @property
    def dose_mg(self) -> float:
        return float(self.plan["dose_mg"])

    def as_ordered(self) -> dosing.Order:
        """Return the order as medicine reads it."""
        return dosing.Order(
            dose_mg_per_kg=self.dose_mg_per_kg,
            duration_min=self.duration_min,
            weight_kg=self.weight_kg,
            vial_mg_per_ml=self.vial_mg_per_ml,
            bag_ml=self.bag_ml,
            signatures=1 + SecondSignature.objects.filter(order=self).exists(),
        )


class SecondSignature(models.Model):
    """A second prescriber signed an order whose dose asks for two. Another person than the first, always."""

    audit_name = "second-signature"

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="second_signature")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    meaning = models.CharField(max_length=200)


class NearMiss(models.Model):
    """A limit that was hit, or a difference the second check found. Counted, never hidden."""

    audit_name = "near-miss"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    details = models.JSONField()


LIVE = ("checked", "running", "paused", "observing")  # a patient is in the chair


class Session(models.Model):
    """One infusion, from the order to the door. States and their table: medicine.session."""

    audit_name = "session"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="session")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    nurse = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, db_index=True)
    opened_at = models.DateTimeField()
    last_event_number = models.PositiveIntegerField(default=0)  # also the alarm state's version
    alarm_state = models.JSONField()  # medicine.watch state
    limits = models.JSONField(default=dict)  # what differs from the clinic's default, and the baseline
    # Not indexed, and asked of live sessions only: it changes with every message, and so would each index of the row.
    silence_due_at = models.DateTimeField(null=True)
    pump_confirmed = models.BooleanField(default=True)
    help_called_at = models.DateTimeField(null=True)  # until somebody at the chair says that help is here

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["chair"],
                condition=models.Q(state__in=LIVE),
                name="one_live_session_a_chair",
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(state__in=LIVE), name="one_live_session_a_patient"
            ),
        ]


class SecondCheck(models.Model):
    """The independent double check: what a second signed-in person entered, without seeing the first one's numbers."""

    audit_name = "second-check"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="checks")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered = models.JSONField()
    differences = models.JSONField()


def name_at_chair(kind: str, number: int) -> str:
    """Return how a device is called at its chair: "monitor", and "monitor 2" where another had that name."""
    return kind if number == 1 else f"{kind} {number}"


class Device(models.Model):
    """A monitor or pump. Its sender name is tied to a chair: on loopback that stands for a credential."""

    audit_name = "device"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=[("monitor", "Monitor"), ("pump", "Pump")])
    sending_app = models.CharField(max_length=180)
    sending_facility = models.CharField(max_length=180, blank=True)
    chair = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)  # among its kind at its chair; kept while it stands there
    time_zone = models.CharField(max_length=60, default="UTC")
    every_second = models.BooleanField(default=True)
    # Beyond loopback one of the two stands for a credential; where one is set, it is asked for everywhere.
    address = models.GenericIPAddressField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # SHA-256 of its certificate, in small hex digits
    retired_at = models.DateTimeField(null=True)  # from then on it is a stranger, and another may bear its name
    retired_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sending_app", "sending_facility"],
                condition=models.Q(retired_at=None),
                name="one_device_a_sender",
            ),
            models.UniqueConstraint(
                fields=["chair", "kind", "number"],
                condition=models.Q(retired_at=None),
                name="one_device_a_number_at_its_chair",
            ),
        ]

    @property
    def name(self) -> str:
        """How it is called at its chair: "monitor", and "monitor 2" where another had the name when it came.

        The name stays when the other goes: alarms and links of a session are told apart by it.
        """
        return name_at_chair(self.kind, self.number)


class Pairing(models.Model):
    """A nurse tied this device to this chair's patient, by two identifiers. Ends with the session."""

    audit_name = "pairing"

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="pairings")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="pairings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # What the device's messages said of themselves when it was paired: their bed (PV1-3), and who measured (OBX-18).
    heard_bed = models.CharField(max_length=250, default="", db_default="")
    heard_equipment = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))


class Disposition(StrEnum):
    """What became of a device's message, by its stored word. Words are added, never taken out or changed."""

    CHARTED = "charted"
    REPEAT = "repeat"  # charted already: sent again
    QUARANTINED = "quarantined"  # kept apart: not shown to be this chair's patient
    REFUSED = "refused"  # not read, or from an unknown sender


class DeviceMessage(models.Model):
    """A message as it came, kept whole, and what became of it."""

    audit_name = "device-message"

    received_at = models.DateTimeField()  # in the order of the ids
    # Neither has an index: that would be half of what a message costs, and nobody asks for a device's messages alone.
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    disposition = models.CharField(max_length=12, choices=[(one, one) for one in Disposition])
    reason = models.CharField(max_length=300, blank=True)
    raw = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(
                fields=["disposition", "id"],
                condition=~models.Q(disposition=Disposition.CHARTED),
                name="not_charted",
            )
        ]


class Stranger(models.Model):
    """A sender at the devices' port that is no device of the clinic: one row an address, with its newest message.

    Cleared once the address has been silent for as long as the clinic keeps it (a policy).
    """

    audit_name = "stranger"

    address = models.CharField(max_length=45, unique=True)  # "others" for those beyond the most that have a row
    messages = models.PositiveBigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    sample = models.BinaryField()  # the beginning of the newest, at most 4 kB

    class Meta:
        ordering = ["-last_at", "pk"]


class EmergencyKit(models.Model):
    """A list of what the emergency kit holds, as somebody entered it. Another list is another row."""

    audit_name = "emergency-kit"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lines = models.JSONField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    meaning = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    @classmethod
    def in_force(cls) -> "EmergencyKit | None":
        """Return the list that was signed last; None where none ever was."""
        return cls.objects.exclude(signed_at=None).select_related("signed_by").last()

    @classmethod
    def waiting(cls) -> "EmergencyKit | None":
        """Return the newest list where nobody has signed it yet."""
        newest = cls.objects.select_related("entered_by").last()
        return newest if newest is not None and newest.signed_at is None else None


class SignedCode(models.Model):
    """A medical director signed as what a make's code is read. Never edited: to take it back is another signature."""

    audit_name = "signed-code"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sender = models.CharField(max_length=180)  # MSH-3 of the make; the others' codes are not touched
    system = models.CharField(max_length=60, blank=True)  # this, code and unit as sent
    code = models.CharField(max_length=60)
    unit = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=30, blank=True)  # "" takes back
    reason = models.TextField()
    meaning = models.CharField(max_length=200)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    @property
    def reads_as(self) -> str:
        """Return the name that staff use for what it is read as; "" where it is read no more."""
        return watch.label(self.channel)


class SessionEvent(models.Model):
    """Something that happened in a session: readings, an alarm, an act, an observation."""

    audit_name = "session-event"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    event_at = models.DateTimeField()  # when it happened
    at = models.DateTimeField()  # when it was written
    actor = models.CharField(max_length=80)
    body = models.JSONField()

    class Meta:
        ordering = ["session_id", "number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_event_a_number")]


class ManualEntry(models.Model):
    """One press of a button on the chair page, by the key that the page gave it: what is sent again is known by it."""

    audit_name = "manual-entry"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="entries", db_index=False)
    key = models.UUIDField()
    number = models.PositiveIntegerField()  # the session's newest event once it was written
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="one_entry_a_key")]
