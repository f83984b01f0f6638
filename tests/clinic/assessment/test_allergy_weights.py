"""Allergies on the chart: what happened decides whether ketamine stops, is asked about, or is only to be known."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.assessment.history import imports
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import Allergy, ImportedLine
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.infusion.order import signing
from euthymia.demo.cast import RUTH
from euthymia.medicine.eligibility.chart_facts import facts
from tests.clinic import chairside
from tests.clinic.conftest import signed_in
from tests.wire.fhir.made import ndjson, patient

WHY = "Asked her: no hives, no swelling, no wheeze"
TODAY = date(2026, 1, 2)


def enter(clinic, substance, reaction, **more):
    fields = {"substance": substance, "reaction": reaction, "severity": "mild", "source": "patient", **more}
    return acts.add_allergy(clinic.ruth, fields, by=clinic.nurse)


def sign(clinic):
    return signing.sign_order(clinic.ruth, chairside.ORDER, fields=chairside.FIELDS, reason="", by=clinic.prescriber)


def listed(clinic):
    return facts(results.known(clinic.ruth, today=TODAY, infused=Infused())).get("allergy")


@pytest.mark.parametrize("reaction", ["hives", "Zungenschwellung", "wheezing", "shock", "not known", "nausea and rash"])
def test_an_allergic_or_unknown_reaction_to_ketamine_stops(clinic, reaction):
    row = enter(clinic, "Ketamine", reaction)

    with pytest.raises(signing.Hypersensitive, match="a prescriber corrects it"):
        sign(clinic)
    assert listed(clinic).answer == "yes"
    with pytest.raises(acts.NotAsked):  # nobody answers it away: the entry itself is corrected
        acts.answer_ketamine(row, is_ketamine=False, reason=WHY, by=clinic.prescriber)


@pytest.mark.parametrize(
    ("substance", "reaction"),
    [
        ("Ketamine", "dissociation"),
        ("Esketamine (Spravato)", "vomiting"),
        ("Ketalar", "fear"),
        ("Ketamine", "vomited after ketamine"),
    ],
)
def test_intolerance_of_ketamine_is_shown_and_asked_and_stops_nothing(clinic, substance, reaction):
    row = enter(clinic, substance, reaction)

    assert sign(clinic).override_reasons == {}
    assert (listed(clinic).answer, acts.beside(clinic.ruth).intolerances) == ("unknown", [row])

    acts.answer_ketamine(row, is_ketamine=False, reason=WHY, by=clinic.prescriber)
    assert listed(clinic) is None
    assert acts.beside(clinic.ruth).intolerances == [] and "no stop" in acts.beside(clinic.ruth).to_know[0].line

    acts.answer_ketamine(row, is_ketamine=True, reason="She remembers hives as well", by=clinic.prescriber)
    with pytest.raises(signing.Hypersensitive):
        sign(clinic)


def test_a_name_near_ketamine_that_is_another_substance_is_asked_no_more(clinic):
    row = enter(clinic, "Ketmine", "rash")
    assert listed(clinic).answer == "unknown"

    acts.answer_ketamine(row, is_ketamine=False, reason="Ketotifen eye drops", by=clinic.prescriber)

    assert listed(clinic) is None


@pytest.mark.parametrize(
    ("substance", "line"),
    [
        ("Latex gloves", "tourniquet and line without it"),
        ("Chlorhexidin", "another antiseptic"),
        ("adhesive tape", "fix line and electrodes in another way"),
    ],
)
def test_what_touches_her_at_an_infusion_stands_where_the_dose_is_decided(clinic, substance, line):
    enter(clinic, substance, "blisters")

    page = signed_in(clinic.prescriber).get(reverse("infusion:orders", args=[clinic.ruth.key])).content.decode()
    assert line in page and sign(clinic).override_reasons == {}


def test_the_page_asks_a_prescriber_about_an_intolerance_and_keeps_the_day(clinic):
    row = enter(clinic, "Spravato", "dissociation", noted_on=date(2024, 5, 3))
    page = reverse("assessment:medicines", args=[clinic.ruth.key])

    nurse, prescriber = (signed_in(who).get(page).content.decode() for who in (clinic.nurse, clinic.prescriber))
    assert "“Spravato”: was it an allergy?" in prescriber and "was it an allergy?" not in nurse
    assert "3 May 2024" in nurse and "shown and asked, no stop" in nurse

    answer = reverse("assessment:answer_ketamine", args=[clinic.ruth.key, row.key])
    said = {"is_ketamine": "no", "reason": WHY}
    assert signed_in(clinic.prescriber).post(answer, said).status_code == 302
    assert "no allergy to ketamine" in signed_in(clinic.nurse).get(page).content.decode()


def test_a_day_to_come_is_refused(clinic):
    day = timezone.localdate() + timedelta(days=1)
    typed = {"substance": "Latex", "reaction": "hives", "severity": "mild", "source": "patient", "noted_on": str(day)}

    answer = signed_in(clinic.nurse).post(reverse("assessment:add_allergy", args=[clinic.ruth.key]), typed)

    assert answer.status_code == 422 and "still to come" in answer.content.decode()


def test_an_imported_allergy_keeps_its_day_and_shows_who_said_it(clinic):
    hers = patient(name=[{"family": RUTH.family, "given": [RUTH.given]}], birthDate=str(RUTH.born))
    entry = {
        "resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"},
        "code": {"text": "Ketamine"}, "recordedDate": "2024-05-03", "asserter": {"display": "Dr Lind"},
        "reaction": [{"manifestation": [{"text": "dissociation"}]}],
    }  # fmt: skip
    condition = {
        "resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
        "code": {"text": "Psoriasis vulgaris"},
    }  # fmt: skip
    imports.read([ndjson(hers, entry, condition)], clinic.ruth, by=clinic.nurse)
    page = signed_in(clinic.nurse).get(reverse("assessment:imports", args=[clinic.ruth.key])).content.decode()
    assert "said by Dr Lind" in page and "2024-05-03" in page
    assert "1 condition not recognised" in page and "Psoriasis vulgaris" in page

    imports.confirm(ImportedLine.objects.get(kind="allergy"), by=clinic.nurse)

    assert Allergy.objects.get(patient=clinic.ruth).noted_on == date(2024, 5, 3)
    assert sign(clinic).override_reasons == {}
