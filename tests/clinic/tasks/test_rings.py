"""A task about danger rings its owner and, where nobody takes it, the next; the line ends and its row says so."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from euthymia.clinic.audit import chain, verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.front_door.models import ClinicProfile
from euthymia.clinic.infusion.oversight import silence_watch
from euthymia.clinic.messages import messenger, senders
from euthymia.clinic.messages.models import Message
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import rings, unsent
from euthymia.clinic.tasks.models import Duty, Task
from euthymia.demo.fill import on
from tests.clinic.conftest import signed_in
from tests.clinic.infusion.oversight.test_silence import race

LINK = "https://lake.example/today"


def danger(clinic, *, at=None, kind=Duty.Kind.RISK) -> Task:
    fields = {"what": "Speak with the person now.", "at": at or timezone.now(), "by": clinic.patient}
    return tasks.open_task(kind, patient=clinic.ruth, subject_key=UUID(int=9), **fields)


def deliver() -> None:
    messenger.look(senders.in_use(), link=LINK, holder=uuid4())


def pass_minutes(task: Task, minutes: float) -> None:
    """Let the watch and the messenger look, so many minutes after the task was opened."""
    with on(task.opened_at + timedelta(minutes=minutes)):
        silence_watch.look_after_tasks()
        deliver()


def rung() -> list[str]:
    return [sent.to[0] for sent in mail.outbox]


def today(user: User, task: Task, minutes: float = 0) -> str:
    with on(task.opened_at + timedelta(minutes=minutes)):
        page = signed_in(user).get("/today").content.decode()
    return page[page.index(f"task-{task.key}") :]


@pytest.mark.parametrize("kind", sorted(rings.RINGS))
def test_its_owner_is_rung_at_once_in_the_tasks_own_transaction(clinic, kind):
    task = danger(clinic, kind=kind)
    message = Message.objects.get()
    assert (message.cause_key, message.user, message.purpose) == (task.key, task.owner, "ring")
    deliver()

    assert rung() == [task.owner.email]
    assert mail.outbox[0].body.strip() == f"A task is waiting for you now. Sign in: {LINK}"


def test_a_second_answer_that_joins_the_task_rings_nobody_twice(clinic):
    danger(clinic)
    danger(clinic)
    deliver()

    assert len(rung()) == 1


def test_who_does_not_answer_is_followed_by_the_next_each_once_and_then_nobody(clinic):
    task = danger(clinic)
    for minute in range(0, 60):
        pass_minutes(task, minute)

    assert rung() == [clinic.prescriber.email, clinic.director.email]
    last, first = Message.objects.filter(purpose="ring")
    assert timedelta(minutes=5) <= last.made_at - first.made_at < timedelta(minutes=6)
    assert AuditEvent.objects.filter(action="wrote down a ring for the next person").count() == 1
    assert verification.verify().fault == ""


def test_the_whole_line_is_bounded_however_many_work_here(clinic):
    with chain.atomic():
        for number in range(20):
            User.objects.create(email=f"p{number}@clinic.example", name=f"P {number}", role="prescriber")
        chain.write("filled for a test", by="system:test", at=timezone.now())
    task = danger(clinic)
    for minute in range(0, 120):
        pass_minutes(task, minute)

    made = [message.made_at - task.opened_at for message in Message.objects.filter(purpose="ring")]
    assert len(made) == 4 and max(made) < timedelta(minutes=20)


def test_the_one_who_takes_it_ends_the_line(clinic):
    task = danger(clinic)
    tasks.take(task, by=clinic.director)
    for minute in range(0, 30):
        pass_minutes(task, minute)

    assert rung() == []
    assert [message.state for message in Message.objects.all()] == ["withdrawn"]


def test_an_address_that_is_refused_costs_no_waiting_and_is_told_to_the_owner(clinic, monkeypatch):
    hand_over = senders.Mail.hand_over

    def refuses(self, letter):
        if letter.to == clinic.prescriber.email:
            raise senders.Refused("550 for this address")
        hand_over(self, letter)

    monkeypatch.setattr(senders.Mail, "hand_over", refuses)
    task = danger(clinic)
    for minute in (0, 0.1, 0.2):
        pass_minutes(task, minute)

    assert clinic.director.email in rung()
    told = Task.objects.get(kind=Duty.Kind.CLINIC)
    assert told.owner == clinic.owner and f"to {clinic.prescriber.name} was not taken" in told.description
    assert "The mail server did not take it for Pavel Novak" in today(clinic.director, task)


def test_its_row_says_no_more_than_what_was_handed_over(clinic):
    with on(timezone.localtime().replace(hour=23, minute=12)):
        task = danger(clinic)
        assert "Not handed over yet for Pavel Novak." in today(clinic.prescriber, task)
        deliver()
    assert "Handed to the mail server at 23:12 for Pavel Novak." in today(clinic.prescriber, task)
    assert "nobody further is rung" not in today(clinic.prescriber, task, 1)


@pytest.mark.parametrize("phone", ["555 010 0100", ""])
def test_at_the_end_of_the_line_its_row_says_whom_to_call(clinic, phone):
    with chain.atomic():
        ClinicProfile.objects.update_or_create(pk=1, defaults={"name": "Lake", "staffed_phone": phone})
        chain.write("set a phone for a test", by="system:test", at=timezone.now())
    task = danger(clinic)
    for minute in (0, 5, 10):
        pass_minutes(task, minute)
    said = today(clinic.director, task, 10)

    assert "Nobody has taken this, and nobody further is rung." in said
    assert (phone or "TEST line: TEST, no real line") in said


def test_without_a_mail_server_its_row_says_that_nobody_is_rung(clinic, settings):
    settings.EMAIL_BACKEND = senders.FILES
    with override_settings(PRODUCTION=True):
        task = danger(clinic)
        assert rings.ring_next(timezone.now()) == 0 and not Message.objects.exists()
        (said,) = rings.of([task], timezone.now()).values()

    assert said.lines == ["Nobody is rung: no mail server is set."]
    assert "Nobody is rung: no mail server is set." in today(clinic.prescriber, task)


def test_a_danger_that_waited_without_an_owner_rings_as_soon_as_somebody_may_open_it(clinic):
    with chain.atomic():
        User.objects.exclude(role__in=["patient", "owner"]).update(is_active=False)
        chain.write("signed colleagues out for a test", by="system:test", at=timezone.now())
    task = danger(clinic)
    assert task.owner is None and not Message.objects.exists()
    with chain.atomic():
        User.objects.filter(pk=clinic.director.pk).update(is_active=True)
        chain.write("signed a colleague in for a test", by="system:test", at=timezone.now())
    pass_minutes(task, 1)

    assert rung() == [clinic.director.email]


def test_a_chart_opened_with_a_reason_is_told_to_both_who_review_it(clinic):
    doors.break_glass(
        clinic.nurse, Patient.objects.get(family="Ranger").key, reason="Called by the emergency department."
    )
    deliver()

    assert set(rung()) == {clinic.owner.email, clinic.director.email}
    assert {sent.subject for sent in mail.outbox} == {"A task is waiting for you"}
    assert unsent.still_true(Message.objects.first())


def test_two_watches_ring_the_next_once(live_clinic):
    task = danger(live_clinic, at=timezone.now() - timedelta(minutes=6))
    race(*[silence_watch.look_after_tasks] * 4)

    assert Message.objects.filter(cause_key=task.key).count() == 2
    assert AuditEvent.objects.filter(action="wrote down a ring for the next person").count() == 1
