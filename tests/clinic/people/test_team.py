"""Who is put on a care team by whom, and who may let a patient sign in."""

import pytest
from django.urls import reverse

from euthymia.clinic.people import doors, staff
from euthymia.clinic.people.models import User
from tests.clinic.conftest import signed_in


@pytest.mark.parametrize(("login", "status"), [("prescriber", 200), ("nurse", 200), ("director", 404), ("desk", 404)])
def test_the_team_is_shown_to_who_may_open_the_chart(clinic, login, status):
    page = signed_in(getattr(clinic, login)).get(reverse("people:team", args=[clinic.ruth.key]))

    assert page.status_code == status


def test_a_colleague_on_the_team_opens_the_chart_from_then_on(clinic):
    url = reverse("people:team", args=[clinic.ruth.key])

    signed_in(clinic.prescriber).post(url, {"user": clinic.director.key})

    assert doors.may_open(clinic.director, clinic.ruth)


@pytest.mark.parametrize("login", ["desk", "researcher", "patient"])
def test_only_clinicians_are_put_on_a_team(clinic, login):
    url = reverse("people:team", args=[clinic.ruth.key])

    answer = signed_in(clinic.prescriber).post(url, {"user": getattr(clinic, login).key})

    assert answer.status_code == 404
    assert clinic.ruth.care_team.count() == 3


@pytest.mark.parametrize(
    ("login", "may"), [("desk", True), ("nurse", True), ("owner", False), ("researcher", False), ("patient", False)]
)
def test_who_books_lets_a_patient_sign_in(clinic, login, may):
    new = _registered(clinic, "new@patients.example")

    signed_in(getattr(clinic, login)).post(reverse("people:allow_sign_in", args=[new.key]))

    assert User.objects.filter(email="new@patients.example").exists() is may


def test_letting_someone_sign_in_twice_changes_nothing(clinic):
    assert staff.let_patient_sign_in(clinic.ruth, by=clinic.desk) == clinic.patient


@pytest.mark.parametrize(("address", "refusal"), [("", staff.NoAddress), ("RUTH@patients.example", staff.AddressInUse)])
def test_a_sign_in_needs_an_address_of_ones_own(clinic, address, refusal):
    with pytest.raises(refusal):
        staff.let_patient_sign_in(_registered(clinic, address), by=clinic.desk)


def _registered(clinic, address):
    born = clinic.ruth.birth_date
    return doors.register(given="New", family="Person", birth_date=born, email=address, phone="", by=clinic.desk)
