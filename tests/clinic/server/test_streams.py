"""A place for a stream is asked for before anything of a request is looked up, and given back where none came."""

import os
import subprocess
import sys

import pytest

from euthymia.clinic.infusion.chair import stream
from euthymia.clinic.infusion.chair.stream import Tailer
from euthymia.clinic.server.bounds.streams import BoundedStreams
from tests.conftest import CHECKOUT

STREAM = "/chair/3f0c5a44-0d3e-5c7e-9f0a-6b61636b7570/stream"


class Pages:
    """The application behind: counts what it is asked."""

    def __init__(self, status: int) -> None:
        self.status, self.asked = status, 0

    async def __call__(self, scope, receive, send):
        self.asked += 1
        await send({"type": "http.response.start", "status": self.status, "headers": []})


async def statuses(pages, path, *, times, cookie=b"sessionid=one; other=x"):
    places, said = Tailer(), []
    bounded = BoundedStreams(pages, lambda: places)

    async def send(message):
        if message["type"] == "http.response.start":
            said.append(message["status"])

    for _ in range(times):
        await bounded({"type": "http", "path": path, "headers": [(b"cookie", cookie)]}, None, send)
    return said


async def test_three_hundred_asked_for_at_once_reach_the_pages_as_often_as_there_are_places():
    pages = Pages(200)

    said = await statuses(pages, STREAM, times=300)

    assert said == [200] * stream.MOST_STREAMS + [429] * (300 - stream.MOST_STREAMS)
    assert pages.asked == stream.MOST_STREAMS


@pytest.mark.parametrize("status", [302, 403, 404, 500])
async def test_what_becomes_no_stream_gives_its_place_back(status):
    assert await statuses(Pages(status), STREAM, times=30) == [status] * 30


@pytest.mark.parametrize("cookie", [b"", b"other=x", b"sessionid=", b"\xff\x00=;;"])
async def test_who_names_no_sign_in_is_left_to_the_pages(cookie):
    assert await statuses(Pages(302), STREAM, times=30, cookie=cookie) == [302] * 30


async def test_other_pages_are_not_counted():
    assert await statuses(Pages(200), "/chairs", times=30) == [200] * 30


def test_every_page_is_loaded_before_the_port_opens(tmp_path):
    told = (
        "from euthymia.clinic.server import asgi; from django.urls import get_resolver; "
        "print('url_patterns' in vars(get_resolver()))"
    )
    home = {"EUTHYMIA_HOME": str(tmp_path), "EUTHYMIA_MODE": "test"}
    command = [sys.executable, "-c", told]
    done = subprocess.run(command, cwd=CHECKOUT, env=os.environ | home, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "True", done.stderr
