"""Two requests at once: what one of them ends, the other does not bring back; what is done once is done once."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import policies, staff
from euthymia.clinic.people.access import colleagues, links, recovery
from euthymia.clinic.people.access.adapters import StaffAccounts
from euthymia.clinic.people.models import AccessLink, PolicySignature, User
from euthymia.demo.logins import totp
from tests.clinic.conftest import PASSWORD, signed_in
from tests.clinic.people.access.at_once import at_once, statuses

NEW = "seven green boats at dawn"
FACTOR = "/account/second-factor"
Purpose = AccessLink.Purpose


@pytest.fixture
def clinic(live_clinic):
    """With real transactions: several requests are made at the same moment."""
    cache.clear()
    return live_clinic


def holds():
    return not verification.verify().fault


# What the owner ends while the person is at it


@pytest.fixture
def reread():
    """Return the account as it lies in the database."""
    return lambda user: User.objects.get(pk=user.pk)


def by_a_changed_password(user, _link):
    StaffAccounts().set_password(user, NEW)


def by_a_link_to_a_new_password(_user, link):
    links.choose_password(link, NEW)


def by_a_link_that_drops_the_second_factor(_user, link):
    links.drop_second_factor(link)


WAYS = {
    by_a_changed_password: Purpose.PASSWORD,
    by_a_link_to_a_new_password: Purpose.PASSWORD,
    by_a_link_that_drops_the_second_factor: Purpose.SECOND_FACTOR,
}


@pytest.mark.parametrize("way", WAYS)
def test_who_changes_how_they_sign_in_does_not_bring_an_old_role_back(clinic, way, reread):
    """The account was read before the owner changed it, and is written after."""
    read_before = reread(clinic.director)
    link = links.find(links.make(clinic.director, WAYS[way], by=clinic.owner))
    colleagues.change_role(clinic.director, "nurse", by=clinic.owner)
    ended = reread(clinic.director).session_epoch

    way(read_before, link)

    assert reread(clinic.director).role == "nurse"
    assert reread(clinic.director).session_epoch >= ended, "what was signed in before stays ended"
    assert holds()


def test_a_password_that_is_being_changed_opens_no_account_that_was_disabled_meanwhile(clinic, reread):
    read_before = reread(clinic.nurse)
    colleagues.disable(clinic.nurse, by=clinic.owner)

    StaffAccounts().set_password(read_before, NEW)

    assert not reread(clinic.nurse).is_active and holds()


def test_an_owner_who_lost_the_role_meanwhile_gets_it_back_by_no_code(clinic, monkeypatch, reread):
    code = recovery.make(clinic.owner, by=clinic.owner)
    colleagues.change_role(clinic.director, "owner", by=clinic.owner)
    check = links.check_password

    def changed_meanwhile(password, user):
        check(password, user)
        colleagues.change_role(clinic.owner, "nurse", by=clinic.director)

    monkeypatch.setattr(links, "check_password", changed_meanwhile)
    words = {"password1": NEW, "password2": NEW}
    Client().post("/access/recovery", {"email": clinic.owner.email, "code": code, **words})

    assert reread(clinic.owner).role == "nurse" and holds()


@pytest.mark.parametrize("act", ["disable", "change_role", "end_sessions"])
def test_a_signature_is_refused_where_access_changed_while_its_password_was_looked_at(clinic, monkeypatch, act):
    browser, check = signed_in(clinic.director), User.check_password
    more = {"role": "nurse"} if act == "change_role" else {}

    def meanwhile(user, raw):
        right = check(user, raw)
        getattr(colleagues, act)(clinic.director, by=clinic.owner, **more)
        return right

    monkeypatch.setattr(User, "check_password", meanwhile)
    url, before = reverse("people:policy", args=["dose.cap_mg"]), policies.in_force("dose")
    answer = browser.post(url, {"value": "80", "reason": "our own protocol", "password": PASSWORD})

    assert answer.status_code == 422 and "changed while" in answer.content.decode()
    assert policies.in_force("dose") == before


# What is done once


def test_of_eight_who_open_an_invitation_at_once_one_chooses_the_password(clinic, reread):
    user, secret = colleagues.invite(email="new@clinic.test", name="New Person", role="nurse", by=clinic.owner)
    words = iter([f"seven green boats at {n} o'clock" for n in range(8)])

    def choose():
        word = next(words)
        answer = Client().post("/access", {"key": secret, "password1": word, "password2": word})
        return answer.status_code, word

    done = at_once(8, choose)

    (chosen,) = [word for status, word in done if status == 302]
    assert {status for status, word in done if word != chosen} <= {403, 422}
    assert reread(user).check_password(chosen)
    assert AuditEvent.objects.filter(action="set a password", subject=f"user:{user.key}").count() == 1
    assert holds()


@pytest.fixture
def colleague(clinic):
    """Signed in with both factors, and the password given once more: (account, secret, browser)."""
    user, password, secret = staff.add(email="new@demo.example", name="New Person", role="nurse", by=clinic.owner)
    browser = Client()
    browser.post("/account/login/", {"login": user.email, "password": password})
    browser.post(f"{FACTOR}/authenticate/", {"code": totp(secret, time.time())})
    browser.post("/account/reauthenticate/", {"password": password})
    return user, browser


def factors(user, word):
    rows = AuditEvent.objects.filter(subject=f"user:{user.key}", action=word)
    return [row.detail["kind"] for row in rows]


def test_a_second_factor_taken_away_twice_at_once_goes_once(colleague):
    user, browser = colleague

    done = statuses(4, browser, f"{FACTOR}/totp/deactivate/")

    assert 500 not in done and not Authenticator.objects.filter(user=user, type="totp").exists()
    assert factors(user, "removed a second factor").count("totp") == 1 and holds()


def test_a_second_factor_set_up_twice_at_once_stands_once(colleague):
    user, browser = colleague
    browser.post(f"{FACTOR}/totp/deactivate/")
    before = factors(user, "added a second factor").count("totp")
    browser.get(f"{FACTOR}/totp/activate/")
    code = totp(browser.session[SECRET_SESSION_KEY], time.time())

    done = statuses(4, browser, f"{FACTOR}/totp/activate/", {"code": code})

    assert 500 not in done and Authenticator.objects.filter(user=user, type="totp").count() == 1
    assert factors(user, "added a second factor").count("totp") == before + 1 and holds()


def test_recovery_codes_made_twice_at_once_are_one_set(colleague):
    user, browser = colleague

    done = statuses(4, browser, f"{FACTOR}/recovery-codes/generate/")

    assert 500 not in done and Authenticator.objects.filter(user=user, type="recovery_codes").count() == 1 and holds()


def test_two_owners_who_end_each_other_at_once_leave_one(clinic):
    colleagues.change_role(clinic.director, "owner", by=clinic.owner)
    pairs = iter([(clinic.owner, clinic.director), (clinic.director, clinic.owner)])

    def end():
        whom, by = next(pairs)
        try:
            return bool(colleagues.disable(whom, by=by))
        except colleagues.LastOwner:
            return False

    assert sorted(at_once(2, end)) == [False, True]
    assert User.objects.filter(role="owner", is_active=True).count() == 1 and holds()


def test_a_policy_signed_by_four_presses_at_once_is_signed_once(clinic):
    url, browser = reverse("people:policy", args=["dose.cap_mg"]), signed_in(clinic.director)

    done = statuses(4, browser, url, {"value": "80", "reason": "our own protocol", "password": PASSWORD})

    assert 500 not in done and PolicySignature.objects.filter(key="dose.cap_mg").count() == 1 and holds()
