"""The front door: honest pages, a request that reaches a named person, and somebody to call when a page cannot help."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from euthymia.clinic.audit.models import Entry
from euthymia.clinic.front_door import actions, views
from euthymia.clinic.front_door.models import ClinicProfile, ConsultRequest, CrisisContact
from euthymia.clinic.people.models import Task
from tests.clinic.conftest import signed_in


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


REQUEST = {
    "given": "Ada",
    "family": "Nowhere",
    "birth_date": "1985-05-05",
    "email": "ada@patients.example",
    "phone": "1",
    "reached_by": "phone",
    "why": "",
    "safe": "yes",
}


def publish(clinic) -> None:
    actions.set_profile(ClinicProfile(person_to_call="Finn", phone="DEMO 1", hours="8 to 18"), by=clinic.owner)
    actions.set_contacts([CrisisContact(country="Demo", name="DEMO line", phone="DEMO 2")], by=clinic.owner)


@pytest.mark.parametrize("page", ["/", "/ketamine", "/check", "/consult", "/help", "/sources", "/account/login/"])
def test_public_pages_open_say_training_only_and_carry_the_headers(clinic, page):
    answer = Client().get(page)

    assert answer.status_code == 200
    assert "Training only" in answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_no_crisis_number_is_shown_before_the_clinic_sets_one(clinic):
    before = Client().get("/help").content.decode()
    publish(clinic)
    after = Client().get("/help").content.decode()

    assert "has not published crisis contacts yet" in before
    assert "DEMO line" in after and "DEMO 2" in after


@pytest.mark.parametrize(
    ("page", "status"),
    [("/nothing-here", 404), ("/offline", 200), ("/patient/sign-in/link", 403)],
)
def test_a_page_that_cannot_help_says_whom_to_call(clinic, page, status):
    publish(clinic)
    answer = Client().post(page) if page.endswith("link") else Client().get(page)

    text = answer.content.decode()
    assert answer.status_code == status
    assert "DEMO line" in text and "Finn" in text


def test_a_failing_server_says_whom_to_call(clinic, monkeypatch):
    publish(clinic)
    monkeypatch.setattr("euthymia.clinic.front_door.views.SOURCES", None)
    browser = Client(raise_request_exception=False)

    answer = browser.get("/sources")

    assert answer.status_code == 500
    assert "DEMO line" in answer.content.decode()


def test_may_not_fit_says_why_and_what_to_do_and_never_bars_a_consult(clinic):
    publish(clinic)
    text = Client().post("/check", {"under-18": "yes"}).content.decode()

    assert "may not fit" in text
    assert "you can ask for a consult" in text
    assert "DEMO line" in text


@pytest.mark.parametrize(
    ("safe", "urgency", "kind", "owner"),
    [
        ("yes", "routine", "consults", "desk"),
        ("unsure", "soon", "risk", "prescriber"),
        ("no", "soon", "risk", "prescriber"),
    ],
)
def test_a_request_is_saved_with_its_urgency_and_reaches_a_named_person(
    clinic, django_capture_on_commit_callbacks, safe, urgency, kind, owner
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = Client().post("/consult", REQUEST | {"safe": safe})

    asked, task = ConsultRequest.objects.get(), Task.objects.get()
    assert answer.headers["Location"] == "/consult/received"  # how someone feels is in no address
    assert (asked.urgency, task.kind, task.owner) == (urgency, kind, getattr(clinic, owner))
    assert [m.to for m in mail.outbox] == [["ada@patients.example"]]
    assert "ketamine" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "entered", "says"),
    [
        ("birth_date", "2085-05-05", "cannot be a date of birth"),
        ("birth_date", "2015-05-05", "adults of 18 and over"),
        ("email", "not an address", "valid email"),
        ("safe", "", "required"),
    ],
)
def test_a_wrong_entry_is_said_and_nothing_typed_is_lost(clinic, field, entered, says):
    answer = Client().post("/consult", REQUEST | {field: entered})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text and 'value="Nowhere"' in text
    assert not ConsultRequest.objects.exists()


def test_the_desk_registers_who_asked_once(clinic):
    Client().post("/consult", REQUEST)
    asked = ConsultRequest.objects.get()
    desk = signed_in(clinic.desk)

    first = desk.post(f"/desk/requests/{asked.key}/register").headers["Location"]

    assert desk.post(f"/desk/requests/{asked.key}/register").headers["Location"] == first
    assert "Nowhere" not in first


def test_the_list_of_requests_is_read_by_name_and_the_row_is_committed_first(clinic, monkeypatch):
    Client().post("/consult", REQUEST)
    asked = ConsultRequest.objects.get()
    desk = signed_in(clinic.desk)
    before = []
    shown = views.render
    monkeypatch.setattr(views, "render", lambda *a: before.append(Entry.objects.last()) or shown(*a))

    page = desk.get("/desk/requests")

    row = before[0]
    assert "Nowhere" in page.content.decode()
    assert (row.actor, row.action) == (f"person:{clinic.desk.key}", "listed: requests")
    assert row.detail == {"requests": [str(asked.key)], "patients": []}
    assert "Nowhere" not in str(row.detail)


def test_a_registered_request_names_its_patient_in_the_row_and_an_empty_list_is_no_read(clinic):
    desk = signed_in(clinic.desk)
    desk.get("/desk/requests")
    assert not Entry.objects.filter(action="listed: requests").exists()

    Client().post("/consult", REQUEST)
    patient = actions.register_from(ConsultRequest.objects.get(), by=clinic.desk)
    desk.get("/desk/requests")

    assert Entry.objects.get(action="listed: requests").detail["patients"] == [str(patient.key)]


def test_the_list_is_not_shown_where_its_reading_cannot_be_written(clinic, monkeypatch):
    Client().post("/consult", REQUEST)
    browser = signed_in(clinic.desk)
    browser.raise_request_exception = False
    monkeypatch.setattr("euthymia.clinic.audit.chain._append", lambda acts: 1 / 0)

    answer = browser.get("/desk/requests")

    assert answer.status_code == 500
    assert "Nowhere" not in answer.content.decode()
