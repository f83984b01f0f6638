"""Where a demo may live: in a new or empty folder, or in one that an earlier demo made. Nothing else is touched."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from euthymia.clinic.server import folder
from euthymia.medicine.refusal import Refusal

LIVE: Final = "demo-live.json"
DATABASE: Final = "clinic.sqlite3"

# Everything that a demo's processes write into their folder. A name that is missing here stops the next demo.
_MADE: Final = frozenset({
    folder.DEMO_MARK, folder.DEMO_LOGINS, folder.LOCK, LIVE,
    DATABASE, *(f"{DATABASE}{end}" for end in ("-wal", "-shm", "-journal")),
    "audit.anchor", "listener.sock", "keys", "mail", "registry", "static", "uploads",
})  # fmt: skip
_ACCOUNTS: Final = "people_user"
_OTHER: Final = "Name a new or empty folder by EUTHYMIA_HOME, or unset it."


class NotTheDemos(Refusal):
    """A demo was to be made where something lives that no demo made."""


def check(home: Path, *, database_url: str) -> None:
    """Check that a demo may live in `home`. Writes nothing.   Raises NotTheDemos."""
    if database_url:
        raise NotTheDemos(
            "DATABASE_URL is set, and a demo would fill that database with synthetic people. "
            "Unset it: a demo keeps its own database in its folder."
        )
    if home.exists() and not home.is_dir():
        raise NotTheDemos(f"{home} is a file, not a folder. {_OTHER}")
    names = {path.name for path in home.iterdir()} if home.exists() else set()
    if names and not folder.is_demo(home):
        raise NotTheDemos(f"{home} is not empty, and no demo made it: a demo would delete what is in it. {_OTHER}")
    if strange := sorted(names - _MADE):
        raise NotTheDemos(
            f"{home} holds {', '.join(strange[:3])}{' and more' if strange[3:] else ''}, which no demo made. "
            f"Move it elsewhere, or: {_OTHER[0].lower()}{_OTHER[1:]}"
        )
    _check_accounts(home)


def _check_accounts(home: Path) -> None:
    """A clinic may have grown out of a demo: one account that no demo makes, and it is somebody's."""
    if not (home / DATABASE).exists():
        return
    try:
        emails = _emails(home / DATABASE)
    except sqlite3.Error as failed:
        raise NotTheDemos(
            f"{home / DATABASE}: its accounts cannot be read ({failed}), so nobody knows whose it is. {_OTHER}"
        ) from None
    others = sum(not email.endswith(folder.DEMO_ADDRESSES) for email in emails)
    if others:
        accounts = "1 account that is" if others == 1 else f"{others} accounts that are"
        raise NotTheDemos(f"{home} began as a demo and now has {accounts} not the demo's. {_OTHER}")


def _emails(database: Path) -> list[str]:
    """Read every account's address; none where no table was made yet."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return []
        return [email or "" for (email,) in connection.execute(f"SELECT email FROM {_ACCOUNTS}")]


def claim(home: Path) -> None:
    """Make the folder where there is none, and mark it as a demo's before anything else stands in it."""
    home.mkdir(parents=True, exist_ok=True)
    (home / folder.DEMO_MARK).touch()


def clear(home: Path) -> None:
    """Remove what an earlier demo left in the folder; its mark and its lock stay."""
    for path in home.iterdir():
        if path.name in (folder.LOCK, folder.DEMO_MARK):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
