"""The board's two views: to staff, and where patients see the screen too."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.booking import actions as booking
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.overview import pages
from euthymia.demo.fill import on
from tests.clinic import chairside
from tests.clinic.conftest import signed_in


@pytest.fixture
def session(clinic):
    """Ruth's pressure asks for a pause, she answers only when shaken, and 3 of 35 mg are given."""
    with on(timezone.now() - timedelta(minutes=4)):
        session = chairside.running(clinic)
        acts.enter_vitals(session, {"sedation_moaas": 2.0}, by=clinic.nurse)
    acts.enter_vitals(session, {"systolic_mmhg": 186.0, "diastolic_mmhg": 112.0}, by=clinic.nurse)
    return session


def board(browser, address="/chairs"):
    return browser.get(address).content.decode()


def hides(browser):
    answer = browser.post("/chairs/view", {"view": "patients"})
    assert (answer.status_code, answer["Location"]) == (302, "/chairs")
    return browser


def hidden(clinic):
    """What nobody but staff may read: names, numbers, the dose, the score and the nurse."""
    ruth = clinic.ruth
    return (ruth.given, ruth.family, ruth.number, clinic.nurse.name, "MOAA", " mg", "Nurse", "mL/h", "Escort")


@pytest.mark.parametrize("address", ["/chairs", "/chairs/now"])
def test_staff_see_who_what_was_given_how_deep_the_sedation_is_and_who_watches(clinic, session, address):
    shown = board(signed_in(clinic.nurse), address)

    assert f"{clinic.ruth.name} {clinic.ruth.number}" in shown
    assert all(word in shown for word in ("MOAA/S", "of 35.0 mg", f"Nurse: {clinic.nurse.name}", ">186/112<"))


@pytest.mark.parametrize("address", ["/chairs", "/chairs/now"])
def test_in_view_of_patients_nothing_hidden_is_even_sent(clinic, session, address):
    chairside.opened(clinic, chair=clinic.chairs[1], patient=chairside.another_chair(clinic, 7)[1])  # waits for a check
    acts.call_help(session, by=clinic.nurse)
    shown = board(hides(signed_in(clinic.nurse)), address)

    assert ">186/112<" in shown and 'data-alarm="high"' in shown and "Infusing" in shown
    assert [word for word in (*hidden(clinic), "Family7") if word in shown] == []


def test_in_view_of_patients_a_line_about_an_alarm_says_only_where(clinic, session):
    with on(timezone.now() + timedelta(seconds=40)):
        from euthymia.clinic.infusion.oversight import silence_watch

        silence_watch.look_once()
    browser = signed_in(clinic.nurse)
    told = "Chair 1: a high alarm that nobody has acknowledged. Go there."

    assert told not in board(browser, "/chairs/now") and "Nobody has acknowledged it since" in board(browser)
    shown = board(hides(browser), "/chairs/now")
    assert told in shown and "Nobody has acknowledged it since" not in shown


def test_the_view_is_kept_on_the_device_and_in_no_account(clinic, session):
    browser = hides(signed_in(clinic.nurse))
    cookie = browser.cookies[pages.VIEW_COOKIE]

    assert (cookie.value, cookie["path"], cookie["samesite"], cookie["httponly"]) == (
        "patients", "/chairs", "Strict", True,
    )  # fmt: skip
    assert cookie["max-age"] == pages.KEPT_S
    assert clinic.ruth.family in board(signed_in(clinic.nurse))  # the same nurse, another device
    browser.post("/chairs/view", {"view": "staff"})
    assert clinic.ruth.family in board(browser)


@pytest.mark.parametrize(("cookie", "query"), [("patients", "staff"), ("staff", "patients"), ("x", "staff")])
def test_what_is_in_doubt_shows_less(clinic, session, cookie, query):
    """Another tab may choose for this device while a page of the other view is open."""
    browser = signed_in(clinic.nurse)
    browser.cookies[pages.VIEW_COOKIE] = cookie
    assert clinic.ruth.family not in board(browser, f"/chairs/now?view={query}")


def test_a_chart_that_is_closed_to_the_reader_shows_its_number_alone(clinic, session):
    shown = board(signed_in(clinic.director))
    assert clinic.ruth.number in shown and clinic.ruth.family not in shown


def test_a_number_carries_its_age_and_when_it_grows_stale_and_no_text_that_changes_by_itself(clinic, session):
    """Ages are counted in the browser: two answers a second apart are the same but for the word against forgery."""
    browser = signed_in(clinic.nurse)
    first = board(browser, "/chairs/now")
    with on(timezone.now() + timedelta(seconds=1)):
        second = board(browser, "/chairs/now")

    assert first == second
    cells = re.findall(r'data-at-s="([\d.]*)"\s+data-stale-after-s="([\d.]+)"', first)
    assert len(cells) == 4 and all(not at_s or time.time() - float(at_s) < 300 for at_s, _ in cells)


def test_each_answer_says_the_servers_time_beside_its_text(clinic, session):
    answer = signed_in(clinic.nurse).get("/chairs/now")
    assert float(answer[pages.NOW]) == pytest.approx(time.time(), abs=5)


def test_a_chair_at_which_somebody_waits_for_the_second_check_opens_that_session(clinic):
    session = chairside.opened(clinic)
    shown = board(signed_in(clinic.nurse))

    assert f'id="open-{session.key}"' in shown and f"Open {clinic.ruth.number}" in shown
    assert " mg" not in shown  # a secret may hold these letters, but no space


def test_more_chairs_than_one_page_holds_are_one_press_away_and_their_alarms_are_here(clinic, session):
    for n in range(2, 24):
        if not clinic.chairs[0].__class__.objects.filter(name=f"Chair {n}").exists():
            booking.add_resource("chair", f"Chair {n}", by=clinic.owner)
    last = clinic.chairs[0].__class__.objects.get(name="Chair 22")
    _, patient = chairside.another_chair(clinic, 99)
    other = chairside.running(clinic, chair=last, patient=patient)
    browser = signed_in(clinic.nurse)
    assert "Chair 22</h2>" not in board(browser)
    assert 'href="?page=2"' in board(browser) and "Chair 22</h2>" in board(browser, "/chairs?page=2")

    acts.enter_vitals(other, {"systolic_mmhg": 186.0, "diastolic_mmhg": 112.0}, by=clinic.nurse)
    assert "Chair 22</h2>" in board(browser)
    for odd in ("0", "9", "x", "-1", "99999999999999999999"):
        assert "Chair 1</h2>" in board(browser, f"/chairs?page={odd}")


def test_the_view_is_chosen_by_a_press_of_staff_alone(clinic):
    assert signed_in(clinic.nurse).get("/chairs/view").status_code == 405
    assert signed_in(clinic.desk).post("/chairs/view", {"view": "staff"}).status_code == 403
