"""An answer of the web process to the doctor alone: how the request looked when the web server in front handed it on.

Who may ask proves that it reads the clinic's folder: a word in a file there, for two minutes. To all others there is no
such address.
"""

import asyncio
import hmac
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

PATH: Final = "/.well-known/euthymia-doctor"
HEADER: Final = "x-euthymia-doctor"
FILE: Final = "doctor.nonce"
HOLDS_S: Final = 120
PAUSE_S: Final = 1.5  # between the first line and the last: what waits in a buffer comes with the last

_AS_A_STREAM: Final = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]

Scope = MutableMapping[str, Any]
Application = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]


@contextmanager
def word(home: Path) -> Iterator[str]:
    """Lend a word that the web process of this clinic knows meanwhile."""
    path, nonce = home / FILE, secrets.token_urlsafe(24)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(nonce)
    try:
        yield nonce
    finally:
        path.unlink(missing_ok=True)


def answering(application: Application, home: Path) -> Application:
    """Return the application with an ear for the doctor."""

    async def asked(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != PATH or not _may_ask(scope, home):
            await application(scope, receive, send)
            return
        start = [
            (b"content-type", b"text/event-stream"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        line = json.dumps(_seen(scope)).encode() + b"\n"
        await send({"type": "http.response.body", "body": line, "more_body": True})
        await asyncio.sleep(PAUSE_S)
        await send({"type": "http.response.body", "body": b"end\n"})

    return asked


def _may_ask(scope: Scope, home: Path) -> bool:
    try:
        path = home / FILE
        nonce = path.read_bytes() if time.time() - path.stat().st_mtime < HOLDS_S else b""
    except OSError:
        return False
    return bool(nonce) and any(hmac.compare_digest(word, nonce) for word in _headers(scope, HEADER))


def _seen(scope: Scope) -> dict[str, Any]:
    return {
        "client": (scope.get("client") or ("",))[0],
        "scheme": scope.get("scheme", ""),
        "host": [word.decode("latin-1") for word in _headers(scope, "host")],
        "forwarded_for": [word.decode("latin-1") for word in _headers(scope, "x-forwarded-for")],
    }


def _headers(scope: Scope, name: str) -> list[bytes]:
    return [value for key, value in scope["headers"] if key == name.encode()]
