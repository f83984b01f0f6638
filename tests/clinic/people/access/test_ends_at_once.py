"""A chair's stream ends within a second when the product's own act ends its right, also from another process."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async

from euthymia.clinic.infusion.chair import stream
from euthymia.clinic.people import doors
from euthymia.clinic.people.access import colleagues
from tests import waits
from tests.clinic.conftest import following
from tests.clinic.infusion.chair.test_stream import _hands_back_its_connection, chair, tailing  # noqa: F401 - fixtures
from tests.clinic.infusion.chair.test_stream_rights import CLOSED


def disabled(clinic):
    colleagues.disable(clinic.nurse, by="system:command-line")


def given_another_role(clinic):
    colleagues.change_role(clinic.nurse, "front_desk", by=clinic.owner)


def signed_out_everywhere(clinic):
    colleagues.end_sessions(clinic.nurse, by=clinic.owner)


def taken_off_the_team(clinic):
    doors.leave_care_team(clinic.ruth, clinic.nurse, reason="Moved to another ward", by=clinic.prescriber)


@pytest.mark.alone
@pytest.mark.parametrize("act", [disabled, given_another_role, signed_out_everywhere, taken_off_the_team])
@pytest.mark.parametrize("elsewhere", [True, False])
async def test_a_stream_ends_within_a_second(chair, act, elsewhere, monkeypatch):  # noqa: F811
    async with tailing() as tailer:
        if not elsewhere:  # else no signal reaches this process, and it asks by itself
            monkeypatch.setattr(stream, "tailer", tailer)
        hers = tailer.follow(chair.session, 0, viewer=chair.viewer)
        others = tailer.follow(chair.session, 0, viewer=await sync_to_async(following)(chair.nurse2, chair.ruth))
        await anext(hers), await anext(others)
        await sync_to_async(act)(chair)
        ended_s = time.monotonic()

        async with asyncio.timeout(waits.SOON_S):
            last = [text async for text in hers][-1]
        assert last == CLOSED
        assert time.monotonic() - ended_s <= 1.0
        assert (await anext(others)).startswith("data: ")
        await others.aclose()
