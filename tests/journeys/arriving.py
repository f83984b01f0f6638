"""Mara's way to her first infusion, step by step: the front door, the desk, the assessment."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import People, patient_signs_in
from tests.journeys.looking import runs_sideways, shot
from tests.journeys.running import Clinic

GIVEN, FAMILY, BORN, MAIL = "Mara", "Quist", "1984-05-12", "mara@patients.example"


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


# The front door


def she_asks_for_a_consult(people: People) -> None:
    page = people.page()
    page.goto("/")
    shot(page, "welcome")
    page.get_by_role("link", name="Could it fit me?").click()
    for question in page.locator("main form fieldset").all():
        question.get_by_label("No", exact=True).check()
    press(page, "See what it means")
    expect(page.locator("#advice")).to_be_visible()
    shot(page, "self-check")
    page.locator("#advice").get_by_role("link", name="Ask for a consult").click()
    page.get_by_label("First name").fill(GIVEN)
    page.get_by_label("Last name").fill(FAMILY)
    page.get_by_label("Date of birth").fill(BORN)
    page.get_by_role("textbox", name="E-mail").fill(MAIL)
    page.get_by_role("textbox", name="Phone").fill("0000 000")
    page.get_by_role("group", name="Do you feel safe today?").get_by_label("Yes").check()
    press(page, "Send")
    expect(page.get_by_role("heading", name="We have your request")).to_be_visible()


def the_desk_registers_and_books_her(page: Page) -> str:
    """Book the consult; a time that is taken is refused first. Gives her record number."""
    page.goto("/desk/requests")
    row = page.get_by_role("row", name=f"{GIVEN} {FAMILY}")
    expect(row).to_contain_text("said they feel safe today")
    shot(page, "requests")
    row.get_by_role("button", name="Register and book").click()
    number = page.locator("h1 .tag").inner_text()
    page.get_by_label("Clinician").select_option("Pavel Novak")
    press(page, "Book")  # tomorrow at ten, when Lena has him
    expect(page.get_by_text("Pavel Novak is taken")).to_be_visible()
    page.get_by_label("Time").fill("14:00")
    press(page, "Book")
    expect(page.get_by_role("row", name=number)).to_contain_text("Consult")
    page.goto("/desk/requests")
    row.get_by_role("link", name="Book").click()
    press(page, "Let this person sign in")
    expect(page.get_by_text("May sign in by a link")).to_be_visible()
    return number


# Assessment


def the_prescriber_opens_her_chart(page: Page, number: str) -> None:
    """The clinician who was booked is on her care team, and names the nurses."""
    page.goto("/patients")
    page.get_by_label("Find by record number").fill(number)
    press(page, "Find")
    page.get_by_role("link", name="Care team").click()
    expect(page.get_by_role("cell", name="Pavel Novak, prescriber")).to_be_visible()
    for colleague in ("Nia Okoro, nurse", "Sam Reyes, nurse"):
        page.get_by_label("Colleague").select_option(colleague)
        press(page, "Put on the team")
        expect(page.get_by_role("cell", name=colleague)).to_be_visible()


def two_drugs_make_her_resistant(page: Page) -> None:
    page.get_by_role("link", name="Drugs tried").click()
    today = date.today()
    for drug, dose_mg, began, ended in (("sertraline", 150, 400, 280), ("venlafaxine", 225, 270, 90)):
        if not page.get_by_label("Drug", exact=True).is_visible():
            page.get_by_text("Add a drug tried").click()
        page.get_by_label("Drug", exact=True).select_option(drug)
        page.get_by_label("Daily dose, mg").fill(str(dose_mg))
        page.get_by_label("Began", exact=True).fill(str(today - timedelta(days=began)))
        page.get_by_label("Ended").fill(str(today - timedelta(days=ended)))
        page.get_by_label("Taken as prescribed?").select_option("yes")
        page.get_by_label("How much did it help?").select_option("not at all")
        press(page, "Add")
        expect(page.get_by_role("cell", name=drug, exact=True)).to_be_visible()
    page.get_by_label("This episode began").fill(str(today - timedelta(days=420)))
    page.get_by_label("These are all the antidepressants").check()
    press(page, "Judge")
    verdict = page.locator("#verdict")
    expect(verdict.locator(".figure")).to_have_text("resistant")
    for drug in ("sertraline", "venlafaxine"):
        reason = verdict.get_by_role("listitem").filter(has_text=drug)
        expect(reason).to_contain_text("counts")
        expect(reason).to_contain_text(re.compile(r"\d+ weeks|\d+ mg"))
    shot(page, "resistance", at="#verdict")


def the_list_says_go(page: Page) -> None:
    page.get_by_role("link", name="Go or no-go").click()
    press(page, "Decide")
    expect(page.locator(".figure")).to_have_text("review")  # nothing was asked yet
    for question in page.locator("main form fieldset").all():
        question.get_by_label("No", exact=True).check()
    press(page, "Decide")
    expect(page.locator(".figure")).to_have_text("go")
    shot(page, "go-or-no-go")


def she_answers_the_phq9(people: People, demo: Clinic) -> None:
    page = people.page(size={"width": 390, "height": 844})
    patient_signs_in(page, MAIL, demo)
    page.get_by_role("link", name="Answer the PHQ-9").click()
    expect(page.get_by_role("button", name="Finish")).to_be_visible()
    assert not runs_sideways(page)
    for item in range(1, 10):
        group = page.get_by_role("group", name=re.compile(rf"^{item}\. "))
        with page.expect_response(lambda r, item=item: r.url.endswith(f"/item/{item}")):
            group.get_by_label("Nearly every day" if item < 7 else "Not at all").check()
    expect(page.get_by_text("9 answered, saved.")).to_be_visible()
    shot(page, "phq9", at="main fieldset:nth-of-type(8)")
    press(page, "Finish")
    expect(page.get_by_text("18 of 27")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Pavel Novak")).first).to_be_visible()  # who opened her record


def the_madrs_is_rated(page: Page) -> None:
    page.get_by_role("link", name="Outcome").click()
    fields = page.locator("#madrs input[inputmode=numeric]").all()
    for field, score in zip(fields, (4, 4, 3, 4, 2, 4, 4, 4, 3, 1), strict=True):
        field.fill(str(score))
    press(page, "Save the rating")
    expect(page.get_by_text("33 of 60")).to_be_visible()


def her_allergies_and_medicines_are_asked(page: Page) -> None:
    """Nobody knows until somebody asks; a medicine is held only on the prescriber's own order."""
    page.get_by_role("link", name="Medicines", exact=True).click()
    expect(page.get_by_text("not known: nobody has asked")).to_be_visible()
    press(page, "Asked: none known")
    expect(page.get_by_text("Allergies: none known")).to_be_visible()
    page.get_by_text("Add a medicine").click()
    page.get_by_label("Medicine, by its active substance").fill("Lorazepam")
    page.get_by_label("Dose").fill("1 mg")
    press(page, "Add the medicine")
    expect(page.get_by_text("no order yet")).to_be_visible()
    press(page, "Lorazepam: Hold on the infusion day")
    expect(page.get_by_role("row", name="Lorazepam")).to_contain_text("Pavel Novak")
    shot(page, "medicines")
