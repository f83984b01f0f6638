"""The mail server's address as one line: smtp://user:password@host:port."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from euthymia.medicine.refusal import Refusal

PORTS: Final = {"smtp": 587, "smtps": 465}  # STARTTLS at submission; TLS from the first byte (RFC 8314)


class UnreadableMail(Refusal):
    """The line names no mail server."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in, and as whom: by TLS from the first byte (`tls_first`), or by STARTTLS."""

    host: str
    port: int
    user: str
    password: str
    tls_first: bool


def read(line: str) -> MailServer:
    """Return the server that a line names; `%40` in user or password is `@`.   Raises UnreadableMail."""
    try:
        parts = urlsplit(line)
        port = parts.port
    except ValueError:
        raise _unreadable() from None
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise _unreadable()
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or PORTS[parts.scheme], user, password, parts.scheme == "smtps")


def _unreadable() -> UnreadableMail:
    return UnreadableMail(
        "The mail server cannot be read. Write smtp://user:password@host:587 (STARTTLS) or smtps://… (TLS from the "
        "first byte); in user and password write @ as %40, : as %3A, / as %2F."
    )
