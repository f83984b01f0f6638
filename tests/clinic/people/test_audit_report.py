"""The audit report: a period, sorted by any column, taken out as CSV, its review signed; and who opened my chart."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit import chain
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.order.signing import near_miss
from euthymia.clinic.people import audit_report, doors, signing
from euthymia.clinic.people.models import AuditReview
from euthymia.demo.fill import on
from tests.clinic.conftest import PASSWORD, signed_in

REVIEW = {"finding": "All openings had their reason.", "password": PASSWORD}


def this_month():
    return audit_report.period("", "")


@pytest.fixture
def opened(clinic):
    """Three people did something, one of it last year."""
    with on(timezone.now() - timedelta(days=400)):
        doors.patient_for(clinic.nurse, clinic.ruth.key, doing="opened long ago")
    doors.patient_for(clinic.nurse, clinic.ruth.key, doing="opened the chart")
    doors.break_glass(clinic.director, clinic.ruth.key, reason="Called at night, she is on the phone")
    near_miss(clinic.ruth, "order", [], by=clinic.prescriber, at=timezone.now())
    near_miss(clinic.ruth, "order", [], by=clinic.prescriber, at=timezone.now())
    return clinic


def test_a_period_holds_its_days_and_no_others(opened):
    actions = [row.action for row in audit_report.rows(this_month())]
    assert "opened the chart" in actions and "broke the glass" in actions
    assert "opened long ago" not in actions
    year_ago = str(timezone.localdate() - timedelta(days=400))
    assert [row.action for row in audit_report.rows(audit_report.period(year_ago, year_ago))] == ["opened long ago"]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-30", ""), ("yesterday", ""), ("2026-03-02", "2026-03-01"), ("", "2020-01-01")]
)
def test_days_that_are_no_period_are_refused(first, last):
    with pytest.raises(audit_report.NotAPeriod):
        audit_report.period(first, last)


@pytest.mark.parametrize("sort", audit_report.COLUMNS)
@pytest.mark.parametrize("down", [True, False])
def test_every_column_sorts_both_ways_and_rows_of_nobody_come_last(opened, sort, down):
    found = list(audit_report.rows(this_month(), sort=sort, down=down))
    values = [getattr(row, audit_report.COLUMNS[sort]) for row in found]
    named = [value for value in values if value is not None]

    assert len(found) == AuditEvent.objects.filter(at__gte=this_month().edges[0]).count()
    assert values[: len(named)] == named
    assert named == sorted(named, reverse=down)


def test_a_person_is_named_and_a_part_of_the_system_keeps_its_word(opened):
    who = {row.action: row.who for row in audit_report.rows(this_month())}
    assert who["opened the chart"] == "Nia Okoro, nurse"
    assert who["filled for a test"] == "system:test"
    about = {row.action: row.record_number for row in audit_report.rows(this_month())}
    assert (about["opened the chart"], about["filled for a test"]) == (opened.ruth.number, None)


def test_broken_glass_and_near_misses_of_the_period_stand_beside_it(opened):
    assert [glass.user for glass in audit_report.broken_glass(this_month())] == [opened.director]
    assert audit_report.near_misses(this_month()) == {"order": 2}
    page = signed_in(opened.owner).get(reverse("people:audit")).content.decode()
    assert "Called at night" in page and "order: <strong>2</strong>" in page


def test_the_page_turns_and_its_reading_is_written(opened):
    for _ in range(60):
        doors.patient_for(opened.nurse, opened.ruth.key, doing="opened the chart")
    owner = signed_in(opened.owner)
    asked = {"sort": "who", "down": "0", "page": "2"}
    page = owner.get(reverse("people:audit"), asked).content.decode()
    assert "Page 2 of 2" in page and 'aria-sort="ascending"' in page
    assert "system:test" not in page
    assert "system:test" in owner.get(reverse("people:audit"), {**asked, "machines": "1"}).content.decode()
    assert opened.ruth.family not in page
    assert AuditEvent.objects.filter(action="listed: audit report").count() == 2


def test_the_csv_has_every_row_and_no_formula(opened):
    with chain.atomic():
        opened.nurse.name = "=1+1"
        opened.nurse.save()
        chain.write("changed a name", opened.nurse, by=opened.owner, at=timezone.now())
    expected = audit_report.rows(this_month()).count()
    answer = signed_in(opened.owner).get(reverse("people:audit_csv"))
    heading, *rows = csv.reader(io.StringIO(answer.content.decode()))

    assert heading[:4] == ["number", "when", "who", "what"]
    assert len(rows) >= expected
    assert {row[2] for row in rows if row[3] == "opened the chart"} == {"'=1+1, nurse"}
    assert AuditEvent.objects.filter(action="downloaded the audit report").count() == 1


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1", "'+49 30 1"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("＝1+1", "'＝1+1"),
        ("\t=1+1", "\t'=1+1"),
        ("Nia\n=1+1", "Nia\n'=1+1"),
        ("Nia;=1+1;-2", "Nia;'=1+1;'-2"),  # a spreadsheet that parts cells at semicolons
        ('Nia","=1+1', 'Nia","=1+1'),  # quotes are doubled: it stays one cell
        ("Nia\0 Okoro", "Nia Okoro"),
        ("{'dose': -1}", "{'dose': -1}"),
        ("a=b, 3-4", "a=b, 3-4"),
    ],
)
def test_no_spreadsheet_computes_a_cell(cell, written):
    row = AuditEvent(number=1, at=timezone.now(), action="opened the chart", subject="", detail={})
    row.who, row.record_number = cell, ""

    _, (_, _, who, *_) = csv.reader(io.StringIO(audit_report.as_csv([row]), newline=""))

    assert who == written


def test_a_review_is_signed_with_name_meaning_time_and_finding(opened):
    director = signed_in(opened.director)
    where = reverse("people:audit_review")
    assert director.post(where, {**REVIEW, "password": "x"}).status_code == 422
    assert director.post(where, {**REVIEW, "finding": "ok"}).status_code == 422
    assert not AuditReview.objects.exists()

    assert director.post(where, REVIEW).status_code == 302
    row = AuditReview.objects.get()
    assert (row.signed_by, row.meaning, row.finding) == (opened.director, signing.AUDIT, REVIEW["finding"])
    assert AuditEvent.objects.get(number=row.last_number).hash == row.last_hash
    assert AuditEvent.objects.filter(action="signed an audit review").count() == 1
    page = director.get(reverse("people:audit")).content.decode()
    assert REVIEW["finding"] in page and signing.AUDIT in page


@pytest.mark.parametrize("who", ["nurse", "prescriber", "desk", "researcher", "patient"])
def test_the_report_is_for_the_owner_and_the_medical_director(clinic, who):
    browser = signed_in(getattr(clinic, who))
    for name in ("people:audit", "people:audit_csv"):
        assert browser.get(reverse(name)).status_code == 404
    assert browser.post(reverse("people:audit_review"), REVIEW).status_code == 404
    with pytest.raises(audit_report.NotAReviewer):
        audit_report.sign_review(this_month(), REVIEW["finding"], by=getattr(clinic, who))


def test_a_patient_sees_who_opened_her_chart_and_when_and_nothing_of_others(clinic):
    other = doors.register(
        given="O", family="Ther", birth_date=date(1980, 1, 1), email="o@x.example", phone="", by=clinic.prescriber
    )
    doors.patient_for(clinic.nurse, clinic.ruth.key, doing="opened the orders")
    doors.break_glass(clinic.director, clinic.ruth.key, reason="Called at night, she is on the phone")
    doors.patient_for(clinic.prescriber, other.key, doing="opened another chart")

    page = signed_in(clinic.patient).get(reverse("pages:me")).content.decode()
    assert "Nia Okoro, nurse" in page and "opened the orders" in page
    assert clinic.director.name in page and "broke the glass" in page
    assert "opened another chart" not in page
    assert "Nia Okoro" not in signed_in(clinic.stranger).get(reverse("pages:me")).content.decode()
