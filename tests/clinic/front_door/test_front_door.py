"""The front door: honest pages, a request that reaches a named person, and somebody to call when a page cannot help."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.front_door import actions, hours, views
from euthymia.clinic.front_door.models import ClinicProfile, ConsultRequest, CrisisContact
from euthymia.clinic.tasks.models import Task
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
    "preferred_contact": "phone",
    "reason": "",
    "safe": "yes",
}


def publish(clinic) -> None:
    actions.set_profile(ClinicProfile(person_to_call="Finn", phone="DEMO 1", hours="8 to 18"), by=clinic.owner)
    actions.set_contacts([CrisisContact(country="Demo", name="DEMO line", phone="DEMO 2")], by=clinic.owner)


@pytest.mark.parametrize(
    "page", ["/", "/ketamine", "/how-it-works", "/check", "/consult", "/help", "/sources", "/account/login/"]
)
def test_public_pages_open_say_training_only_and_carry_the_headers(clinic, page):
    answer = Client().get(page)

    assert answer.status_code == 200
    assert "Training only" in answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_no_crisis_number_is_shown_before_the_clinic_sets_one(clinic):
    actions.set_contacts([], by=clinic.owner)
    before = Client().get("/help").content.decode()
    publish(clinic)
    after = Client().get("/help").content.decode()

    assert "has not published crisis contacts yet" in before
    assert "DEMO line" in after and "DEMO 2" in after


@pytest.mark.parametrize("page", ["/", "/ketamine", "/how-it-works", "/check", "/consult"])
def test_nothing_is_published_before_the_crisis_contacts_are_set(clinic, page):
    actions.set_contacts([], by=clinic.owner)
    held = Client().get(page)
    sent = Client().post(page, {"safe": "no"})
    publish(clinic)

    assert (held.status_code, sent.status_code, Client().get(page).status_code) == (503, 503, 200)
    assert "emergency number of your country" in held.content.decode()
    assert not ConsultRequest.objects.exists()


def test_opening_hours_and_a_staffed_phone_are_set_and_what_cannot_be_read_stays(clinic):
    browser = signed_in(clinic.owner)
    form = {
        "profile-name": "Demo", "profile-staffed_phone": "555 010 0100", "contacts-TOTAL_FORMS": "1",
        "contacts-INITIAL_FORMS": "0", "contacts-0-country": "Demo", "contacts-0-name": "DEMO line",
        "contacts-0-phone": "DEMO 2", "week-0": "09:00-17:00", "week-1": "from nine",
    }  # fmt: skip
    refused = browser.post("/desk/clinic", form)
    assert refused.status_code == 422 and "Write 09:00-17:00" in refused.content.decode()
    assert 'value="from nine"' in refused.content.decode()

    assert browser.post("/desk/clinic", form | {"week-1": ""}).status_code == 302

    assert ClinicProfile.objects.get().week == {"0": "09:00-17:00"}
    assert ClinicProfile.objects.get().staffed_phone == "555 010 0100"


@pytest.mark.parametrize(
    ("week", "phone", "said"),
    [
        ({}, "", "cannot promise a time"),
        ({}, "555 010 0100", "Somebody answers at"),
        ({str(day): "00:00-23:59" for day in range(7)}, "", "we are open now, and they are due to read it by"),
    ],
)
def test_before_item_nine_the_patient_reads_who_reads_it_and_when(clinic, week, phone, said):
    actions.set_profile(ClinicProfile(week=week, staffed_phone=phone), by=clinic.owner)

    shown = signed_in(clinic.patient).get(f"/patients/{clinic.ruth.key}/phq9").content.decode()

    assert "Who reads this answer" in shown and said in shown


@pytest.mark.parametrize(
    ("week", "at", "opens"),
    [
        ({"0": "09:00-17:00"}, "Monday 10:00", "open"),
        ({"0": "09:00-17:00"}, "Monday 17:00", "Monday 09:00"),
        ({"0": "09:00-17:00", "2": "13:00-18:00"}, "Monday 18:00", "Wednesday 13:00"),
        ({"0": "09:00-17:00"}, "Monday 08:59", "Monday 09:00"),
        ({}, "Monday 10:00", None),
    ],
)
def test_a_closed_clinic_knows_when_it_opens_next(week, at, opens):
    day, clock = at.split()
    moment = datetime(2026, 5, 4 + hours.WEEKDAYS.index(day), *map(int, clock.split(":")), tzinfo=UTC)
    upcoming = hours.opens_next(week, moment)

    assert hours.is_open(week, moment) == (opens == "open")
    if opens != "open":
        assert (upcoming and f"{upcoming:%A %H:%M}") == opens
        assert upcoming is None or upcoming > moment


CLOSED = {"0": "09:00-17:00", "1": "09:00-17:00", "2026-05-04": "", "2026-05-05": ""}


@pytest.mark.parametrize(
    ("week", "opens"),
    [
        (CLOSED, "11 May 09:00"),  # Monday and Tuesday are holidays: the Monday after
        ({**CLOSED, "2026-05-05": "10:00-12:00"}, "05 May 10:00"),
        ({"0": "09:00-17:00", **{f"2026-05-{day:02}": "" for day in (4, 11, 18, 25)}}, "01 Jun 09:00"),
        ({"2026-05-04": ""}, None),
    ],
)
def test_on_a_holiday_nobody_is_promised(week, opens):
    moment = datetime(2026, 5, 4, 8, tzinfo=UTC)  # a Monday
    upcoming = hours.opens_next(week, moment)

    assert not hours.is_open(week, moment.replace(hour=10))
    assert (upcoming and f"{upcoming:%d %b %H:%M}") == opens
    due_by = hours.read_by(week, moment.replace(hour=10), timedelta(minutes=10))
    assert due_by is None or due_by > moment.replace(hour=17)


@pytest.mark.parametrize(("text", "days"), [("", 0), ("2026-12-25", 1), ("2026-12-25\n2026-12-26, 2027-01-01", 3)])
def test_closed_days_are_typed_as_dates(text, days):
    assert len(hours.read_closed(text)) == days


@pytest.mark.parametrize("text", ["25.12.2026", "Christmas", "2026-02-30", "2026-12-25-26"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(hours.NotHours, match="like 2026-12-25"):
        hours.read_closed(text)


def test_the_owner_publishes_holidays_and_finds_them_again(clinic):
    browser = signed_in(clinic.owner)
    sent = {"week-0": "09:00-17:00", "week-closed": "2026-12-25\n2027-01-01"}
    assert browser.post("/setup/hours", sent).status_code == 302

    week = ClinicProfile.objects.get().week
    assert week == {"0": "09:00-17:00", "2026-12-25": "", "2027-01-01": ""}
    assert "2026-12-25\n2027-01-01" in browser.get("/setup?open=hours").content.decode()
    assert "Closed on 2 dates besides" in browser.get("/setup").content.decode()
    refused = browser.post("/setup/hours", {"week-0": "09:00-17:00", "week-closed": "Easter"})
    assert refused.status_code == 422 and "like 2026-12-25" in refused.content.decode()


def test_beside_free_text_stands_that_nobody_reads_it_before_the_clinic_opens(clinic):
    shown = Client().get("/consult").content.decode()

    assert "Nobody reads this before the clinic opens, and no machine searches it" in shown


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
    monkeypatch.setattr(views, "render", lambda *a: before.append(AuditEvent.objects.last()) or shown(*a))

    page = desk.get("/desk/requests")

    row = before[0]
    assert "Nowhere" in page.content.decode()
    assert (row.actor, row.action) == (f"person:{clinic.desk.key}", "listed: requests")
    assert row.detail == {"requests": [str(asked.key)], "patients": []}
    assert "Nowhere" not in str(row.detail)


def test_a_registered_request_names_its_patient_in_the_row_and_an_empty_list_is_no_read(clinic):
    desk = signed_in(clinic.desk)
    desk.get("/desk/requests")
    assert not AuditEvent.objects.filter(action="listed: requests").exists()

    Client().post("/consult", REQUEST)
    patient = actions.register_from(ConsultRequest.objects.get(), by=clinic.desk)
    desk.get("/desk/requests")

    assert AuditEvent.objects.get(action="listed: requests").detail["patients"] == [str(patient.key)]


def test_the_list_is_not_shown_where_its_reading_cannot_be_written(clinic, monkeypatch):
    Client().post("/consult", REQUEST)
    browser = signed_in(clinic.desk)
    browser.raise_request_exception = False
    monkeypatch.setattr("euthymia.clinic.audit.chain._append", lambda acts: 1 / 0)

    answer = browser.get("/desk/requests")

    assert answer.status_code == 500
    assert "Nowhere" not in answer.content.decode()


def test_how_it_may_work_is_led_to_from_the_pages_before_it_and_from_a_chart(clinic):
    publish(clinic)

    for page in ("/", "/ketamine"):
        assert 'href="/how-it-works"' in Client().get(page).content.decode()
    chart = signed_in(clinic.nurse).get(f"/patients/{clinic.ruth.key}").content.decode()
    assert 'href="/how-it-works"' in chart


def test_steps_that_nobody_computes_carry_no_number(clinic):
    """Between the receptors and the connections: told, marked, and without a digit but the step's own."""
    publish(clinic)

    page = Client().get("/how-it-works").content.decode()
    told = re.sub(r"<[^>]+>", " ", page[page.index('<div class="told">') : page.index("Nothing below is computed")])

    assert {"Glutamate", "AMPA", "BDNF", "mTOR"} <= set(told.split()) and "told only" in told
    assert re.findall(r"\d", told.replace("5. Inside", "")) == []


def test_a_page_for_anybody_simulates_nothing():
    """The web process loads no compiler; the visitor's browser computes."""
    asked = (
        "import django, sys; django.setup(); import euthymia.clinic.urls, euthymia.clinic.front_door.views;"
        "sys.exit(bool({'numba', 'scipy', 'emcee'} & set(sys.modules)))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "euthymia.clinic.settings"}
    assert subprocess.run([sys.executable, "-c", asked], env=environment, check=False).returncode == 0


def test_claims_are_numbered_in_order_and_each_number_has_its_source_below(client, clinic):
    page = client.get("/").content.decode()

    cited = re.findall(r'<sup><a href="#note-(\d+)"', page)
    first = list(dict.fromkeys(cited))
    assert first == [str(n + 1) for n in range(len(first))] and len(first) >= 5
    assert page.count('<li id="note-') == len(first)
    assert "Murrough JW et al." in page and "https://doi.org/10.1176/appi.ajp.2013.13030392" in page
    assert "murrough:2013-ajp" not in page  # the key is for staff and for the code


def test_a_page_that_cites_nothing_has_no_notes(client, clinic):
    assert 'class="notes' not in client.get("/help").content.decode()
