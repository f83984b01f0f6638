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
GAD7 = instruments.ALL["gad7"]
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
    page.reload()
    both = "document.querySelectorAll('[name=item-3][value=\\'0\\'], [name=item-4][value=\\'0\\']')"
    page.evaluate(f"() => {both}.forEach((one) => one.click())")  # the next item before the answer came back
    expect(page.locator("#beside-3")).to_contain_text("The earlier answer is kept beside the new one")
    expect(page.locator("#touched")).to_contain_text("2 answered, saved.")
    assert not axe(page)
    assert not runs_sideways(page)
    shot(page, "scale-risk-phone", at="#beside-3")


def test_a_patient_answers_on_the_phone_what_she_was_asked_for(people):
    nurse = people.page("nurse")
    nurse.goto("/patients")
    nurse.get_by_role("row", name="Noah Lindqvist").get_by_role("link").first.click()
    nurse.get_by_role("link", name="Scales", exact=True).click()
    card = nurse.locator("#scale-gad7")
    card.get_by_text("Ask the patient").click()
    card.get_by_role("button", name="Ask for GAD-7").click()
    expect(card).to_contain_text("asked, due")
    assert not axe(nurse)
    nurse.set_viewport_size(TABLET)
    assert not runs_sideways(nurse)
    shot(nurse, "scales-tablet")

    page = people.page("noah@patients.example", size=PHONE)
    page.goto("/me")
    expect(page.get_by_text("We ask you to answer this by")).to_be_visible()
    shot(page, "scale-asked-phone")
    page.get_by_role("link", name="Answer the GAD-7").click()
    answer(page, GAD7, 1)
    page.goto("/me")
    page.get_by_role("link", name="Go on with the GAD-7: 1 answered").click()
    expect(page.locator("input[name='item-1'][value='0']")).to_be_checked()
    assert not axe(page)
    assert not runs_sideways(page)
    assert not too_small(page, "main form", least_px=48)
    for item in GAD7.asked[1:]:
        answer(page, GAD7, item)
    shot(page, "scale-gad7-patient-phone", at="main fieldset:nth-of-type(3)")
    page.get_by_role("button", name="Finish").click()

    expect(page.get_by_text("GAD-7: 0 of 21")).to_be_visible()
    assert not runs_sideways(page)
    nurse.reload()
    expect(card).to_contain_text("0 of 21")
    expect(card).not_to_contain_text("asked, due")


def test_item_10_of_the_madrs_acts_when_it_is_touched_and_says_so_beside_itself(people):
    page = people.page("nurse", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Silas").get_by_role("link").first.click()
    page.get_by_role("link", name="Outcome", exact=True).click()
    form = page.locator("#madrs")
    if not form.get_attribute("open"):
        form.locator("summary").click()
    with page.expect_response(lambda r: r.url.endswith("/item-10")):
        form.get_by_label("10. thoughts of suicide").fill("3")
        form.get_by_label("10. thoughts of suicide").press("Tab")

    told = page.get_by_text("Speak with the person now, and do not leave them alone.")
    expect(told).to_be_in_viewport()
    shot(page, "madrs-risk-tablet", at="#madrs .grid")
    assert not axe(page)
    assert not runs_sideways(page)
