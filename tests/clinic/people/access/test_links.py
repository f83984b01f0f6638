"""Links that work once, and the code in the owner's safe."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import staff
from euthymia.clinic.people.access import colleagues, links, recovery
from euthymia.clinic.people.models import AccessLink, RecoveryCode, User
from euthymia.demo.fill import on
from tests.clinic.conftest import PASSWORD, signed_in
from tests.clinic.people.access.at_once import at_once

WORDS = "seven green boats at dawn"
Purpose = AccessLink.Purpose


def opened(secret, **fields):
    return Client().post("/access", {"key": secret, **fields})


def chosen(secret, words=WORDS):
    return opened(secret, password1=words, password2=words)


def test_looking_at_a_link_does_not_use_it_up_and_using_it_does(clinic):
    secret = links.make(clinic.nurse, Purpose.PASSWORD, by=clinic.owner)
    assert [Client().get(f"/access?key={secret}").status_code for _ in range(3)] == [200] * 3

    assert chosen(secret).status_code == 302
    assert Client().get(f"/access?key={secret}").status_code == 403
    assert User.objects.get(pk=clinic.nurse.pk).check_password(WORDS)


def test_of_eight_uses_at_once_one_counts(live_clinic):
    link = links.find(links.make(live_clinic.nurse, Purpose.SIGN_IN, by=live_clinic.owner))

    def use():
        try:
            return bool(links.use(link))
        except links.LinkExpired:
            return False

    assert sorted(at_once(8, use)) == [False] * 7 + [True]


def test_a_link_ends_with_time_with_a_newer_one_and_with_the_account(clinic):
    old = links.make(clinic.nurse, Purpose.PASSWORD, by=clinic.owner)
    with on(timezone.now() + timedelta(hours=25)), pytest.raises(links.LinkExpired):
        links.find(old)
    newer = links.make(clinic.nurse, Purpose.PASSWORD, by=clinic.owner)
    with pytest.raises(links.LinkExpired):
        links.find(old)

    colleagues.disable(clinic.nurse, by=clinic.owner)
    colleagues.enable(clinic.nurse, by=clinic.owner)
    with pytest.raises(links.LinkExpired):
        links.find(newer)


def test_no_link_is_kept_nor_written(clinic):
    secret = links.make(clinic.nurse, Purpose.PASSWORD, by=clinic.owner)

    assert secret not in str(AccessLink.objects.values())
    row = AuditEvent.objects.get(action="made an access link")
    assert row.detail == {"purpose": "password", "user": str(clinic.nurse.key)}


def test_a_new_password_ends_what_was_signed_in_with_the_old_one(clinic):
    browser = signed_in(clinic.nurse)
    chosen(links.make(clinic.nurse, Purpose.PASSWORD, by=clinic.owner))

    assert browser.get("/today").status_code == 302


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "123456789012",
        "aaaaaaaaaaaa",
        "abababababababab",
        "password1234",
        "nurse@demo.example",
        "nurse@demo.examples",
        "NURSE@DEMO.EXAMPLE",
    ],
)
def test_a_password_that_can_be_guessed_is_refused_and_the_link_stays(clinic, weak):
    secret = links.make(clinic.nurse, Purpose.PASSWORD, by=clinic.owner)

    assert chosen(secret, weak).status_code == 422
    assert links.find(secret)
    assert User.objects.get(pk=clinic.nurse.pk).check_password(PASSWORD)


def test_two_different_passwords_are_refused(clinic):
    secret = links.make(clinic.nurse, Purpose.PASSWORD, by=clinic.owner)

    answer = opened(secret, password1=WORDS, password2=WORDS + "!")

    assert "The two passwords differ" in answer.content.decode()


@pytest.fixture
def colleague(clinic):
    user, password, _ = staff.add(email="new@demo.example", name="New Person", role="nurse", by=clinic.owner)
    return user, password


def test_a_lost_second_factor_goes_by_the_link_and_the_password_together(clinic, colleague):
    user, password = colleague
    browser = signed_in(user)
    secret = links.make(user, Purpose.SECOND_FACTOR, by=clinic.owner)

    assert opened(secret, password="not it").status_code == 422
    assert Authenticator.objects.filter(user=user).exists()
    assert opened(secret, password=password).status_code == 302

    assert not Authenticator.objects.filter(user=user).exists()
    assert browser.get("/today").status_code == 302  # what was signed in has ended
    again = Client()
    again.post("/account/login/", {"login": user.email, "password": password})
    assert again.get("/today").headers["Location"] == "/account/second-factor/totp/activate/"


# An owner's recovery code


def test_the_last_owner_comes_back_by_the_code_from_the_safe_once(clinic):
    code = recovery.make(clinic.owner, by=clinic.owner)
    typed = {"email": clinic.owner.email.upper(), "code": code.lower(), "password1": WORDS, "password2": WORDS}

    assert Client().post("/access/recovery", typed).headers["Location"] == "/account/login/"

    assert User.objects.get(pk=clinic.owner.pk).check_password(WORDS)
    assert not Authenticator.objects.filter(user=clinic.owner).exists()
    assert AuditEvent.objects.filter(action="used a recovery code").count() == 1
    assert Client().post("/access/recovery", typed).status_code == 422


def test_a_new_code_ends_the_one_before_and_none_is_kept_as_it_stands(clinic):
    first, second = recovery.make(clinic.owner, by=clinic.owner), recovery.make(clinic.owner, by=clinic.owner)

    assert recovery.check(clinic.owner, first) is None
    assert recovery.check(clinic.owner, second) == RecoveryCode.objects.get(replaced_at=None)
    assert second.replace("-", "") not in str(RecoveryCode.objects.values())


@pytest.mark.parametrize("who", ["nurse", "director", "patient"])
def test_only_an_owner_has_one(clinic, who):
    with pytest.raises(recovery.NotAnOwner):
        recovery.make(getattr(clinic, who), by=clinic.owner)


def test_a_code_is_no_ones_but_the_owners_it_was_made_for(clinic):
    code = recovery.make(clinic.owner, by=clinic.owner)
    colleagues.change_role(clinic.director, "owner", by=clinic.owner)

    assert recovery.check(User.objects.get(pk=clinic.director.pk), code) is None


def test_guessing_a_code_is_slowed_down_and_reads_the_same_for_an_unknown_address(clinic):
    recovery.make(clinic.owner, by=clinic.owner)

    def guess(email):
        typed = {"email": email, "code": "A" * 24, "password1": WORDS, "password2": WORDS}
        return Client().post("/access/recovery", typed).content.decode().partition('role="alert"')[2]

    known, unknown = ([guess(email) for _ in range(6)] for email in (clinic.owner.email, "nobody@demo.example"))
    assert "Too many wrong codes" in known[-1] and "Too many wrong codes" not in known[-2]
    assert [text.partition("</p>")[0] for text in known] == [text.partition("</p>")[0] for text in unknown]


def test_the_owner_makes_a_code_on_their_own_page_with_their_password(clinic):
    url = reverse("people:change_colleague", args=[clinic.owner.key, "recovery-code"])
    browser = signed_in(clinic.owner)

    assert browser.post(url, {"password": "x"}).status_code == 422
    page = browser.post(url, {"password": PASSWORD}).content.decode()

    assert recovery.check(clinic.owner, page.partition("<code>")[2].partition("</code>")[0])
    assert time.time() - recovery.newest(clinic.owner).made_at.timestamp() < 60
