"""Files that are no FHIR R4 in JSON, or a part of it: one sentence each, and every good line is kept."""

import bz2
import gzip
import json

import pytest

from euthymia.wire.fhir import read_histories
from tests.wire.fhir.made import bundle, dispense, ndjson, patient, request, statement

CCDA = b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">\n' + b"<component/>\n" * 400
LIST = ndjson(*(request(id=str(n)) for n in range(900)))


def cut(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (CCDA, "C-CDA document in XML, which is not read. Ask the other system for FHIR R4 as JSON"),
        (b"\xef\xbb\xbf" + CCDA, "C-CDA"),
        (b'<Bundle xmlns="http://hl7.org/fhir">' + b"<entry/>\n" * 90, "FHIR in XML"),
        (b"<!DOCTYPE html><html>\n<body>\n" + b"<p>\n" * 50, "web page"),
        (b"<records>\n" + b"<r/>\n" * 50, "is XML"),
        (gzip.compress(LIST), "packed (gzip). Unpack it"),
        (bz2.compress(LIST), "packed (bzip2)"),
        (b"PK\x03\x04" + LIST[:5000], "packed (zip)"),
        (b"%PDF-1.7\n" + b"x\n" * 50, "PDF"),
        (LIST.decode().encode("utf-16"), "UTF-16"),
        (b"drug;dose;from\n" + b"sertraline;50;2021\n" * 400, "text or a table, and no JSON"),
        (json.dumps({"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}).encode(), "a fault"),
        (b"MSH|^~\\&|A\rPID|1\r", "HL7 v2"),
    ],
)
def test_a_file_of_another_kind_is_one_sentence_that_says_what_to_ask_for(data, words, size):
    found, refused, _ = read_histories(cut(data, size))

    assert found == () and [words in one.reason for one in refused] == [True]


def page(*resources, total=None, more=False, indent=None):
    made = json.loads(bundle(*resources)) | {"type": "searchset"}
    made |= {"total": total} if total is not None else {}
    made |= {"link": [{"relation": "next", "url": "https://fhir.example.org/2"}]} if more else {}
    return json.dumps(made, indent=indent).encode()


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("total", "more", "said"),
    [(250, True, "2 of 250 entries"), (250, False, "2 of 250 entries"), (None, True, "2 entries"), (2, False, "")],
)
def test_one_page_of_several_says_that_it_is_not_the_whole_record(total, more, said, indent):
    found, refused, _ = read_histories([page(patient(), request(), total=total, more=more, indent=indent)])

    assert len(found[0].trials) == 1
    assert [said in one.reason for one in refused] == ([True] if said else [])


def test_all_pages_in_one_file_are_the_whole_record():
    pages = [page(patient(), request(), total=3, more=True), page(request(id="b", day="2025-01-01"), total=3)]

    found, refused, _ = read_histories([b"\n".join(pages)])
    assert refused == () and len(found[0].trials) == 2


def inside(*resources):
    return json.loads(bundle(*resources))


@pytest.mark.parametrize(
    "data",
    [
        {"resourceType": "Parameters", "parameter": [{"name": "return", "resource": inside(patient(), request())}]},
        {"resourceType": "Bundle", "entry": [{"resource": inside(patient(), request())}]},
        {"resourceType": "Parameters", "parameter": [{"name": "a", "resource": request()}]},
    ],
    ids=["a Bundle in Parameters", "a Bundle in a Bundle", "a resource in Parameters"],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_bundle_inside_another_resource_is_read(data, indent):
    found, refused, _ = read_histories([json.dumps(data, indent=indent).encode()])

    assert refused == () and len(found[0].trials) == 1


@pytest.mark.parametrize(
    ("resource", "version"),
    [
        (request("venlafaxine 75 MG", id="x", medication={"concept": {"text": "venlafaxine"}}), "R5"),
        (statement("venlafaxine 75 MG", id="x", taken="y"), "STU3"),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_bundle_of_another_version_is_refused_whole_its_dispenses_too(resource, version, indent):
    data = bundle(patient(), dispense(), resource, indent=indent)

    found, refused, _ = read_histories([data])
    assert [len(one.trials) for one in found] in ([], [0])
    assert all(version in one.reason for one in refused) and len(refused) == 2


DEEP = b'{"resourceType": "MedicationRequest", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}"


@pytest.mark.parametrize(
    "line",
    [
        DEEP,
        b"\x00\x00\x00",
        b'{"resourceType": "Medication\x00Request"}',
        b"{]",
        b"3",
        b'"text"',
        b"[]",
        b"null",
        b"\xff\xfe",
    ],
    ids=["nested", "NUL", "NUL in a text", "brackets", "a number", "a text", "a list", "null", "no UTF-8"],
)
def test_a_bad_line_is_one_sentence_and_every_good_line_is_kept(line):
    found, refused, _ = read_histories([ndjson(patient(), request(), line, request(id="b", day="2025-01-01"))])

    assert len(refused) == 1 and refused[0].where.line == 3
    assert len(found[0].trials) == 2


@pytest.mark.parametrize("padding", [b"\x00\x00", b"\x00" * 512, b"\x1a", b" \t"])
def test_a_line_that_is_filled_up_is_read(padding):
    found, refused, _ = read_histories([ndjson(patient(), request()) + padding])

    assert (len(found[0].trials), refused) == (1, ())


@pytest.mark.parametrize("junk", [None, True, 5, "x", [], [5], {}, {"x": []}, [[{}]], "\u0000", "²⁰²¹", 1e308])
@pytest.mark.parametrize(
    "member",
    ["medicationCodeableConcept", "medicationReference", "dosageInstruction", "authoredOn", "status", "intent",
     "subject", "dispenseRequest", "note", "extension", "basedOn", "statusReason", "reportedBoolean",
     "contained", "id"],
)  # fmt: skip
def test_a_member_of_the_wrong_type_is_passed_over_or_refused_and_the_rest_goes_in(member, junk):
    found, refused, _ = read_histories(
        [ndjson(request(id="a") | {member: junk}, request("mirtazapine 15 MG", id="whole"))]
    )

    assert len(refused) <= 1 and "mirtazapine" in [trial["drug"] for one in found for trial in one.trials]
