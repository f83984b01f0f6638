"""How much a request may send, and for how long: counted as it comes, before anything of it is written to the disk.

Django keeps a whole body before a page is asked for. What is too large, or does not come, is refused here.
"""

import asyncio
import re
import shutil
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

MIB: Final = 1 << 20


@dataclass(frozen=True)
class Bound:
    """How much a body may have, how long it may take as a whole, and how long it may pause."""

    most_bytes: int
    whole_s: float
    pause_s: float
    signed_in: bool = False  # else nothing of it is read


PAGE: Final = Bound(2 * MIB, 30, 10)  # stays in memory: Django writes to the disk beyond 2.5 MiB
FILE: Final = Bound(4 * MIB, 60, 10, signed_in=True)
RECORD: Final = Bound(512 * MIB, 900, 20, signed_in=True)  # of another system; the importer reads it in chunks
BOUNDS: Final = (
    (re.compile(r"/patients/[0-9a-f-]{36}/import/read"), RECORD),
    (re.compile(r"/wordings/.*"), FILE),
)
KEPT_FREE: Final = 512 * MIB  # of the disk, which the record of a running session needs


class Refused(Exception):
    """A body is refused; `what` names the page that says so."""

    def __init__(self, what: str, status: int) -> None:
        super().__init__(what)
        self.what, self.status = what, status


def bound_of(path: str) -> Bound:
    """Return how much an address takes."""
    return next((bound for pattern, bound in BOUNDS if pattern.fullmatch(path)), PAGE)


class BoundedBodies:
    """Wraps the application: hands on a body that keeps within its bound, and answers for every other one."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        bound = bound_of(scope["path"])
        body = _Body(receive, bound)
        try:
            await _check_head(scope, bound)
            await self.app(scope, body.receive, send)
        except Refused as refused:
            await _answer(scope, send, refused)
        return None


class _Body:
    """A request's body as it comes."""

    def __init__(self, receive: Receive, bound: Bound) -> None:
        self._receive, self._bound = receive, bound
        self._count, self._began_s, self._whole = 0, time.monotonic(), False

    async def receive(self) -> Message:
        """Return the next part. Raises Refused."""
        if self._whole:
            return await self._receive()  # a disconnection, for which a stream waits as long as it lasts
        left_s = self._bound.whole_s - (time.monotonic() - self._began_s)
        try:
            async with asyncio.timeout(max(0.0, min(left_s, self._bound.pause_s))):
                message = await self._receive()
        except TimeoutError:
            raise Refused("too_slow", 408) from None
        self._count += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._count > self._bound.most_bytes:
            raise Refused("too_large", 413)
        return message


async def _check_head(scope: Message, bound: Bound) -> None:
    """Refuse what already says that it is too large, or whose sender is not signed in. Raises Refused."""
    headers = dict(scope["headers"])
    said = headers.get(b"content-length", b"0").decode("latin-1")
    length = int(said) if said.isdecimal() and len(said) < 20 else 0
    if length > bound.most_bytes:
        raise Refused("too_large", 413)
    has_body = length > PAGE.most_bytes or b"transfer-encoding" in headers
    if bound.signed_in and has_body:
        if not await sync_to_async(_is_signed_in)(headers.get(b"cookie", b"").decode("latin-1")):
            raise Refused("not_allowed", 403)
        if shutil.disk_usage(settings.HOME).free - 2 * max(length, bound.most_bytes // 8) < KEPT_FREE:
            raise Refused("no_room", 507)


def _is_signed_in(cookies: str) -> bool:
    """Return whether a request's cookie belongs to somebody of the staff; asked before the body is read."""
    from django.contrib.auth import get_user
    from django.db import close_old_connections
    from django.http import HttpRequest

    from euthymia.clinic.people.accounts.browser_sessions import SessionStore

    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if morsel is None:
        return False
    request = HttpRequest()
    request.session = SessionStore(morsel.value)
    try:
        user = get_user(request)
        return user.is_authenticated and bool(getattr(user, "is_staff_member", False))
    finally:
        close_old_connections()


async def _answer(scope: Message, send: Send, refused: Refused) -> None:
    """Send our own page, with whom to call in a crisis, and end the line: the rest of the body is never read."""
    status, headers, page = await sync_to_async(_page)(dict(scope), refused)
    start = {"type": "http.response.start", "status": status, "headers": [*headers, (b"connection", b"close")]}
    await send(start)
    await send({"type": "http.response.body", "body": page})


def _page(scope: Message, refused: Refused) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    from django.contrib.auth.models import AnonymousUser

    from euthymia.clinic.front_door import views
    from euthymia.clinic.server.headers import SecurityHeaders

    request = ASGIRequest(scope | {"method": "GET"}, BytesIO())
    request.user = AnonymousUser()
    response = SecurityHeaders(lambda asked: views.refused_body(asked, refused.what, refused.status))(request)
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    return response.status_code, headers, response.content
