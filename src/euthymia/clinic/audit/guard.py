"""No clinic table is written outside an audited action: checked at the cursor, so no model method slips by."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from euthymia.clinic.audit.chain import UnauditedWrite, open_action

_WRITE = re.compile(
    r'\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:"?main"?\.|"?public"?\.)?"?(\w+)',
    re.IGNORECASE,
)
_EXEMPT = {
    "audit_auditevent",
    "audit_chainhead",
    # Counts of tries and of refusals, which stand before any act: what they come to is written to the chain.
    "people_trycounter",
    "people_refusalcount",
}
# Two writes not of ours, each nothing but this: Django notes the time of a sign-in, whose row people.sign_in writes;
# a migration of allauth's puts addresses into small letters, before anybody is there.
_NOT_OURS = re.compile(r'UPDATE "people_user" SET ("last_login" = %s|"email" = LOWER\("people_user"\."email"\)) WHERE ')


def watch_writes(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Install the guard on a new connection: once, since one that is closed and opened again keeps it."""
    if refuse_unaudited not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_unaudited)


def refuse_unaudited(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Raise UnauditedWrite for a write to a clinic table while no audited action is open."""
    if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "BEGIN")) and (table := _written(sql)):
        pending = open_action.get()
        if pending is None:
            raise UnauditedWrite(f"{table} was written outside audit.atomic")
        pending.wrote = True
    return execute(sql, params, many, context)


@lru_cache(maxsize=512)
def _written(sql: str) -> str:
    """Name the first clinic table that a statement writes, "" for none. The listener sends the same few all day."""
    if _NOT_OURS.match(sql):
        return ""
    return next((match[1] for match in _WRITE.finditer(sql) if match[1] in _ours()), "")


@cache
def _ours() -> frozenset[str]:
    tables = {m._meta.db_table for m in apps.get_models() if m.__module__.startswith("euthymia.")}
    return frozenset(tables - _EXEMPT)
