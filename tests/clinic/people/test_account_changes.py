"""Whoever changes how they sign in, or what they may, leaves a row: kind and person, never a secret."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from euthymia.clinic.audit import chain
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import staff
from euthymia.clinic.people.access.adapters import StaffAccounts
from euthymia.clinic.people.models import User
from euthymia.demo.logins import totp

NEW = "a wholly new passphrase"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def clinic(live_clinic):
    """With real transactions: what is undone must be undone by the product."""
    return live_clinic


@pytest.fixture
def colleague(clinic):
    return staff.add(email="new@demo.example", name="New Person", role="nurse", by=clinic.owner)


@pytest.fixture
def browser(colleague):
    """Signed in with both factors, and the password given once more: what changes a sign-in asks for it."""
    _, password, secret = colleague
    client = Client()
    client.post("/account/login/", {"login": "new@demo.example", "password": password})
    client.post("/account/second-factor/authenticate/", {"code": totp(secret, time.time())})
    client.post("/account/reauthenticate/", {"password": password})
    return client


def rows(user, *words):
    return [
        (e.actor == f"person:{user.key}", e.action, e.detail)
        for e in AuditEvent.objects.filter(subject=f"user:{user.key}", action__in=words)
    ]


FACTORS = ("added a second factor", "removed a second factor")
BASE = "/account/second-factor"


def test_a_changed_password_is_written(browser, colleague):
    user, password, _ = colleague
    browser.post("/account/password/change/", {"oldpassword": password, "password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert rows(user, "changed a password") == [(True, "changed a password", {})]


@pytest.mark.parametrize(("had", "word"), [("an old passphrase", "changed a password"), (None, "set a password")])
def test_setting_and_resetting_go_the_same_way(clinic, had, word):
    """Both pages are closed here; whoever opens them finds the row written."""
    with chain.atomic():
        user = User.objects.create_user("x@demo.example", had, name="X", role="nurse")
        chain.write("filled for a test", user, by="system:test", at=timezone.now())

    StaffAccounts().set_password(user, NEW)

    assert rows(user, word) == [(True, word, {})]


def test_taking_the_authenticator_away_and_setting_one_up_are_written(browser, colleague):
    user = colleague[0]
    before = len(rows(user, *FACTORS))
    browser.post(f"{BASE}/totp/deactivate/")

    assert browser.get("/today").headers["Location"] == f"{BASE}/totp/activate/", "none is left: set one up first"
    browser.get(f"{BASE}/totp/activate/")
    secret = browser.session[SECRET_SESSION_KEY]
    browser.post(f"{BASE}/totp/activate/", {"code": totp(secret, time.time())})

    assert rows(user, *FACTORS)[before:] == [
        (True, "removed a second factor", {"kind": "totp"}),
        (True, "added a second factor", {"kind": "totp"}),
        (True, "added a second factor", {"kind": "recovery_codes"}),
    ]
    assert secret not in str([row.detail for row in AuditEvent.objects.all()])


def test_new_recovery_codes_are_written_as_the_old_ones_going_and_new_ones_coming(browser, colleague):
    user = colleague[0]
    browser.post(f"{BASE}/recovery-codes/generate/")
    before = len(rows(user, *FACTORS))

    browser.post(f"{BASE}/recovery-codes/generate/")

    assert [(word, detail) for _, word, detail in rows(user, *FACTORS)[before:]] == [
        ("removed a second factor", {"kind": "recovery_codes"}),
        ("added a second factor", {"kind": "recovery_codes"}),
    ]


def test_a_factor_that_somebody_else_sets_up_is_not_written_as_ones_own(colleague):
    assert rows(colleague[0], *FACTORS) == [(False, "added a second factor", {"kind": "totp"})]


@pytest.fixture
def passkey(monkeypatch):
    """A passkey the browser answered well; tests/journeys/test_passkey.py makes real ones."""
    forms = "allauth.mfa.webauthn.forms.auth"
    monkeypatch.setattr(f"{forms}.parse_registration_response", lambda credential: None)
    monkeypatch.setattr(f"{forms}.complete_registration", lambda credential: None)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.EXTENSIONS", {})


@pytest.mark.parametrize(
    ("page", "given"),
    [
        ("totp/deactivate", {}),
        ("recovery-codes/generate", {}),
        ("webauthn/add", {"name": "Key", "credential": '{"id": "x"}'}),
    ],
)
def test_a_change_that_cannot_be_written_down_does_not_happen(browser, colleague, passkey, monkeypatch, page, given):
    had = set(Authenticator.objects.filter(user=colleague[0]).values_list("pk", "type"))
    monkeypatch.setattr(chain, "_append", lambda acts: 1 / 0)
    browser.raise_request_exception = False

    assert browser.post(f"{BASE}/{page}/", given).status_code == 500
    assert set(Authenticator.objects.filter(user=colleague[0]).values_list("pk", "type")) == had


def test_the_password_stays_where_its_change_cannot_be_written(browser, colleague, monkeypatch):
    user, password, _ = colleague
    monkeypatch.setattr(chain, "_append", lambda acts: 1 / 0)
    browser.raise_request_exception = False
    browser.post("/account/password/change/", {"oldpassword": password, "password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert user.check_password(password)


# What a person may


@pytest.mark.parametrize("change", [{"role": "medical_director"}, {"is_active": False}, {"email": "y@demo.example"}])
def test_nobody_is_changed_outside_an_audited_action(clinic, change):
    nurse = clinic.nurse
    for key, value in change.items():
        setattr(nurse, key, value)

    for write in (nurse.save, lambda: User.objects.filter(pk=nurse.pk).update(**change)):
        with pytest.raises(chain.UnauditedWrite):
            write()
        with pytest.raises(chain.UnauditedWrite), chain.atomic():
            write()  # an action that writes no row
    for key in change:
        assert getattr(User.objects.get(pk=nurse.pk), key) != change[key]


def test_the_time_of_a_sign_in_is_no_change_of_a_person(clinic):
    clinic.nurse.last_login = timezone.now()
    clinic.nurse.save(update_fields=["last_login"])

    assert User.objects.get(pk=clinic.nurse.pk).last_login is not None


def test_a_role_cannot_ride_along_with_the_time_of_a_sign_in(clinic):
    clinic.nurse.role = "medical_director"

    with pytest.raises(chain.UnauditedWrite):
        clinic.nurse.save(update_fields=["last_login", "role"])


def test_a_password_hashed_again_at_sign_in_is_written(clinic, settings):
    """Django does so when its own rules moved on, inside check_password."""
    nurse = clinic.nurse
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    ]
    StaffAccounts().set_password(nurse, NEW)
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[::-1]

    assert nurse.check_password(NEW)
    assert AuditEvent.objects.last().action == "rehashed a password"
