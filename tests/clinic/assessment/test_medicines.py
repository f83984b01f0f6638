"""Allergies and medicines: asked, ordered drug by drug, and read where the dose is decided."""

from datetime import date

import pytest
from django.urls import reverse

from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import Allergy, Medication
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.models import NearMiss, Order
from euthymia.clinic.infusion.order import signing
from euthymia.clinic.infusion.session.refusals import NoReasonGiven
from euthymia.clinic.infusion.start import checklist
from euthymia.medicine.eligibility.chart_facts import facts
from euthymia.medicine.refusal import Refusal
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

PENICILLIN = {"substance": "Penicillin", "reaction": "rash", "severity": "mild", "source": "patient"}
TODAY = date(2026, 1, 2)
WHY = "Spoken through with her, no other way"


def sign(clinic, reason=""):
    return signing.sign_order(
        clinic.ruth, chairside.ORDER, fields=chairside.FIELDS, reason=reason, by=clinic.prescriber
    )


def takes(clinic, drug, ordered=None):
    row = acts.add_medicine(clinic.ruth, {"drug": drug, "dose": "1 mg"}, by=clinic.nurse)
    if ordered:
        acts.order_for_the_day(row, ordered, by=clinic.prescriber)
    return row


def test_unknown_is_not_none_and_none_known_is_an_answer_of_its_own(clinic):
    assert not acts.beside(clinic.ruth).asked
    acts.say_none_known(clinic.ruth, by=clinic.nurse)
    assert acts.beside(clinic.ruth).asked
    assert acts.beside(clinic.ruth).allergies == []

    row = acts.add_allergy(clinic.ruth, PENICILLIN, by=clinic.nurse)
    with pytest.raises(acts.AllergiesStand):
        acts.say_none_known(clinic.ruth, by=clinic.nurse)
    acts.strike_allergy(row, by=clinic.nurse)
    assert not acts.beside(clinic.ruth).asked  # the earlier "none known" does not come back by itself
    assert AuditEvent.objects.filter(action="voided an allergy").count() == 1


def test_an_order_beside_unknown_allergies_asks_a_reason_and_is_counted(clinic):
    with pytest.raises(NoReasonGiven, match="allergies not known"):
        sign(clinic)
    assert NearMiss.objects.get().kind == "order beside medicines"

    assert sign(clinic, WHY).override_reasons == {"allergies not known": WHY}


def test_a_medicine_to_avoid_asks_a_reason_and_one_to_watch_does_not(clinic):
    acts.say_none_known(clinic.ruth, by=clinic.nurse)
    takes(clinic, "Lorazepam")
    assert sign(clinic).override_reasons == {}

    takes(clinic, "Theophylline")
    with pytest.raises(NoReasonGiven, match="Theophylline 1 mg: avoid"):
        sign(clinic)
    assert sign(clinic, WHY).override_reasons == {"Theophylline 1 mg: avoid": WHY}


def test_an_allergy_to_ketamine_stops_every_order_whatever_the_reason(clinic):
    acts.add_allergy(clinic.ruth, {**PENICILLIN, "substance": "Esketamine spray"}, by=clinic.nurse)
    with pytest.raises(signing.Hypersensitive, match="Nobody sets this aside"):
        sign(clinic, WHY)
    assert not Order.objects.exists()
    assert NearMiss.objects.get().kind == "allergy to ketamine"


@pytest.mark.parametrize("substance", ["Ketamin", "Kétamine", "KETAMINE-HCL", "Calypsol", "N01AX03"])
def test_an_allergy_to_ketamine_in_another_language_brand_or_code_stops_every_order(clinic, substance):
    acts.add_allergy(clinic.ruth, {**PENICILLIN, "substance": substance}, by=clinic.nurse)

    with pytest.raises(signing.Hypersensitive):
        sign(clinic, WHY)
    assert results.known(clinic.ruth, today=TODAY, infused=Infused()).reactions[0].substance == substance


def test_a_name_near_ketamine_stops_every_order_until_a_prescriber_has_said_what_is_meant(clinic):
    row = acts.add_allergy(clinic.ruth, {**PENICILLIN, "substance": "Ketmine"}, by=clinic.nurse)
    with pytest.raises(signing.NearKetamine, match=r'"Ketmine".*close to a name of ketamine'):
        sign(clinic, WHY)
    assert NearMiss.objects.get().kind == "allergy near ketamine"

    with pytest.raises(acts.NotYours):
        acts.answer_ketamine(row, is_ketamine=False, reason=WHY, by=clinic.nurse)
    with pytest.raises(acts.NotAsked, match="10 to 300 letters"):
        acts.answer_ketamine(row, is_ketamine=False, reason="slip", by=clinic.prescriber)
    answer = acts.answer_ketamine(row, is_ketamine=False, reason="Ketotifen eye drops", by=clinic.prescriber)

    assert sign(clinic).override_reasons == {}
    written = AuditEvent.objects.get(action="said whether an allergy is to ketamine")
    assert (answer.by, answer.reason, written.detail["is_ketamine"]) == (
        clinic.prescriber,
        "Ketotifen eye drops",
        False,
    )


def test_a_name_near_ketamine_that_is_meant_as_ketamine_rules_it_out(clinic):
    row = acts.add_allergy(clinic.ruth, {**PENICILLIN, "substance": "Ketmine"}, by=clinic.nurse)
    acts.answer_ketamine(row, is_ketamine=False, reason="Ketotifen eye drops", by=clinic.prescriber)
    acts.answer_ketamine(row, is_ketamine=True, reason="The clinic's letter says so", by=clinic.prescriber)

    with pytest.raises(signing.Hypersensitive):
        sign(clinic, WHY)
    assert facts(results.known(clinic.ruth, today=TODAY, infused=Infused()))["allergy"].answer == "yes"


@pytest.mark.parametrize("substance", ["Ketamin", "Ketmine"])
def test_only_a_prescriber_strikes_out_what_stops_ketamine(clinic, substance):
    row = acts.add_allergy(clinic.ruth, {**PENICILLIN, "substance": substance}, by=clinic.nurse)

    with pytest.raises(acts.NotYours):
        acts.strike_allergy(row, by=clinic.nurse)
    acts.strike_allergy(row, by=clinic.prescriber)
    assert acts.substances(clinic.ruth) == ()


def test_nothing_is_asked_about_an_allergy_to_something_else(clinic):
    row = acts.add_allergy(clinic.ruth, PENICILLIN, by=clinic.nurse)

    with pytest.raises(acts.NotAsked, match="not near"):
        acts.answer_ketamine(row, is_ketamine=True, reason=WHY, by=clinic.prescriber)


def test_the_page_asks_a_prescriber_and_shows_who_answered(clinic):
    row = acts.add_allergy(clinic.ruth, {**PENICILLIN, "substance": "Ketmine"}, by=clinic.nurse)
    page = reverse("assessment:medicines", args=[clinic.ruth.key])
    answer = reverse("assessment:answer_ketamine", args=[clinic.ruth.key, row.key])
    nurse, prescriber = signed_in(clinic.nurse), signed_in(clinic.prescriber)
    order = prescriber.get(reverse("infusion:orders", args=[clinic.ruth.key])).content.decode()
    assert "Allergy to “Ketmine”: close to a name of ketamine." in order
    assert "Is “Ketmine” ketamine?" not in nurse.get(page).content.decode()
    assert "Is “Ketmine” ketamine?" in prescriber.get(page).content.decode()

    said = {"is_ketamine": "no", "reason": "Ketotifen eye drops"}
    assert nurse.post(answer, said).status_code == 422
    assert prescriber.post(answer, {**said, "is_ketamine": ""}).status_code == 422
    assert prescriber.post(answer, said).status_code == 302

    after = nurse.get(page).content.decode()
    assert "Ketmine: no allergy to ketamine (Pavel Novak" in after and "Ketotifen eye drops" in after
    assert "close to a name of ketamine" not in after


def test_only_a_prescriber_orders_what_is_held_and_the_newest_order_counts(clinic):
    row = takes(clinic, "Lorazepam", "hold")
    with pytest.raises(acts.NotYours):
        acts.order_for_the_day(row, "take", by=clinic.nurse)
    with pytest.raises(Refusal, match="none of take, hold and ask"):
        acts.order_for_the_day(row, "skip", by=clinic.prescriber)
    acts.order_for_the_day(row, "take", by=clinic.prescriber)

    (taken,) = acts.current(clinic.ruth)
    assert (taken.ordered.instruction, taken.ordered.by) == ("take", clinic.prescriber)
    acts.end_medicine(row, by=clinic.nurse)
    assert acts.current(clinic.ruth) == []


@pytest.mark.parametrize(
    ("ordered", "answer", "met"),
    [("hold", "yes", True), ("take", "no", False), ("take", "", None), (None, "yes", False), ("ask", "yes", False)],
)
def test_the_list_before_the_start_goes_drug_by_drug_by_the_prescribers_order(clinic, ordered, answer, met):
    session = chairside.opened(clinic)
    row = takes(clinic, "Lorazepam", ordered)
    lines = checklist.lines_of(session, {"medicines_as_ordered": "yes", f"medicine:{row.key}": answer})
    assert next(line.met for line in lines if line.key == "medicines") is met


def test_the_list_names_each_medicine_with_its_order_and_who_gave_it(clinic):
    session = chairside.opened(clinic)
    takes(clinic, "Lorazepam", "hold")
    takes(clinic, "Lithium")
    page = signed_in(clinic.nurse).get(reverse("infusion:pre_infusion", args=[session.key])).content.decode()
    assert "Lorazepam 1 mg: ordered hold on the infusion day (Pavel Novak" in page
    assert "Lithium 1 mg: no order for infusion days" in page
    assert "No medicine is on the chart" not in page


def test_the_order_page_shows_allergies_and_each_finding_with_its_source(clinic):
    acts.add_allergy(clinic.ruth, PENICILLIN, by=clinic.nurse)
    takes(clinic, "Lorazepam", "take")
    takes(clinic, "Mirtazapine")
    page = signed_in(clinic.prescriber).get(reverse("infusion:orders", args=[clinic.ruth.key])).content.decode()
    assert "Penicillin (rash, mild)" in page
    assert "benzodiazepines" in page and "veraart:2021" in page
    assert "Mirtazapine 1 mg: not in our table" in page


def test_the_page_adds_strikes_orders_and_ends_and_is_for_who_may_open_the_chart(clinic):
    def at(name, *more):
        return reverse(f"assessment:{name}", args=[clinic.ruth.key, *more])

    nurse, prescriber = signed_in(clinic.nurse), signed_in(clinic.prescriber)
    assert nurse.post(at("add_allergy"), {"substance": ""}).status_code == 422
    assert nurse.post(at("no_allergies")).status_code == 302
    assert nurse.post(at("add_allergy"), PENICILLIN).status_code == 302
    assert nurse.post(at("add_medicine"), {"drug": ""}).status_code == 422
    assert nurse.post(at("add_medicine"), {"drug": "Lorazepam", "dose": "1 mg"}).status_code == 302
    row, allergy = (
        Medication.objects.get(patient=clinic.ruth),
        Allergy.objects.get(patient=clinic.ruth, none_known=False),
    )
    assert nurse.post(at("day_instruction", row.key), {"what": "hold"}).status_code == 422
    assert prescriber.post(at("day_instruction", row.key), {"what": "hold"}).status_code == 302
    page = nurse.get(at("medicines")).content.decode()
    assert "Hold on the infusion day" in page and "Pavel Novak" in page
    assert nurse.post(at("void_allergy", allergy.key)).status_code == 302
    assert nurse.post(at("end_medicine", row.key)).status_code == 302
    for who, status in ((clinic.patient, 403), (clinic.desk, 403), (clinic.director, 404)):
        assert signed_in(who).get(at("medicines")).status_code == status
