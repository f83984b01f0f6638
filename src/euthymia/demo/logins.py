"""The demo's own logins: made again with each demo clinic, kept beside it, for synthetic staff alone."""

import base64
import hashlib
import hmac
import json
import struct
import time
from pathlib import Path

from euthymia.clinic.server.folder import DEMO_LOGINS
from euthymia.medicine.refusal import Refusal

PERIOD_S = 30


class NoDemo(Refusal):
    """There is no demo clinic, or no such login in it."""


def save(home: Path, logins: dict[str, dict[str, str]]) -> None:
    """Keep {login: {email, password, secret}} readable by this account alone."""
    path = home / DEMO_LOGINS
    path.touch(mode=0o600)
    path.write_text(json.dumps(logins, indent=1))


def load(home: Path) -> dict[str, dict[str, str]]:
    """Read them back. Raises NoDemo."""
    try:
        return dict(json.loads((home / DEMO_LOGINS).read_text()))
    except FileNotFoundError:
        raise NoDemo("There is no demo clinic yet. Run `euthymia demo` first.") from None


def code(home: Path, login: str) -> str:
    """Return the one-time code of a demo login, as its authenticator app would. Raises NoDemo."""
    logins = load(home)
    if login not in logins:
        raise NoDemo(f'"{login}" is not a demo login. Choose one of: {", ".join(logins)}.')
    return totp(logins[login]["secret"], time.time())


def totp(secret: str, now_s: float) -> str:
    """RFC 6238 with its defaults: HMAC-SHA1, 30 s, six digits."""
    counter = struct.pack(">Q", int(now_s) // PERIOD_S)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
