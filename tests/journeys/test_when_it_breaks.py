"""What the live page says when the parts behind it fail, on a copy of the clinic that may be broken."""

import json
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import waits
from tests.journeys.bedside import monitor
from tests.journeys.conftest import whole_clinic
from tests.journeys.looking import heard, hears
from tests.journeys.running import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.alone]  # five seconds are measured


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Clinic]:
    """A clinic of its own, gone when these tests are: five seconds are measured, here and in what comes after."""
    with whole_clinic(tmp_path_factory.mktemp("breaks") / "home", speed=1) as clinic:
        yield clinic


@pytest.fixture(scope="module")
def cookies() -> dict[str, Any]:
    return {}


@pytest.fixture
def fragile(demo, people, tmp_path):
    """Web and listener of a copied clinic; who has signed in to the first is signed in to the copy."""
    people.sign_in("nurse")  # signed in before the copy is made
    clinic = demo.copy_to(tmp_path / "home")
    clinic.chair = json.loads(clinic.run("tests.journeys.chair", "Chair that breaks"))
    clinic.start_listener()
    clinic.start_web()
    yield clinic
    people.close()  # before the pages lose their server, which their consoles would note
    clinic.end()


@pytest.fixture
def live(people, fragile):
    page = people.page("nurse", clinic=fragile)
    page.goto(f"/chair/{fragile.chair['key']}")
    expect(page.locator("#trouble")).to_be_hidden()
    return page


def test_a_killed_listener_is_said_within_five_seconds(live, fragile):
    with monitor(fragile.chair["monitor"], port=fragile.devices):
        expect(live.locator("#value-spo2_pct .age")).not_to_contain_text("by hand")

        fragile.started["listener"].kill()

        expect(live.locator("#trouble")).to_contain_text("NO DEVICE DATA", timeout=waits.ms(waits.SAID_WITHIN_S))
        fragile.start_listener()
        expect(live.locator("#trouble")).to_be_hidden()
        expect(live.locator("#value-spo2_pct .age")).to_have_text("0 s ago", timeout=waits.ms(waits.UP_S))


def test_a_web_process_that_stands_still_is_said_within_five_seconds(live, fragile):
    web = fragile.started["web"]
    hears(live)

    web.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    expect(live.locator("#trouble")).to_contain_text("NOT LIVE", timeout=waits.ms(waits.SAID_WITHIN_S))
    assert time.monotonic() - began > 1  # not said before there was a reason to
    live.wait_for_function("() => window.played.includes('high')")  # and it sounds
    live.get_by_role("button", name="Pause alarm sound").click()
    heard(live)
    live.wait_for_timeout(waits.ms(waits.A_SOUND_S))
    assert heard(live) == []

    web.send_signal(signal.SIGCONT)
    expect(live.locator("#trouble")).to_be_hidden()


def test_a_database_that_cannot_be_written_shows_alarms_and_not_recording(live, fragile):
    """Another process holds the database's write lock, as a stalled disk would: commits stall, alarms still show."""
    with monitor(fragile.chair["monitor"], port=fragile.devices):
        expect(live.locator("#value-spo2_pct .age")).not_to_contain_text("by hand")
        with fragile.locked_database():
            expect(live.locator("#trouble")).to_contain_text("NOT RECORDING", timeout=waits.ms(waits.SAID_WITHIN_S))
        expect(live.locator("#trouble")).to_be_hidden(timeout=waits.ms(waits.UP_S))
