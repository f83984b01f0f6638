"""What cannot be read is a sentence on a page of ours, with whom to call; no record number stands in an address."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from euthymia.clinic.front_door import actions, views
from euthymia.clinic.front_door.models import ConsultRequest
from euthymia.clinic.people.models import Patient
from tests.clinic import chairside
from tests.clinic.conftest import signed_in
from tests.clinic.front_door.test_front_door import REQUEST
from tests.clinic.people.access.at_once import at_once

TOO_FAR = {"first": "9999-12-31", "last": "9999-12-31"}


def asked(clinic, who, method, name, /, *args, **fields):
    browser = signed_in(getattr(clinic, who))
    browser.raise_request_exception = False
    return getattr(browser, method)(reverse(name, args=args), fields)


@pytest.mark.parametrize("name", ["people:audit", "people:audit_csv"])
@pytest.mark.parametrize("days", [TOO_FAR, {"first": "0001-01-01"}, {"last": "9999-12-31"}])
def test_an_audit_of_days_far_away_is_refused(clinic, name, days):
    assert asked(clinic, "owner", "get", name, **days).status_code == 422


def test_a_colleague_who_is_no_key_is_nobody(clinic):
    for name in ("people:team", "people:leave_team"):
        assert asked(clinic, "nurse", "post", name, clinic.ruth.key, user="notuuid").status_code == 404


def test_a_chair_that_is_no_key_is_refused(clinic):
    order = chairside.ordered(clinic)

    answer = asked(clinic, "nurse", "post", "infusion:open_session", order.key, chair="notuuid", user="notuuid")

    assert answer.status_code == 422
    assert "could not be read" in answer.content.decode()


@pytest.mark.parametrize("count", ["abc", "-1", "99999999999", "", "1_0"])
@pytest.mark.parametrize("more", [{}, {"another": "1"}])
def test_a_count_of_rows_that_is_none_is_no_error(clinic, count, more):
    typed = {"dose-TOTAL_FORMS": count, "dose-INITIAL_FORMS": "0", **more}

    assert asked(clinic, "nurse", "post", "assessment:history", clinic.ruth.key, **typed).status_code in (200, 422)


@pytest.mark.parametrize("seen", ["2024-13-45T00:00:00+00:00", "never", "9999-99-99T99:99:99Z"])
def test_a_moment_that_is_none_is_refused(clinic, seen):
    fields = {"seen": seen, "level": "low", "words": "spoke"}

    assert asked(clinic, "nurse", "post", "assessment:assess_risk", clinic.ruth.key, **fields).status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2199-01-01"])
def test_a_day_far_away_is_not_booked(clinic, day):
    fields = {"clinician": clinic.clinician.pk, "day": day, "time": "10:00", "minutes": "60"}

    answer = asked(clinic, "desk", "post", "booking:book", clinic.ruth.key, **fields)

    assert answer.status_code == 422
    assert "years away" in answer.content.decode()


def test_an_address_of_a_hundred_thousand_letters_reads_as_any_other(clinic):
    answer = Client().post("/patient/sign-in", {"email": "x" * 100_000 + "@clinic.test"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("people:break_glass", {"reason": "Covering\0 for a colleague"}),
        ("people:team", {"user": "\0"}),
        ("assessment:hand_over", {"kind": "\0", "words": "\0", "to": "\0", "name": "a\0b"}),
        ("assessment:add_allergy", {"substance": "a\0b", "reaction": "c\0d"}),
        ("people:leave_team", {"user": "\0", "reason": "\0"}),
    ],
)
def test_a_character_that_no_database_keeps_is_no_error(clinic, name, fields):
    assert asked(clinic, "nurse", "post", name, clinic.ruth.key, **fields).status_code < 500


# A record number


def test_a_record_is_found_by_its_number_which_stands_in_no_address(clinic):
    browser = signed_in(clinic.nurse)
    page = browser.get("/patients").content.decode()
    assert '<form method="post" class="row">' in page

    answer = browser.post("/patients", {"number": clinic.ruth.number.lower()})

    assert answer.headers["Location"] == f"/patients/{clinic.ruth.key}"
    assert "No record has the number" in browser.post("/patients", {"number": "E99999"}).content.decode()
    assert browser.get(f"/patients?number={clinic.ruth.number}").status_code == 200  # an address finds nobody
    assert browser.post("/patients", {"number": "E0\0" * 90}).status_code == 200


# Pages of ours


def test_a_request_that_is_refused_as_such_has_our_page_and_whom_to_call(clinic):
    for answer in (
        Client(HTTP_HOST="elsewhere.test").get("/help"),
        Client().post("/consult", {f"field{n}": "x" for n in range(2000)}),
    ):
        assert answer.status_code == 400
        assert "This was not understood" in answer.content.decode() and "TEST line" in answer.content.decode()


def test_a_failure_has_our_page_also_where_the_database_is_what_failed(clinic, rf, monkeypatch):
    Client().get("/help")  # whom to call is known

    class Nobody:
        @property
        def is_authenticated(self):
            raise DatabaseError("gone")

    request = rf.get("/today")
    request.user = Nobody()
    page = views.failed(request)

    assert page.status_code == 500 and "TEST line" in page.content.decode()


@pytest.mark.parametrize("who", ["nurse", "patient", None])
def test_the_page_that_a_browser_keeps_names_nobody(clinic, who):
    user = getattr(clinic, who) if who else None
    page = signed_in(user).get("/offline").content.decode()

    assert "Sign out" not in page and "data-here" not in page
    assert user is None or user.name not in page
    assert 'credentials: "omit"' in Client().get("/offline.js").content.decode()


# One press, one patient


def test_eight_presses_at_once_register_one_patient(live_clinic):
    Client().post("/consult", REQUEST)
    request, before = ConsultRequest.objects.get(), Patient.objects.count()

    patients = at_once(8, lambda: actions.register_from(request, by=live_clinic.desk))

    assert len({patient.pk for patient in patients}) == 1
    assert Patient.objects.count() == before + 1


def test_eight_requests_registered_at_once_have_eight_numbers(live_clinic):
    for n in range(8):
        Client(REMOTE_ADDR=f"203.0.113.{n}").post("/consult", REQUEST | {"family": f"Number{n}"})
    waiting = list(ConsultRequest.objects.all())

    patients = at_once(8, lambda: actions.register_from(waiting.pop(), by=live_clinic.desk))

    assert len({patient.number for patient in patients}) == 8
    assert connection.vendor in ("sqlite", "postgresql")
