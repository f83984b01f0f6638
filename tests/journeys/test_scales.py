"""Every scale that has a sheet, in the browser: filled in part, left, gone on with, finished."""

import pytest
from playwright.sync_api import Page, expect

from euthymia.medicine import instruments
from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways, shot, too_small

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
ELSEWHERE = {"phq9", "madrs", "madrs-24h", "cadss", "moaas"}
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
    page.get_by_role("link", name=f"Rate {scale.name}", exact=True).click()
    answer(page, scale, 1)
    page.reload()
    expect(page.locator(f"input[name='item-1'][value='{scale.item_min}']")).to_be_checked()
    assert not axe(page)
    assert not runs_sideways(page)
    assert not too_small(page, "main form", least_px=48)
    shot(page, f"scale-{scale.key}-tablet")
    page.set_viewport_size(PHONE)
    assert not runs_sideways(page)
    for item in range(2, scale.items + 1):
        answer(page, scale, item)

    page.get_by_role("button", name="Finish").click()

    expect(page.locator("section.card").filter(has_text=scale.name).first).to_contain_text(f"of {scale.total_max}")
    assert not runs_sideways(page)
    assert not people.problems
