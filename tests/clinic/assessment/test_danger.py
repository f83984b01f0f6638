"""Danger now: an answer acts when it is touched, an unfinished screener is somebody's task, a person closes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.models import RiskAnswer, RiskAssessment, RiskScreen
from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.front_door.models import ClinicProfile, CrisisContact
from euthymia.clinic.infusion.oversight import silence_watch
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Task
from tests.clinic.conftest import signed_in

ALL_NO = {"1": "no", "2": "no", "6": "no"}


def page(clinic, more=""):
    return f"/patients/{clinic.ruth.key}/risk{more}"


@pytest.fixture
def browser(clinic):
    """A nurse who has begun the screener."""
    browser = signed_in(clinic.nurse)
    assert browser.post(page(clinic, "/screen")).status_code == 302
    return browser


def answer(browser, **items):
    """item1="yes"; gives the last answer's page."""
    screen = RiskScreen.objects.first()
    for name, value in items.items():
        item = name.removeprefix("item")
        said = browser.post(f"/risk/{screen.key}/item/{item}", {f"item-{item}": value})
        assert said.status_code == 200, said.content
    return said.content.decode()


def judged(browser, clinic, *, level="low", words="Spoke for half an hour; plan renewed.", seen=None):
    told = {"level": level, "words": words, "seen": (seen or timezone.now()).isoformat()}
    return browser.post(page(clinic, "/assessment"), told)


def test_a_yes_opens_a_task_with_an_owner_and_a_clock_and_says_what_to_do(clinic, browser):
    shown = answer(browser, item4="yes")

    task = Task.objects.get(patient=clinic.ruth)
    assert (task.kind, task.owner, task.due_at - task.opened_at) == ("risk", clinic.prescriber, timedelta(minutes=10))
    assert "emergency or inpatient care" in shown and "Pavel Novak" in shown and "high" in shown
    assert "not shown to prevent suicide" in shown
    assert "Danger now: high" in browser.get(f"/patients/{clinic.ruth.key}").content.decode()


def test_what_to_do_stands_beside_the_item_with_a_tap_that_calls(clinic, browser):
    line = CrisisContact(country="Test country", name="TEST line", phone="555 010 0123")
    front_door.set_contacts([line], by=clinic.owner)

    beside = answer(browser, item5="yes").partition('data-into="beside-5"')[2]

    assert "Yes to item 5" in beside and 'href="tel:5550100123"' in beside and 'href="#danger-now"' in beside
    assert "Yes to item 5" in browser.get(page(clinic)).content.decode().partition('id="beside-5"')[2]
    assert "Yes to item" not in answer(browser, item5="no")


def test_each_answer_is_kept_and_the_screener_goes_on_where_it_was(clinic, browser):
    answer(browser, item1="no", item2="yes")
    browser.post(page(clinic, "/screen"))

    assert RiskScreen.objects.count() == 1
    shown = browser.get(page(clinic)).content.decode()
    assert "no answer to item 3, 4, 5, 6" in shown and "cannot tell" in shown


def test_a_later_no_keeps_the_task_and_both_answers(clinic, browser):
    answer(browser, item1="no", item2="no", item6="yes")
    answer(browser, item6="no")

    assert list(RiskAnswer.objects.filter(item="6").values_list("yes", flat=True)) == [True, False]
    assert Task.objects.get(patient=clinic.ruth).done_at is None
    assert assessment.stand(clinic.ruth, at=timezone.now()).act


def test_a_finished_screener_of_no_opens_nothing(clinic, browser):
    answer(browser, item1="no", item2="no", item6="no")

    assert assessment.stand(clinic.ruth, at=timezone.now()).level == "low"
    assert assessment.tell_unfinished(timezone.now() + timedelta(hours=1)) == 0
    assert not Task.objects.filter(patient=clinic.ruth).exists()


@pytest.mark.parametrize(("minutes", "opened"), [(9, 0), (11, 1)])
def test_an_unfinished_screener_becomes_a_task_after_the_clinics_time_once(clinic, browser, minutes, opened):
    answer(browser, item1="no")
    later = timezone.now() + timedelta(minutes=minutes)

    assert assessment.tell_unfinished(later) == opened
    assert assessment.tell_unfinished(later) == 0
    assert Task.objects.filter(patient=clinic.ruth, description=assessment.UNFINISHED).count() == opened


def test_an_assessment_closes_an_unfinished_screener_too_and_a_changed_answer_opens_it_again(clinic, browser):
    answer(browser, item1="no")
    judged(browser, clinic)
    later = timezone.now() + timedelta(hours=1)
    assert assessment.tell_unfinished(later) == 0

    answer(browser, item2="yes")

    assert assessment.stand(clinic.ruth, at=timezone.now()).not_answered == ("3", "4", "5", "6")
    assert Task.objects.get(patient=clinic.ruth, done_at=None).description == assessment.POSITIVE


def test_the_silence_watch_tells_of_an_unfinished_screener(clinic, browser, monkeypatch):
    answer(browser, item1="no")
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("euthymia.clinic.infusion.oversight.silence_watch.timezone.now", lambda: later)

    silence_watch.look_after_tasks()

    assert Task.objects.get(patient=clinic.ruth).description == assessment.UNFINISHED


def test_a_task_nobody_took_ends_at_the_staffed_phone(clinic, browser):
    front_door.set_profile(ClinicProfile(staffed_phone="555 010 0100"), by=clinic.owner)
    answer(browser, item4="yes")
    tasks.escalate_overdue(timezone.now() + timedelta(minutes=11))

    for where in (page(clinic), "/today"):
        shown = signed_in(clinic.nurse).get(where).content.decode()
        assert "obody took it; handed over" in shown and 'href="tel:555 010 0100"' in shown


def test_a_patient_whose_answer_nobody_can_take_now_reads_so_with_the_crisis_line(clinic):
    sheet = sheets.begin(clinic.ruth, "phq9", by=clinic.patient)
    shown = signed_in(clinic.patient).post(f"/responses/{sheet.key}/item/9", {"item-9": "2"}).content.decode()

    assert "We cannot say when somebody here reads this" in shown
    assert "We have no phone that is answered now" in shown and "TEST line" in shown


def test_an_assessment_in_person_closes_it_with_words(clinic, browser):
    answer(browser, item4="yes")
    assert judged(browser, clinic).status_code == 302

    task = Task.objects.get(patient=clinic.ruth)
    assert task.done_at and task.outcome == "Assessed in person: low."
    assert not assessment.stand(clinic.ruth, at=timezone.now()).act
    assert AuditEvent.objects.filter(action="assessed risk in person").exists()


def test_an_answer_that_came_after_the_page_was_opened_stays_open(clinic, browser):
    seen = timezone.now()
    answer(browser, item4="yes")
    judged(browser, clinic, seen=seen)

    assert Task.objects.get(patient=clinic.ruth).done_at is None
    assert assessment.stand(clinic.ruth, at=timezone.now()).level == "high"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"level": ""}, "Choose low, moderate or high"), ({"words": " "}, "Write in a few words")],
)
def test_an_assessment_without_a_level_or_words_is_refused_and_what_was_typed_stays(clinic, browser, change, said):
    told = {"level": "high", "words": "Heard a plan.", "seen": timezone.now().isoformat()} | change
    refused = browser.post(page(clinic, "/assessment"), told)

    shown = refused.content.decode()
    assert refused.status_code == 422 and said in shown
    assert told["words"].strip() in shown and not RiskAssessment.objects.exists()


@pytest.mark.parametrize("seen", ["", "yesterday", "2999-01-01T00:00:00+00:00"])
def test_what_a_clinician_had_seen_is_never_guessed(clinic, browser, seen):
    told = {"level": "low", "words": "Spoke.", "seen": seen}

    assert browser.post(page(clinic, "/assessment"), told).status_code == 422
    assert not RiskAssessment.objects.exists()


def test_a_handover_names_who_took_over_and_closes_nothing(clinic, browser):
    answer(browser, item4="yes")
    assert browser.post(page(clinic, "/handover"), {"kind": "emergency", "recipient": " "}).status_code == 422
    browser.post(page(clinic, "/handover"), {"kind": "emergency", "recipient": "Dr Demo, emergency", "said": "by car"})

    assert "emergency care, to Dr Demo, emergency" in browser.get(page(clinic)).content.decode()
    assert Task.objects.get(patient=clinic.ruth).done_at is None


def test_words_alone_close_no_task_about_danger_until_somebody_took_over(clinic, browser):
    answer(browser, item4="yes")
    task = Task.objects.get(patient=clinic.ruth)
    tasks.take(task, by=clinic.nurse)
    refused = browser.post(f"/tasks/{task.key}/finish", {"outcome": "Rang her, she is fine"})
    assert refused.status_code == 422 and "Open “what to do now”" in refused.content.decode()
    task.refresh_from_db()
    assert task.done_at is None

    browser.post(page(clinic, "/handover"), {"kind": "emergency", "recipient": "Dr Demo, emergency"})
    browser.post(f"/tasks/{task.key}/finish", {"outcome": "With Dr Demo since noon"})

    task.refresh_from_db()
    assert task.outcome == "With Dr Demo since noon"


def test_a_task_that_nobody_takes_goes_round_until_somebody_does(clinic, browser):
    answer(browser, item4="yes")
    task = Task.objects.get(patient=clinic.ruth)
    asked, at = [], task.due_at
    for _ in range(4):
        assert tasks.escalate_overdue(at) == 1
        assert tasks.escalate_overdue(at + timedelta(minutes=9)) == 0
        task.refresh_from_db()
        asked.append(task.owner)
        at += timedelta(minutes=10)

    assert asked == [clinic.director, clinic.prescriber, clinic.director, clinic.prescriber]


def test_item_nine_and_the_screener_stand_on_one_panel(clinic, browser):
    sheet = sheets.begin(clinic.ruth, "phq9", by=clinic.patient)
    sheets.touch(sheet, 9, 2, by=clinic.patient)
    answer(browser, item1="no", item2="no", item6="no")

    shown = browser.get(page(clinic)).content.decode()
    assert "PHQ-9 item 9 was answered 2 of 3" in shown and "cannot tell" in shown


def test_the_map_by_date_is_used_only_with_the_day_and_says_to_be_confirmed(clinic, browser):
    answer(browser, item1="no", item2="no", item6="yes", item6b="no")
    screen = RiskScreen.objects.get()
    future = str(timezone.localdate() + timedelta(days=1))
    assert browser.post(f"/risk/{screen.key}/triage-rule", {"last_behaviour_on": future}).status_code == 422
    assert browser.post(f"/risk/{screen.key}/triage-rule", {"last_behaviour_on": "long ago"}).status_code == 422

    browser.post(f"/risk/{screen.key}/triage-rule", {"last_behaviour_on": "2020-01-01"})

    found = assessment.stand(clinic.ruth, at=timezone.now())
    assert (found.level, found.read_by, found.act) == ("low", ("by date",), True)
    assert "to be confirmed" in browser.get(page(clinic)).content.decode()


def test_only_clinicians_of_the_chart_read_or_write_it(clinic, browser):
    screen = RiskScreen.objects.get()
    for user, status in [(clinic.patient, 403), (clinic.desk, 403), (clinic.stranger, 403), (clinic.owner, 403)]:
        assert signed_in(user).get(page(clinic)).status_code == status
        assert signed_in(user).post(f"/risk/{screen.key}/item/4", {"item-4": "yes"}).status_code == status
    assert not RiskAnswer.objects.exists()


@pytest.mark.parametrize(("item", "value"), [("7", "yes"), ("4", "maybe"), ("4", "")])
def test_an_answer_that_cannot_be_read_is_refused(clinic, browser, item, value):
    screen = RiskScreen.objects.get()

    assert browser.post(f"/risk/{screen.key}/item/{item}", {f"item-{item}": value}).status_code == 422
