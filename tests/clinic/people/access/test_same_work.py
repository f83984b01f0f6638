"""A sign-in costs the same work whoever is named: passwords hashed are counted, since time differs between machines."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from euthymia.clinic.people.access import colleagues
from tests.clinic.conftest import PASSWORD


@pytest.fixture
def hashings(monkeypatch):
    """Count the hashes made, each with its rounds."""
    made = []
    encode = PBKDF2PasswordHasher.encode

    def counted(hasher, password, salt, iterations=None):
        made.append(iterations or hasher.iterations)
        return encode(hasher, password, salt, iterations)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    return made


@pytest.fixture
def accounts(clinic):
    """An address of each kind that somebody may try, by what it is."""
    colleagues.disable(clinic.nurse2, by=clinic.owner)
    invited, _ = colleagues.invite(email="new@clinic.test", name="New Person", role="nurse", by=clinic.owner)
    return {
        "nobody's": "nobody@clinic.test",
        "a nurse's": clinic.nurse.email,
        "in other letters": clinic.nurse.email.upper(),
        "a disabled colleague's": clinic.nurse2.email,
        "of one invited, without a password yet": invited.email,
        "a patient's, who has no password": clinic.ruth.email,
    }


KINDS = (
    "nobody's",
    "a nurse's",
    "in other letters",
    "a disabled colleague's",
    "of one invited, without a password yet",
    "a patient's, who has no password",
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password_costs_one_hash_at_every_address(accounts, hashings, kind):
    hashings.clear()
    Client().post("/account/login/", {"login": accounts[kind], "password": "guessed"})

    assert hashings == [PBKDF2PasswordHasher.iterations]


def test_the_right_password_of_a_disabled_account_costs_as_much_as_a_wrong_one(accounts, hashings):
    hashings.clear()
    Client().post("/account/login/", {"login": accounts["a disabled colleague's"], "password": PASSWORD})

    assert hashings == [PBKDF2PasswordHasher.iterations]


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_recovery_code_costs_no_hash_at_any_address(accounts, hashings, kind):
    hashings.clear()
    words = {"password1": "seven green boats", "password2": "seven green boats"}
    answer = Client().post("/access/recovery", {"email": accounts[kind], "code": "AAAA-BBBB", **words})

    assert answer.status_code == 422 and hashings == []
