"""Every medicine at the chair is held against the chart before it is recorded; in an emergency nothing waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.medicines import acts as medicines
from euthymia.clinic.infusion.chair import acts, corrections
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.demo.fill import on
from euthymia.medicine.drugs.at_the_chair import HeldAgainst
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

GIVEN = {"drug": "ondansetron", "dose": "4", "unit": "mg", "route": "IV", "ordered_by": "Pavel Novak"}


@pytest.fixture
def session(clinic):
    with on(timezone.now() - timedelta(minutes=20)):
        return chairside.running(clinic)


def allergy(clinic, substance="Ondansetron", reaction="hives"):
    fields = {"substance": substance, "reaction": reaction, "severity": "severe", "source": "patient"}
    return medicines.add_allergy(clinic.ruth, fields, by=clinic.nurse)


def given(session):
    return [event.body for event in SessionEvent.objects.filter(session=session, kind="medication given")]


def test_a_medicine_that_the_person_is_allergic_to_is_not_recorded_without_a_reason(clinic, session):
    allergy(clinic)

    answer = signed_in(clinic.nurse).post(f"/chair/{session.key}/medicine", GIVEN)

    said = answer.content.decode()
    assert answer.status_code == 422 and "allergy to Ondansetron (hives, The patient says so)" in said
    assert "Do not give it; ask the prescriber." in said
    assert given(session) == []


def test_what_was_given_all_the_same_is_recorded_with_the_warning_and_the_reason(clinic, session):
    allergy(clinic)

    sent = GIVEN | {"despite": "given before the entry was read"}
    assert signed_in(clinic.nurse).post(f"/chair/{session.key}/medicine", sent).status_code == 204

    (body,) = given(session)
    assert body["despite"] == "given before the entry was read" and body["warned"].startswith("allergy to Ondansetron")
    assert "given all the same: given before the entry was read" in body["text"]
    assert "On the chart: allergy to Ondansetron" in body["text"]


@pytest.mark.parametrize("reaction", ["nausea", "headache"])
def test_an_intolerance_is_written_beside_and_stops_nothing(clinic, session, reaction):
    allergy(clinic, reaction=reaction)

    acts.give_medicine(session, GIVEN, by=clinic.nurse)

    assert given(session)[0]["warned"] == f"intolerance of Ondansetron ({reaction}, The patient says so)"


def test_another_medicine_is_held_against_the_chart_as_it_was_typed(clinic, session):
    allergy(clinic, "Dexamethason", "")

    with pytest.raises(HeldAgainst, match="reaction not known"):
        acts.give_medicine(session, GIVEN | {"drug": "another medicine", "other": "dexamethasone"}, by=clinic.nurse)


def test_a_condition_of_a_record_and_a_medicine_on_the_chart_are_seen(clinic, session):
    medicines.add_medicine(clinic.ruth, {"drug": "Salbutamol", "dose": "100 micrograms"}, by=clinic.nurse)

    with pytest.raises(HeldAgainst, match="a beta blocker, and the chart says Salbutamol"):
        acts.give_medicine(session, GIVEN | {"drug": "labetalol"}, by=clinic.nurse)


def test_in_an_emergency_the_warning_is_shown_and_nothing_waits(clinic, session):
    allergy(clinic)

    acts.add_help_line(session, "drug", "ondansetron", by=clinic.nurse)

    body = SessionEvent.objects.get(session=session, kind="help sheet entry").body
    assert body["said"] == "Ondansetron given" and "On the chart: allergy to Ondansetron (hives" in body["text"]


def test_a_correction_keeps_why_it_was_given(clinic, session):
    allergy(clinic)
    acts.give_medicine(session, GIVEN | {"despite": "prescriber at the chair"}, by=clinic.nurse)
    number = SessionEvent.objects.get(session=session, kind="medication given").number

    fields = {field.name: field.value for field in corrections.fields(corrections.entry(session, number))}
    corrections.correct(session, number, fields | {"dose": "8", "reason": "slip of the hand"}, by=clinic.nurse)

    now = SessionEvent.objects.get(session=session, kind="correction").body["now"]
    assert (now["dose"], now["despite"]) == (8, "prescriber at the chair")


def test_the_chair_marks_what_it_offers_and_shows_the_allergy_with_its_reaction(clinic, session):
    allergy(clinic)

    page = signed_in(clinic.nurse).get(f"/chair/{session.key}").content.decode()

    assert page.count("allergy to Ondansetron (hives, The patient says so)") == 2  # medicine given, and the help sheet
    assert "Ondansetron (hives)" in page and "kg, as ordered" in page
