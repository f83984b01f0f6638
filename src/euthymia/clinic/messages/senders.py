"""What takes a message: a mail server, or a folder of files off production. Each says what it knows, and no more."""

import contextlib
import smtplib
from typing import Final, NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

FILES: Final = "django.core.mail.backends.filebased.EmailBackend"  # what settings fall back to: nobody gets those
_FOR_GOOD: Final = 500  # from here on an answer means that the same is refused again (RFC 5321 4.2.1)


class Refused(Exception):
    """The server refused it for good. Its text is for the owner, and names no address."""


class NotReached(Exception):
    """It certainly did not go, and may go later."""


class Unclear(Exception):
    """The line broke while it was being handed over: it may have gone."""


class Letter(NamedTuple):
    """One message as it leaves. The same key is the same letter, which a mailbox may show once."""

    key: UUID
    to: str
    subject: str
    body: str


class Sender(Protocol):
    """What hands a message over.

    name    what it hands to, as the page says it; "" for files
    """

    @property
    def name(self) -> str: ...

    def hand_over(self, letter: Letter) -> None:
        """Hand it over. Raises Refused, NotReached, Unclear."""


class Mail:
    """Whatever Django's mail settings say: a server, or files in the clinic's folder."""

    @property
    def name(self) -> str:
        return server()

    def hand_over(self, letter: Letter) -> None:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as trouble:
            raise NotReached(_words(trouble)) from trouble
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        headers = {"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"}
        mail = EmailMessage(letter.subject, letter.body, None, [letter.to], connection=connection, headers=headers)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise _answered(codes, f"{codes[0]} for this address") from refused
        except smtplib.SMTPResponseException as refused:
            raise _answered([refused.smtp_code], _words(refused)) from refused
        except (OSError, smtplib.SMTPException) as trouble:
            raise Unclear(type(trouble).__name__) from trouble
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):  # what came of it is known by now
                connection.close()


def server() -> str:
    """Return where mails are handed in and whom they come from; "" where no server is set."""
    if settings.EMAIL_BACKEND == FILES:
        return ""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} from {settings.DEFAULT_FROM_EMAIL}"


def in_use() -> Sender | None:
    """Return what takes messages here; None where production has no mail server: then nothing is even written down."""
    return None if settings.PRODUCTION and not server() else Mail()


def _answered(codes: list[int], words: str) -> Refused | NotReached:
    return Refused(words) if all(code >= _FOR_GOOD for code in codes) else NotReached(words)


def _words(trouble: Exception) -> str:
    """Return what a server answered by its number alone: its words may quote an address."""
    return str(getattr(trouble, "smtp_code", "")) or type(trouble).__name__
