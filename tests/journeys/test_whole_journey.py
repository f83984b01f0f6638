"""One person from the first question to her outcome: patient, front desk, prescriber and two nurses, in the browser."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from euthymia.demo.devices import SENDERS
from tests import waits
from tests.journeys.arriving import (
    BORN,
    FAMILY,
    GIVEN,
    her_allergies_and_medicines_are_asked,
    press,
    she_answers_the_phq9,
    she_asks_for_a_consult,
    the_desk_registers_and_books_her,
    the_list_says_go,
    the_madrs_is_rated,
    the_prescriber_opens_her_chart,
    two_drugs_make_her_resistant,
)
from tests.journeys.bedside import monitor
from tests.journeys.conftest import TABLET, sign
from tests.journeys.hands import tab
from tests.journeys.looking import follow, runs_sideways, same_as_fresh, shot
from tests.journeys.running import Clinic

pytestmark = pytest.mark.browser

MONITOR = "|".join(SENDERS["mindray"]).format(n=5)


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
    her_allergies_and_medicines_are_asked(pages["prescriber"])
    an_infusion_is_ordered(pages["prescriber"], demo)
    the_chair_is_booked(pages["desk"])
    the_nurse_opens_chair_5(pages["nurse"], number)
    a_second_nurse_checks(pages["nurse2"], number)
    chair = pages["nurse"]
    devices_are_paired(chair, number)
    the_list_before_the_start_is_signed(chair, demo)
    with monitor(MONITOR, port=demo.devices, style="mindray"):
        values_come_from_the_monitor(chair)
        the_infusion_starts(chair)
    with monitor(MONITOR, port=demo.devices, style="mindray", story="pressure climbs", speed=240):
        an_alarm_is_acknowledged_by_name(chair)
    with monitor(MONITOR, port=demo.devices, style="mindray"):
        the_pump_is_looked_at_after_each_pause(chair)
        she_is_looked_after(chair)
        leaving_is_refused_until_it_is_time(chair, demo)
    the_outcome_is_on_a_chart(pages["prescriber"])


# The infusion


def an_infusion_is_ordered(page: Page, demo: Clinic) -> None:
    """154 typed as kilograms stops; 70 kg is 35 mg at 150 mL/h."""
    page.get_by_role("link", name="Infusions").click()
    page.get_by_label("Weight of today").fill("154")
    page.get_by_role("group", name="Unit").get_by_label("kg").check()
    page.get_by_label("Height, cm").fill("168")
    press(page, "Work it out")
    expect(page.get_by_text(re.compile("154 kg.*unit")).first).to_be_visible()
    sign(page, "Sign the order", "prescriber", demo)
    expect(page.get_by_text("No infusion was ordered yet")).to_be_visible()
    page.get_by_label("Weight of today").fill("70")
    press(page, "Work it out")
    expect(page.locator(".figure")).to_have_text("35.0 mg at 150.0 mL/h")
    shot(page, "order", at="main form")
    sign(page, "Sign the order", "prescriber", demo)
    expect(page.get_by_role("cell", name="35.0")).to_be_visible()


def in_two_weekdays() -> date:
    """A day on which the clinic is open, far enough ahead that nothing is asked first."""
    return next(day for n in (2, 3, 4) if (day := date.today() + timedelta(days=n)).weekday() < 5)


def the_chair_is_booked(page: Page) -> None:
    page.goto("/desk/requests")
    page.get_by_role("row", name=f"{GIVEN} {FAMILY}").get_by_role("link", name="Book").click()
    page.get_by_label("Clinician").select_option("Pavel Novak")
    page.get_by_label("Chair", exact=True).select_option("Chair 5")
    page.get_by_label("Day").fill(f"{in_two_weekdays():%Y-%m-%d}")
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
    page.get_by_label("Chair", exact=True).select_option("Chair 5")
    press(page, "Open session")
    expect(page.locator("#state")).to_have_text("Ordered, waits for the second check")


def a_second_nurse_checks(page: Page, number: str) -> None:
    """Sam reads for himself; a rate typed in mg/h stops, and says what differs."""
    page.goto("/chairs")
    page.get_by_role("link", name=f"Open {number}").click()
    page.get_by_role("link", name="Second check").click()
    page.get_by_label("Record number").fill(number)
    page.get_by_label("Date of birth").fill(BORN)
    page.get_by_label("Weight of today").fill("70")
    page.get_by_label("kg", exact=True).check()
    page.get_by_label("Racemic ketamine").check()
    page.get_by_label("Vial, mg/mL").select_option("50")
    page.get_by_label("Dose, mg").fill("35")
    page.get_by_label("Concentration").fill("0.35")
    page.get_by_label("Rate on the pump").fill("52.5")
    press(page, "All this I read myself")
    expect(page.get_by_text("rate: 52.5 mL/h is not what the order comes to. That is the rate in mg/h")).to_be_visible()
    shot(page, "second-check")
    page.get_by_label("Rate on the pump").fill("150")
    press(page, "All this I read myself")
    expect(page.locator("#state")).to_have_text("Checked, ready to start")


def the_list_before_the_start_is_signed(page: Page, demo: Clinic) -> None:
    """A start without it is refused; an unanswered line is named; the test alarm sounds as an alarm does."""
    page.get_by_role("link", name="Before the start").click()
    page.get_by_role("button", name="Play the test alarm").click()
    expect(page.locator("#test-alarm-said")).to_contain_text("ten pulses")
    for group in page.get_by_role("group").all():
        if group.get_by_role("radio", name="Yes", exact=True).count():
            none = "thoughts of suicide" in group.inner_text()
            group.get_by_role("radio", name="No" if none else "Yes", exact=True).check()
    page.get_by_role("radio", name="No, cannot be").check()
    page.get_by_label("Hours since solid food").fill("8")
    page.get_by_label("Hours since clear fluids").fill("3")
    page.get_by_label("Who on site is trained").fill("Pavel Novak")
    sign(page, "Sign: ready to start", "nurse", demo)
    expect(page.get_by_role("alert").filter(has_text="Not yet")).to_contain_text("Nobody named: no infusion today")
    shot(page, "before-the-start")
    page.get_by_label("Who takes the patient home").fill("Jo Winter")
    sign(page, "Sign: ready to start", "nurse", demo)
    expect(page.locator("#log")).to_contain_text("Ready to start, signed by Nia Okoro")


def devices_are_paired(page: Page, number: str) -> None:
    """By two identifiers: another person's date of birth is refused."""
    expect(page.locator("#state")).to_have_text("Checked, ready to start")  # the nurse's page followed
    for kind in ("Monitor", "Pump"):
        device = page.locator("form").filter(has=page.get_by_role("button", name=f"Pair {kind.lower()} with"))
        device.get_by_label("Scan the wristband").fill(f"{number}|{BORN}")
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
    expect(alarm).to_be_visible(timeout=waits.ms(waits.UP_S))
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
    shot(page, "chair-paused-tablet", at=".values")
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
    expect(page.locator(".said .refusal")).to_contain_text("93")
    page.get_by_label("Total, 0 to 92").fill("2")
    press(page, "Save CADSS")
    expect(page.locator("#log")).to_contain_text("CADSS 2 of 92")
    page.get_by_text("Side effect", exact=True).click()
    page.get_by_text("Dizziness", exact=True).click()
    press(page, "Save with grade 1")
    expect(page.locator("#log")).to_contain_text("Dizziness, grade 1")
    tab(page, "Look")
    for label, value in (("Systolic", 118), ("Diastolic", 75), ("Pulse", 70)):
        page.get_by_label(label, exact=True).fill(str(value))
    press(page, "Save vital signs")
    expect(page.locator("#log")).to_contain_text("Systolic 118")


# Leaving, and what came of it


def leaving_is_refused_until_it_is_time(page: Page, demo: Clinic) -> None:
    """First everything is missing; at last only the hour of observation is."""
    page.get_by_role("link", name="Leaving").click()
    sign(page, "Sign: may leave", "nurse", demo)
    refusal = page.get_by_role("alert").filter(has_text="Not yet")
    expect(refusal).to_contain_text("Escort")
    for question in page.locator("main form fieldset").all():
        wrong = re.search("suicide|oxygen", question.inner_text())
        question.get_by_label("No" if wrong else "Yes", exact=True).check()
    page.get_by_label("Escort, by name").fill("Jon Quist")
    sign(page, "Sign: may leave", "nurse", demo)
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
    expect(page.get_by_role("link", name=re.compile("^Chair 2[.] "))).to_be_visible()
    shot(page, "chairs")
