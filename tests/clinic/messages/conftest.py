"""A mail server of the test's own, and a cause of the test's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from euthymia.clinic.audit import chain
from euthymia.clinic.messages import outbox
from euthymia.clinic.messages.models import Message, Purpose
from tests.clinic.messages.sink import Sink, sink

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def server(settings) -> Iterator[Sink]:
    with sink() as taking:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", taking.port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 10
        settings.DEFAULT_FROM_EMAIL = "Lake House <office@lake.example>"
        yield taking


@dataclass
class About:
    """What the messages of a test are about: whether it is still true, and which messages nothing took."""

    true: bool = True
    given_up: list[Message] = field(default_factory=list)

    def enqueue(self, user, *, at, purpose=Purpose.RING, number=1, occurrence=0) -> Message:
        with chain.atomic():
            message = outbox.enqueue("test", UUID(int=number), occurrence=occurrence, purpose=purpose, user=user, at=at)
            chain.write("wrote a message down for a test", by="system:test", at=at)
        assert message is not None
        return message


@pytest.fixture
def about(monkeypatch) -> About:
    made = About()
    cause = outbox.Cause(lambda _: made.true, lambda message, _: made.given_up.append(message))
    monkeypatch.setitem(outbox.CAUSES, "test", cause)
    return made
