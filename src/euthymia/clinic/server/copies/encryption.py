"""A copy as one file that the server itself cannot open: encrypted for a key pair whose private half is kept elsewhere.

The format is age (age-encryption.org/v1), so that a copy can be opened without this software too: `age -d -i KEY FILE`.
"""

import hashlib
import os
import secrets
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyrage

from euthymia.medicine.refusal import Refusal

RECIPIENT: Final = "copies.recipient"  # in the keys folder: the public half
SUFFIX: Final = ".tar.age"
_ASKED: Final = 8  # characters of the private half that are asked for


class KeyNotKept(Refusal):
    """The private half of the new pair was not typed as it was shown."""


class NotOpened(Refusal):
    """An encrypted copy cannot be opened with this key, or was changed."""


def recipient(home: Path) -> str:
    """Return the public half that copies are encrypted for, "" where no pair was made yet."""
    path = home / "keys" / RECIPIENT
    return path.read_text().strip() if path.exists() else ""


def make_pair(home: Path, *, show: Callable[[str], None], ask: Callable[[str], str]) -> str:
    """Make a key pair, show its private half once, and keep the public half once a part of the other was typed.

    Gives the public half. Raises KeyNotKept, with nothing kept.
    """
    identity = pyrage.x25519.Identity.generate()
    private = str(identity)
    show(private)
    first = secrets.randbelow(len(private) - _ASKED - 20) + 20  # what all keys begin with tells nothing
    last = first + _ASKED
    if ask(f"Characters {first + 1} to {last} of it, from what you kept: ").strip().upper() != private[first:last]:
        raise KeyNotKept("That is not what the key has there. Nothing was set: run this again, and keep the new key.")
    path = home / "keys" / RECIPIENT
    path.write_text(f"{identity.to_public()}\n")
    path.chmod(0o600)
    return str(identity.to_public())


def encrypt(copy: Path, into: Path, public: str) -> Path:
    """Write a copy's folder as one encrypted file into a folder, and see it on the disk; give the file."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain, part = copy.with_suffix(".tar"), into / f"{copy.name}{SUFFIX}.part"
    with tarfile.open(plain, "w") as tar:
        tar.add(copy, arcname=copy.name)
    with plain.open("rb") as read, part.open("wb") as write:
        part.chmod(0o600)
        pyrage.encrypt_io(read, write, [pyrage.x25519.Recipient.from_str(public)])
        write.flush()
        os.fsync(write.fileno())
    plain.unlink()
    return part.rename(into / f"{copy.name}{SUFFIX}")


def decrypt(file: Path, into: Path, private: str) -> Path:
    """Open an encrypted copy into a folder; give the copy's folder. Raises NotOpened."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = into / "opened.tar"
    try:
        identity = pyrage.x25519.Identity.from_str(private.strip())
        with file.open("rb") as read, plain.open("wb") as write:
            plain.chmod(0o600)
            pyrage.decrypt_io(read, write, [identity])
        with tarfile.open(plain) as tar:
            tar.extractall(into, filter="data")
    except (pyrage.IdentityError, pyrage.DecryptError, tarfile.TarError, OSError) as trouble:
        raise NotOpened(f"{file.name} was not opened: {trouble}. Use the private key it was made for.") from None
    finally:
        plain.unlink(missing_ok=True)
    return into / file.name.removesuffix(SUFFIX)


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
