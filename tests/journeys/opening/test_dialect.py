"""The how-to "Add a monitor's dialect", followed in the browser: the card, the page, the signature, the value."""

import json
import socket
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from euthymia.demo import logins
from tests import waits
from tests.conftest import CHECKOUT
from tests.journeys.conftest import TABLET
from tests.journeys.hands import tab
from tests.journeys.looking import axe, runs_sideways, shot

pytestmark = pytest.mark.browser
HOW_TO = (CHECKOUT / "docs" / "how-to" / "add-a-monitors-dialect.md").read_text("utf-8")
SIZES = {"phone": {"width": 390, "height": 844}, "tablet": TABLET, "desktop": {"width": 1280, "height": 900}}


def message(make: str, ward: str, value: int) -> bytes:
    """The message that the how-to shows, of this make."""
    told = HOW_TO.partition("```hl7\n")[2].partition("```")[0].replace("^EfficiaCM|WARD", f"{make}|{ward}")
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S+0000")
    for name, text in {"{now}": now, "{number}": uuid4().hex[:12], "{value}": str(value)}.items():
        told = told.replace(name, text)
    return "".join(f"{line.strip()}\r" for line in told.splitlines() if line.strip()).encode()


def test_a_code_that_nobody_read_is_mapped_signed_and_then_watched(people, demo):
    people.sign_in("nurse")
    made = json.loads(demo.run("tests.journeys.chair", f"Chair {uuid4().hex[:6]}"))
    make, ward = made["monitor"].split("|")
    nurse = people.page("nurse", size=TABLET)
    nurse.goto(f"/chair/{made['key']}")
    nurse.get_by_role("button", name="I started the pump", exact=True).click()
    expect(nurse.locator("#state")).to_have_text("The infusion runs")
    with socket.create_connection(("127.0.0.1", demo.devices), timeout=waits.LINE_S) as line:

        def sends(value: int) -> None:
            line.sendall(b"\x0b" + message(make, ward, value) + b"\x1c\r")
            assert b"MSA|AA" in line.recv(4096)

        sends(17)
        nurse.reload()
        tab(nurse, "Devices")
        nurse.get_by_text("1 not read").click()
        expect(nurse.get_by_role("cell", name="0002-5000")).to_be_visible()
        assert not axe(nurse)
        shot(nurse, "devices-card-tablet")
        address = nurse.get_by_role("link", name="Map it").get_attribute("href")

        maps(people.page("director"), address, logins.load(demo.home)["director"]["password"])

        breaths = nurse.locator("#value-resp_rate_bpm .number")
        for _ in range(10):  # it holds from the next second on
            sends(19)
            nurse.wait_for_timeout(waits.ms(waits.SETTLED_S))
            if breaths.inner_text() == "19":
                break
        expect(breaths).to_have_text("19")


def maps(director: Page, address: str, password: str) -> None:
    """Choose what the code is, try it on kept messages, sign it."""
    director.goto(address)
    director.get_by_label("Read it as").select_option("resp_rate_bpm")
    director.get_by_role("button", name="Try it on kept messages").click()
    expect(director.get_by_text("1 value in 1 kept message, from 17 to 17")).to_be_visible()
    assert not axe(director)
    for name, size in SIZES.items():
        director.set_viewport_size(size)
        assert not runs_sideways(director)
        shot(director, f"map-a-code-{name}")
    director.get_by_label("How you know what this make means").fill("Data Export Guide, page 12")
    director.get_by_label("Your password, to sign").fill(password)
    director.get_by_role("button", name="Sign that it is read as").click()
    expect(director.get_by_text("Data Export Guide, page 12").first).to_be_visible()
