"""The outbox: a row a message, and whose turn it is to hand it over."""

import uuid

from django.db import models

from euthymia.clinic.people.models import User


class Purpose(models.TextChoices):
    """Why a message is sent. The stored words only grow in number."""

    RING = "ring", "Somebody is asked to come"
    NOTICE = "notice", "Somebody is told"


class Channel(models.TextChoices):
    MAIL = "mail", "Mail"


class State(models.TextChoices):
    """Where a message stands: never more than we know. What becomes of it behind the mail server, nobody tells us."""

    WAITING = "waiting", "Waiting"
    HANDED_OVER = "handed-over", "Handed over"
    REFUSED = "refused", "Not taken"
    WITHDRAWN = "withdrawn", "Not sent: no longer true when its turn came"
    UNKNOWN = "unknown", "Not known whether it went"


class Message(models.Model):
    """One message to one colleague. It has no words of its own: texts.py has all that ever leave.

    cause, cause_key, occurrence   what it is about (a task, by its key), and the how-manieth about it
    server, why                    what it was handed to; why that did not take it. "" as a server: written as a file
    """

    audit_name = "message"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cause = models.CharField(max_length=20)
    cause_key = models.UUIDField()
    occurrence = models.PositiveIntegerField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    server = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "cause_key", "occurrence", "purpose", "channel"], name="outbox_message_once"
            )
        ]


class Lease(models.Model):
    """Whose turn it is to hand a message over: gone once the message is settled.

    Only the messenger writes it, outside any act: what came of a message is an act, and is bound to the chain.
    until   None: nobody has it. Past: who had it died in the middle, and nobody knows how far it came
    """

    audit_name = "message-lease"

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="lease")
    next_at = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=0)
    holder = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)
    unclear = models.BooleanField(default=False)  # a try was cut off: it may have gone
