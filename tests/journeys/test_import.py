"""A nurse reads another clinic's record, confirms one line, takes it back, and sees why a file was refused."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET
from tests.journeys.looking import axe, runs_sideways, shot, tab_through, too_small
from tests.wire.fhir import others_made
from tests.wire.fhir.made import dispense, ndjson, patient, phq9, request, statement

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
# Tables whose last column, what was read, lies outside their box.
SCROLLED_AWAY = """() => [...document.querySelectorAll(".words-read")].map(table => table.parentElement)
  .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.innerText)"""


def record(**person) -> bytes:
    return ndjson(
        patient(name=[{"family": "Amsel", "given": ["Ruth"]}], **person),
        statement("venlafaxine 150 MG Extended Release Oral Capsule", start="2022-03-01", end="2022-09-30",
                  sig="1 capsule daily", statusReason=[{"text": "no response"}]),
        request("sertraline 50 MG Oral Tablet", day="2023-01-10", sig="Take 2 tablets by mouth daily"),
        *(dispense("sertraline 50 MG Oral Tablet", day=day) for day in ("2023-01-10", "2023-02-09", "2023-03-12")),
        request("mirtazapine 15 MG Oral Tablet", day="2024-02-01", sig="1 tablet at bedtime as needed"),
        phq9(19, day="2024-02-01"),
        request("Ibuprofen 400 MG Oral Tablet", id="i"),
        request(id="wrong", day="2024-02-31"),
    )  # fmt: skip


def send(page: Page, data: bytes) -> None:
    page.get_by_label("A FHIR R4 Bundle or an NDJSON file").set_input_files(
        {"name": "record.ndjson", "mimeType": "application/json", "buffer": data}
    )
    page.get_by_role("button", name="Read the file").click()


def faults(page: Page) -> list[str]:
    missed, unseen = tab_through(page)
    sideways = ["runs sideways"] if runs_sideways(page) else []
    return [*axe(page), *missed, *unseen, *sideways, *too_small(page, "main .imported", least_px=44)]


def test_a_record_is_read_confirmed_and_taken_back(people):
    page = people.page("nurse", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    born = page.locator("main .tag", has_text="born").inner_text()
    page.get_by_role("link", name="Records").click()
    expect(page.get_by_text("Nothing has been read yet")).to_be_visible()

    send(page, record(birthDate="1900-01-01"))
    expect(page.locator("#refusal")).to_contain_text("birth date is not the chart's")
    assert not faults(page)

    send(page, record(birthDate=iso(born)))
    expect(page.get_by_role("status")).to_contain_text("4 new lines to look at, 1 refused")
    shot(page, "records", at="#to-decide")
    assert not faults(page)

    mirtazapine = page.get_by_role("article", name=re.compile("Mirtazapine"))
    mirtazapine.get_by_text("Change, then confirm").click()
    mirtazapine.get_by_label("Daily dose, mg").first.fill("30")
    mirtazapine.get_by_label("Ended").first.fill("1900")
    mirtazapine.get_by_role("button", name="Confirm as changed").click()
    refused = page.get_by_role("article", name=re.compile("Mirtazapine"))
    expect(refused).to_contain_text("before it began")
    refused.get_by_label("Ended").first.fill("")
    assert not faults(page)
    refused.get_by_role("button", name="Confirm as changed").click()
    expect(page.get_by_role("article", name=re.compile("Mirtazapine"))).to_contain_text("Changed, then confirmed")

    page.get_by_role("article", name=re.compile("Venlafaxine")).get_by_role(
        "button", name="Confirm", exact=True
    ).click()
    done = page.get_by_role("article", name=re.compile("Venlafaxine"))
    expect(done).to_contain_text("Confirmed")
    shot(page, "records-decided", at="#decided")
    done.get_by_role("button", name="Undo").click()
    expect(done.get_by_role("button", name="Leave out")).to_be_visible()
    page.get_by_role("link", name="Drugs tried").click()
    expect(page.get_by_role("row", name=re.compile("mirtazapine"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("venlafaxine.*2022"))).to_have_count(0)


def test_a_large_file_shows_how_far_it_is_and_a_refusal_leaves_it_chosen(people):
    page = people.page("nurse", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    page.get_by_role("link", name="Records").click()
    page.evaluate("""() => {
      window.said = [];
      const says = document.getElementById('progress-says');
      new MutationObserver(() => window.said.push(says.textContent)).observe(says, { childList: true });
    }""")
    padding = "x" * 1000
    wide = [{**phq9(1), "id": f"n{n}", "note": [{"text": padding}]} for n in range(6000)]
    send(page, ndjson(patient(birthDate="1900-01-01"), *wide))

    expect(page.locator("#refusal")).to_contain_text("birth date is not the chart's")
    said = page.evaluate("window.said")
    assert said[-1].startswith("Sent. Reading it now"), said
    expect(page.locator("#reading")).to_be_hidden()
    assert page.evaluate("document.getElementById('file').files[0].name") == "record.ndjson"


def test_it_fits_a_phone(people):
    page = people.page("nurse", size=PHONE)
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    page.get_by_role("link", name="Records").click()
    send(page, json.dumps(request("duloxetine 60 MG Delayed Release Oral Capsule", sig="1 capsule daily")).encode())
    expect(page.get_by_role("status")).to_contain_text("1 new line to look at")
    expect(page.locator("main")).to_contain_text("does not say whom it is about")
    shot(page, "records-phone", at="#to-decide")
    assert not faults(page)


def iso(born: str) -> str:
    """Turn "born 3 Feb 1980" into 1980-02-03."""
    return datetime.strptime(born.removeprefix("born "), "%d %b %Y").replace(tzinfo=UTC).date().isoformat()


@pytest.mark.parametrize(
    ("made", "reads"),
    [
        (others_made.german, ["150 mg a day", "20 mg a day", "intolerance", "no response", "Asthma bronchiale"]),
        (others_made.vendor, ["100 mg a day", "150 mg a day", "It is what the patient reports", "nobody has asked"]),
        (others_made.ips, ["30 mg a day", "from 2021-02 to 2021-09", "The record says that no allergy is known"]),
    ],
    ids=["German", "a vendor", "IPS"],
)
def test_a_record_of_another_system_is_shown_on_tablet_and_phone(people, made, reads):
    page = people.page("nurse", size=TABLET)
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    born = page.locator("main .tag", has_text="born").inner_text()
    page.get_by_role("link", name="Records").click()

    send(page, made(iso(born)))
    expect(page.get_by_role("status")).to_contain_text("to look at")
    for summary in page.locator("section > details > summary").all():
        summary.click()

    for size in (TABLET, PHONE):
        page.set_viewport_size(size)
        for words in reads:
            expect(page.get_by_text(words).first).to_be_visible()
        assert not axe(page) and not runs_sideways(page)
        assert page.evaluate(SCROLLED_AWAY) == []
