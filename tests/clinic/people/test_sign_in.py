"""Signing in: staff by password and a one-time code, patients by a link; guessing is slowed, and it is all written."""

import hashlib
import re
import threading
import time
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.messages import senders
from euthymia.clinic.people import sign_in, staff
from euthymia.demo.logins import totp
from tests import waits
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

    page = browser.get("/today").content.decode()
    assert "You are signed in." in page and "signed in as" not in page  # it came in a cookie, which names nobody
    assert AuditEvent.objects.filter(action="signed in").exists()


def test_after_five_wrong_passwords_even_the_right_one_waits(colleague):
    _, password, _ = colleague
    browser = Client()

    for _ in range(5):
        give_password(browser, "wrong")
    answer = give_password(browser, password)

    assert answer.status_code in (200, 429)
    assert "/second-factor/" not in answer.headers.get("Location", "")
    assert "If you might act on thoughts" in answer.content.decode()  # whoever is locked out may need help
    assert AuditEvent.objects.filter(action="sign-in refused").exists()


def ask(address: str):
    """Ask for a link, and wait until whatever is to be mailed is mailed."""
    answer = Client().post("/patient/sign-in", {"email": address})
    sign_in.post.submit(lambda: None).result(waits.PAGE_S)
    return answer


def link_sent_to(address: str) -> str:
    ask(address)
    return re.search(r"http://\S+", mail.outbox[-1].body)[0] if mail.outbox else ""


def test_a_patient_signs_in_once_by_the_link_that_was_mailed(clinic):
    link = link_sent_to(clinic.patient.email)
    key = link.partition("key=")[2]
    browser = Client()

    assert browser.get(link).status_code == 200
    assert browser.get("/me").status_code == 302  # looking at the link does not use it up
    assert browser.post("/patient/sign-in/link", {"key": key}).headers["Location"] == "/me"
    assert browser.get("/me").status_code == 200
    assert Client().post("/patient/sign-in/link", {"key": key}).status_code == 403


def read(answer) -> tuple[int, bytes]:
    """What whoever asked can see: the status and the page, its one-time tokens and the time aside."""
    strip = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": "|data-now-s=")[^"]+')
    return answer.status_code, strip.sub(b"", answer.content)


@pytest.fixture
def failing_mail(monkeypatch):
    def send(*given, **more):
        raise SMTPRecipientsRefused({given[3][0]: (550, b"no such mailbox")})

    monkeypatch.setattr(sign_in, "send_mail", send)


def test_an_unknown_address_reads_the_same_and_gets_no_mail(clinic):
    known = ask(clinic.patient.email)
    mail.outbox.clear()

    assert read(ask("nobody@patients.example")) == read(known)
    assert mail.outbox == []


@pytest.mark.parametrize("known", [True, False])
def test_production_without_a_mail_server_promises_no_link_and_writes_no_file(clinic, settings, tmp_path, known):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = senders.FILES, tmp_path / "mail"
    settings.PRODUCTION = True
    answer = ask(clinic.patient.email if known else "nobody@patients.example").content.decode()

    assert "no link can come" in answer and "on its way" not in answer
    assert "no link can come" in Client().get("/patient/sign-in").content.decode()
    assert not (tmp_path / "mail").exists()

    settings.PRODUCTION = False
    assert "on its way" in ask(clinic.patient.email).content.decode()
    assert len(list((tmp_path / "mail").iterdir())) == 1


@pytest.mark.parametrize("odd", ["", "no address", "a\0b@patients.example", "x" * 5000])
def test_whatever_is_typed_reads_the_same(clinic, odd):
    assert read(ask(odd)) == read(ask(clinic.patient.email))


def test_a_mail_server_that_fails_tells_nobody_who_is_known(clinic, failing_mail, caplog):
    known, unknown = ask(clinic.patient.email), ask("nobody@patients.example")

    assert read(known) == read(unknown)
    assert known.status_code == 200
    assert "a sign-in link could not be mailed: SMTPRecipientsRefused" in caplog.text
    assert clinic.patient.email not in caplog.text


def test_a_slow_mail_server_makes_nobody_wait(clinic, monkeypatch):
    held = threading.Event()
    monkeypatch.setattr(sign_in, "send_mail", lambda *given, **more: held.wait(2 * waits.SOON_S))

    try:
        began_s = time.monotonic()
        assert Client().post("/patient/sign-in", {"email": clinic.patient.email}).status_code == 200
        assert time.monotonic() - began_s < waits.SOON_S
    finally:
        held.set()
        sign_in.post.submit(lambda: None).result(waits.PAGE_S)


def test_a_mailbox_gets_three_links_within_fifteen_minutes_from_wherever_they_are_asked(clinic, monkeypatch):
    """The fourth asks from another network, and types the address in another way: the answer does not tell."""
    hosts = iter(f"203.0.113.{n}" for n in range(9))
    monkeypatch.setattr("allauth.core.internal.ratelimit.get_ip", lambda request: next(hosts))
    asked = [ask(typed) for typed in [clinic.patient.email] * 3 + [clinic.patient.email.upper()]]
    unknown = [ask("nobody@patients.example") for _ in range(4)]

    assert len(mail.outbox) == 3
    assert len({read(answer) for answer in asked + unknown}) == 1


def test_another_mailbox_is_not_held_back(clinic):
    for _ in range(4):
        ask(clinic.patient.email)

    assert link_sent_to(clinic.stranger.email)
    assert mail.outbox[-1].to == [clinic.stranger.email]


def test_the_address_is_in_no_key_of_the_cache_and_no_log(clinic, monkeypatch, caplog):
    keys = []
    monkeypatch.setattr(cache, "set", lambda key, *more, **other: keys.append(key))
    ask(clinic.patient.email)

    plain = hashlib.sha256(clinic.patient.email.encode()).hexdigest()
    assert any("sign_in_mailbox" in key for key in keys)
    assert not [key for key in keys if clinic.patient.email in key or plain in key]
    assert clinic.patient.email not in caplog.text


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


@pytest.mark.parametrize(("asked_by", "brings"), [("document", True), ("empty", False)])
def test_what_a_page_asks_for_by_itself_brings_no_secret_of_forms(db, asked_by, brings):
    browser = Client()
    assert "csrftoken" in browser.get("/account/login/", headers={"Sec-Fetch-Dest": asked_by}).cookies  # the first

    answer = browser.get("/account/login/", headers={"Sec-Fetch-Dest": asked_by})

    assert ("csrftoken" in answer.cookies) is brings
