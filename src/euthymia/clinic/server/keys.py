"""Secrets that live outside the database: made once, readable by the clinic's own account only."""

import contextlib
import os
import secrets
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from euthymia.medicine.refusal import Refusal

_BYTES: Final = 32  # 256 bits
_NEWEST: Final = 20  # rows of the chain that are looked at: one that was tampered with says nothing of the key


class DamagedKey(Refusal):
    """A key's file holds no key: it was cut off, or overwritten."""


class AnotherKey(Refusal):
    """The keys in the folder are not those of the clinic whose database it has."""


def key_from(path: Path) -> str:
    """Read the secret at path; make one (256 bits, mode 0600) where there is none yet. Raises DamagedKey."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    """Write a new secret beside its place, then put it there whole: another process never reads half of it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path) -> str:
    text = path.read_text().strip()
    if len(text) != 2 * _BYTES or set(text) - set("0123456789abcdef"):
        raise DamagedKey(f"{path} holds no key: it was cut off or overwritten. Put back the one of a copy.")
    return text


def check_fit() -> None:
    """Check that the database was written with the keys of this folder, before anything more is. Raises AnotherKey.

    A key that is missing is made again where settings are read, and would go on with a chain that nobody can verify.
    """
    rows = _newest()
    if len(rows) > 1 and not any(_is_ours(row, before) for row, before in pairwise(rows)):
        raise AnotherKey(_sentence("audit.key", "the audit chain"))
    if not _second_factor_opens():
        raise AnotherKey(_sentence("second-factor.key", "the second factors"))


def _sentence(name: str, what: str) -> str:
    return (
        f"keys/{name} is not the key with which this clinic wrote {what}: it was lost or exchanged. "
        "Put back the keys folder of a copy of this clinic. Nothing was changed in the database."
    )


def _newest() -> list[dict[str, Any]]:
    """Return the newest rows of the chain, newest first, and before the very first one an empty one."""
    from django.db import connection

    from euthymia.clinic.audit.models import AuditEvent

    with connection.cursor() as cursor:
        table = AuditEvent._meta.db_table
        if table not in connection.introspection.table_names(cursor):
            return []
        there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    fields = [field.name for field in AuditEvent._meta.fields if field.column in there]  # 0.2.0 had no content
    rows = list(AuditEvent.objects.order_by("-number").values(*fields)[: _NEWEST + 1])
    return [*rows, {"hash": ""}] if rows and rows[-1]["number"] == 1 else rows


def _is_ours(row: dict[str, Any], before: dict[str, Any]) -> bool:
    from euthymia.clinic.audit import chain

    entry = chain.Entry(**{"content": None, **row})
    return chain.digest(entry, entry.number, before["hash"], entry.content or "") == entry.hash


def _second_factor_opens() -> bool:
    from allauth.mfa.models import Authenticator
    from cryptography.fernet import InvalidToken
    from django.db import connection

    from euthymia.clinic.people.accounts.second_factors import SecondFactors

    if Authenticator._meta.db_table not in connection.introspection.table_names():
        return True
    newest = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("-pk").first()
    try:
        return newest is None or bool(SecondFactors().decrypt(newest.data["secret"]))
    except InvalidToken:
        return False
