"""The medical director reads the policies, signs a group of them and sets a value of the clinic's own."""

from playwright.sync_api import expect

from euthymia.demo import logins
from tests.journeys.conftest import sign
from tests.journeys.looking import shot


def test_the_director_signs_and_changes_and_a_nurse_reads(people, demo):
    director = people.page("director")
    director.goto("/policies")
    dose = director.get_by_role("region", name="Dose and speed").locator("xpath=ancestor::section")
    shot(director, "policies")
    dose.get_by_label("I have read this policy").check()
    dose.get_by_label("Your password, to sign").fill(logins.load(demo.home)["director"]["password"])
    dose.get_by_role("button", name="Sign these").click()
    expect(director.get_by_role("status")).to_contain_text("policies signed")
    expect(dose.get_by_text("all signed")).to_be_visible()

    director.get_by_role("link", name="Systolic: pause from").click()
    director.get_by_label("New value").fill("210")
    director.get_by_label("Reason").fill("Our own protocol of this year.")
    director.get_by_label("I have read this policy").check()
    sign(director, "Sign the new value", "director", demo)
    expect(director.get_by_text("must be reached before the second")).to_be_visible()

    director.goto("/policies/chair.systolic_pause_mmhg")
    director.get_by_label("New value").fill("175")
    director.get_by_label("Reason").fill("Our own protocol of this year.")
    director.get_by_label("I have read this policy").check()
    sign(director, "Sign the new value", "director", demo)
    expect(director.get_by_text("we propose 180")).to_be_visible()

    nurse = people.page("nurse")
    nurse.goto("/policies")
    expect(nurse.get_by_role("row", name="Systolic: pause from")).to_contain_text("175 mmHg")
    expect(nurse.get_by_role("button", name="Sign these")).to_have_count(0)
