"""The messenger: takes the next message that is due, hands it over, and writes down what came of it.

Two messengers never mark the same message: a lease is taken and given back by comparing who has it. A crash between
hand-over and mark leaves a lease that runs out; what then happens is said by each purpose (texts.py).
"""

import logging
import signal
import threading
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.messages import senders, texts
from euthymia.clinic.messages.models import Lease, State
from euthymia.clinic.messages.outbox import CAUSES
from euthymia.clinic.messages.senders import Letter, Sender

log = logging.getLogger("euthymia.messenger")
BY: Final = "system:messenger"
EVERY_S: Final = 1.0
# Longer than a mail server that answers each command at the last moment keeps us (settings: 10 s a command).
LEASE: Final = timedelta(seconds=120)
# How long is waited after each try that certainly did not go; after the last nothing is tried any more.
WAITS_S: Final = (5, 10, 20, 40, 80, 160, 300, 300, 300)
TRIES: Final = len(WAITS_S) + 1


def look(sender: Sender, *, link: str, holder: UUID) -> int:
    """Hand over what is due, one by one; give how many were tried. One that fails keeps no other back."""
    tried = 0
    while (lease := take(timezone.now(), holder)) is not None:
        tried += 1
        try:
            _deliver(lease, sender, link)
        except (OperationalError, InterfaceError):
            raise
        except Exception as trouble:  # its text may quote an address
            log.error("a message could not be handed over: %s", type(trouble).__name__)
    return tried


def take(now: datetime, holder: UUID) -> Lease | None:
    """Take the lease of the message that is due longest; None where nothing is due."""
    while True:
        free = Q(until=None) | Q(until__lte=now)
        due = Lease.objects.filter(free, next_at__lte=now).order_by("next_at", "pk").first()
        if due is None:
            return None
        as_seen = Lease.objects.filter(pk=due.pk, holder=due.holder, until=due.until, tries=due.tries)
        cut_off = due.unclear or due.until is not None
        if as_seen.update(holder=holder, until=now + LEASE, tries=F("tries") + 1, unclear=cut_off):
            return Lease.objects.select_related("message__user").get(pk=due.pk)


def _deliver(lease: Lease, sender: Sender, link: str) -> None:
    message = lease.message
    kind, cause = texts.KINDS[message.purpose], CAUSES[message.cause]
    if lease.unclear and not kind.again:
        return _settle(lease, State.UNKNOWN)
    if not (message.user.is_active and cause.still_true(message)):
        return _settle(lease, State.UNKNOWN if lease.unclear else State.WITHDRAWN)
    if lease.tries > TRIES:
        return _settle(lease, State.UNKNOWN, why="each try was cut off")
    letter = Letter(message.key, message.user.email, kind.subject, kind.body.format(link=link))
    try:
        sender.hand_over(letter)
    except senders.Refused as refused:
        _settle(lease, State.REFUSED, server=sender.name, why=str(refused))
    except senders.NotReached as trouble:
        _later(lease, sender, why=str(trouble))
    except senders.Unclear as trouble:
        lease.unclear = True
        if kind.again:
            _later(lease, sender, why=str(trouble))
        else:
            _settle(lease, State.UNKNOWN, server=sender.name, why=str(trouble))
    else:
        _settle(lease, State.HANDED_OVER, server=sender.name)


def _later(lease: Lease, sender: Sender, *, why: str) -> None:
    """Return the lease back for a later try; after the last of them say what is known."""
    if lease.tries >= TRIES:
        return _settle(lease, State.UNKNOWN if lease.unclear else State.REFUSED, server=sender.name, why=why)
    next_at = timezone.now() + timedelta(seconds=WAITS_S[lease.tries - 1])
    _held(lease).update(holder=None, until=None, next_at=next_at, unclear=lease.unclear)


def _settle(lease: Lease, state: State, *, server: str = "", why: str = "") -> None:
    """Write down what came of a message, where the lease is still ours; what nothing took is told to its cause."""
    at, message = timezone.now(), lease.message
    with audit.atomic():
        if not _held(lease).delete()[0]:
            return
        message.state, message.settled_at, message.server, message.why = state, at, server[:300], why[:300]
        message.save(update_fields=["state", "settled_at", "server", "why"])
        audit.write(Action.SETTLED_MESSAGE, message, by=BY, at=at, outcome=str(state))
        if state == State.REFUSED or (state == State.UNKNOWN and why):
            CAUSES[message.cause].given_up(message, at)


def _held(lease: Lease) -> QuerySet[Lease]:
    return Lease.objects.filter(pk=lease.pk, holder=lease.holder, until=lease.until)


def run(port: int) -> None:
    """Look every second until told to stop. What fails is tried again, and logged once.

    port   of the pages, which the link leads to off production
    """
    stop, holder = threading.Event(), uuid4()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    sender, failing = senders.in_use(), False
    while not stop.wait(EVERY_S):
        if sender is None:  # nothing is written down either; the part stands by, so that the tree stays whole
            continue
        try:
            look(sender, link=texts.link(port), holder=holder)
            failing = False
        except Exception as trouble:
            if not failing:
                log.error("the messenger could not look: %s", type(trouble).__name__)
            failing = True
            connection.close()
