"""The clinic's folder: the mark of a demo in it, and the lock that says a process works in it."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from euthymia.medicine.refusal import Refusal

DEMO_MARK: Final = "demo.mark"
DEMO_LOGINS: Final = "demo-logins.json"  # beside the mark once a demo is whole; alone, the mark of older demos
DEMO_ADDRESSES: Final = ("@demo.example", "@patients.example")  # nobody can own one: .example is reserved (RFC 2606)
LOCK: Final = "in-use.lock"
MAKING: Final = ".making-*"  # where `euthymia init` makes a clinic, until it is whole

_held: list[IO[str]] = []  # a lock ends with its file: each is held until the process ends


class InUse(Refusal):
    """A process works in the folder that was to be changed."""


def is_demo(home: Path) -> bool:
    """Return whether a demo made this folder."""
    return any((home / name).is_file() for name in (DEMO_MARK, DEMO_LOGINS))


def hold(home: Path) -> None:
    """Hold the folder as worked in until this process ends. Raises InUse where somebody changes it."""
    file = _lock(home, fcntl.LOCK_SH)
    _held.append(file)


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep every other process out of the folder meanwhile. Raises InUse."""
    with _lock(home, fcntl.LOCK_EX):
        yield


def _lock(home: Path, how: int) -> IO[str]:
    file = (home / LOCK).open("a")
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise InUse(f"{home}: a process of Euthymia works in this folder. End it first, then try again.") from None
    return file
