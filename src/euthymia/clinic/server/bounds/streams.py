"""How many event streams a sign-in may hold: asked before a request is looked up, which would cost the others."""

import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final, Protocol

from django.conf import settings

from euthymia.clinic.server.bounds.bodies import App, Message, Receive, Send

STREAM: Final = re.compile(r"/chair/[0-9a-f-]{36}/stream")
TOO_MANY: Final = b"Too many chairs are open in this browser. Close some pages."


class Places(Protocol):
    """Who counts the streams of a sign-in."""

    def hold(self, browser: str) -> bool: ...

    def let_go(self, browser: str) -> None: ...


class BoundedStreams:
    """Wraps the application: hands on a request for a stream while its sign-in has a place, and refuses every other."""

    def __init__(self, app: App, places: Callable[[], Places]) -> None:
        self.app, self.places = app, places

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not STREAM.fullmatch(scope["path"]):
            return await self.app(scope, receive, send)
        browser, places = _browser(scope), self.places()
        if not places.hold(browser):
            return await _refuse(send)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] != 200:
                places.let_go(browser)  # no stream came of it
            await send(message)

        return await self.app(scope, receive, sent)


def _browser(scope: Message) -> str:
    """Return the sign-in that a request names, "" for none."""
    headers = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookie = SimpleCookie(headers.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_MANY})
