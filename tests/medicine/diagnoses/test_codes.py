"""Diagnoses by code: SNOMED CT, ICD-10 and its national forms, ICD-9-CM, ICD-11; and code beside words."""

import pytest

from euthymia.medicine.diagnoses import Code, read, read_words
from euthymia.medicine.diagnoses.codes import system_of
from euthymia.medicine.diagnoses.snomed import SNOMED


@pytest.mark.parametrize(
    ("system", "code", "kind"),
    [
        ("http://snomed.info/sct", "16295005", "bipolar disorder"),
        ("urn:oid:2.16.840.1.113883.6.96", "64905009", "psychotic disorder"),
        ("http://snomed.info/sct", "191604000", "major depression with psychotic features"),
        ("http://snomed.info/sct", "18818009", "major depression"),
        ("http://snomed.info/sct", "78667006", "other depression"),
        ("http://snomed.info/sct", "31027006", "schizotypal disorder"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "F31.81", "bipolar disorder"),
        ("urn:oid:2.16.840.1.113883.6.90", "F33.3", "major depression with psychotic features"),
        ("urn:oid:2.16.840.1.113883.6.3", "F25.1", "psychotic disorder"),
        ("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "F32.2", "major depression"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "F34.1", "other depression"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "F32.A", "other depression"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "F34.0", "bipolar disorder"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "F03.90", "dementia"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "G31.84", "impaired cognition"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "F43.21", ""),
        ("http://hl7.org/fhir/sid/icd-9-cm", "296.34", "major depression with psychotic features"),
        ("http://hl7.org/fhir/sid/icd-9-cm", "296.82", "other depression"),
        ("http://hl7.org/fhir/sid/icd-9-cm", "296.89", "bipolar disorder"),
        ("http://id.who.int/icd/release/11/mms", "6A61", "bipolar disorder"),
        ("http://id.who.int/icd/release/11/mms", "6A73", ""),
        ("urn:oid:1.2.3.4", "F31.9", ""),  # another system's code is not guessed
        ("http://snomed.info/sct", "47505003", ""),
    ],
)
def test_a_code_names_a_disorder(system, code, kind):
    (entry,) = read([Code(code, system_of(system) or system)], [])

    assert entry.kind == kind and code in entry.said


def test_the_public_value_sets_are_held_whole():
    kinds = [kind for kind, _ in SNOMED.values()]

    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "bipolar disorder": 111,
        "psychotic disorder": 65 + 2,  # two are recalled
        "schizotypal disorder": 1,
        "major depression": 52,
        "major depression with psychotic features": 12,
        "other depression": 10 + 1,
        "dementia": 2,
    }


@pytest.mark.parametrize(
    ("code", "texts", "status", "effect"),
    [
        ("F31.9", [], {}, "rules out"),
        ("F31.9", [], {"over": True}, "rules out"),  # lifelong
        ("F31.9", [], {"doubted": "provisional"}, "asks"),
        ("F23", [], {}, "rules out"),
        ("F23", [], {"over": True}, "asks"),  # a single short psychosis, over
        ("F33.3", [], {"over": True}, "asks"),
        ("F33.1", [], {"over": True}, "asks unless depressed"),
        ("F33.42", [], {}, "asks unless depressed"),  # over by its own meaning
        ("F33.41", [], {}, "names depression"),
        ("F31.9", ["Family history of bipolar disorder"], {}, "listed"),  # words say whose, when and how surely
        ("F31.9", ["Suspected bipolar disorder"], {}, "asks"),
        ("F31.9", ["Bipolar disorder"], {}, "rules out"),
        ("F31.9", ["Stimmungsschwankungen"], {}, "rules out"),  # words that are not read take nothing away
        ("F33.1", ["Bipolar II disorder"], {}, "asks"),  # code and words differ
        ("F31.9", ["Recurrent depression"], {}, "asks"),
        ("F32.3", ["Depressive episode"], {}, "rules out"),  # the code says which kind
        ("F20.0", ["F20.0 Paranoid schizophrenia"], {}, "rules out"),
    ],
)
def test_codes_words_and_status_are_read_together(code, texts, status, effect):
    entries = read([Code(code, "ICD-10")], texts, **status)

    assert entries[0].effect == effect or effect in {entry.effect for entry in entries}
    assert "rules out" not in {entry.effect for entry in entries} or effect == "rules out"


@pytest.mark.parametrize(
    ("text", "kind", "standing"),
    [
        ("F32.A", "other depression", "present"),
        ("296.53", "bipolar disorder", "present"),
        ("6A71.1", "major depression", "present"),
        ("F33.2 Rezidivierende depressive Störung", "major depression", "present"),
        ("V.a. F31.3", "bipolar disorder", "doubtful"),
        ("Z.n. F20.0", "psychotic disorder", "past"),
        ("F31.3 ausgeschlossen", "bipolar disorder", "none"),
    ],
)
def test_a_code_in_a_text_is_read_with_the_words_around_it(text, kind, standing):
    assert (kind, standing) in [(entry.kind, entry.standing) for entry in read_words(text)]
