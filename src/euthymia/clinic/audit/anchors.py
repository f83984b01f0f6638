"""The chain's head, noted after each commit in a file outside the database; a copy of it may be kept elsewhere."""

import contextlib
import os
import threading
from pathlib import Path

from django.conf import settings


def append(number: int, head_hash: str, note: str = "") -> None:
    """Append the head to the file outside the database. It may lag behind the database, never lead."""
    line = f"{number} {head_hash}{' ' + note if note else ''}\n"
    # A full disk must not stop care: verify then reports how far the anchor lags.
    with contextlib.suppress(OSError), _appending:
        os.write(_file(), line.encode())


def _file() -> int:
    """Return the anchor file's handle: kept open, and opened again where another file has taken its place."""
    global _kept
    path = settings.AUDIT_ANCHOR
    with contextlib.suppress(FileNotFoundError):
        found = path.stat()
        if _kept[1:] == (path, found.st_dev, found.st_ino):
            return _kept[0]
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    found = os.fstat(handle)
    if _kept[0] >= 0:
        os.close(_kept[0])
    _kept = (handle, path, found.st_dev, found.st_ino)
    return handle


_kept: tuple[int, Path, int, int] = (-1, Path(), 0, 0)
_appending = threading.Lock()


def read(path: Path) -> tuple[dict[int, str], str]:
    """Read the anchored heads, and what is wrong with the file itself: one number can only ever have had one hash."""
    found: dict[int, str] = {}
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return found, f"the anchor file {path} is missing. Hold the chain against a copy of it: --anchor FILE."
    except UnicodeDecodeError:
        return found, f"the anchor file {path} cannot be read: it was torn or changed."
    if not lines:
        return found, f"the anchor file {path} is empty. Hold the chain against a copy of it: --anchor FILE."
    for place, line in enumerate(lines, 1):
        number, _, rest = line.partition(" ")
        head_hash = rest[:64]
        if not number.isdecimal() or len(head_hash) != 64:
            return found, f"line {place} of the anchor file cannot be read: it was torn or changed."
        if found.setdefault(int(number), head_hash) != head_hash:
            return found, f"row {number} was anchored with two hashes: the chain was cut and written again."
    return found, ""
