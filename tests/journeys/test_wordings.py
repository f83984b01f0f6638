"""A medical director loads a wording, is told what does not fit, looks, signs, and the forms show it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET, sign
from tests.journeys.looking import axe, runs_sideways, shot, too_small
from tests.wire.fhir.questionnaires_made import data

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def load(page: Page, content: bytes) -> None:
    page.get_by_label("FHIR R4 Questionnaire, as JSON").set_input_files(
        {"name": "form.json", "mimeType": "application/json", "buffer": content}
    )
    page.get_by_label("Licence or permission from").fill("Made-up press")
    page.get_by_label("What it allows").fill("Use in this clinic, letter 12 of May")
    page.get_by_label("Dated").fill("2026-05-04")
    page.get_by_role("button", name="Load and look at it").click()


def looked_at(page: Page) -> None:
    assert not axe(page)
    assert not runs_sideways(page)
    assert not too_small(page, "main form", least_px=44)


def test_a_wording_is_refused_by_item_then_loaded_looked_at_signed_and_shown(people, demo):
    page = people.page("director", size=TABLET)
    page.goto("/wordings")
    looked_at(page)
    shot(page, "wordings")
    page.get_by_role("link", name="Wording of QIDS-SR16").click()
    looked_at(page)
    load(page, data("qids", change=lambda items: items[:11] + items[12:]))
    expect(page.get_by_text("Item 12: the file has no such item.")).to_be_visible()
    expect(page.get_by_label("Licence or permission from")).to_have_value("Made-up press")
    shot(page, "wording-refused", at="main h2:nth-of-type(2)")

    load(page, data("qids"))
    expect(page.get_by_role("row", name=re.compile("Made-up question 12"))).to_contain_text("thoughts of suicide")
    looked_at(page)
    shot(page, "wording-beside", at="#beside")
    page.set_viewport_size(PHONE)
    assert not runs_sideways(page)
    shot(page, "wording-preview-phone", at="#preview")
    page.set_viewport_size(TABLET)
    sign(page, "Sign and show it on forms", "director", demo)
    expect(page.get_by_text("The forms show this wording from now on.")).to_be_visible()

    nurse = people.page("nurse", size=PHONE)
    nurse.goto("/patients")
    nurse.get_by_role("row", name="Noah Lindqvist").get_by_role("link").first.click()
    nurse.get_by_role("link", name="Scales", exact=True).click()
    nurse.get_by_role("link", name=re.compile("(Rate|Go on with) QIDS-SR16")).click()
    expect(nurse.get_by_role("group", name="12. Made-up question 12?")).to_be_visible()
    looked_at(nurse)
    shot(nurse, "scale-own-wording-phone", at="main fieldset:nth-of-type(11)")

    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("No form shows this wording any more.")).to_be_visible()
    nurse.reload()
    expect(nurse.get_by_role("group", name="12. thoughts of suicide")).to_be_visible()


def test_the_screeners_own_wording_stands_on_the_page_of_danger(people, demo):
    page = people.page("director", size=TABLET)
    page.goto("/wordings/cssrs")
    load(page, data("cssrs"))
    sign(page, "Sign and show it on forms", "director", demo)
    nurse = people.page("nurse", size=TABLET)
    nurse.goto("/patients")
    nurse.get_by_role("row", name="Noah Lindqvist").get_by_role("link").first.click()
    nurse.get_by_role("link", name="Danger now", exact=True).click()
    nurse.get_by_role("button", name=re.compile("^Begin|^Ask again")).click()
    expect(nurse.get_by_role("group", name=re.compile("^Item 6b. Made-up question 6b"))).to_be_visible()
    looked_at(nurse)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("No form shows this wording any more.")).to_be_visible()
