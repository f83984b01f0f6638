"""How long a sign-in holds: what a page asks by itself renews nothing, a touch does, and twelve hours are the end."""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session as DjangoSession
from django.urls import reverse
from django.utils import timezone

import euthymia.clinic
from euthymia.clinic.people import policies
from euthymia.clinic.people.access import sign_in_life
from euthymia.clinic.people.accounts.browser_sessions import kept_as
from euthymia.demo.fill import on
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in

CLINIC = Path(euthymia.clinic.__file__).parent
TEMPLATES = sorted(CLINIC.rglob("*.html"))
SCRIPTS = sorted((CLINIC / "static").rglob("*.js"))


def asked_by_itself() -> set[str]:
    """Return the names of the addresses that a template asks at a beat, or when it was loaded."""
    names = set()
    for path in TEMPLATES:
        for tag in re.findall(r"<[^<>]*hx-trigger=\"[^\"]*(?:every|load)[^<>]*>", path.read_text("utf-8")):
            address = re.search(r"hx-(?:get|post)=\"{% url '([\w:]+)'", tag)
            names.add(address[1] if address else re.search(r"hx-get=\"{{ ([\w.]+) }}", tag)[1])
    return names


def asked_by_scripts() -> set[str]:
    """Return what scripts with a timer or a stream ask, by the attribute of the page that holds the address."""
    asks = set()
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        if re.search(r"setInterval|EventSource", text):
            asks |= set(re.findall(r"root\.dataset\.(\w+)", text))
    return asks


def test_what_pages_ask_by_themselves_is_what_this_file_asks():
    assert asked_by_itself() == {"clinic.menu_alarms", "infusion:chairs_now", "infusion:forecast"}
    # The rest of these hold no address, or one that a hand asks for.
    assert {"stream", "beat"} <= asked_by_scripts()
    assert not {name for name in asked_by_scripts() if name in ("now", "poll", "renew")}


def moved(browser, ask) -> bool:
    """Return whether asking moved the end of the sign-in on, which stood some minutes before."""
    kept = browser.session
    kept["minute"] = 0
    kept.save()
    pk = kept_as(kept.session_key)
    DjangoSession.objects.filter(pk=pk).update(expire_date=timezone.now() + timedelta(seconds=90))
    ask()
    return DjangoSession.objects.get(pk=pk).expire_date > timezone.now() + timedelta(minutes=5)


@pytest.mark.parametrize(
    "name", ["infusion:alarms_now", "infusion:chairs_now", "infusion:forecast", "infusion:stream", "infusion:presence"]
)
def test_what_a_page_asks_by_itself_renews_nothing(live_clinic, name):
    clinic = live_clinic  # a stream hands its connection back
    policies.change("forecast.shown", "1", reason="our own protocol", by=clinic.director)
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    browser.get(f"/chair/{session.key}")
    keyed = {"key": session.key} if name not in ("infusion:alarms_now", "infusion:chairs_now") else {}
    ask = browser.post if name == "infusion:presence" else browser.get

    assert not moved(browser, lambda: ask(reverse(name, kwargs=keyed)))


def test_a_page_that_reloads_by_itself_renews_nothing_and_one_that_a_hand_opens_does(clinic):
    browser = signed_in(clinic.nurse)
    browser.get("/today")

    assert not moved(browser, lambda: browser.get("/today", headers={"Sec-Fetch-Mode": "navigate"}))
    assert moved(browser, lambda: browser.get("/today", headers={"Sec-Fetch-User": "?1"}))


def test_a_touch_renews_on_every_page_and_at_the_chair(clinic):
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    page = browser.get(f"/chair/{session.key}").content.decode()
    assert 'data-here="/activity"' in browser.get("/today").content.decode()
    assert "data-here" not in page  # which may be locked, and says so itself

    assert moved(browser, lambda: browser.post("/activity"))
    assert moved(browser, lambda: browser.post(f"/chair/{session.key}/activity"))


def test_what_renews_is_a_short_list():
    assert sign_in_life.RENEWS == ("/activity",)


def test_a_sign_in_ends_after_twelve_hours_however_busy_it_is(clinic):
    browser, began = signed_in(clinic.nurse), timezone.now()
    for minutes in range(0, 12 * 60, 15):
        with on(began + timedelta(minutes=minutes)):
            assert browser.post("/activity").status_code == 204, minutes
    with on(began + timedelta(hours=12, seconds=1)):
        assert browser.post("/activity").status_code == 403


def test_the_longest_life_is_a_policy(clinic):
    policies.change("time.sign_in_h", "1", reason="our own protocol", by=clinic.director)
    policies.change("time.idle_min", "60", reason="our own protocol", by=clinic.director)
    browser, began = signed_in(clinic.nurse), timezone.now()
    for minutes in (0, 40):
        with on(began + timedelta(minutes=minutes)):
            assert browser.post("/activity").status_code == 204
    with on(began + timedelta(minutes=61)):
        assert browser.post("/activity").status_code == 403


def test_unlocking_a_chair_goes_on_with_the_sign_in_and_begins_none(clinic):
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    browser.get(f"/chair/{session.key}")
    began_s = time.time() - 11 * 3600
    kept = browser.session
    kept[sign_in_life.BEGAN] = began_s
    kept.save()
    del browser.cookies["sessionid"]

    assert browser.post(f"/chair/{session.key}/unlock", {"password": PASSWORD}).status_code == 200
    assert browser.session[sign_in_life.BEGAN] == pytest.approx(began_s)


def test_a_sign_in_that_lasted_long_enough_is_not_unlocked(clinic):
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    browser.get(f"/chair/{session.key}")
    kept = browser.session
    kept[sign_in_life.BEGAN] = time.time() - 13 * 3600
    kept.save()
    del browser.cookies["sessionid"]

    answer = browser.post(f"/chair/{session.key}/unlock", {"password": PASSWORD})

    assert answer.status_code == 422
    assert "with both factors" in answer.content.decode()
    assert browser.get("/today").status_code == 302


def test_a_page_whose_right_has_ended_watches_no_chair(clinic):
    session, browser = chairside.running(clinic), signed_in(clinic.nurse)
    browser.get(f"/chair/{session.key}")
    token = browser.cookies["chair_page"].value
    assert browser.post(f"/chair/{session.key}/presence").status_code == 204

    browser.post("/account/logout/")
    browser.cookies["chair_page"] = token

    assert browser.post(f"/chair/{session.key}/presence").status_code == 404
