"""Sessions of browsers, each stored under a hash of its key: who reads the database or a copy of it cannot sign in.

What Django calls a session store; the key itself is in the browser's cookie alone.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone


def kept_as(key: str) -> str:
    """Return what a session's key is stored as: 160 bits of its SHA-256, which is all the column takes."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's own store in the database, which never sees a key."""

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(pk=kept_as(self.session_key), expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    async def _aget_session_from_db(self) -> Session | None:
        found = await Session.objects.filter(pk=kept_as(self.session_key), expire_date__gt=timezone.now()).afirst()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    async def aexists(self, session_key: str) -> bool:
        return await super().aexists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    async def acreate_model_instance(self, data: dict[str, Any]) -> Session:
        row = await super().acreate_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(kept_as(key))

    async def adelete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            await super().adelete(kept_as(key))
