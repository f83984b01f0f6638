"""A rehearsal on another machine: one encrypted copy opened with the private key, and the receipt that proves it."""

import hashlib
import hmac
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from euthymia.clinic.server.copies import backup, encryption, manifest
from euthymia.medicine.refusal import Refusal


class NoReceipt(Refusal):
    """What was typed is no receipt of a copy of this clinic."""


class Receipt(NamedTuple):
    """On which day a copy was opened elsewhere, and the first 16 digits of its SHA-256."""

    day: date
    copy: str


def rehearse(file: Path, private: str, *, today: date) -> tuple[backup.Rehearsal, str]:
    """Open an encrypted copy in a scratch folder, give it back there and compare; give what it showed and a receipt.

    The receipt is written under a key that is in the copy alone: who has it opened one. Raises NotOpened, BadCopy.
    """
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch:
        copy = encryption.decrypt(file, Path(scratch), private)
        key = (copy / "keys" / "audit.key").read_text().strip().encode()
        found = backup.rehearse(copy)
        if what := manifest.fault(file, key=key):
            found = found._replace(faults=(*found.faults, what))
        copied = encryption.fingerprint(file)[:16]
        return found, f"{today:%Y%m%d}-{copied}-{_mark(today, copied, key)}"


def read(receipt: str, *, key: bytes) -> Receipt:
    """Read a receipt. Raises NoReceipt."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)-([0-9a-f]{16})-([0-9a-f]{16})", receipt.strip().lower())
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        day = None
    if match is None or day is None or not hmac.compare_digest(match[5], _mark(day, match[4], key)):
        raise NoReceipt("This is no receipt of a copy of this clinic. Type it as `copies rehearse` printed it.")
    return Receipt(day, match[4])


def _mark(day: date, copied: str, key: bytes) -> str:
    return hmac.digest(key, f"rehearsed {day.isoformat()} {copied}".encode(), hashlib.sha256).hex()[:16]
