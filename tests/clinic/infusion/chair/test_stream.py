"""The page is a snapshot at event n, then a stream from n: nothing missed, nothing of anybody else."""

import asyncio
import contextlib
import http.client
import json
import threading
import time
from pathlib import Path

import pytest
from asgiref.sync import SyncToAsync, sync_to_async
from django.db import connection, connections
from django.test import AsyncClient
from django.urls import reverse

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.chair import acts, stream
from euthymia.clinic.infusion.chair.stream import QUEUE, Tailer
from euthymia.clinic.infusion.devices.doorbell import Doorbell
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.session import board
from tests import waits
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, message
from tests.clinic.conftest import following, signed_in
from tests.postgres import free_port


@pytest.fixture
def chair(live_clinic):
    live_clinic.session = chairside.seated(live_clinic)
    live_clinic.viewer = following(live_clinic.nurse, live_clinic.ruth)
    return live_clinic


@pytest.fixture(autouse=True)
def _hands_back_its_connection():
    yield
    SyncToAsync.single_thread_executor.submit(lambda: connection.close()).result(waits.PAGE_S)


@contextlib.asynccontextmanager
async def tailing():
    """A tailer as a web process has one; its tasks and its connection end with the test."""
    tailer = Tailer()
    try:
        yield tailer
    finally:
        for task in tailer._tasks:
            task.cancel()
        await asyncio.gather(*tailer._tasks, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(tailer._thread, lambda: connection.close())


def told(text):
    return json.loads(text.removeprefix("data: ")) if text.startswith("data: ") else {}


def writer(session_pk, control, count, faults):
    """A listener of its own: so many messages, each with a value that tells which it was."""
    try:
        intake = Intake()
        for n in range(count):
            at_s = time.time()
            raw = message(f"{control}.{n}", (SPO2, 90 + n % 10), at_s=at_s)
            intake.commit([arrive(raw, at_s, intake.roster)])
            time.sleep(0.004)
    except Exception as fault:
        faults.append(fault)
    finally:
        connection.close()


def nurse(session_pk, clinic, count, faults):
    try:
        session = Session.objects.get(pk=session_pk)
        for n in range(count):
            acts.enter_cadss(session, n, by=clinic.nurse)
            time.sleep(0.01)
    except Exception as fault:
        faults.append(fault)
    finally:
        connection.close()


async def test_what_a_page_missed_between_snapshot_and_stream_comes_with_several_writers(chair):
    """The page took its snapshot before the writers began; two pages follow, the second joins half-way."""
    session, faults = chair.session, []
    after = session.last_event_number
    writers = [
        threading.Thread(target=writer, args=(session.pk, "a", 60, faults)),
        threading.Thread(target=writer, args=(session.pk, "b", 60, faults)),
        threading.Thread(target=nurse, args=(session.pk, chair, 30, faults)),
    ]
    async with tailing() as tailer:
        for thread in writers:
            thread.start()
        pages = [asyncio.create_task(follows(tailer, chair, after, wait_s)) for wait_s in (0.0, 0.15, 0.3)]
        await asyncio.gather(*(asyncio.to_thread(thread.join) for thread in writers))
        last = (await sync_to_async(Session.objects.get)(pk=session.pk)).last_event_number
        seen = [await page for page in pages]

    assert faults == []
    events = SessionEvent.objects.filter(session=session, number__gt=after, kind="readings")
    written = [
        json.dumps(body["readings"]) for body in await sync_to_async(list)(events.values_list("body", flat=True))
    ]
    for numbers, readings in seen:
        assert numbers[-1] == last
        assert numbers == sorted(numbers), "a page never steps back"
        assert set(written) <= readings


async def follows(tailer, chair, after, wait_s):
    """A page: the numbers of the boards it was sent, and every reading."""
    session = chair.session
    await asyncio.sleep(wait_s)
    numbers, readings = [], set()
    async with asyncio.timeout(waits.UP_S):
        async for text in tailer.follow(session, after, viewer=chair.viewer):
            line = told(text)
            if "board" in line:
                numbers.append(line["board"]["number"])
                readings |= {json.dumps(r) for r in line["readings"]}
            elif numbers and await settled(session, numbers[-1]):
                return numbers, readings
    raise AssertionError("the stream ended")


async def settled(session, number):
    """Nothing new for two beats."""
    now = (await sync_to_async(Session.objects.get)(pk=session.pk)).last_event_number
    await asyncio.sleep(waits.TWO_LOOKS_S)
    again = (await sync_to_async(Session.objects.get)(pk=session.pk)).last_event_number
    return now == again == number


async def test_the_first_line_is_the_page_as_it_stands_now(chair):
    async with tailing() as tailer:
        streaming = tailer.follow(chair.session, 0, viewer=chair.viewer)
        line = told(await anext(streaming))
        await streaming.aclose()
        fresh = await sync_to_async(board.page_board)(await sync_to_async(Session.objects.get)(pk=chair.session.pk))

    assert {k: v for k, v in line["board"].items() if k not in ("now_s", "given_mg")} == {
        k: v for k, v in json.loads(json.dumps(fresh)).items() if k not in ("now_s", "given_mg")
    }
    assert tailer._ears == {} and tailer._seen == {} and tailer._keys == {}


async def test_a_page_that_does_not_keep_up_is_told_to_begin_again(chair):
    async with tailing() as tailer:
        streaming = tailer.follow(chair.session, 0, viewer=chair.viewer)
        await anext(streaming)
        for _ in range(QUEUE + 5):
            tailer._tell(chair.session.pk, {})

        rest = [text async for text in streaming]
    assert rest == ["event: again\ndata: \n\n"]


async def test_one_sign_in_follows_so_many_chairs_and_no_more(chair):
    async with tailing() as tailer:
        streams = [tailer.follow(chair.session, 0, viewer=chair.viewer) for _ in range(stream.MOST_STREAMS)]
        for number, streaming in enumerate(streams):
            assert tailer.hold(chair.viewer.browser), number
            await anext(streaming)

        assert not tailer.hold(chair.viewer.browser)
        assert tailer.hold("another sign-in")
        for streaming in streams:
            await streaming.aclose()
        assert tailer.hold(chair.viewer.browser)


async def test_of_three_hundred_asked_for_at_once_as_many_are_opened_and_the_rest_costs_nothing():
    tailer = Tailer()

    opened = [tailer.hold("one sign-in") for _ in range(300)]
    assert sum(opened) == stream.MOST_STREAMS
    tailer.let_go("one sign-in")  # one was refused by its chart
    assert [tailer.hold("one sign-in") for _ in range(2)] == [True, False]


async def test_an_older_board_never_comes_after_a_newer_one(chair):
    async with tailing() as tailer:
        streaming = tailer.follow(chair.session, 0, viewer=chair.viewer)
        first = told(await anext(streaming))["board"]["number"]
        tailer._tell(chair.session.pk, {"board": {"number": first - 1}}, number=first - 1)
        tailer._tell(chair.session.pk, {"board": {"number": first + 1}}, number=first + 1)

        assert told(await anext(streaming))["board"]["number"] == first + 1
        await streaming.aclose()


async def test_not_recording_reaches_each_page_with_its_own_board_and_no_others(chair, tmp_path, settings):
    settings.DOORBELL = tmp_path / "bell"
    bell = Doorbell(settings.DOORBELL)
    await bell.open()
    async with tailing() as tailer:
        streaming = tailer.follow(chair.session, 0, viewer=chair.viewer)
        await anext(streaming)
        await waits.until_then(lambda: bell._ears, what="an ear at the doorbell")
        boards = {str(chair.session.key): {"alarms": ["hers"]}, "another": {"alarms": ["of somebody else"]}}
        bell.say(recording=False, why="the commit failed", since_s=1.0, boards=boards)
        trouble, everything = None, ""
        while trouble is None:
            text = await anext(streaming)
            everything, trouble = everything + text, told(text).get("trouble")
        actions_done = sync_to_async(acts.enter_cadss)
        await actions_done(chair.session, 4, by=chair.nurse)
        while '"board":{"values"' not in (text := await anext(streaming)):
            everything += text
        everything += text
        bell.say(recording=True)
        while told(await anext(streaming))["trouble"] is not None:
            pass
        await streaming.aclose()
    await bell.close()

    assert trouble["board"] == {"alarms": ["hers"]}
    assert "somebody else" not in everything


async def test_a_web_process_that_starts_in_the_middle_of_trouble_says_so(chair, tmp_path, settings):
    settings.DOORBELL = tmp_path / "bell"
    bell = Doorbell(settings.DOORBELL)
    await bell.open()
    async with tailing() as tailer:
        streaming = tailer.follow(chair.session, 0, viewer=chair.viewer)
        await anext(streaming)
        await waits.until_then(lambda: bell._ears, what="an ear at the doorbell")
        bell.say(beat_s=5.0, recording=False)
        while (trouble := told(await anext(streaming))["trouble"]) is None:
            pass
        await streaming.aclose()
    await bell.close()

    assert trouble == {"since_s": 5.0, "why": "the listener cannot record"}


async def test_a_database_that_does_not_answer_shows_as_trouble(chair, monkeypatch):
    async with tailing() as tailer:
        streaming = tailer.follow(chair.session, 0, viewer=chair.viewer)
        await anext(streaming)
        monkeypatch.setattr(Tailer, "_new", lambda *a: 1 / 0)
        while (trouble := told(await anext(streaming))["trouble"]) is None:
            pass
        await streaming.aclose()

    assert trouble["why"] == "the database does not answer"


# Rights


def address(chair):
    return reverse("infusion:stream", kwargs={"key": chair.session.key})


@pytest.mark.parametrize("who", ["desk", "researcher", "owner", "director", "patient", "stranger", None])
def test_who_may_not_open_the_chart_gets_no_stream(chair, who):
    client = signed_in(getattr(chair, who) if who else None)
    before = AuditEvent.objects.count()

    assert client.get(address(chair)).status_code == 404
    assert not AuditEvent.objects.filter(number__gt=before, action="followed the chair").exists()


def as_browser(user):
    signed = signed_in(user)
    client = AsyncClient()
    client.cookies = signed.cookies
    return client


async def test_an_opened_stream_is_one_audit_row_and_holds_no_connection(chair, monkeypatch):
    async with tailing() as tailer:
        monkeypatch.setattr("euthymia.clinic.infusion.chair.pages.tailer", tailer)
        client = await sync_to_async(as_browser)(chair.nurse)
        answer = await client.get(address(chair) + "?after=0")
        assert answer.status_code == 200
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/event-stream", "no-store")
        streaming = aiter(answer.streaming_content)
        assert told((await anext(streaming)).decode())["board"]["number"] == chair.session.last_event_number
        assert await sync_to_async(lambda: connections["default"].connection)() is None
        for _ in range(3):
            await anext(streaming)  # beats: nothing more is written
        await streaming.aclose()

    row = await sync_to_async(AuditEvent.objects.filter(action="followed the chair").get)()
    assert (row.actor, row.patient_key) == (f"person:{chair.nurse.key}", chair.ruth.key)
    assert stream.BEAT_EVERY_S == 1.0


def test_twenty_open_streams_of_a_real_web_process_hold_no_connection_each(chair, tmp_path):
    port, streams = free_port(), []
    cookie = f"sessionid={signed_in(chair.nurse).cookies['sessionid'].value}"
    with chairside.part(tmp_path, "web", "--port", str(port)) as web:
        chairside.wait_for_port(port)
        for _ in range(20):
            streams.append(http.client.HTTPConnection("127.0.0.1", port, timeout=waits.LINE_S))
            streams[-1].request("GET", address(chair) + "?after=0", headers={"Cookie": cookie})
        for one in streams:
            answer = one.getresponse()
            assert answer.status == 200
            assert answer.readline().startswith(b"data: ")
        assert held(web.pid) <= 5, "one for the tailer, and few more"
    for one in streams:
        one.close()


def held(pid):
    """How many connections to the database another process holds."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return cursor.fetchone()[0] - 1
    # SQLite keeps the closed file's own descriptor while another connection locks it; the log's it does not.
    links = [path.readlink() for path in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(str(link) == f"{connection.settings_dict['NAME']}-wal" for link in links)
