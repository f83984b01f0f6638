"""One person from the first question to her outcome: patient, front desk, prescriber and two nurses, in the browser."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from euthymia.demo.devices import SENDERS
from tests.journeys.bedside import monitor
from tests.journeys.conftest import TABLET, People, patient_signs_in
from tests.journeys.looking import follow, runs_sideways, same_as_fresh, shot
from tests.journeys.running import Clinic

pytestmark = pytest.mark.browser

GIVEN, FAMILY, BORN, MAIL = "Mara", "Quist", "1984-05-12", "mara@patients.example"
MONITOR = "|".join(SENDERS["mindray"]).format(n=5)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_one_person_walks_through_the_clinic(people, demo):
    pages = {login: people.page(login) for login in ("desk", "prescriber", "nurse2")}
    pages["nurse"] = people.page("nurse", size=TABLET)

    she_asks_for_a_consult(people)
    number = the_desk_registers_and_books_her(pages["desk"])
    the_prescriber_opens_her_chart(pages["prescriber"], number)
    two_drugs_make_her_resistant(pages["prescriber"])
    the_list_says_go(pages["prescriber"])
    she_answers_the_phq9(people, demo)
    the_madrs_is_rated(pages["prescriber"])
    an_infusion_is_ordered(pages["prescriber"])
    the_chair_is_booked(pages["desk"])
    the_nurse_opens_chair_5(pages["nurse"], number)
    a_second_nurse_checks(pages["nurse2"], number)
    chair = pages["nurse"]
    devices_are_paired(chair, number)
    with monitor(MONITOR, port=demo.devices, style="mindray"):
        values_come_from_the_monitor(chair)
        the_infusion_starts(chair)
    with monitor(MONITOR, port=demo.devices, style="mindray", story="pressure climbs", speed=240):
        an_alarm_is_acknowledged_by_name(chair)
    with monitor(MONITOR, port=demo.devices, style="mindray"):
        the_pump_is_looked_at_after_each_pause(chair)
        she_is_looked_after(chair)
        leaving_is_refused_until_it_is_time(chair)
    the_outcome_is_on_a_chart(pages["prescriber"])


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
    """Nobody is on her care team yet: the chart opens with a reason, and then the team is named."""
    page.goto("/patients")
    page.get_by_label("Find by record number").fill(number)
    press(page, "Find")
    page.get_by_label("Why do you need it now?").fill("Her first consult is mine")
    press(page, "Open the chart with this reason")
    page.get_by_role("link", name="Care team").click()
    for colleague in ("Pavel Novak, prescriber", "Nia Okoro, nurse", "Sam Reyes, nurse"):
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
    for field, score in zip(page.locator("#madrs input[type=number]").all(), (4, 4, 3, 4, 2, 4, 4, 4, 3, 1), strict=True):
        field.fill(str(score))
    press(page, "Save the rating")
    expect(page.get_by_text("33 of 60")).to_be_visible()


# The infusion


def an_infusion_is_ordered(page: Page) -> None:
    """154 typed as kilograms stops; 70 kg is 35 mg at 150 mL/h."""
    page.get_by_role("link", name="Infusions").click()
    page.get_by_label("Weight of today").fill("154")
    page.get_by_role("group", name="Unit").get_by_label("kg").check()
    page.get_by_label("Height, cm").fill("168")
    press(page, "Sign the order")
    expect(page.get_by_text(re.compile("154 kg|pounds|lb")).first).to_be_visible()
    expect(page.get_by_text("No infusion was ordered yet")).to_be_visible()
    page.get_by_label("Weight of today").fill("70")
    press(page, "Work it out")
    expect(page.locator(".figure")).to_have_text("35.0 mg at 150.0 mL/h")
    shot(page, "order", at="main form")
    press(page, "Sign the order")
    expect(page.get_by_role("cell", name="35.0")).to_be_visible()


def the_chair_is_booked(page: Page) -> None:
    page.goto("/desk/requests")
    page.get_by_role("row", name=f"{GIVEN} {FAMILY}").get_by_role("link", name="Book").click()
    page.get_by_label("Clinician").select_option("Pavel Novak")
    page.get_by_label("Chair").select_option("Chair 5")
    page.get_by_label("Time").fill("15:30")
    page.get_by_label("Length").select_option("2 h")
    press(page, "Book")
    booked = page.get_by_role("row").filter(has_text=f"{GIVEN} {FAMILY}").filter(has_text="Chair 5")
    expect(booked).to_have_count(1)
    shot(page, "bookings")


def the_nurse_opens_chair_5(page: Page, number: str) -> None:
    page.goto("/patients")
    page.get_by_label("Find by record number").fill(number)
    press(page, "Find")
    page.get_by_role("link", name="Infusions").click()
    page.get_by_label("Chair").select_option("Chair 5")
    press(page, "Open session")
    expect(page.locator("#state")).to_have_text("Ordered, waits for the second check")


def a_second_nurse_checks(page: Page, number: str) -> None:
    """Sam reads for himself; a rate typed in mg/h stops, and says what differs."""
    page.goto("/chairs")
    page.get_by_role("link", name=f"Open {number}").click()
    page.get_by_role("link", name="Second check").click()
    page.get_by_label("Record number").fill(number)
    page.get_by_label("Date of birth").fill(BORN)
    page.get_by_label("Dose, mg").fill("35")
    page.get_by_label("Concentration").fill("0.35")
    page.get_by_label("Rate on the pump").fill("52.5")
    press(page, "All this I read myself")
    expect(page.get_by_text("rate: 150 mL/h planned, 52.5 entered. That is the rate in mg/h")).to_be_visible()
    shot(page, "second-check")
    page.get_by_label("Rate on the pump").fill("150")
    press(page, "All this I read myself")
    expect(page.locator("#state")).to_have_text("Checked, ready to start")


def devices_are_paired(page: Page, number: str) -> None:
    """By two identifiers: another person's date of birth is refused."""
    expect(page.locator("#state")).to_have_text("Checked, ready to start")  # the nurse's page followed
    for kind in ("Monitor", "Pump"):
        device = page.locator("form").filter(has=page.get_by_role("button", name="Pair with this patient")).first
        device.get_by_label("Record number").fill(number)
        device.get_by_label("Date of birth").fill(BORN)
        device.get_by_role("button").click()
        expect(page.locator("#log")).to_contain_text(f"{kind} paired by Nia Okoro")


def values_come_from_the_monitor(page: Page) -> None:
    follow(page)
    expect(page.locator("#value-spo2_pct .number")).to_have_text(re.compile(r"^9\d|100$"))
    expect(page.locator("#value-systolic_mmhg .number")).to_have_text(re.compile(r"^1\d\d$"))
    expect(page.locator("#value-spo2_pct .age")).to_have_text(re.compile(r"^\d s ago$"))


def the_infusion_starts(page: Page) -> None:
    page.get_by_role("button", name="5:").click()
    expect(page.locator("#value-sedation_moaas .number")).to_have_text("5")
    press(page, "I started the pump")
    expect(page.locator("#state")).to_have_text("The infusion runs")
    assert not runs_sideways(page)


def an_alarm_is_acknowledged_by_name(page: Page) -> None:
    """Her pressure climbs; the page shows it within moments, and a name stands beside it until it is over."""
    alarm = page.locator("#alarms > li.high").filter(has_text="Systolic").first
    expect(alarm).to_be_visible(timeout=20_000)
    shot(page, "chair-alarm-tablet")
    page.set_viewport_size({"width": 1280, "height": 900})
    shot(page, "chair-alarm")
    page.set_viewport_size(TABLET)
    alarm.get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#log")).to_contain_text(re.compile("Acknowledged by Nia Okoro: Systolic"))
    same_as_fresh(page)


def the_pump_is_looked_at_after_each_pause(page: Page) -> None:
    press(page, "I paused the pump")
    expect(page.get_by_text("PUMP MAY STILL BE RUNNING")).to_be_visible()
    shot(page, "chair-paused-tablet")
    press(page, "The pump stands still: I looked")
    expect(page.get_by_text("PUMP MAY STILL BE RUNNING")).to_be_hidden()
    press(page, "I started the pump again")
    expect(page.locator("#state")).to_have_text("The infusion runs")
    press(page, "I stopped the pump for good")
    press(page, "The pump stands still: I looked")
    expect(page.locator("#state")).to_have_text("Stopped, under observation")
    expect(page.locator("#log")).to_contain_text("The pump stands still, seen by Nia Okoro")


def she_is_looked_after(page: Page) -> None:
    """Sedation in one tap, CADSS, a side effect, and vital signs by hand."""
    page.get_by_role("button", name="5:").click()
    expect(page.locator("#log")).to_contain_text(re.compile("By hand .Nia Okoro.: .*5"))
    page.get_by_text("CADSS total").click()
    page.get_by_label("Total, 0 to 92").fill("93")
    press(page, "Save CADSS")
    expect(page.locator("#refusal")).to_contain_text("93")
    page.get_by_label("Total, 0 to 92").fill("2")
    press(page, "Save CADSS")
    expect(page.locator("#log")).to_contain_text("CADSS 2 of 92")
    page.get_by_text("Side effect or event").click()
    page.get_by_label("What", exact=True).select_option("Dizziness")
    press(page, "Save event")
    expect(page.locator("#log")).to_contain_text("Dizziness, grade 1")
    for label, value in (("Systolic", 118), ("Diastolic", 75), ("Pulse", 70)):
        page.get_by_label(label, exact=True).fill(str(value))
    press(page, "Save vital signs")
    expect(page.locator("#log")).to_contain_text("Systolic 118")


# Leaving, and what came of it


def leaving_is_refused_until_it_is_time(page: Page) -> None:
    """First everything is missing; at last only the hour of observation is."""
    page.get_by_role("link", name="Leaving").click()
    press(page, "Sign: may leave")
    refusal = page.get_by_role("alert").filter(has_text="Not yet")
    expect(refusal).to_contain_text("Escort")
    for question in page.locator("main form fieldset").all():
        wrong = re.search("suicide|oxygen|If so", question.inner_text())
        question.get_by_label("No" if wrong else "Yes", exact=True).check()
    page.get_by_label("Escort, by name").fill("Jon Quist")
    press(page, "Sign: may leave")
    expect(refusal).not_to_contain_text("Escort")
    unmet = page.get_by_role("listitem").filter(has_not=page.get_by_text("met", exact=True))
    expect(unmet).to_have_count(1)
    expect(unmet).to_contain_text("60 min")
    shot(page, "leaving-tablet", at="main .refusal[role=alert]")


def the_outcome_is_on_a_chart(page: Page) -> None:
    """Ruth's two infusions are past: response by the MADRS of the day after, marked on one chart."""
    page.goto("/patients")
    page.get_by_role("row", name="Ruth Amsel").get_by_role("link").click()
    page.get_by_role("link", name="Outcome").click()
    expect(page.locator("#course canvas")).to_be_visible()
    expect(page.locator(".figure").first).to_have_text(re.compile("response|remission"))
    expect(page.get_by_text("MADRS-24h").or_(page.get_by_text("24 hours")).first).to_be_visible()
    expect(page.get_by_text("feels safe: yes").first).to_be_visible()
    shot(page, "outcome")
    page.goto("/chairs")
    expect(page.get_by_role("link", name="Open Chair 2")).to_be_visible()
    shot(page, "chairs")
