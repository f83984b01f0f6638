"""Signing in: staff by password and a one-time code, patients by a link; guessing is slowed, and it is all written."""

import re
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from euthymia.clinic.audit.models import Entry
from euthymia.clinic.people import staff
from euthymia.demo.logins import totp
from tests.clinic.conftest import signed_in


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def colleague(clinic):
    return staff.add(email="new@demo.example", name="New Person", role="nurse", by=clinic.owner)


def give_password(browser: Client, password: str):
    return browser.post("/account/login/", {"login": "new@demo.example", "password": password})


def test_staff_need_the_password_and_then_the_code(colleague):
    _, password, secret = colleague
    browser = Client()

    assert give_password(browser, password).headers["Location"].startswith("/account/second-factor/authenticate")
    assert browser.get("/today").status_code == 302  # not in yet
    browser.post("/account/second-factor/authenticate/", {"code": totp(secret, time.time())})

    assert browser.get("/today").status_code == 200
    assert Entry.objects.filter(action="signed in").exists()


def test_after_five_wrong_passwords_even_the_right_one_waits(colleague):
    _, password, _ = colleague
    browser = Client()

    for _ in range(5):
        give_password(browser, "wrong")
    answer = give_password(browser, password)

    assert answer.status_code in (200, 429)
    assert "/second-factor/" not in answer.headers.get("Location", "")
    assert "If you might act on thoughts" in answer.content.decode()  # whoever is locked out may need help
    assert Entry.objects.filter(action="sign-in refused").exists()


def link_sent_to(address: str) -> str:
    Client().post("/patient/sign-in", {"email": address})
    return re.search(r"http://\S+", mail.outbox[-1].body)[0] if mail.outbox else ""


def test_a_patient_signs_in_once_by_the_link_that_was_mailed(clinic):
    link = link_sent_to(clinic.patient.email)
    key = link.partition("key=")[2]
    browser = Client()

    assert browser.get(link).status_code == 200
    assert browser.get("/mine").status_code == 302  # looking at the link does not use it up
    assert browser.post("/patient/sign-in/link", {"key": key}).headers["Location"] == "/mine"
    assert browser.get("/mine").status_code == 200
    assert Client().post("/patient/sign-in/link", {"key": key}).status_code == 403


def test_an_unknown_address_reads_the_same_and_gets_no_mail(clinic):
    known = Client().post("/patient/sign-in", {"email": clinic.patient.email}).content
    mail.outbox.clear()
    unknown = Client().post("/patient/sign-in", {"email": "nobody@patients.example"}).content

    strip = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')
    assert strip.sub(b"", known) == strip.sub(b"", unknown)
    assert mail.outbox == []


def test_a_staff_address_gets_no_link(clinic):
    assert link_sent_to(clinic.nurse.email) == ""


def test_the_link_carries_no_address_and_no_name(clinic):
    link = link_sent_to(clinic.patient.email)

    assert clinic.ruth.family.lower() not in link.lower() and "%40" not in link and "@" not in link


def test_nobody_signs_up(clinic):
    assert b"id_password1" not in Client().get("/account/signup/").content


def test_a_refused_reason_is_shown_and_never_logged(clinic, caplog):
    answer = signed_in(clinic.director).post(f"/patients/{clinic.ruth.key}/break-glass", {"reason": "secret7"})

    assert answer.status_code == 422
    assert "secret7" in answer.content.decode()
    assert "secret7" not in caplog.text


@pytest.mark.parametrize("page", ["signup/", "email/", "password/reset/", "password/set/"])
@pytest.mark.parametrize("who", ["nurse", "patient", None])
def test_addresses_and_passwords_are_given_by_the_clinic_alone(clinic, who, page):
    assert signed_in(getattr(clinic, who) if who else None).get(f"/account/{page}").status_code == 404


@pytest.mark.parametrize("page", ["password/change/", "second-factor/"])
def test_a_patient_has_no_password_to_change(clinic, page):
    assert signed_in(clinic.patient).get(f"/account/{page}").status_code == 404
