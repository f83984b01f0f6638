"""A chart opened with a reason: real words, somebody told at once, a real review, and the door that was asked for."""

import pytest
from django.urls import reverse

from euthymia.clinic.people import doors
from euthymia.clinic.people.models import BreakGlass, CareTeamDeparture
from euthymia.clinic.people.reasons import NoReason, check_reason
from euthymia.clinic.tasks.models import Task
from tests.clinic import chairside
from tests.clinic.conftest import following, signed_in

WHY = "Covering for a colleague who fell ill"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        " " * 40,
        "a" * 40,
        "ababababababab",
        "\u200b" * 12,
        "\u200b\u200cneed\u2060\ufeff\u00ad\u200b",
        "1234567890123",
        "......................",
        "need\0\0\0\0\0\0\0\0",
        "words " * 400,
    ],
)
def test_what_is_no_reason_is_refused(text):
    with pytest.raises(NoReason):
        check_reason(text, "Write why.")


@pytest.mark.parametrize(
    "text",
    [
        WHY,
        "Нужна карта: дежурство",
        "夜勤で担当者が不在のため開きます",
        "مریض را می\u200cبینم، شیفت شب",
        "x" + "y z w" * 399,
    ],
)
def test_a_reason_in_any_script_is_taken_as_it_stands(text):
    assert check_reason(text, "Write why.") == text


def test_what_nobody_sees_is_left_out_of_a_reason():
    assert check_reason("Covering\u200b for\0 a colleague\u202e", "") == "Covering for a colleague"


def told():
    return sorted((task.owner.role, task.kind) for task in Task.objects.filter(done_at=None))


def test_the_owner_and_the_medical_director_are_told_at_once_and_a_review_closes_it(clinic):
    doors.break_glass(clinic.nurse, clinic.stranger.patient.key, reason=WHY)
    assert told() == [("medical_director", "clinic"), ("owner", "clinic")]
    task = Task.objects.first()
    assert clinic.nurse.name in task.description and clinic.stranger.name not in task.description

    doors.review_glass(BreakGlass.objects.get(), finding="in order", by=clinic.owner)

    assert told() == []


def test_nobody_is_told_of_their_own(clinic):
    doors.break_glass(clinic.director, clinic.ruth.key, reason=WHY)

    assert told() == [("owner", "clinic")]


def test_several_within_an_hour_are_counted(clinic):
    for patient in (clinic.ruth, clinic.stranger.patient):
        doors.break_glass(clinic.director, patient.key, reason=WHY)

    assert "It is the 2. within an hour." in Task.objects.order_by("-pk")[0].description


@pytest.mark.parametrize("finding", ["", "   ", "\u200b" * 9, "aaaaaaaa", "x" * 3000])
def test_a_review_without_a_finding_is_refused(clinic, finding):
    doors.break_glass(clinic.director, clinic.ruth.key, reason=WHY)
    glass = BreakGlass.objects.get()

    url = reverse("people:review_break_glass", args=[glass.key])
    assert signed_in(clinic.owner).post(url, {"finding": finding}).status_code == 422
    assert BreakGlass.objects.get().reviewed_at is None


def test_a_reason_leads_to_the_door_that_was_asked_for(clinic):
    session, browser = chairside.running(clinic), signed_in(clinic.director)
    locked = browser.get(f"/chair/{session.key}")
    assert f'name="next" value="/chair/{session.key}"' in locked.content.decode()

    answer = browser.post(f"/patients/{clinic.ruth.key}/break-glass", {"reason": WHY, "next": f"/chair/{session.key}"})

    assert answer.headers["Location"] == f"/chair/{session.key}"
    assert browser.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("asked", ["", "https://elsewhere.test/", "//elsewhere.test", "/account/logout/", "/chair/\\x"])
def test_a_reason_leads_nowhere_else(clinic, asked):
    answer = signed_in(clinic.director).post(f"/patients/{clinic.ruth.key}/break-glass", {"reason": WHY, "next": asked})

    assert answer.headers["Location"] in (f"/patients/{clinic.ruth.key}", "/chair/%5Cx")


# Leaving a care team


def leave(clinic, who, *, by, reason="Moved to another ward this week"):
    url = reverse("people:leave_team", args=[clinic.ruth.key])
    return signed_in(getattr(clinic, by)).post(url, {"user": getattr(clinic, who).key, "reason": reason})


def test_who_leaves_a_care_team_leaves_the_chart_and_its_stream_and_the_reason_stays(clinic):
    viewer, other = following(clinic.nurse, clinic.ruth), following(clinic.nurse2, clinic.ruth)

    assert leave(clinic, "nurse", by="prescriber").status_code == 302

    assert not doors.may_open(clinic.nurse, clinic.ruth)
    assert doors.still_open({viewer, other}) == {other}
    row = CareTeamDeparture.objects.get()
    assert (row.user, row.by, row.reason) == (clinic.nurse, clinic.prescriber, "Moved to another ward this week")


def test_who_left_comes_back_by_a_new_act_alone(clinic):
    leave(clinic, "nurse", by="nurse")
    assert signed_in(clinic.nurse).get(f"/patients/{clinic.ruth.key}").status_code == 404

    doors.join_care_team(clinic.ruth, clinic.nurse, by=clinic.prescriber)
    assert signed_in(clinic.nurse).get(f"/patients/{clinic.ruth.key}").status_code == 200


def test_leaving_needs_a_reason_and_leaves_somebody(clinic):
    assert leave(clinic, "nurse", by="prescriber", reason="now").status_code == 422
    for who in ("nurse", "nurse2"):
        leave(clinic, who, by="prescriber")

    assert "the last on this care team" in leave(clinic, "prescriber", by="prescriber").content.decode()
    assert doors.may_open(clinic.prescriber, clinic.ruth)


@pytest.mark.parametrize(("by", "status"), [("director", 404), ("desk", 404), ("owner", 404), ("patient", 404)])
def test_who_is_not_on_the_team_takes_nobody_off_it(clinic, by, status):
    assert leave(clinic, "nurse", by=by).status_code == status
    assert doors.may_open(clinic.nurse, clinic.ruth)
