"""A task about a person's safety goes only to somebody who may open what it is about, and its row says whom to call."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.audit import chain
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.infusion.oversight import silence_watch
from euthymia.clinic.people import doors, staff
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import ROLES, Capability, Role
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import askable
from euthymia.clinic.tasks.models import Duty, Task
from tests.clinic.conftest import signed_in

SAFETY = [Duty.Kind.RISK, Duty.Kind.ALARMS, Duty.Kind.DAY_AFTER, Duty.Kind.SESSIONS]


@pytest.fixture
def ruth(clinic):
    """Ruth, with a number to call."""
    with chain.atomic():
        clinic.ruth.phone = "555 010 0142"
        clinic.ruth.save()
        chain.write("wrote down a number for a test", clinic.ruth, by="system:test", at=timezone.now())
    return clinic.ruth


def danger(clinic, at=None) -> Task:
    key = UUID(int=9)
    fields = {"what": "Speak with the person now.", "at": at or timezone.now(), "by": clinic.patient}
    return tasks.open_task(Duty.Kind.RISK, patient=clinic.ruth, subject_key=key, **fields)


def asked(safe: str = "unsure"):
    answers = {
        "given": "Dora", "family": "Quist", "birth_date": date(1990, 2, 3), "email": "dora@patients.example",
        "phone": "555 010 0199", "reason": "", "preferred_contact": "phone", "safe": safe,
    }  # fmt: skip
    return front_door.ask_for_consult(answers)


def gone(*roles: str) -> None:
    """These roles no longer work here."""
    with chain.atomic():
        User.objects.filter(role__in=roles).update(is_active=False)
        chain.write("signed colleagues out for a test", by="system:test", at=timezone.now())


def today(user: User) -> str:
    return signed_in(user).get("/today").content.decode()


@pytest.mark.parametrize("kind", SAFETY)
@pytest.mark.parametrize(("left", "round_of"), [
    ((), ["director", "prescriber"]),
    (("medical_director",), ["prescriber", "nurse", "nurse2"]),  # one who prescribes: the nurses too
    (("medical_director", "prescriber"), ["nurse", "nurse2"]),
])  # fmt: skip
def test_a_whole_round_asks_only_people_who_may_open_the_chart(clinic, kind, left, round_of):
    gone(*left)
    task = tasks.open_task(kind, what="x", at=timezone.now(), by=None, patient=clinic.ruth)
    owners, at = [task.owner], task.due_at
    for _ in range(2 * len(round_of)):
        tasks.escalate_overdue(at)
        task.refresh_from_db()
        owners.append(task.owner)
        at += tasks.time_to_take(kind)

    assert set(owners) == {getattr(clinic, login) for login in round_of}


@pytest.mark.parametrize(("kind", "who", "allowed"), [
    ("risk", "owner", False), ("risk", "desk", False), ("risk", "researcher", False), ("risk", "nurse", True),
    ("alarms", "desk", False), ("alarms", "nurse", True),
    ("day_after", "owner", False), ("sessions", "desk", False),
    ("consults", "owner", False), ("consults", "desk", True), ("consults", "director", True),
    ("clinic", "owner", True),
])  # fmt: skip
def test_only_somebody_who_may_open_it_is_put_on_duty(clinic, kind, who, allowed):
    if allowed:
        assert tasks.set_duty(kind, getattr(clinic, who), by=clinic.owner).user == getattr(clinic, who)
    else:
        with pytest.raises(askable.MayNotOpen, match=r"may not open what this is about.* Choose one of: medical dir"):
            tasks.set_duty(kind, getattr(clinic, who), by=clinic.owner)


def test_somebody_on_duty_who_became_something_else_is_passed_over(clinic):
    with chain.atomic():
        User.objects.filter(pk=clinic.prescriber.pk).update(role=Role.OWNER)
        chain.write("changed a role for a test", by="system:test", at=timezone.now())

    assert danger(clinic).owner == clinic.director


def test_an_owner_of_old_hands_it_on_and_neither_sees_nor_takes_it(clinic):
    task = danger(clinic)
    with chain.atomic():
        Task.objects.update(owner=clinic.owner)
        chain.write("as an earlier version left it", by="system:test", at=timezone.now())

    assert "Speak with the person" not in today(clinic.owner)
    assert signed_in(clinic.owner).post(f"/tasks/{task.key}/take").status_code == 404
    tasks.escalate_overdue(task.due_at)
    task.refresh_from_db()
    assert task.owner == clinic.director


def test_the_row_names_the_person_with_call_and_open(clinic, ruth):
    danger(clinic)
    page = today(clinic.prescriber)

    assert ruth.name in page and 'href="tel:5550100142"' in page
    assert f'href="{reverse("assessment:risk", args=[ruth.key])}">Open what to do now' in page
    assert AuditEvent.objects.filter(action="listed: today").latest("number").detail == {"patients": [str(ruth.key)]}


@pytest.mark.parametrize("where", ["pages:chart", "assessment:risk", "outcomes:course"])
def test_the_patients_own_pages_call_too(clinic, ruth, where):
    danger(clinic)

    assert 'href="tel:5550100142"' in signed_in(clinic.prescriber).get(reverse(where, args=[ruth.key])).content.decode()


def test_a_clinician_off_the_care_team_reads_no_name_until_it_is_theirs(clinic, ruth):
    task = danger(clinic)
    before = today(clinic.director)
    signed_in(clinic.director).post(f"/tasks/{task.key}/take")
    after = today(clinic.director)

    assert ruth.name not in before and "555 010 0142" not in before and ruth.number in before
    assert ruth.name in after and "tel:5550100142" in after


def test_without_a_number_the_row_says_so(clinic):
    danger(clinic)

    assert "No phone number is on record." in today(clinic.prescriber)


def test_a_request_that_is_not_sure_of_being_safe_names_who_asked_and_the_read_is_written(clinic):
    request = asked()
    page = today(clinic.nurse)

    assert "Dora Quist" in page and 'href="tel:5550100199"' in page
    assert f'href="/desk/requests#request-{request.key}">Open the request' in page
    assert f'id="request-{request.key}"' in signed_in(clinic.nurse).get("/desk/requests").content.decode()
    row = AuditEvent.objects.filter(action="listed: today").latest("number")
    assert row.detail == {"patients": [], "requests": [str(request.key)]}


@pytest.mark.parametrize(("who", "named"), [("desk", True), ("owner", False)])
def test_a_request_of_the_week_is_named_to_who_may_open_requests(clinic, who, named):
    asked(safe="yes")

    assert ("Dora Quist" in today(getattr(clinic, who))) is named


def test_with_nobody_who_may_open_it_the_answer_is_kept_and_the_owner_reads_so_without_a_name(clinic, ruth):
    gone(*ROLES[Capability.OPEN_CHARTS])
    sheets.touch(sheets.begin(ruth, "phq9", by=clinic.patient), 9, 2, by=clinic.patient)
    page = today(clinic.owner)

    assert Task.objects.get().owner is None
    assert "Nobody can be asked." in page and "1 waiting without an owner" in page
    assert ruth.number not in page and ruth.name not in page and "item 9" not in page
    assert "Nobody can be asked." not in today(clinic.desk)


def test_a_request_is_kept_too_and_goes_to_the_first_who_may_open_it(clinic):
    gone(*ROLES[Capability.OPEN_CHARTS], Role.FRONT_DESK)
    asked()
    silence_watch.look_after_tasks()
    written = AuditEvent.objects.count()
    silence_watch.look_after_tasks()
    assert (Task.objects.get().owner, AuditEvent.objects.count()) == (None, written), "looked at often, written once"

    nurse, *_ = staff.add(email="new@clinic.example", name="Nora New", role=Role.NURSE, by=clinic.owner)
    silence_watch.look_after_tasks()

    task = Task.objects.get()
    assert (task.owner, task.escalated_at) == (nurse, None)
    assert "Nobody can be asked." not in today(clinic.owner)


def test_the_last_who_could_be_asked_leaves_and_it_goes_to_nobody_not_to_the_owner(clinic):
    task = danger(clinic)
    gone(*ROLES[Capability.OPEN_CHARTS])
    tasks.escalate_overdue(task.due_at)

    task.refresh_from_db()
    assert task.owner is None and tasks.without_owner() == 1


def test_charts_are_asked_for_in_one_query_and_a_broken_glass_counts(clinic, django_assert_num_queries):
    doors.break_glass(clinic.director, clinic.ruth.key, reason="asked to call her about an answer")
    with django_assert_num_queries(1):
        assert doors.opened_by(clinic.director, {clinic.ruth.pk}) == {clinic.ruth.pk}
    assert doors.opened_by(clinic.desk, {clinic.ruth.pk}) == set()


# A kind of task of another version


@pytest.fixture
def later(clinic, ruth):
    """A task about Ruth that a later version opened; nobody has taken it in time."""
    at = timezone.now() - timedelta(days=2)
    with chain.atomic():
        chain.write("as a later version left it", by="system:test", at=at)
        return Task.objects.create(
            kind="levels", description="Look at the level.", patient=ruth, owner=clinic.nurse, opened_at=at, due_at=at
        )


def test_a_task_of_an_unknown_kind_is_shown_to_who_may_open_a_chart(clinic, later):
    page = today(clinic.nurse)

    assert "Look at the level." in page and "levels (not known to this version)" in page
    assert "Look at the level." not in today(clinic.desk)
    with pytest.raises(askable.MayNotOpen, match=r"levels \(not known to this version\)"):
        tasks.take(later, by=clinic.desk)
    assert tasks.take(later, by=clinic.nurse).owner == clinic.nurse


def test_a_task_of_an_unknown_kind_is_handed_on_and_stops_no_other(clinic, later):
    known = danger(clinic)
    tasks.escalate_overdue(max(known.due_at, later.due_at))
    later.refresh_from_db()
    known.refresh_from_db()

    assert later.owner in (clinic.director, clinic.prescriber)
    assert known.escalated_at is not None
    assert tasks.time_to_take("levels") == min(tasks.time_to_take(kind) for kind in Duty.Kind.values)


def test_a_known_kind_is_marked_in_no_way(clinic):
    danger(clinic)

    assert "not known to this version" not in today(clinic.prescriber)
