"""A sheet of any scale: touched, left, gone on with, finished by its rater; a risk answer acts when touched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.assessment.models import QuestionnaireResponse
from euthymia.clinic.assessment.scales import sheets
from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.front_door.models import CrisisContact
from euthymia.clinic.tasks.models import Task
from euthymia.medicine.instruments.instrument import AnswerOutOfRange, MissingItem
from tests.clinic.conftest import signed_in


@pytest.mark.parametrize("scale", sheets.HERE, ids=lambda s: s.key)
def test_a_sheet_is_touched_left_gone_on_with_and_finished(clinic, scale):
    sheet = sheets.begin(clinic.ruth, scale.key, by=clinic.nurse)
    for item in range(1, scale.items):
        sheets.touch(sheet, item, scale.item_min, by=clinic.nurse)
    with pytest.raises(MissingItem, match=str(scale.items)):
        sheets.finish(sheet, by=clinic.nurse)

    again = sheets.begin(clinic.ruth, scale.key, by=clinic.nurse)
    assert again == sheet
    assert len(again.answers()) == scale.items - 1
    sheets.touch(again, scale.items, scale.item_min, by=clinic.nurse)
    done = sheets.finish(again, by=clinic.nurse)

    assert (done.total, done.started_by) == (scale.total_min, clinic.nurse)
    assert sheets.begin(clinic.ruth, scale.key, by=clinic.nurse) != done


@pytest.mark.parametrize(("key", "item"), [("phq9", 9), ("qids", 12), ("hamd17", 3)])
def test_a_risk_answer_of_an_unfinished_sheet_is_somebodys_task(clinic, key, item):
    sheet = sheets.begin(clinic.ruth, key, by=clinic.nurse)

    assert not sheets.touch(sheet, item, 0, by=clinic.nurse)
    assert not Task.objects.exists()
    assert sheets.touch(sheet, item, 1, by=clinic.nurse)
    assert f"item {item} was answered above zero" in Task.objects.get().description


@pytest.mark.parametrize(("key", "item"), [("phq9", 9), ("qids", 12), ("hamd17", 3)])
def test_what_to_do_stands_beside_the_item_that_was_answered(clinic, key, item):
    line = CrisisContact(country="Test country", name="TEST line", phone="call 555 010 0123, at night too")
    front_door.set_contacts([line], by=clinic.owner)
    nurse, where = signed_in(clinic.nurse), f"/patients/{clinic.ruth.key}/scales/{key}"
    assert "555 010 0123" not in nurse.get(where).content.decode()
    sheet = QuestionnaireResponse.objects.get()

    said = nurse.post(f"/responses/{sheet.key}/item/{item}", {f"item-{item}": "1"}).content.decode()
    again = nurse.get(where).content.decode()

    for shown in (said.partition('data-into="touched"')[0], again.partition(f'id="beside-{item}"')[2]):
        assert 'href="tel:5550100123"' in shown and "Speak with the person now" in shown
    assert f'data-into="beside-{item}"' in said
    assert "beside" not in nurse.post(f"/responses/{sheet.key}/item/1", {"item-1": "1"}).content.decode()
    assert "Who reads this answer" not in again  # a rater is not spoken to as a patient


@pytest.mark.parametrize(("key", "item"), [("phq9", 9), ("qids", 12), ("hamd17", 3)])
def test_a_sheet_begun_without_its_item_about_suicide_is_never_low_and_becomes_a_task(clinic, key, item):
    now, later = timezone.now(), timezone.now() + timedelta(minutes=11)
    screened_low(clinic)
    sheet = sheets.begin(clinic.ruth, key, by=clinic.nurse)
    assert assessment.stand(clinic.ruth, at=now).level == "low"  # opened is not begun
    assert assessment.tell_unfinished(later) == 0

    sheets.touch(sheet, 1, 1, by=clinic.nurse)
    stands = assessment.stand(clinic.ruth, at=now)
    assert (stands.level, stands.act) == ("cannot tell", True)
    assert assessment.tell_unfinished(now) == 0  # somebody may be answering it
    assert [assessment.tell_unfinished(later), assessment.tell_unfinished(later)] == [1, 0]
    assert f"item {item} has no answer" in Task.objects.get().description

    sheets.touch(sheet, item, 0, by=clinic.nurse)
    assert assessment.stand(clinic.ruth, at=now).level == "low"
    assert Task.objects.get().done_at is None  # a person closes it, not an answer


def test_an_assessment_in_person_settles_a_sheet_that_was_left(clinic):
    sheets.touch(sheets.begin(clinic.ruth, "qids", by=clinic.nurse), 1, 1, by=clinic.nurse)

    assessment.judge(clinic.ruth, level="low", words="Spoke.", seen_until=timezone.now(), by=clinic.prescriber)

    assert assessment.tell_unfinished(timezone.now() + timedelta(hours=1)) == 0
    assert not assessment.stand(clinic.ruth, at=timezone.now()).act


def screened_low(clinic):
    screen = assessment.begin(clinic.ruth, by=clinic.nurse)
    for item in ("1", "2", "6"):
        assessment.touch(screen, item, yes=False, by=clinic.nurse)


def test_an_answer_beyond_the_range_is_refused_and_the_others_stay(clinic):
    sheet = sheets.begin(clinic.ruth, "hamd17", by=clinic.nurse)
    sheets.touch(sheet, 1, 4, by=clinic.nurse)

    with pytest.raises(AnswerOutOfRange, match="from 0 to 2"):
        sheets.touch(sheet, 4, 3, by=clinic.nurse)
    with pytest.raises(sheets.NoSuchItem, match="items 1 to 17"):
        sheets.touch(sheet, 18, 0, by=clinic.nurse)
    assert sheet.answers() == {1: 4}


def test_two_raters_have_a_sheet_each_and_a_scale_with_its_own_page_is_sent_there(clinic):
    sheets.begin(clinic.ruth, "ymrs", by=clinic.nurse)
    sheets.begin(clinic.ruth, "ymrs", by=clinic.prescriber)

    assert QuestionnaireResponse.objects.count() == 2
    with pytest.raises(sheets.HasItsOwnPage, match="MADRS"):
        sheets.begin(clinic.ruth, "madrs", by=clinic.nurse)


@pytest.mark.parametrize("key", [scale.key for scale in sheets.HERE if scale.rated_by == "self"])
def test_a_persons_own_answers_are_one_sheet_for_all_who_go_on_with_it(clinic, key):
    begun = sheets.begin(clinic.ruth, key, by=clinic.patient)

    assert sheets.begin(clinic.ruth, key, by=clinic.nurse) == begun


@pytest.mark.parametrize("scale", sheets.HERE, ids=lambda s: s.key)
def test_a_page_keeps_what_was_answered_and_names_what_is_missing(clinic, scale):
    nurse = signed_in(clinic.nurse)
    nurse.get(f"/patients/{clinic.ruth.key}/scales/{scale.key}")
    sheet = QuestionnaireResponse.objects.get()
    greatest = {f"item-{n}": str(scale.greatest(n)) for n in range(1, scale.items + 1)}

    short = nurse.post(f"/responses/{sheet.key}/finish", {k: v for k, v in greatest.items() if k != "item-1"})
    assert short.status_code == 422
    assert "no answer to item 1." in short.content.decode()
    assert nurse.post(f"/responses/{sheet.key}/item/1", {"item-1": greatest["item-1"]}).status_code == 200
    assert nurse.post(f"/responses/{sheet.key}/finish", {}).status_code == 302

    shown = nurse.get(f"/patients/{clinic.ruth.key}/scales").content.decode()
    assert f"<strong>{scale.total_max}</strong> of {scale.total_max}" in shown
    assert clinic.nurse.name in shown


def test_a_patient_sees_no_sheet_of_a_rater_and_another_rater_cannot_write_on_it(clinic):
    sheet = sheets.begin(clinic.ruth, "ymrs", by=clinic.nurse)

    assert signed_in(clinic.patient).get(f"/patients/{clinic.ruth.key}/scales").status_code == 403
    assert signed_in(clinic.patient).post(f"/responses/{sheet.key}/item/1", {"item-1": "1"}).status_code == 404
    assert signed_in(clinic.prescriber).post(f"/responses/{sheet.key}/item/1", {"item-1": "1"}).status_code == 404
    assert not sheet.answers()
