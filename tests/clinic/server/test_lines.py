"""A line on which no whole request comes in time is closed; one that is used is not."""

import asyncio
import contextlib
import socket
import threading
import time

import pytest
import uvicorn

from euthymia.clinic.server.bounds import lines
from tests import waits
from tests.postgres import free_port

HEAD_S = 0.4


async def app(scope, receive, send):
    """Answer once the body is whole; /slow waits longer than a head may take."""
    await receive()
    if scope["path"] == "/slow":
        await asyncio.sleep(3 * HEAD_S)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(lines, "HEAD_S", HEAD_S)
    number = free_port()
    config = uvicorn.Config(app, port=number, http=lines.TimedProtocol, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    waits.until(lambda: server.started, within_s=waits.PAGE_S, what="the server")
    yield number
    server.should_exit = True
    thread.join(waits.PAGE_S)


@contextlib.contextmanager
def line(port):
    with socket.create_connection(("127.0.0.1", port), timeout=waits.SOON_S) as open_line:
        yield open_line


WHOLE = b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", b"GET /help HTTP/1.1\r\nHost: x\r\nX-Half"])
def test_half_a_request_is_sent_away(port, sent):
    with line(port) as half:
        half.sendall(sent)
        assert half.recv(1000) == b""


def test_letters_one_by_one_win_no_time(port):
    began_s = time.monotonic()
    with line(port) as slow, contextlib.suppress(ConnectionError):
        slow.settimeout(waits.SEVERAL_TRIES_S)
        for letter in b"GET /" + b"a" * 1000:
            slow.sendall(bytes([letter]))
            with contextlib.suppress(TimeoutError):
                if slow.recv(10) == b"":
                    break
    assert time.monotonic() - began_s < waits.SOON_S


def test_a_second_head_has_the_same_time_and_a_slow_answer_is_waited_for(port):
    with line(port) as used:
        used.sendall(WHOLE % b"slow")
        assert used.recv(1000).startswith(b"HTTP/1.1 200")
        used.sendall(b"GET /half")
        assert used.recv(1000) == b""
