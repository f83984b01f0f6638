"""A test message to who asks for it: what came of it is kept, with the server that it was handed to."""

import smtplib

from django.core.mail import send_mail
from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.messages.senders import server
from euthymia.clinic.people.models import User
from euthymia.clinic.tasks.models import MailTest


def newest() -> MailTest | None:
    """Return the newest test, of whatever server."""
    return MailTest.objects.first()


def send(clinic: str, *, by: User) -> MailTest:
    """Send one test message to this person's own address, and keep what came of it."""
    at = timezone.localtime()
    text = f"This is the test message that was asked for at {at:%H:%M} on {at:%d %B %Y}. Mails of the clinic arrive.\n"
    outcome, said = MailTest.Outcome.TAKEN if server() else MailTest.Outcome.FILED, ""
    try:
        send_mail(f"{clinic}: test message", text, None, [by.email])
    except smtplib.SMTPResponseException as refused:
        outcome, said = MailTest.Outcome.REFUSED, f"{refused.smtp_code} {_words(refused.smtp_error)}"
    except smtplib.SMTPRecipientsRefused as refused:
        outcome, said = MailTest.Outcome.REFUSED, "; ".join(f"{c} {_words(w)}" for c, w in refused.recipients.values())
    except smtplib.SMTPNotSupportedError:
        outcome, said = MailTest.Outcome.REFUSED, "it offers no TLS or no sign-in"
    except (OSError, smtplib.SMTPException) as trouble:
        outcome, said = MailTest.Outcome.UNREACHED, type(trouble).__name__
    with audit.atomic():
        row = MailTest.objects.create(at=at, by=by, server=server()[:300], outcome=outcome, said=said[:300])
        audit.write(Action.SENT_TEST_MAIL, row, by=by, at=at, outcome=str(outcome))
    return row


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
