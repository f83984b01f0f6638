"""A record of another system to a history: courses, what is refused, and what a person is asked to look at."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.wire.fhir import read_histories
from tests.wire.fhir.made import bundle, dispense, ndjson, patient, phq9, request, statement

MADE = [request(), dispense(), statement(), patient(), phq9(3)]
MEMBERS = [
    *sorted({member for made in MADE for member in made} - {"resourceType"}),
    "coding", "code", "text", "value", "unit", "timing", "repeat", "frequency", "period", "periodUnit", "start", "end",
    "doseAndRate", "doseQuantity", "dosage", "reference", "contained", "medicationReference", "basedOn", "quantity",
    "valueString", "given", "family", "deceasedDateTime", "dispenseRequest", "expectedSupplyDuration",
]  # fmt: skip


def read(*resources, data=None):
    return read_histories([data if data is not None else ndjson(*resources)])


def trials(*resources):
    found, refused, _ = read(*resources)
    assert refused == ()
    return found[0].trials


def doses(trial):
    return [(d.get("from"), d.get("to"), d.get("mg_per_day")) for d in trial["doses"]]


def test_a_statement_is_a_trial_in_the_documented_form_with_where_it_came_from():
    (trial,) = trials(statement("sertraline hydrochloride 50 MG Oral Tablet", end="2024-03-31", sig="2 tablets daily"))

    assert trial["drug"] == "sertraline" and trial["confirmed"] is False
    assert (trial["route"], trial["form"], trial["salt"]) == ("oral", "tablet", "hydrochloride")
    assert trial["doses"] == [
        {"from": "2024-01-01", "to": "2024-04-01", "mg_per_day": 100}
    ]  # to: the first day without
    assert trial["from_resources"] == [{"type": "MedicationStatement", "id": "s-2024-01-01", "line": 1}]


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        # prescriptions that run on from each other are one course; the next dose ends the one before it
        (
            [request(day="2024-01-01"), request(day="2024-01-25", sig="2 tablets daily")],
            [[("2024-01-01", "2024-01-25", 50), ("2024-01-25", None, 100)]],
        ),
        # thirty days on is one course, more is two
        ([dispense(day="2024-01-01"), dispense(day="2024-03-01")], [[("2024-01-01", "2024-01-31", None),
                                                                      ("2024-03-01", "2024-03-31", None)]]),
        ([dispense(day="2024-01-01"), dispense(day="2024-03-02")], [[("2024-01-01", "2024-01-31", None)],
                                                                     [("2024-03-02", "2024-04-01", None)]]),
        # a fill has the dose of its prescription; a short gap is bridged; what is left over is used first
        (
            [request(day="2024-01-01"), dispense(day="2024-01-01"), dispense(day="2024-02-05")],
            [[("2024-01-01", "2024-03-06", 50)]],
        ),
        ([request(day="2024-01-01"), dispense(day="2024-01-01"), dispense(day="2024-01-21")],
         [[("2024-01-01", "2024-03-01", 50)]]),
        # two lines that begin on one day may add up: the dose is not known
        ([request(day="2024-01-01"), request(day="2024-01-01", id="b", sig="2 tablets daily")],
         [[("2024-01-01", None, None)]]),
        # a prescription inside what a statement says already adds nothing to it
        ([statement(end="2024-03-31"), request(day="2024-01-05")], [[("2024-01-01", "2024-04-01", 50)]]),
        # a fill without any dose: tablets, strength and days give one, to be confirmed
        ([dispense(day="2024-01-01", quantity={"value": 60})], [[("2024-01-01", "2024-01-31", 100)]]),
    ],
)  # fmt: skip
def test_lines_of_one_drug_are_put_together(lines, steps):
    assert [doses(trial) for trial in trials(*lines)] == steps


def test_adherence_is_read_from_dispensing_by_the_clinic_s_policy():
    (regular,) = trials(dispense(day="2024-01-01"), dispense(day="2024-02-01"))
    (once,) = trials(dispense(day="2024-01-01"))

    assert regular["adherence"] == "affirmed" and "policy" in regular["look_at"][0]
    assert once["adherence"] == "unknown"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (request(day="1936-09-26"), "Active since 1936"),
        (request(sig="5 tablets twice daily"), "10 times the minimum"),
        (request(sig="1 tablet daily as needed"), "taken as needed"),
        (request(sig=""), "no dose"),
        (statement(start=None), "when it began"),
    ],
)
def test_what_a_person_should_look_at_is_said(line, words):
    assert words in " ".join(trials(line)[0]["look_at"])


def test_a_fill_that_has_its_prescription_s_dose_is_not_called_unknown():
    (trial,) = trials(request(day="2024-01-01"), dispense(day="2024-01-01"), dispense(day="2024-02-01"))

    assert trial["doses"][0]["mg_per_day"] == 50 and not any("not known" in said for said in trial["look_at"])


def test_why_it_ended_is_read_only_where_it_is_said():
    (stopped,) = trials(statement(statusReason=[{"text": "Stopped: side effects"}]))
    (other,) = trials(statement(statusReason=[{"text": "moved away"}]))

    assert stopped["ended_for"] == "intolerance" and "ended_for" not in other


def test_agents_are_apart_and_other_medicines_only_counted():
    found, _, _ = read(request("lithium carbonate 300 MG Oral Capsule"), request("Acetaminophen 325 MG", id="x"))

    assert [t["drug"] for t in found[0].agents] == ["lithium"] and found[0].trials == ()
    assert found[0].others == {"Acetaminophen 325 MG": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"resourceType": "Patient", "id": ', "no JSON"),
        (b"[1, 2]", "no object"),
        ({"id": "x"}, "no resourceType"),
        (request(status="entered-in-error"), "entered in error"),
        (request(status="cancelled"), "cancelled"),
        (request(intent="plan"), "a plan and no order"),
        (request(doNotPerform=True), "not to be given"),
        (statement(status="not-taken"), "not taken"),
        (dispense(status="in-progress"), "nothing was handed over"),
        (request(day="2024-02-31"), "no day of the calendar"),
        (request(day="soon"), "no date"),
        (dispense(day="9999-12-31"), "no living person's time"),
        (statement(end="2023-01-01"), "before it began"),
        (request(day="1970-01-01"), "before the person was born"),
        (phq9(300), "outside 0 to 27"),
        (phq9("", member="valueString"), "without a number"),
        ({"resourceType": "MedicationOrder", "id": "o"}, "DSTU2"),
        (statement(taken="y"), "STU3"),
        (request(medication={"concept": {}}), "R5"),
        (
            {"resourceType": "Condition", "id": "c", "clinicalStatus": "active", "code": {"text": "Major depression"}},
            "STU3",
        ),
        (
            {"resourceType": "MedicationRequest", "id": "m", "status": "active",
             "dosageInstruction": [{"doseQuantity": {"value": 1}}]},
            "STU3",
        ),
        (request(medicationCodeableConcept=None, medicationReference={"reference": "Medication/n"}), "not in the file"),
        (request(medicationCodeableConcept=None), "names no medicine"),
        (request(id="r-2024-06-01"), "stood in the file before"),
    ],
)  # fmt: skip
def test_one_bad_resource_is_refused_with_its_line_and_the_rest_goes_in(line, reason):
    found, refused, _ = read(patient(), request(day="2024-06-01"), line, phq9(12))

    assert [(r.where.line, reason in r.reason) for r in refused] == [(3, True)]
    assert len(found[0].trials) == 1 and [s.total for s in found[0].scores] == [12]


def test_one_bad_entry_of_a_bundle_in_one_line_is_refused_alone():
    data = bundle(patient(), request(), phq9(12)).replace(b'"valueInteger": 12', b'"valueInteger": twelve')

    found, refused, _ = read(data=data)
    assert [(r.where.entry, "no JSON" in r.reason) for r in refused] == [(2, True)]
    assert len(found[0].trials) == 1 and found[0].person.families == ("Oak",)


def medication(name="", *, id="m", **members):
    return {"resourceType": "Medication", "id": id, "code": {"text": name} if name else {}} | members


def by_reference(link, **members):
    return request(medicationCodeableConcept=None, medicationReference={"reference": link}, **members)


def made_of(link):
    return [{"itemReference": {"reference": link}}]


@pytest.mark.parametrize(
    "resources",
    [
        [medication("sertraline 50 MG Oral Tablet"), by_reference("Medication/m")],
        [by_reference("Medication/m"), medication("sertraline 50 MG Oral Tablet")],  # the one pointed at comes later
        [by_reference("#in", contained=[medication("sertraline 50 MG Oral Tablet", id="in")])],
        [
            medication(ingredient=made_of("Medication/n")),
            medication("sertraline 50 MG Oral Tablet", id="n"),
            by_reference("Medication/m"),
        ],
    ],
    ids=["before", "after", "contained", "through an ingredient"],
)
def test_a_reference_to_a_medication_is_followed(resources):
    assert [t["drug"] for t in trials(*resources)] == ["sertraline"]


@pytest.mark.parametrize(
    "resources",
    [
        [
            medication(ingredient=made_of("Medication/n")),
            medication(id="n", ingredient=made_of("Medication/m")),
            by_reference("Medication/m"),
        ],
        [by_reference("#a", contained=[medication(id="a", ingredient=made_of("#a"))])],
        [request(id="a", basedOn=[{"reference": "MedicationRequest/a"}])],
    ],
    ids=["medications", "contained", "requests"],
)
def test_references_in_a_ring_are_refused(resources):
    _, refused, _ = read(*resources)

    assert len(refused) == 1 and "ring" in refused[0].reason


@pytest.mark.parametrize(
    ("coding", "text", "diagnosis"),
    [
        ({"system": "http://snomed.info/sct", "code": "370143000"}, "", "major depressive disorder"),
        ({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F33.1"}, "", "major depressive disorder"),
        ({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F32.3"}, "",
         "major depressive disorder with psychotic features"),
        ({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F31.81"}, "", "bipolar disorder"),
        ({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F25.0"}, "", "psychotic disorder"),
        ({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F32.81"}, "", ""),  # premenstrual dysphoric disorder
        ({"system": "http://snomed.info/sct", "code": "1"}, "Major depression disorder", "major depressive disorder"),
        ({}, "Family history of bipolar disorder", ""),
        ({"system": "http://snomed.info/sct", "code": "191611001"}, "", "major depressive disorder"),
    ],
)  # fmt: skip
def test_a_diagnosis_is_found_by_code_or_words(coding, text, diagnosis):
    code = {"coding": [coding], "text": text}
    found, _, _ = read(
        patient(), {"resourceType": "Condition", "id": "c", "code": code, "subject": {"reference": "Patient/p"}}
    )

    assert found[0].diagnosis == diagnosis


def test_bipolar_disorder_stands_before_depression():
    conditions = [
        {"resourceType": "Condition", "id": t, "code": {"text": t}, "subject": {"reference": "Patient/p"}}
        for t in ("Major depression", "Bipolar I disorder")
    ]

    assert read(*conditions)[0][0].diagnosis == "bipolar disorder"


def test_people_are_kept_apart_and_one_person_s_addresses_together():
    other = request(id="q", subject={"reference": "Patient/q"})
    at_home = request(id="h", day="2024-09-01", subject={"reference": "https://home.example/fhir/Patient/p"})

    found, _, _ = read(request(), patient(), other, at_home)
    assert sorted((h.subject, len(h.trials)) for h in found) == [("Patient/p", 2), ("Patient/q", 1)]


def test_pages_of_one_person_s_record_are_put_together_and_what_stands_on_two_counts_once():
    pages = [bundle(patient(), request(id="a"), medication("sertraline 50 MG Oral Tablet")),
             bundle(patient(), request(id="a"), request(id="b", day="2025-01-01"),
                    by_reference("Medication/m", id="c", day="2025-06-01"))]  # fmt: skip

    found, refused, _ = read(*pages)
    assert [len(h.trials) for h in found] == [3]
    assert [(str(r.where), "before" in r.reason) for r in refused] == [
        ("MedicationRequest/a (line 2, entry 1)", True),
    ]


def test_bundles_of_different_people_are_kept_apart_even_where_they_count_alike():
    other = patient(birthDate="1990-01-01", name=[{"family": "Ash"}])
    two = [bundle(patient(), request(id="a")), bundle(other, request(id="b"))]
    assert [len(h.trials) for h in read(*two)[0]] == [1, 1]

    by_uuid = [request(id=name, subject={"reference": "urn:uuid:p"}) for name in "ab"]  # how a Bundle names its own
    two = [bundle(by_uuid[0], patient()), bundle(by_uuid[1], other)]
    assert [(h.person.families, len(h.trials)) for h in read(*two)[0]] == [(("Oak",), 1), (("Ash",), 1)]

    meant = [bundle(medication("sertraline 50 MG"), request(id="a")), bundle(medication("fluoxetine 20 MG"), patient()),
             bundle(by_reference("Medication/m", id="c"))]  # fmt: skip
    _, refused, _ = read(*meant)
    assert "not in the file" in refused[0].reason  # by which of the two, nobody can tell


def test_a_line_that_names_nobody_is_the_only_person_s():
    alone, _, _ = read(patient(), request(subject=None))
    among, _, _ = read(patient(), patient(id="q"), request(subject=None))

    assert [len(h.trials) for h in alone] == [1]
    assert sorted(len(h.trials) for h in among) == [0, 0, 1]


def test_reading_the_same_file_twice_says_the_same():
    resources = [patient(), request(), dispense(), phq9(12)]

    assert read(*resources) == read(data=ndjson(*resources))


LEAF = st.sampled_from([None, True, 0, -1, 5, 1e308, 10**15, "", "x", "2024-01-01", "2024-13-01", "#a", "mg", [], {}])
INNER = st.dictionaries(st.sampled_from(MEMBERS), LEAF | st.lists(LEAF, max_size=2), max_size=3)
JUNK = LEAF | INNER | st.lists(INNER, max_size=2)


@given(made=st.sampled_from(MADE), changes=st.dictionaries(st.sampled_from(MEMBERS), JUNK, max_size=4))
def test_whatever_a_resource_holds_it_is_read_or_refused_and_the_rest_goes_in(made, changes):
    found, _, seen = read({**made, **changes}, request("mirtazapine 15 MG Oral Tablet", id="whole"))

    assert "mirtazapine" in [t["drug"] for h in found for t in h.trials] and sum(seen.values()) == 2
    json.dumps([h.as_dict() for h in found], allow_nan=False)


# Histories of others


@pytest.mark.parametrize(
    ("name", "drug", "doses_", "diagnosis"),
    [
        # prescribed twice: it ran at least until the second
        (
            "Milan_Beatty",
            "fluoxetine",
            [("1993-01-09", "1993-01-17", 25), ("1993-01-17", None, 25)],
            "major depressive disorder",
        ),
        ("Sherman_McGlynn", "fluoxetine", [("1955-11-22", None, 25)], "major depressive disorder"),
        ("Darron_Feeney", None, [], "major depressive disorder"),
        ("Donnell_Torphy", "sertraline", [("1936-09-26", None, 100)], ""),
        ("Gilbert_Wunsch", "sertraline", [("1966-09-06", None, 100)], ""),
        ("Gilberto_Orosco", "sertraline", [("1967-08-25", None, 100)], ""),
        ("Eliseo_Cummings", "sertraline", [("2015-07-03", None, 100)], ""),
        ("Roberto_Graham", "sertraline", [("1978-10-03", None, 100)], ""),
    ],
)
def test_synthetic_bundles_say_who_has_what(shared_data, name, drug, doses_, diagnosis):
    (path,) = (shared_data / "fhir-history/bundles").glob(f"{name}*.gz")
    (found,), refused, _ = read(data=gzip.decompress(path.read_bytes()))

    assert refused == () and found.diagnosis == diagnosis
    assert [(t["drug"], doses(t)) for t in found.trials] == ([(drug, doses_)] if drug else [])
    for trial in found.trials:
        said = " ".join(trial["look_at"])
        assert "does not mean taken today" in said and "no unit" in said


@pytest.mark.parametrize(
    ("file", "people", "drugs", "refused", "totals"),
    [
        ("cms159_depression_remission_phq9", 37, {}, 1, 63),
        ("cms128_antidepressant_management", 15, {"desipramine": 27}, 0, 0),
        ("cms2_depression_screening", 20, {"doxepin": 3, "fluoxetine": 2}, 0, 0),
    ],
)
def test_measure_developers_cases_are_read(shared_data, file, people, drugs, refused, totals):
    data = gzip.decompress((shared_data / f"fhir-history/ecqm-depression/{file}.ndjson.gz").read_bytes())

    found, left_out, _ = read(data=data)
    named = [t["drug"] for h in found for t in h.trials]
    assert len(found) == people and {n: named.count(n) for n in named} == drugs
    assert [("300" in r.reason) for r in left_out] == [True] * refused
    assert sum(len(h.scores) for h in found) == totals


def test_the_published_phq9_total_is_a_text_and_read(shared_data):
    folder = shared_data / "fhir-history/us-core-phq9"
    found, refused, _ = read(data=b"\n".join(b" ".join(p.read_bytes().split()) for p in sorted(folder.glob("*.json"))))

    assert refused == () and [(s.total, str(s.day)) for s in found[0].scores] == [(12, "2022-11-29")]


def test_a_bulk_export_without_antidepressants_gives_none(shared_data):
    files = sorted((shared_data / "fhir-history/bulk-10-patients").glob("*.gz"))
    found, refused, seen = read(data=b"\n".join(gzip.decompress(p.read_bytes()) for p in files))

    assert refused == () and seen["Patient"] == 13
    assert [t for h in found for t in h.trials] == [] and sum(len(h.allergies) for h in found) > 0
