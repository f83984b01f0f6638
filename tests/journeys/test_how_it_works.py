"""The page that shows how it may work: anybody opens it, slides through it, and reads it without any script too."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways, too_small

pytestmark = pytest.mark.browser
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SIZES = [PHONE, TABLET, LAPTOP]
PATH = "/how-it-works"


@pytest.fixture
def page(people):
    page = people.page()
    page.goto(PATH)
    expect(page.locator("#course-form")).to_be_visible()
    expect(page.locator("#says-unsure")).to_contain_text("of 100")
    return page


def test_look(people):
    for size in SIZES:
        page = people.page(size=size)
        page.goto(PATH)
        expect(page.locator("#says-unsure")).to_contain_text("of 100")
        page.wait_for_timeout(800)
        page.screenshot(path=f"/tmp/shot-{size['width']}.png", full_page=True)
        print(size, runs_sideways(page), axe(page), too_small(page, "main", least_px=48))
