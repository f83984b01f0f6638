"""Make a clinic's folder with settings, keys, database and first owner: whole, or not at all.

Everything is made in a folder inside the clinic's own and moved up by renames, which need no room on the disk.
"""

import contextlib
import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from euthymia.clinic.server import folder, start
from euthymia.clinic.server.configuration import catalogue, reading, writing
from euthymia.clinic.server.configuration.writing import NotWritten
from euthymia.medicine.refusal import Refusal

PASSWORD_LENGTH: Final = 12
_BY: Final = "system:command-line"


class FolderInUse(Refusal):
    """A clinic was to be made where something is already."""


class DatabaseInUse(Refusal):
    """The database that was named holds accounts."""


class ShortPassword(Refusal):
    """A password is too short."""


@dataclass(frozen=True)
class Plan:
    """What a new clinic is to be: settings by key, and who signs in first. Without a password one is made."""

    home: Path
    settings: Mapping[str, str]
    email: str
    name: str
    password: str = ""


@dataclass(frozen=True)
class Owner:
    """What the first owner signs in with; neither is stored in clear."""

    email: str
    password: str
    secret: str


def check_free(home: Path) -> None:
    """Check that a clinic may be made here. Writes nothing.   Raises FolderInUse."""
    if home.exists() and not home.is_dir():
        raise FolderInUse(f"{home} is a file, not a folder. Name a new or empty folder.")
    if not home.exists():
        return
    if folder.is_demo(home):
        raise FolderInUse(f"{home} holds a demo. Name a new or empty folder: a clinic never lives where a demo did.")
    if list(home.glob(folder.MAKING)):
        raise FolderInUse(f"{home} is half made: an earlier init did not come to its end. Empty it, then try again.")
    names = sorted(path.name for path in home.iterdir() if path.name != folder.LOCK)
    if names:
        some = f"{', '.join(names[:3])}{' and more' if names[3:] else ''}"
        raise FolderInUse(f"{home} is not empty ({some}). Name a new or empty folder.")


def check_password(password: str) -> None:
    """Check what can be checked before there are settings: the rest is refused as the account is made.

    Raises ShortPassword.
    """
    if len(password) < PASSWORD_LENGTH:
        raise ShortPassword(f"It has {len(password)} characters. Choose one of {PASSWORD_LENGTH} or more.")


def create(plan: Plan) -> Owner:
    """Make the clinic.

    Raises FolderInUse, InUse, DatabaseInUse, NotWritten, WeakPassword and what a setting refuses.
    """
    check_free(plan.home)
    try:
        plan.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with folder.alone(plan.home):
            check_free(plan.home)  # another init may have come to its end meanwhile
            with _making(plan.home) as making:
                owner = _fill(plan, making)
                _move_up(making, plan.home)
    except (OSError, sqlite3.Error) as trouble:
        raise _not_made(plan.home, trouble) from trouble
    return owner


@contextlib.contextmanager
def _making(home: Path) -> Iterator[Path]:
    """Make a folder to build the clinic in, and leave nothing of it behind."""
    making = Path(tempfile.mkdtemp(prefix=folder.MAKING.rstrip("*"), dir=home))
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _fill(plan: Plan, making: Path) -> Owner:
    """Make settings, keys, database and owner."""
    for key, value in plan.settings.items():
        catalogue.find(key).check(value)
    writing.write(making / reading.FILE, writing.page(plan.settings))
    for setting in catalogue.ALL:
        if setting.is_secret and plan.settings.get(setting.key):
            writing.change(making, setting, plan.settings[setting.key])
    os.environ["EUTHYMIA_HOME"] = str(making)
    try:
        start.ready()
        return _fill_database(plan)
    finally:
        os.environ["EUTHYMIA_HOME"] = str(plan.home)


def _fill_database(plan: Plan) -> Owner:
    from django.db import Error, connections

    from euthymia.clinic.audit import verification
    from euthymia.clinic.people import staff
    from euthymia.clinic.people.models import User

    try:
        start.migrate()
        if User.objects.exists():
            raise DatabaseInUse("The database holds accounts already: it is a clinic's. Name an empty one.")
        _, password, secret = staff.add(email=plan.email, name=plan.name, role="owner", by=_BY, password=plan.password)
        if not verification.verify().anchored:  # a full disk stops no audit row in care; here nothing may be missing
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except Error as trouble:
        raise _not_made(plan.home, trouble) from trouble
    finally:
        connections.close_all()
    return Owner(plan.email, password, secret)


def _move_up(making: Path, home: Path) -> None:
    """Move everything up, the settings last; what was moved is taken out again where a move fails."""
    for path in making.rglob("*"):
        writing.sync(path)
    names = sorted((path.name for path in making.iterdir()), key=lambda name: name == reading.FILE)
    try:
        for name in names:
            (making / name).rename(home / name)
        making.rmdir()
        writing.sync(home)
    except OSError:
        for name in names:
            _remove(home / name)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _not_made(home: Path, trouble: Exception) -> NotWritten:
    why = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else str(trouble)
    return NotWritten(f"{home}: no clinic was made: {why}. Nothing of it is left. Give the disk room and try again.")
