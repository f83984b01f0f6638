"""Who follows a chair may follow it still: asked again while the page stays open, of all pages at once."""

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import logout
from django.contrib.sessions.models import Session as DjangoSession
from django.db import connection
from django.http import HttpRequest
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from euthymia.clinic.audit import chain
from euthymia.clinic.infusion.chair import stream
from euthymia.clinic.people import doors
from euthymia.clinic.people.accounts.browser_sessions import kept_as
from euthymia.clinic.people.models import BreakGlass, CareTeamMember
from tests import waits
from tests.clinic.conftest import following, signed_in
from tests.clinic.infusion.chair.test_stream import (  # noqa: F401 - fixtures
    _hands_back_its_connection,
    address,
    chair,
    tailing,
)

CLOSED = "event: closed\ndata: \n\n"


def write(act, *rows):
    """Something done to the record by somebody else."""
    with chain.atomic():
        act(*rows)
        chain.write("changed for a test", by="system:test", at=timezone.now())


def leaves_the_team(clinic, viewer):
    write(CareTeamMember.objects.filter(patient=clinic.ruth, user_id=viewer.user_id).delete)


def is_disabled(clinic, viewer):
    clinic.nurse.is_active = False
    write(clinic.nurse.save)


def goes_to_the_desk(clinic, viewer):
    clinic.nurse.role = "front_desk"
    write(clinic.nurse.save)


def has_another_password(clinic, viewer):
    clinic.nurse.set_password("quite another password")
    write(clinic.nurse.save)


def signs_out(clinic, viewer):
    DjangoSession.objects.filter(pk=kept_as(viewer.browser)).delete()


def is_away_for_long(clinic, viewer):
    DjangoSession.objects.filter(pk=kept_as(viewer.browser)).update(expire_date=timezone.now() - timedelta(minutes=1))


def stays(clinic, viewer):
    pass


@pytest.mark.parametrize(
    ("what", "still"),
    [
        (stays, True),
        (is_away_for_long, True),  # a watched chair stays in sight
        (leaves_the_team, False),
        (is_disabled, False),
        (goes_to_the_desk, False),
        (has_another_password, False),
        (signs_out, False),
    ],
)
def test_what_ends_the_right_to_follow(clinic, what, still):
    viewer, other = following(clinic.nurse, clinic.ruth), following(clinic.nurse2, clinic.ruth)

    what(clinic, viewer)

    assert doors.still_open({viewer, other}) == ({viewer, other} if still else {other})


def test_a_broken_glass_gives_four_hours_and_no_more(clinic):
    doors.break_glass(clinic.director, clinic.ruth.key, reason="Covering for a colleague")
    viewer = following(clinic.director, clinic.ruth)

    assert doors.still_open({viewer}) == {viewer}
    write(lambda: BreakGlass.objects.update(until=timezone.now()))
    assert doors.still_open({viewer}) == set()


@pytest.mark.parametrize(
    "who", ["owner", "director", "prescriber", "nurse", "desk", "researcher", "patient", "stranger"]
)
def test_who_may_go_on_is_who_may_begin(clinic, who):
    user = getattr(clinic, who)
    begins = signed_in(user).get(f"/patients/{clinic.ruth.key}").status_code == 200 and user.is_clinician

    assert bool(doors.still_open({following(user, clinic.ruth)})) is begins


def test_two_hundred_are_asked_of_in_four_queries(clinic):
    one = following(clinic.nurse, clinic.ruth)
    viewers = {one._replace(browser=f"{n}") for n in range(199)} | {one}

    with CaptureQueriesContext(connection) as asked:
        assert doors.still_open(viewers) == {one}
    assert len(asked) <= 4


async def to_its_end(streaming, *, within_s):
    async with asyncio.timeout(within_s):
        return [text async for text in streaming][-1]


@pytest.mark.parametrize("what", [leaves_the_team, signs_out])
async def test_a_stream_ends_when_its_right_does_and_the_others_go_on(chair, what, monkeypatch):  # noqa: F811
    monkeypatch.setattr(stream, "ASK_AGAIN_S", 0.1)
    async with tailing() as tailer:
        hers = tailer.follow(chair.session, 0, viewer=chair.viewer)
        another = await sync_to_async(following)(chair.nurse2, chair.ruth)
        others = tailer.follow(chair.session, 0, viewer=another)
        await anext(hers), await anext(others)
        await sync_to_async(what)(chair, chair.viewer)

        assert await to_its_end(hers, within_s=waits.SOON_S) == CLOSED
        assert (await anext(others)).startswith("data: ")
        await others.aclose()


def test_the_right_is_asked_of_at_least_every_thirty_seconds():
    assert stream.ASK_AGAIN_S <= 30


def signs_out_here(chair, browser):  # noqa: F811
    request = HttpRequest()
    request.session, request.user = browser.session, chair.nurse
    logout(request)


def is_disabled_now(chair, browser):  # noqa: F811
    is_disabled(chair, None)


@pytest.mark.parametrize("what", [signs_out_here, is_disabled_now])
async def test_a_stream_ends_at_once_when_its_person_signs_out_or_is_disabled(chair, what, monkeypatch):  # noqa: F811
    async with tailing() as tailer:
        monkeypatch.setattr(stream, "tailer", tailer)
        monkeypatch.setattr("euthymia.clinic.infusion.chair.pages.tailer", tailer)
        browser = await sync_to_async(signed_in)(chair.nurse)
        client = AsyncClient()
        client.cookies = browser.cookies
        answer = await client.get(address(chair) + "?after=0")
        streaming = aiter(answer.streaming_content)
        await anext(streaming)
        await sync_to_async(what)(chair, browser)

        assert await to_its_end(streaming, within_s=waits.SOON_S) == CLOSED.encode()


async def test_nobody_is_sent_away_because_the_database_does_not_answer(chair, monkeypatch):  # noqa: F811
    monkeypatch.setattr(stream, "ASK_AGAIN_S", 0.05)
    monkeypatch.setattr(doors, "still_open", lambda viewers: 1 / 0)
    async with tailing() as tailer:
        streaming = tailer.follow(chair.session, 0, viewer=chair.viewer)
        for _ in range(3):
            assert (await anext(streaming)).startswith("data: ")
        await streaming.aclose()
