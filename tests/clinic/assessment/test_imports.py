"""A record of another system: each line is confirmed by a person, and counts for nothing before."""

import io
from datetime import date

import pytest
from django.urls import reverse

from euthymia.clinic.assessment.history import imports
from euthymia.clinic.assessment.models import Allergy, AntidepressantTrial, ImportedLine
from euthymia.clinic.assessment.models.records import RecordImport
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.order import signing
from euthymia.demo.cast import RUTH
from euthymia.medicine.resistance import UNKNOWN_DAY, History, judge, preset
from tests.clinic import chairside
from tests.clinic.conftest import signed_in
from tests.wire.fhir.made import bundle, ndjson, patient, phq9, request, statement

HERS = patient(name=[{"family": RUTH.family, "given": [RUTH.given]}], birthDate=str(RUTH.born))
TAKEN = statement(end="2024-03-31", statusReason=[{"text": "no response"}])
ALLERGY = {
    "resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"},
    "code": {"text": "Penicillin"}, "reaction": [{"manifestation": [{"text": "rash"}], "severity": "mild"}],
}  # fmt: skip


def read(clinic, *resources, data=None):
    return imports.read([data or ndjson(HERS, *resources)], clinic.ruth, by=clinic.nurse)


def only_line(clinic):
    return ImportedLine.objects.get(patient=clinic.ruth)


def test_each_line_is_kept_and_nothing_counts(clinic):
    row = read(clinic, TAKEN, phq9(12), ALLERGY, request("ibuprofen 400 MG", id="i"), b"{")

    kinds = list(ImportedLine.objects.filter(patient=clinic.ruth).values_list("kind", "decision"))
    assert kinds == [("trial", ""), ("score", ""), ("allergy", "")]
    assert (
        not AntidepressantTrial.objects.filter(patient=clinic.ruth).exists()
        and not Allergy.objects.filter(patient=clinic.ruth).exists()
    )
    assert (row.new_lines, row.refused_count, row.unlisted_medicines) == (3, 1, {"ibuprofen 400 MG": 1})
    assert row.refused[0]["where"] == "resource (line 6)" and "no JSON" in row.refused[0]["reason"]
    entry = AuditEvent.objects.get(action="read a record of another system")
    assert entry.patient_key == clinic.ruth.key and entry.actor == f"person:{clinic.nurse.key}"


def test_confirming_makes_a_trial_by_the_person_who_confirmed(clinic):
    read(clinic, TAKEN)
    imports.confirm(only_line(clinic), by=clinic.prescriber)

    (trial,) = AntidepressantTrial.objects.filter(patient=clinic.ruth, voided_at=None)
    assert trial.drug == "sertraline"
    assert trial.history["doses"] == [{"from": "2024-01-01", "to": "2024-04-01", "mg_per_day": 50.0}]
    assert (trial.history["ended_for"], trial.entered_by) == ("no response", clinic.prescriber)
    assert only_line(clinic).decided_by == clinic.prescriber


def test_every_dose_is_entered_with_its_own_days(clinic):
    read(clinic, statement(end="2024-01-31"), statement(start="2024-02-01", end="2024-04-30", sig="2 tablets daily"))
    imports.confirm(only_line(clinic), by=clinic.nurse)

    assert AntidepressantTrial.objects.get(patient=clinic.ruth).history["doses"] == [
        {"from": "2024-01-01", "to": "2024-02-01", "mg_per_day": 50.0},
        {"from": "2024-02-01", "to": "2024-05-01", "mg_per_day": 100.0},
    ]


def test_a_confirmed_diagnosis_stands_beside_the_list_and_in_the_form_and_a_person_judges(clinic):
    bipolar = {
        "resourceType": "Condition", "id": "b", "subject": {"reference": "Patient/p"},
        "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "Bipolar disorder, depressed"},
    }  # fmt: skip
    read(clinic, bipolar)
    address, form = reverse("assessment:history", args=[clinic.ruth.key]), 'name="diagnosis" value="bipolar disorder"'
    before = signed_in(clinic.prescriber).get(address).content.decode()
    assert "Confirmed from records" not in before and form not in before

    imports.confirm(only_line(clinic), by=clinic.nurse)

    shown = signed_in(clinic.prescriber).get(address).content.decode()
    assert "Bipolar disorder, depressed" in shown and form in shown


def test_a_text_that_no_database_takes_is_kept_without_it(clinic):
    read(clinic, statement("sertraline\0 50 MG", id="a\0b", end="2024-03-31"))

    assert only_line(clinic).content["from_resources"][0]["id"] == "ab"
    assert only_line(clinic).content["written_as"] == "sertraline 50 MG"


def test_the_same_file_twice_adds_nothing_twice(clinic):
    read(clinic, TAKEN, phq9(12))
    imports.confirm(ImportedLine.objects.get(patient=clinic.ruth, kind="trial"), by=clinic.nurse)
    again = read(clinic, TAKEN, phq9(12))
    shifted = read(clinic, phq9(12), TAKEN)  # the same resources at other places of another file

    assert [(r.new_lines, r.known_lines) for r in (again, shifted)] == [(0, 2), (0, 2)]
    assert (
        ImportedLine.objects.filter(patient=clinic.ruth).count() == 2
        and AntidepressantTrial.objects.filter(patient=clinic.ruth).count() == 1
    )


def test_undoing_strikes_out_what_was_entered_and_the_line_can_be_decided_again(clinic):
    read(clinic, TAKEN)
    imports.confirm(only_line(clinic), by=clinic.nurse)
    imports.undo(only_line(clinic), by=clinic.nurse)
    assert (
        not AntidepressantTrial.objects.filter(patient=clinic.ruth, voided_at=None).exists()
        and AntidepressantTrial.objects.filter(patient=clinic.ruth).count() == 1
    )

    imports.leave_out(only_line(clinic), by=clinic.nurse)
    assert only_line(clinic).decision == "left out"
    with pytest.raises(imports.Decided, match="Take that back first"):
        imports.confirm(only_line(clinic), by=clinic.nurse)
    imports.undo(only_line(clinic), by=clinic.nurse)
    with pytest.raises(imports.Decided, match="nothing to take back"):
        imports.undo(only_line(clinic), by=clinic.nurse)
    imports.confirm(only_line(clinic), by=clinic.nurse)
    assert AntidepressantTrial.objects.filter(patient=clinic.ruth, voided_at=None).count() == 1


def test_an_allergy_is_entered_as_said_by_an_earlier_record_and_taken_back(clinic):
    read(clinic, ALLERGY)
    imports.confirm(only_line(clinic), by=clinic.nurse)
    (row,) = Allergy.objects.filter(patient=clinic.ruth, voided_at=None)
    assert (row.substance, row.reaction, row.severity, row.source) == ("Penicillin", "rash", "mild", "record")

    imports.undo(only_line(clinic), by=clinic.nurse)
    assert not Allergy.objects.filter(patient=clinic.ruth, voided_at=None).exists()


def test_active_in_a_record_is_never_entered_as_still_taken(clinic):
    read(clinic, request(day="1996-09-26"))
    imports.confirm(only_line(clinic), by=clinic.nurse)
    assert (
        AntidepressantTrial.objects.get(patient=clinic.ruth).read().doses[0].ended == UNKNOWN_DAY
    )  # so its weeks are not known

    imports.undo(only_line(clinic), by=clinic.nurse)
    told = imports.told_by(only_line(clinic).content) | {"ended_for": "ongoing"}  # a person says so
    imports.confirm(only_line(clinic), by=clinic.nurse, told=told)
    assert AntidepressantTrial.objects.get(patient=clinic.ruth, voided_at=None).read().doses[0].ended is None


def test_a_line_of_a_day_to_come_is_not_confirmed(clinic):
    read(clinic, statement(start="2150-01-01", end="2150-03-01"))
    with pytest.raises(imports.NotYet, match="lies in the future"):
        imports.confirm(only_line(clinic), by=clinic.nurse)
    assert only_line(clinic).decision == "" and not AntidepressantTrial.objects.exists()


@pytest.mark.parametrize(
    ("code", "entered_as"),
    [
        ({"text": "Ketamin"}, "Ketamin"),
        ({"coding": [{"system": "http://snomed.info/sct", "code": "373464007"}]}, "ketamine"),
        ({"text": f"{'mixture of the theatre, ' * 4}ketamine"}, f"ketamine ({'mixture of the theatre, ' * 4}"[:80]),
    ],
)
def test_an_allergy_to_ketamine_that_was_imported_stops_every_order(clinic, code, entered_as):
    read(clinic, {**ALLERGY, "code": code})
    imports.confirm(only_line(clinic), by=clinic.nurse)
    (row,) = Allergy.objects.filter(patient=clinic.ruth, voided_at=None)

    assert row.substance == entered_as
    with pytest.raises(signing.Hypersensitive):
        signing.sign_order(
            clinic.ruth, chairside.ORDER, fields=chairside.FIELDS, reason="No other way is left", by=clinic.prescriber
        )


def test_that_no_allergy_is_known_is_an_answer_and_no_allergy(clinic):
    read(clinic, {**ALLERGY, "code": {"text": "No known allergies"}, "reaction": []})
    imports.confirm(only_line(clinic), by=clinic.nurse)

    assert Allergy.objects.get(patient=clinic.ruth, voided_at=None).none_known


def test_a_line_without_a_dose_is_a_trial_whose_dose_is_not_known(clinic):
    read(clinic, request(sig="1 tablet daily as needed"))
    imports.confirm(only_line(clinic), by=clinic.nurse)

    trial = AntidepressantTrial.objects.get(patient=clinic.ruth).read()
    assert trial.doses[0].mg_per_day is None
    told = History(as_of=date(2025, 1, 1), trials=(trial,), history_complete=True)
    assert judge(told, rule=preset("ema")).findings[0].counts is None


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ([patient()], "birth date is not the chart's"),
        ([patient(birthDate=str(RUTH.born))], "family name is not the chart's"),
        ([HERS, patient(id="q"), request(subject={"reference": "Patient/q"})], "about 2 people"),
    ],
)
def test_a_record_of_somebody_else_stops_with_a_sentence(clinic, who, sentence):
    with pytest.raises(imports.AnotherPerson, match=sentence) as stopped:
        imports.read([ndjson(*who, TAKEN)], clinic.ruth, by=clinic.nurse)

    assert RUTH.family not in str(stopped.value) and str(RUTH.born) not in str(stopped.value)
    assert not ImportedLine.objects.exists()


def test_a_name_is_compared_without_accents_and_capitals(clinic):
    accented = {**HERS, "name": [{"family": RUTH.family.upper().replace("A", "Á")}]}

    assert imports.read([ndjson(accented, TAKEN)], clinic.ruth, by=clinic.nurse).new_lines == 1


def test_a_file_that_names_nobody_is_read_and_says_so(clinic):
    row = imports.read([ndjson(TAKEN)], clinic.ruth, by=clinic.nurse)

    assert not row.names_patient
    page = signed_in(clinic.nurse).get(reverse("assessment:imports", args=[clinic.ruth.key])).content.decode()
    assert "does not say whom it is about" in page


@pytest.mark.parametrize("data", [b"", b"not json at all", b"{}", b'{"resourceType": "Bundle"}'])
def test_a_file_with_nothing_to_read_is_refused(clinic, data):
    with pytest.raises(imports.NothingToRead, match="Choose a FHIR R4 Bundle"):
        read(clinic, data=data or b" ")


# The page


def at(name, clinic, line=None):
    keys = [clinic.ruth.key] + ([line.key] if line else [])
    return reverse(f"assessment:{name}", args=keys)


def send(client, clinic, data, **headers):
    file = io.BytesIO(data)
    file.name = "history.json"
    return client.post(at("read_import", clinic), {"file": file}, headers=headers)


def test_a_file_is_sent_read_and_decided_line_by_line(clinic):
    nurse = signed_in(clinic.nurse)
    assert "Nothing has been read yet" in nurse.get(at("imports", clinic)).content.decode()

    assert send(nurse, clinic, bundle(HERS, TAKEN, phq9(12))).status_code == 302
    page = nurse.get(at("imports", clinic)).content.decode()
    assert "2 new lines to look at" in page and "50 mg a day" in page and "PHQ-9: 12 of 27" in page
    assert "MedicationStatement s-2024-01-01" in page

    for line in ImportedLine.objects.filter(patient=clinic.ruth):
        assert nurse.post(at("confirm_line", clinic, line)).status_code == 302
    assert AntidepressantTrial.objects.filter(patient=clinic.ruth).count() == 1
    page = nurse.get(at("imports", clinic)).content.decode()
    assert "every line has been decided" in page and "Undo" in page


def test_htmx_is_told_where_to_go_and_shown_why_a_file_was_refused(clinic):
    nurse, hx = signed_in(clinic.nurse), {"HX-Request": "true"}

    done = send(nurse, clinic, ndjson(HERS, TAKEN), **hx)
    assert (done.status_code, done["HX-Redirect"]) == (204, at("imports", clinic))
    refused = send(nurse, clinic, ndjson(patient(), TAKEN), **hx)
    assert refused.status_code == 422 and "another person" in refused.content.decode()


def test_a_change_is_confirmed_and_what_was_typed_stays_where_it_is_refused(clinic):
    read(clinic, request(sig="1 tablet daily as needed"))
    nurse, line = signed_in(clinic.nurse), only_line(clinic)
    typed = {"drug": "sertraline", "dose-0-mg_per_day": "150", "dose-0-began": "2024-01-01",
             "dose-0-ended": "2023-01-01", "dose-TOTAL_FORMS": "1", "dose-INITIAL_FORMS": "0",
             "adherence": "affirmed", "ended_for": "no response", "helped": "unknown"}  # fmt: skip
    named = {f"{line.key}-{name}": value for name, value in typed.items()}
    refused = nurse.post(at("change_line", clinic, line), named)
    assert refused.status_code == 422 and "before it began" in refused.content.decode()
    assert 'value="150.0"' in refused.content.decode() or 'value="150"' in refused.content.decode()

    named[f"{line.key}-dose-0-ended"] = "2024-06-01"
    assert nurse.post(at("change_line", clinic, line), named).status_code == 302
    assert (
        AntidepressantTrial.objects.get(patient=clinic.ruth).history["doses"][0]["mg_per_day"],
        only_line(clinic).decision,
    ) == (
        150,
        "changed",
    )
    assert "Entered as sertraline: <strong>150 mg a day</strong>" in nurse.get(at("imports", clinic)).content.decode()


def test_the_form_of_a_change_is_loaded_when_it_is_opened(clinic):
    read(clinic, TAKEN, phq9(12))
    nurse, (trial, score) = signed_in(clinic.nurse), ImportedLine.objects.order_by("pk")

    page = nurse.get(at("imports", clinic)).content.decode()
    assert page.count(f'hx-get="{at("change_line", clinic, trial)}"') == 1 and "Confirm as changed" not in page
    form = nurse.get(at("change_line", clinic, trial)).content.decode()
    assert "Confirm as changed" in form and f'name="{trial.key}-dose-0-mg_per_day" value="50' in form

    assert nurse.get(at("change_line", clinic, score)).status_code == 404
    imports.leave_out(trial, by=clinic.nurse)
    assert nurse.get(at("change_line", clinic, trial)).status_code == 404


def test_a_page_of_many_lines_stays_small_and_asks_the_database_no_more(clinic, django_assert_max_num_queries):
    """Counted, since time differs between machines: bytes a line, and questions to the database for all."""
    read(clinic, *(statement(id=f"s{year}", start=f"{year}-01-01", end=f"{year}-06-30") for year in range(1940, 2024)))
    nurse, lines = signed_in(clinic.nurse), ImportedLine.objects.count()
    assert lines > 40
    nurse.get(at("imports", clinic))

    with django_assert_max_num_queries(14):
        page = nurse.get(at("imports", clinic)).content

    assert len(page) < 3_000 * lines


def test_a_large_file_leaves_nothing_behind(clinic, settings):
    nurse, kept = signed_in(clinic.nurse), list(settings.FILE_UPLOAD_TEMP_DIR.iterdir())
    data = ndjson(HERS, TAKEN, *({**phq9(1), "id": f"n{n}", "note": [{"text": "x" * 1000}]} for n in range(4000)))

    assert len(data) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE and send(nurse, clinic, data).status_code == 302
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == kept
    assert RecordImport.objects.get(patient=clinic.ruth).new_lines == 4001


def test_leaving_out_and_undoing_are_buttons(clinic):
    read(clinic, TAKEN)
    nurse = signed_in(clinic.nurse)
    assert nurse.post(at("leave_line", clinic, only_line(clinic))).status_code == 302
    assert nurse.post(at("undo_line", clinic, only_line(clinic))).status_code == 302
    assert only_line(clinic).decision == ""


@pytest.mark.parametrize(("login", "status"), [("desk", 403), ("patient", 403), ("researcher", 403), ("owner", 403)])
def test_it_is_for_clinicians_on_the_care_team(clinic, login, status):
    client = signed_in(getattr(clinic, login))

    assert client.get(at("imports", clinic)).status_code == status
    assert send(client, clinic, ndjson(HERS, TAKEN)).status_code == status
    assert not ImportedLine.objects.exists()


def test_a_line_of_another_chart_is_not_found(clinic):
    read(clinic, TAKEN)
    stens = clinic.stranger.patient
    line = only_line(clinic)
    path = reverse("assessment:confirm_line", args=[stens.key, line.key])

    assert signed_in(clinic.nurse).post(path).status_code in (403, 404)
    assert only_line(clinic).decision == ""
