"""Who may open a chart. Everybody else reads that there is nothing there, and each opening is written first."""

import pytest
from django.http import Http404

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import BreakGlass
from tests.clinic.conftest import signed_in


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("prescriber", True),
        ("nurse", True),
        ("patient", True),  # her own
        ("director", False),  # not on the care team: may break the glass
        ("owner", False),
        ("desk", False),
        ("researcher", False),
        ("stranger", False),
    ],
)
def test_who_may_open_ruths_chart(clinic, who, may):
    assert doors.may_open(getattr(clinic, who), clinic.ruth) is may


@pytest.mark.parametrize("who", ["owner", "desk", "researcher", "stranger"])
def test_there_is_nothing_there_for_anybody_else(clinic, who):
    with pytest.raises(Http404):
        doors.patient_for(getattr(clinic, who), clinic.ruth.key)


def test_an_opening_is_written_before_the_chart_is_given(clinic):
    doors.patient_for(clinic.nurse, clinic.ruth.key)

    row = AuditEvent.objects.last()
    assert (row.actor, row.action, row.patient_key) == (
        f"person:{clinic.nurse.key}",
        "opened the chart",
        clinic.ruth.key,
    )


def test_a_clinician_off_the_team_breaks_the_glass_with_a_reason_and_someone_else_reviews_it(clinic):
    with pytest.raises(doors.LockedChart):
        doors.patient_for(clinic.director, clinic.ruth.key)
    with pytest.raises(doors.NoReason):
        doors.break_glass(clinic.director, clinic.ruth.key, reason="now")

    doors.break_glass(clinic.director, clinic.ruth.key, reason="Covering for a colleague who fell ill")

    assert doors.patient_for(clinic.director, clinic.ruth.key) == clinic.ruth
    glass = BreakGlass.objects.get()
    with pytest.raises(doors.NoReason):
        doors.review_glass(glass, finding="fine", by=clinic.director)
    assert doors.review_glass(glass, finding="in order", by=clinic.owner).reviewed_by == clinic.owner


def test_the_locked_page_offers_the_way_in_and_the_queue_shows_it(clinic):
    page = signed_in(clinic.director).get(f"/patients/{clinic.ruth.key}")

    assert page.status_code == 404
    assert "Open the chart with this reason" in page.content.decode()


STAFF_PAGES = ["/today", "/patients", "/desk/requests", "/desk/bookings", "/desk/clinic", "/opened-charts"]


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        ("owner", {"/today", "/desk/clinic", "/opened-charts"}),
        ("director", {"/today", "/patients", "/desk/requests", "/desk/bookings", "/desk/clinic", "/opened-charts"}),
        ("prescriber", {"/today", "/patients", "/desk/requests", "/desk/bookings"}),
        ("nurse", {"/today", "/patients", "/desk/requests", "/desk/bookings"}),
        ("desk", {"/today", "/desk/requests", "/desk/bookings"}),
        ("researcher", set()),
        ("stranger", set()),
        (None, set()),
    ],
)
def test_which_staff_pages_open_for_whom(clinic, who, opens):
    browser = signed_in(getattr(clinic, who) if who else None)

    assert {page for page in STAFF_PAGES if browser.get(page).status_code == 200} == opens


def test_staff_without_a_second_factor_are_sent_to_set_one_up(clinic):
    browser = signed_in(clinic.nurse)
    session = browser.session
    session["second_factor"] = False
    session.save()

    assert browser.get("/today").headers["Location"] == "/account/second-factor/totp/activate/"


def test_the_page_that_sets_one_up_stands_once_and_asks_for_nothing_by_itself(clinic):
    """A new colleague's first page: what the menu asks every few seconds would be answered by that page itself."""
    browser = signed_in(clinic.nurse)
    session = browser.session
    session["second_factor"] = False
    session.save()

    asked = browser.get("/chairs/alarms/now", headers={"HX-Request": "true"})
    page = browser.get("/account/reauthenticate/").content.decode()

    assert asked.status_code == 403 and not asked.content
    assert "hx-get" not in page and page.count("<main") == 1
    assert "/account/password/reset" not in page and "The clinic's owner makes a link" in page  # that page is closed


@pytest.mark.parametrize("address", ["/chairs/now", "/chairs/alarms/now", "/patients/x/resistance"])
def test_a_part_of_a_page_is_never_the_sign_in(clinic, client, address):
    """Who was signed out meanwhile sees no second page inside the first."""
    address = address.replace("x", str(clinic.ruth.key))

    answer = client.post(address, headers={"HX-Request": "true"})

    assert answer.status_code in (403, 405)  # which no page puts into another
