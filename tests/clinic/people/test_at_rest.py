"""Who reads the database or a copy of it finds nothing to sign in with: session keys are hashed, factors encrypted."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from euthymia.clinic.people import staff
from euthymia.clinic.people.accounts import second_factors
from euthymia.clinic.people.accounts.browser_sessions import SessionStore, kept_as
from tests.clinic.conftest import signed_in


@pytest.fixture
def colleague(clinic):
    user, _, secret = staff.add(email="new@clinic.example", name="New Colleague", role="nurse", by=clinic.owner)
    return user, secret


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return json.dumps([str(data) for (data,) in cursor.fetchall()])


def test_the_secret_of_one_time_codes_is_not_in_the_database_and_still_works(colleague):
    user, secret = colleague
    factor = Authenticator.objects.get(user=user, type="totp")

    assert secret not in stored() and "fernet:" in stored()
    assert second_factors.SecondFactors().decrypt(factor.data["secret"]) == secret
    assert not TOTP(factor).validate_code("000000x")


def test_recovery_codes_are_not_in_the_database(colleague):
    codes = RecoveryCodes.activate(colleague[0]).generate_codes()

    assert len(codes) == 10 and '"seed": "fernet:' in stored().replace("'", '"').replace('\\"', '"')
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes() == codes


def test_what_lay_in_the_clear_is_encrypted_once_and_works_as_before(colleague):
    user, secret = colleague
    Authenticator.objects.filter(user=user).update(data={"secret": secret})
    assert second_factors.SecondFactors().decrypt(secret) == secret

    assert second_factors.encrypt_old() == 1
    assert secret not in stored()
    assert second_factors.encrypt_old() == 0


def test_another_key_opens_nothing(colleague, settings):
    data = Authenticator.objects.get(user=colleague[0]).data["secret"]
    settings.SECOND_FACTOR_KEY = "0" * 64

    with pytest.raises(InvalidToken):
        second_factors.SecondFactors().decrypt(data)


def test_a_sessions_key_is_in_the_cookie_alone(clinic):
    browser = signed_in(clinic.nurse)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value

    assert browser.get(reverse("pages:home")).status_code == 200
    assert list(Session.objects.values_list("pk", flat=True)) == [kept_as(key)]
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept_as(key)  # what the database knows is no key
    assert thief.get(reverse("pages:home")).status_code == 302


def test_a_session_is_found_changed_renewed_and_ended_by_its_key(db):
    store = SessionStore()
    store["a"] = 1
    store.save()
    again = SessionStore(store.session_key)
    assert again["a"] == 1 and store.exists(store.session_key) and not store.exists("another")

    again.cycle_key()
    assert again.session_key != store.session_key and Session.objects.count() == 1
    again.flush()
    assert Session.objects.count() == 0
    assert SessionStore(store.session_key).load() == {}


async def test_the_same_holds_where_nobody_waits(live):
    store = SessionStore()
    await store.aset("a", 1)
    await store.asave()

    assert await SessionStore(store.session_key).aget("a") == 1
    assert await store.aexists(store.session_key)
    await store.adelete()
    assert await Session.objects.acount() == 0
