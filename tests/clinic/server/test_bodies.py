"""What is sent is counted before it is kept: too much, too slow and too many are refused with a page of ours."""

import asyncio
import tempfile

import pytest
from asgiref.sync import SyncToAsync, sync_to_async
from django.core.asgi import get_asgi_application
from django.db import connection

from euthymia.clinic.server.bounds import bodies
from euthymia.clinic.server.bounds.bodies import MIB, BoundedBodies
from tests import waits
from tests.clinic.conftest import signed_in

RECORD = "/patients/00000000-0000-0000-0000-000000000000/import/read"


@pytest.fixture(autouse=True)
def _hands_back_its_connection():
    yield
    SyncToAsync.single_thread_executor.submit(lambda: connection.close()).result(waits.PAGE_S)


@pytest.fixture
def clinic(live_clinic):
    return live_clinic


class Line:
    """A line to the web process: what is sent in parts, and what was answered."""

    def __init__(self, parts, *, then_waits=False):
        self.parts, self.then_waits, self.read = list(parts), then_waits, 0
        self.status, self.page, self.headers = 0, b"", {}

    async def receive(self):
        if self.parts:
            self.read += 1
            return {"type": "http.request", "body": self.parts.pop(0), "more_body": bool(self.parts) or self.then_waits}
        return await asyncio.Event().wait()  # the line stays open, and nothing comes

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        self.page += message.get("body", b"")


async def post(line, path, *, cookies="", **headers):
    named = [(name.replace("_", "-").encode(), str(value).encode()) for name, value in headers.items()]
    named += [(b"host", b"testserver"), (b"content-type", b"application/x-www-form-urlencoded")]
    named += [(b"cookie", cookies.encode())] if cookies else []
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "scheme": "http", "http_version": "1.1", "headers": named, "client": ("203.0.113.5", 5),
        "server": ("testserver", 80),
    }  # fmt: skip
    await BoundedBodies(get_asgi_application())(scope, line.receive, line.send)
    return line


def is_ours(line):
    return b"Crisis" in line.page or b"TEST line" in line.page


@pytest.fixture
def spooled(monkeypatch):
    """Each temporary file that is made for a body, and how much is written into it."""
    written = []
    real = tempfile.SpooledTemporaryFile

    class Counted(real):
        def write(self, part):
            written.append(len(part))
            return super().write(part)

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", Counted)
    return written


@pytest.mark.parametrize("path", ["/help", "/nothing/here", "/consult", "/account/login/"])
async def test_a_body_that_says_it_is_too_large_is_refused_unread(clinic, spooled, path):
    line = await post(Line([b"x" * 100_000] * 4000), path, content_length=400_000_000)

    assert (line.status, line.read, spooled) == (413, 0, [])
    assert is_ours(line) and b"more than fits" in line.page
    assert line.headers[b"connection"] == b"close" and b"Content-Security-Policy" in line.headers


async def test_a_body_that_says_nothing_of_its_size_is_refused_where_it_grows_too_large(clinic, spooled):
    line = await post(Line([b"x" * MIB] * 100), "/help", transfer_encoding="chunked")

    assert line.status == 413
    assert line.read <= 3 and sum(spooled) <= 2 * MIB


async def test_a_body_that_does_not_come_is_refused_in_time(clinic, monkeypatch):
    monkeypatch.setattr(bodies, "PAGE", bodies.Bound(2 * MIB, whole_s=5, pause_s=0.1))
    async with asyncio.timeout(waits.SOON_S):
        line = await post(Line([b"a="], then_waits=True), "/help", content_length=1000)

    assert line.status == 408 and b"did not arrive in time" in line.page and is_ours(line)


async def test_a_record_is_taken_from_staff_alone_and_asked_before_it_is_read(clinic):
    stranger = await post(Line([b"x" * MIB] * 50), RECORD, content_length=50 * MIB)
    forged = await post(Line([b"x" * MIB] * 50), RECORD, content_length=50 * MIB, cookies="sessionid=forged")
    key = (await sync_to_async(signed_in)(clinic.patient)).cookies["sessionid"].value
    patient = await post(Line([b"x" * MIB] * 50), RECORD, content_length=50 * MIB, cookies=f"sessionid={key}")

    assert [(line.status, line.read) for line in (stranger, forged, patient)] == [(403, 0)] * 3
    assert is_ours(stranger)


async def test_a_record_of_staff_is_read_and_one_of_600_mib_is_not(clinic):
    cookies = f"sessionid={(await sync_to_async(signed_in)(clinic.nurse)).cookies['sessionid'].value}"
    taken = await post(Line([b"x" * MIB] * 5), RECORD, content_length=5 * MIB, cookies=cookies)
    refused = await post(Line([b"x"] * 9), RECORD, content_length=600 * MIB, cookies=cookies)

    assert taken.read == 5 and taken.status in (403, 404)  # no token against forged requests, no such chart
    assert (refused.status, refused.read) == (413, 0)


async def test_a_disk_without_room_takes_no_record(clinic, monkeypatch):
    monkeypatch.setattr(bodies, "KEPT_FREE", 1 << 60)
    cookies = f"sessionid={(await sync_to_async(signed_in)(clinic.nurse)).cookies['sessionid'].value}"
    line = await post(Line([b"x"]), RECORD, content_length=5 * MIB, cookies=cookies)

    assert line.status == 507 and b"no room" in line.page


@pytest.mark.parametrize(
    ("path", "bound"),
    [("/help", bodies.PAGE), (RECORD, bodies.RECORD), ("/wordings/qids", bodies.FILE), (RECORD + "/x", bodies.PAGE)],
)
def test_each_address_has_its_bound(path, bound):
    assert bodies.bound_of(path) == bound


async def test_a_usual_form_passes(clinic):
    line = await post(Line([b"given=Ann", b"&family=Other"]), "/help", content_length=22)

    assert line.status == 403 and line.read == 2  # without a token against forged requests
