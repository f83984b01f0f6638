"""A patient is asked for a scale by a day, answers on her own page, and staff see it; or it is withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.models import AskedScale, QuestionnaireResponse
from euthymia.clinic.assessment.scales import asking, sheets, wordings
from euthymia.clinic.audit import chain, verification
from euthymia.clinic.tasks.models import Task
from euthymia.medicine import instruments
from tests.clinic.conftest import signed_in
from tests.clinic.given import infusion, madrs
from tests.wire.fhir.questionnaires_made import data

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=3)


def scales(clinic, more=""):
    return f"/patients/{clinic.ruth.key}/scales{more}"


def mine(clinic):
    return signed_in(clinic.patient).get("/me").content.decode()


def asked(clinic, key="gad7", due=SOON):
    return asking.ask(clinic.ruth, key, due, by=clinic.nurse)


def worded(clinic, key):
    licence = wordings.Licence("Made-up press", "Use here", TODAY)
    wordings.turn_on(wordings.load(key, data(key), licence, by=clinic.director), by=clinic.director)


def answer_all(sheet, by):
    scale = instruments.find(sheet.instrument)
    for item in range(1, scale.items + 1):
        sheets.touch(sheet, item, scale.item_min, by=by)
    return sheets.finish(sheet, by=by)


def test_she_answers_what_she_was_asked_for_leaves_comes_back_and_finishes(clinic):
    her = signed_in(clinic.patient)
    assert "GAD-7" not in mine(clinic)
    signed_in(clinic.nurse).post(scales(clinic, "/gad7/ask"), {"due_on": str(SOON)})
    assert "We ask you to answer this by" in mine(clinic) and "Answer the GAD-7" in mine(clinic)

    her.get(scales(clinic, "/gad7"))
    sheet = QuestionnaireResponse.objects.get()
    assert her.post(f"/responses/{sheet.key}/item/1", {"item-1": "2"}).status_code == 200
    assert "Go on with the GAD-7: 1 answered" in mine(clinic)
    her.get(scales(clinic, "/gad7"))
    assert QuestionnaireResponse.objects.get() == sheet

    done = her.post(f"/responses/{sheet.key}/finish", {f"item-{n}": "1" for n in range(2, 8)})
    assert done.headers["Location"] == "/me"
    assert AskedScale.objects.get().sheet == sheet
    assert "GAD-7: 8 of 21" in mine(clinic) and "Answer the GAD-7" not in mine(clinic)
    shown = signed_in(clinic.nurse).get(scales(clinic)).content.decode()
    assert "<strong>8</strong> of 21, mild" in shown
    assert verification.verify().fault == ""


def test_every_scale_of_her_own_can_be_asked_for_once_its_words_are_on(clinic):
    own = [scale.key for scale in sheets.HERE if scale.rated_by == "self" and scale.key not in wordings.SHIPPED]
    assert {"qids", "sds", "icsi"} <= set(own)
    for key in own:
        with pytest.raises(asking.NotForPatients):
            asked(clinic, key)
        worded(clinic, key)
        asked(clinic, key)
        assert "Made-up question 1?" in signed_in(clinic.patient).get(scales(clinic, f"/{key}")).content.decode()
        answer_all(QuestionnaireResponse.objects.get(instrument=key), clinic.patient)
    assert not asking.waiting(clinic.ruth).exists()


@pytest.mark.parametrize("key", ["hamd17", "ymrs", "madrs", "cadss"])
def test_what_a_clinician_rates_is_never_asked_of_a_patient(clinic, key):
    with pytest.raises(asking.NotForPatients):
        asked(clinic, key)


def test_it_is_asked_for_once_for_a_day_to_come(clinic):
    with pytest.raises(asking.DueBeforeNow):
        asked(clinic, due=TODAY - timedelta(days=1))
    asked(clinic, due=TODAY)
    with pytest.raises(asking.AskedAlready):
        asked(clinic)


@pytest.mark.parametrize("day", ["", "tomorrow", "2020-01-01"])
def test_a_day_that_is_refused_says_why_and_stays(clinic, day):
    refused = signed_in(clinic.nurse).post(scales(clinic, "/gad7/ask"), {"due_on": day})

    assert refused.status_code == 422 and "Choose" in refused.content.decode()
    assert f'value="{day}"' in refused.content.decode() and not AskedScale.objects.exists()


def test_what_is_overdue_says_so_to_both(clinic):
    row = asked(clinic)
    with chain.atomic():
        row.due_on = TODAY - timedelta(days=2)
        row.save()
        chain.write("filled for a test", by="system:test", at=timezone.now())

    assert "It is not too late" in mine(clinic)
    assert "was due" in signed_in(clinic.nurse).get(scales(clinic)).content.decode()


def test_what_is_withdrawn_is_gone_from_her_page_and_withdrawn_once(clinic):
    row = asked(clinic)
    nurse = signed_in(clinic.nurse)
    assert nurse.post(f"/asked/{row.key}/withdraw").status_code == 302
    assert "GAD-7" not in mine(clinic)
    assert signed_in(clinic.patient).get(scales(clinic, "/gad7")).status_code == 404
    assert nurse.post(f"/asked/{row.key}/withdraw").status_code == 422


def test_an_answer_about_suicide_is_kept_though_the_wording_is_taken_back_meanwhile(clinic):
    worded(clinic, "qids")
    asked(clinic, "qids")
    her = signed_in(clinic.patient)
    her.get(scales(clinic, "/qids"))
    sheet = QuestionnaireResponse.objects.get()
    wordings.take_back(wordings.in_force("qids"), by=clinic.director)

    told = her.post(f"/responses/{sheet.key}/item/12", {"item-12": "2"})

    assert "Thank you for telling us" in told.content.decode()
    assert Task.objects.get(patient=clinic.ruth).kind == "risk"
    assert her.get(scales(clinic, "/qids")).status_code == 404  # no labels of ours for a patient


@pytest.mark.parametrize("who", ["stranger", "desk", "researcher", "owner"])
def test_nobody_else_asks_or_withdraws(clinic, who):
    row, user = asked(clinic), signed_in(getattr(clinic, who))

    assert user.post(scales(clinic, "/phq9/ask"), {"due_on": str(SOON)}).status_code == 403
    assert user.post(f"/asked/{row.key}/withdraw").status_code == 403
    assert AskedScale.objects.get().withdrawn_at is None


def test_the_list_shows_every_scale_and_sends_to_where_it_is_answered(clinic):
    madrs(clinic, 33, timezone.now())
    session = infusion(clinic, timezone.now())

    shown = signed_in(clinic.nurse).get(scales(clinic)).content.decode()

    for scale in instruments.ALL.values():
        assert f"<h3>{scale.name}</h3>" in shown
    assert "<strong>33</strong> of 60, moderate" in shown
    assert f"/patients/{clinic.ruth.key}/outcome#madrs" in shown and f"/chair/{session.key}/record" in shown
    assert f"/patients/{clinic.ruth.key}/risk" in shown
