"""Every scale that has a sheet, in the browser: filled in part, left, gone on with, finished."""

import re

import pytest
from playwright.sync_api import Page, expect

from euthymia.medicine import instruments
from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways, shot, too_small

pytestmark = pytest.mark.browser
PICTURED = {"phq9", "gad7", "qids", "hamd17"}
PHONE = {"width": 390, "height": 844}
ELSEWHERE = {"madrs", "madrs-24h", "cadss", "moaas"}
HERE = [scale for key, scale in instruments.ALL.items() if key not in ELSEWHERE]


def answer(page: Page, scale, item: int) -> None:
    with page.expect_response(lambda r: r.url.endswith(f"/item/{item}")):
        page.locator(f"input[name='item-{item}'][value='{scale.item_min}']").check()


@pytest.mark.parametrize("scale", HERE, ids=lambda s: s.key)
def test_a_scale_is_filled_left_gone_on_with_and_finished(scale, people):
    page = people.page("nurse", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Dora Feld").get_by_role("link").first.click()
    page.get_by_role("link", name="Scales", exact=True).click()
    page.get_by_role("link", name=re.compile(f"^(Rate|Go on with) {re.escape(scale.name)}(:|$)")).click()
    answer(page, scale, 1)
    page.reload()
    expect(page.locator(f"input[name='item-1'][value='{scale.item_min}']")).to_be_checked()
    assert not axe(page)
    assert not runs_sideways(page)
    assert not too_small(page, "main form", least_px=48)
    if scale.key in PICTURED:
        shot(page, f"scale-{scale.key}-tablet")
    page.set_viewport_size(PHONE)
    if scale.key in PICTURED:
        shot(page, f"scale-{scale.key}-phone", at="main form")
    assert not runs_sideways(page)
    for item in scale.asked[1:]:
        answer(page, scale, item)

    page.get_by_role("button", name="Finish").click()

    expect(page.locator("section.card").filter(has_text=scale.name).first).to_contain_text(f"of {scale.total_max}")
    assert not runs_sideways(page)
    assert not people.problems


def test_what_to_do_stands_in_sight_beside_the_item_that_was_answered(people):
    page = people.page("nurse", size=PHONE)
    page.goto("/patients")
    page.get_by_role("row", name="Dora Feld").get_by_role("link").first.click()
    page.get_by_role("link", name="Scales", exact=True).click()
    page.get_by_role("link", name=re.compile("HAM-D17")).click()
    expect(page.get_by_text("DEMO crisis line")).to_be_hidden()

    with page.expect_response(lambda r: r.url.endswith("/item/3")):
        page.locator("input[name='item-3'][value='2']").check()

    told = page.locator("#beside-3").get_by_text("Speak with the person now, and do not leave them alone.")
    expect(told).to_be_in_viewport()
    expect(page.locator("#beside-3").get_by_text("DEMO crisis line")).to_be_visible()
    assert not axe(page)
    assert not runs_sideways(page)
    shot(page, "scale-risk-phone", at="#beside-3")
