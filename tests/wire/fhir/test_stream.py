"""A file's bytes to resources: NDJSON by line, a Bundle by entry, whatever the chunks, in constant memory."""

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.wire.fhir.bundle.stream import MAX_BYTES, Splitter, pieces
from tests.wire.fhir.made import bundle, ndjson, patient, request

A, B = request(day="2024-01-01"), request(day="2024-02-01")


def cut(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


def resources(data, size=1 << 16):
    found = []
    for piece in pieces(cut(data, size)):
        value = json.loads(piece.data) if piece.data else piece.reason
        found.append(value["resource"] if piece.entry is not None and not piece.reason else value)
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1 << 16])
@pytest.mark.parametrize(
    "data",
    [
        ndjson(A, B),
        ndjson(A, b"", B) + b"\r\n",
        bundle(A, B, indent=2),
        b'{"entry":[\n' + json.dumps({"resource": A}).encode() + b",\n" + json.dumps({"resource": B}).encode()
        + b'\n],"resourceType":"Bundle"}',
        json.dumps(A, indent=1).encode() + b"\n" + json.dumps(B, indent=1).encode(),
        b"\xef\xbb\xbf" + ndjson(A, B),
    ],
    ids=["ndjson", "blank lines", "indented bundle", "an entry a line", "indented resources", "with a byte order mark"],
)  # fmt: skip
def test_the_resources_do_not_depend_on_the_chunks(data, size):
    assert resources(data, size) == [A, B]


def test_a_piece_says_its_line_and_its_place():
    found = list(pieces([bundle(A, B, indent=1)]))

    assert [(p.line > 1, p.entry) for p in found] == [(True, 0), (True, 1)]
    assert [p.line for p in pieces([ndjson(A, b"", B)])] == [1, 3]


@given(
    text=st.text(st.sampled_from('ab"\\{}[],:\n é'), max_size=30),
    size=st.integers(1, 40),
    indent=st.sampled_from([None, 1]),
)
def test_quotes_backslashes_and_brackets_in_texts_cut_nothing(text, size, indent):
    made = patient(note=[text, {"deep": [text]}])
    data = bundle(made, A, indent=indent)

    found = resources(data, size)
    assert (found if indent else [e["resource"] for e in found[0]["entry"]]) == [made, A]


def test_a_line_that_is_too_long_is_refused_and_the_next_goes_on():
    long = json.dumps(patient(photo="x" * MAX_BYTES)).encode()

    found = resources(ndjson(A, long, B), 1 << 20)
    assert (found[0], found[2]) == (A, B) and "longer than 16 MB" in found[1]


def test_a_bundle_in_one_line_longer_than_that_is_cut_into_its_entries():
    many = [request(day="2024-01-01", id=str(n), note="y" * 1000) for n in range(17_000)]

    found = list(pieces(cut(bundle(*many), 1 << 20)))
    assert len(found) == 17_000 and not any(p.reason for p in found)


def test_an_entry_that_is_too_long_is_refused_and_the_next_goes_on():
    data = bundle(A, patient(photo="x" * 2000), B, indent=1)
    splitter = Splitter(max_bytes=1500)

    found = splitter.feed(data) + splitter.close()
    assert [(p.entry, bool(p.reason)) for p in found] == [(0, False), (1, True), (2, False)]


@pytest.mark.parametrize("data", [bundle(A, indent=1)[:-9], bundle(A, B, indent=1)[:-60]])
def test_a_file_that_breaks_off_says_so(data):
    assert "ends inside" in list(pieces([data]))[-1].reason


def test_a_bundle_of_any_size_is_read_in_constant_memory():
    one = (b',{"resource":' + json.dumps(request(note="z" * 2000)).encode() + b"}\n") * 100

    def chunks():
        yield b'{"resourceType":"Bundle",\n"entry":[{}'
        yield from (one for _ in range(200))
        yield b"]}"

    tracemalloc.start()
    count = sum(1 for _ in pieces(chunks()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_001 and peak < 10 * len(one)
