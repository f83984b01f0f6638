"""A drug that no table has costs only its own line: it is entered, named and listed as not judged."""

import pytest

from euthymia.clinic.assessment.history import judging, standing
from euthymia.clinic.assessment.models import AntidepressantTrial, ResistanceVerdict
from euthymia.clinic.exchange import packet
from euthymia.demo.cast import RUTH
from tests.clinic.conftest import signed_in

NAMED = {
    "drug": "", "other": "Electroconvulsive therapy", "adherence": "unknown", "ended_for": "unknown",
    "helped": "unknown", "dose-TOTAL_FORMS": "1", "dose-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture
def page(clinic):
    for trial in RUTH.trials:
        judging.add_trial(clinic.ruth, trial, by=clinic.prescriber)
    return f"/patients/{clinic.ruth.key}/history"


def judged(clinic, page):
    asked = {"rule": "fda", "diagnosis": "F33.2", "history_complete": "on", "episode_began": str(RUTH.episode_began)}
    signed_in(clinic.prescriber).post(page.replace("history", "resistance"), asked)
    return ResistanceVerdict.objects.filter(patient=clinic.ruth).first()


@pytest.mark.parametrize("other", ["Electroconvulsive therapy", "Dosulepina forte 9", "St. Xylophon"])
def test_an_unlisted_drug_costs_only_its_own_line(clinic, page, other):
    before = judged(clinic, page)

    assert signed_in(clinic.prescriber).post(page, NAMED | {"other": other}).status_code == 302
    after = judged(clinic, page)

    assert [one["drug"] for one in after.context["not_judged"]] == [other]
    assert len(after.findings) == len(before.findings) and after.outcome == before.outcome
    shown = signed_in(clinic.prescriber).get(page).content.decode()
    assert "In no table: named, not judged" in shown and other in shown
    assert standing.latest(clinic.ruth).changes == ()


def test_its_days_and_dose_are_kept_and_make_no_verdict_old(clinic, page):
    dose = {"dose-0-mg_per_day": "75", "dose-0-began": "2023-01", "dose-0-ended": "2023-03"}
    signed_in(clinic.prescriber).post(page, NAMED | {"other": "Xylotriptyline"} | dose)
    judged(clinic, page)

    row = AntidepressantTrial.objects.get(patient=clinic.ruth, drug="Xylotriptyline")

    assert row.history["doses"] == [{"mg_per_day": 75.0, "from": "2023-01", "to": "2023-03"}]
    assert standing.latest(clinic.ruth).changes == ()
    judging.strike_trial(row, by=clinic.prescriber)
    assert standing.latest(clinic.ruth).changes == ("Xylotriptyline (dose not known) gone",)


def test_a_name_that_the_tables_know_is_that_drug(clinic, page):
    signed_in(clinic.prescriber).post(page, NAMED | {"other": "Zoloft"})

    assert judged(clinic, page).context["not_judged"] == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"other": " "}, "No drug was named."),
        ({"drug": "sertraline"}, "Both sertraline and"),
        ({"dose-0-began": "last year"}, "is not a date"),
    ],
)
def test_what_cannot_be_is_said_and_stays(clinic, page, fields, said):
    answer = signed_in(clinic.prescriber).post(page, NAMED | fields)

    assert answer.status_code == 422 and said in answer.content.decode()
    assert AntidepressantTrial.objects.filter(patient=clinic.ruth).count() == len(RUTH.trials)


def test_the_packet_names_it_and_makes_no_medicine_of_a_treatment_that_is_none(clinic, page):
    signed_in(clinic.prescriber).post(page, NAMED)
    judged(clinic, page)
    row = packet.sign(clinic.ruth, clinic="The clinic", by=clinic.prescriber)

    tried = dict(next(lines for title, lines in packet.sections(row.content) if title == "Drugs tried"))
    kinds = [entry["resource"] for entry in packet.as_fhir(row, by=clinic.prescriber)["entry"]]
    drugs = [one["medicationCodeableConcept"]["text"] for one in kinds if one["resourceType"] == "MedicationStatement"]

    assert tried["Electroconvulsive therapy"] == "in no table: named, not judged"
    assert drugs and "Electroconvulsive therapy" not in drugs
