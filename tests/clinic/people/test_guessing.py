"""Guessing is counted before it is tried, and waits only where it came from; what was refused is written."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people.access import adapters, colleagues, links
from euthymia.clinic.people.guessing import known_devices, refusals, tries
from euthymia.clinic.people.models import AccessLink, RefusalCount, TryCounter, User
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in
from tests.clinic.people.access.at_once import at_once


@pytest.fixture
def clinic(live_clinic):
    """With real transactions: several tries are made at the same moment."""
    return live_clinic


@pytest.fixture(autouse=True)
def minute(monkeypatch):
    """Hold the minute that refusals are counted in: a test that runs over its end would find one row more."""
    minute = timezone.now().replace(second=0)
    monkeypatch.setattr(refusals, "timezone", SimpleNamespace(now=lambda: minute))
    return int(minute.timestamp() // 60)


def give(browser: Client, user, password: str, **more):
    email = user if isinstance(user, str) else user.email
    return browser.post("/account/login/", {"login": email, "password": password}, **more)


def is_let_in(answer) -> bool:
    return answer.status_code == 302


def known(user) -> Client:
    """A browser in which this person once signed in with both factors, and then signed out."""
    browser = signed_in(user)
    browser.get("/today")
    browser.post("/account/logout/")
    return browser


@pytest.fixture
def hashed(monkeypatch):
    """Count how often a password was really looked at."""
    looked = []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda user, raw: looked.append(raw) or check(user, raw))
    return looked


# Counters


def test_of_forty_at_once_five_may_be_tried(clinic):
    assert sum(at_once(40, lambda: tries.take("sign-in:x"))) == 5


def test_only_what_is_not_given_back_counts_and_the_count_ends_with_time(clinic):
    now = timezone.now()
    for _ in range(9):
        assert tries.take("a", now=now)
        tries.give_back("a")
    assert [tries.take("b", now=now) for _ in range(6)] == [True] * 5 + [False]
    assert not tries.take("b", now=now + tries.WITHIN - timedelta(seconds=1))
    assert tries.take("b", now=now + tries.WITHIN)


def test_counters_nobody_moves_are_cleared_and_none_says_whose_it_is(clinic):
    give(Client(), "Nobody@clinic.test", "x")
    give(Client(), clinic.nurse, "x")
    names = str(TryCounter.objects.values_list("name"))
    assert "nobody" not in names.lower() and str(clinic.nurse.key) not in names

    tries.clear_old(timezone.now() + tries.KEPT)
    assert not TryCounter.objects.exists()


def test_of_forty_passwords_at_once_at_most_five_are_looked_at_at_the_sign_in(clinic, hashed):
    at_once(40, lambda: give(Client(), clinic.nurse, "guessed"))

    assert len(hashed) <= 5


def test_of_forty_passwords_at_once_at_most_five_are_looked_at_at_a_signature(clinic, hashed):
    url, browser = reverse("people:policy", args=["dose.cap_mg"]), signed_in(clinic.director)

    def sign():
        one = Client()
        one.cookies = browser.cookies
        return one.post(url, {"value": "80", "reason": "our own protocol", "password": "guessed"}).status_code

    assert set(at_once(40, sign)) == {422}
    assert len(hashed) <= 5
    assert AuditEvent.objects.filter(action="signature refused").count() == len(hashed)


def test_of_forty_passwords_at_once_at_most_five_are_looked_at_at_a_locked_tablet(clinic, hashed):
    session, tablet = chairside.running(clinic), signed_in(clinic.nurse)
    tablet.get(f"/chair/{session.key}")

    def unlock():
        one = Client()
        one.cookies = tablet.cookies
        return one.post(f"/chair/{session.key}/unlock", {"password": "guessed"}).status_code

    assert set(at_once(40, unlock)) == {422}
    assert len(hashed) <= 5


def test_guessing_at_a_locked_tablet_stops_no_signature(clinic):
    session, tablet = chairside.running(clinic), signed_in(clinic.nurse)
    tablet.get(f"/chair/{session.key}")
    for _ in range(6):
        tablet.post(f"/chair/{session.key}/unlock", {"password": "guessed"})

    assert tablet.post(f"/chair/{session.key}/unlock", {"password": PASSWORD}).status_code == 422
    url = reverse("infusion:pre_infusion", args=[session.key])
    answer = signed_in(clinic.nurse).post(url, {"sign": "", "password": PASSWORD})
    assert "Too many wrong passwords" not in answer.content.decode()


# Where it came from


def test_wrong_names_from_an_address_keep_nobody_else_there_out(clinic):
    for n in range(30):
        give(Client(), f"nobody{n}@clinic.test", "guessed")

    assert is_let_in(give(Client(), clinic.nurse, PASSWORD))


def test_wrong_passwords_from_elsewhere_keep_nobody_out_who_sits_at_a_known_device(clinic):
    own = known(clinic.nurse)
    for n in range(20):
        give(Client(REMOTE_ADDR=f"203.0.113.{n}"), clinic.nurse, "guessed")

    assert not is_let_in(give(Client(), clinic.nurse, PASSWORD))  # another device waits
    assert is_let_in(give(own, clinic.nurse, PASSWORD))


def test_a_known_device_has_five_of_its_own_and_they_are_no_others(clinic):
    own, other = known(clinic.nurse), known(clinic.nurse)
    for _ in range(5):
        give(own, clinic.nurse, "guessed")

    assert not is_let_in(give(own, clinic.nurse, PASSWORD))
    assert is_let_in(give(other, clinic.nurse, PASSWORD))


def test_a_device_is_known_to_the_account_alone_that_signed_in_on_it(clinic):
    own = known(clinic.nurse)
    for _ in range(5):
        give(Client(), clinic.prescriber, "guessed")

    assert not is_let_in(give(own, clinic.prescriber, PASSWORD))


@pytest.mark.parametrize("signed", ["", "forged", "eyJhIjoxfQ:1abc:forged"])
def test_a_forged_cookie_makes_no_device_known(clinic, rf, signed):
    request = rf.get("/")
    request.COOKIES[known_devices.NAME] = signed

    assert known_devices.of(request, clinic.nurse) == ""


def test_ending_all_sign_ins_makes_each_device_unknown(clinic, rf):
    browser, request = known(clinic.nurse), rf.get("/")
    request.COOKIES[known_devices.NAME] = browser.cookies[known_devices.NAME].value
    assert known_devices.of(request, clinic.nurse)

    assert known_devices.of(request, colleagues.end_sessions(clinic.nurse, by=clinic.owner)) == ""


def test_the_owners_link_lets_a_device_in_that_must_wait_and_asks_the_password_all_the_same(clinic):
    browser = Client()
    for _ in range(6):
        give(browser, clinic.nurse, "guessed")
    assert not is_let_in(give(browser, clinic.nurse, PASSWORD))

    secret = links.make(clinic.nurse, AccessLink.Purpose.SIGN_IN, by=clinic.owner)
    browser.post("/access", {"key": secret})

    assert browser.get("/today").status_code == 302
    assert not is_let_in(give(browser, clinic.nurse, "guessed"))
    assert is_let_in(give(browser, clinic.nurse, PASSWORD))


def test_nothing_tells_whether_an_address_is_known(clinic):
    """Five wrong tries and the sixth, at an account and at a name that nobody has, from addresses that tried before."""

    def asked(email, host):
        browser = Client(REMOTE_ADDR=host)
        return [give(browser, email, "guessed").content.decode().partition("errorlist")[2][:200] for _ in range(6)]

    for n in range(9):
        give(Client(REMOTE_ADDR="203.0.113.9"), f"nobody{n}@clinic.test", "guessed")
    seen = asked(clinic.nurse.email, "203.0.113.7"), asked("nobody@clinic.test", "203.0.113.7")
    assert seen[0] == seen[1]
    assert asked("noone@clinic.test", "203.0.113.9") == seen[0]


def test_an_address_that_tries_names_nobody_has_costs_no_hash(clinic, monkeypatch):
    made = []
    monkeypatch.setattr(adapters.StaffAccounts, "authentication_failed", lambda *a, **k: made.append(1))
    for n in range(20):
        give(Client(), f"nobody{n}@clinic.test", "guessed")

    assert len(made) == 5


# What was refused


def rows(action):
    return [(row.subject, row.detail) for row in AuditEvent.objects.filter(action=action).order_by("number")]


def test_a_refused_sign_in_says_whose_account_and_from_where(clinic):
    give(Client(REMOTE_ADDR="203.0.113.4"), clinic.nurse, "guessed")

    seen = {"who": str(clinic.nurse.key), "address": "203.0.113.4", "count": 1}
    assert rows("sign-in refused") == [(f"user:{clinic.nurse.key}", seen)]


def test_a_name_that_nobody_has_is_written_as_a_keyed_hash(clinic):
    give(Client(), "somebody.else@clinic.test", "guessed")

    ((subject, detail),) = rows("sign-in refused")
    assert subject == "" and detail["who"] == tries.hashed("somebody.else@clinic.test")


def test_a_minute_is_one_row_at_once_and_one_for_the_rest(clinic, minute):
    for _ in range(4):
        give(Client(), clinic.nurse, "guessed")
    assert [detail["count"] for _, detail in rows("sign-in refused")] == [1]

    refusals.close(minute + 1)
    refusals.close(minute + 1)

    assert [detail["count"] for _, detail in rows("sign-in refused")] == [1, 3]
    assert not RefusalCount.objects.exists()
    assert not verification.verify().fault


def test_of_a_flood_the_chain_keeps_sixty_a_minute_and_then_counts(clinic, rf, minute):
    before = AuditEvent.objects.count()
    for n in range(200):
        refusals.note("sign-in refused", who=f"name {n}", request=rf.get("/"))
    assert AuditEvent.objects.count() - before <= refusals.MOST_A_MINUTE

    refusals.close(minute + 1)
    more = rows("more was refused")
    kept = len(rows("sign-in refused"))
    assert kept + sum(detail["count"] for _, detail in more) == 200


@pytest.mark.parametrize("who", ["director", "owner", "desk", "researcher", "stranger"])
def test_a_denied_chart_is_written_with_who_asked_and_whose_chart(clinic, who):
    user = getattr(clinic, who)
    browser = signed_in(user)
    for _ in range(3):
        assert browser.get(f"/patients/{clinic.ruth.key}").status_code in (403, 404)

    row = AuditEvent.objects.get(action="chart denied")
    assert (row.actor, row.patient_key) == (f"person:{user.key}", clinic.ruth.key)
    assert row.detail == {"who": str(user.key), "address": "127.0.0.1", "count": 1}


def test_a_denied_chair_is_written_with_whose_it_is(clinic):
    session = chairside.running(clinic)
    signed_in(clinic.director).get(f"/chair/{session.key}")

    assert AuditEvent.objects.get(action="chart denied").patient_key == clinic.ruth.key


def test_a_right_password_of_a_disabled_account_is_refused_and_written(clinic):
    colleagues.disable(clinic.nurse, by=clinic.owner)
    browser = Client()
    give(browser, clinic.nurse, PASSWORD)

    assert browser.get("/today").status_code == 302
    assert rows("sign-in refused")[0][0] == f"user:{clinic.nurse.key}"


def test_links_that_are_guessed_grow_the_chain_by_a_row_a_minute(clinic):
    browser, before = Client(), AuditEvent.objects.count()
    for n in range(40):
        assert browser.post(reverse("people:patient_link"), {"key": f"guessed-{n}"}).status_code == 403

    assert AuditEvent.objects.count() - before <= 2  # the first of the minute, and of those past the most that it keeps
