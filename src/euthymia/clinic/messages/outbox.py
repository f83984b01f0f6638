"""Writing messages down in the transaction of what causes them, and reading where they stand."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from euthymia.clinic.messages import senders
from euthymia.clinic.messages.models import Channel, Lease, Message, Purpose
from euthymia.clinic.people.models import User


class Cause(NamedTuple):
    """What a room says of the messages about its rows.

    still_true   whether the message is still to be sent, when its turn comes
    given_up     called in the act that writes down that a message will not be taken
    """

    still_true: Callable[[Message], bool]
    given_up: Callable[[Message, datetime], None]


CAUSES: Final[dict[str, Cause]] = {}  # by word; each room adds its own when it is loaded


def enqueue(cause: str, key: UUID, *, occurrence: int, purpose: Purpose, user: User, at: datetime) -> Message | None:
    """Write a message down, in the open act of its cause; None where nothing takes messages here.

    The same cause, occurrence and purpose is one message, however often it is asked for.
    """
    if senders.in_use() is None:
        return None
    message, is_new = Message.objects.get_or_create(
        cause=cause, cause_key=key, occurrence=occurrence, purpose=purpose, channel=Channel.MAIL,
        defaults={"user": user, "made_at": at},
    )  # fmt: skip
    if is_new:
        Lease.objects.create(message=message, next_at=at)
    return message


def about(cause: str, keys: Collection[UUID]) -> QuerySet[Message]:
    """Return the messages about these rows, the first first."""
    found = Message.objects.filter(cause=cause, cause_key__in=keys)
    return found.select_related("user").order_by("occurrence", "pk")
