"""Our reader against the hl7 library, field by field; and what it refuses."""

import math
from collections import Counter
from datetime import UTC

import hl7 as library
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from euthymia.medicine.refusal import Refusal
from euthymia.wire.hl7 import NotHl7, SeveralMessages, ShortHeader, acknowledgements, read, readings
from euthymia.wire.hl7.fields import USUAL, escaped, number, plain
from tests.examples import examples

MSH = "MSH|^~\\&|APP|FAC|EUTHYMIA||20250610120000+0000||ORU^R01^ORU_R01|7|P|2.6"
ROW = "OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1|97|262688^MDC_DIM_PERCENT^MDC|||||R"


def plain_read(text, **options):
    return read(text.encode(), default_zone=UTC, **options)


# Against the library

words = st.text(st.characters(blacklist_categories=("C", "Z")), max_size=8).map(lambda text: escaped(text, USUAL))
coded = st.lists(words, min_size=1, max_size=7).map("^".join)
numbers = st.one_of(st.integers(-1000, 400).map(str), st.floats(-200, 400).map(lambda v: f"{v:.2f}"))
rows = st.tuples(
    words, st.sampled_from(["NM", "ST", "CWE", ""]), coded, words, st.one_of(numbers, words), coded, words
).map(lambda f: "|".join(("OBX", *f)))
people = st.tuples(coded, coded, words).map(lambda f: f"PID|||A{f[0]}||B{f[1]}||{f[2]}|F")
messages = st.tuples(st.lists(people, max_size=2), coded, st.lists(rows, max_size=6)).map(
    lambda m: "\r".join((MSH, *m[0], f"PV1||I|{m[1]}", *m[2])) + "\r"
)


def of_library(message, segment, number, field, component=1):
    """A component as the library gives it, "" where it is missing or explicitly null (two quotation marks)."""
    try:
        said = message.extract_field(segment, number, field, 1, component).strip()
    except LookupError:
        return ""
    return "" if said == '""' else said


def assert_equal_to_library(raw_text):
    ours, theirs = plain_read(raw_text), library.parse(raw_text)
    assert ours.type == f"{of_library(theirs, 'MSH', 1, 9)}^{of_library(theirs, 'MSH', 1, 9, 2)}"
    assert (ours.control_id or "") == of_library(theirs, "MSH", 1, 10)
    assert ours.sender_name == of_library(theirs, "MSH", 1, 3)
    assert len(ours.observations) == sum(str(segment[0]) == "OBX" for segment in theirs)
    equipment = ""
    for index, row in enumerate(ours.observations, start=1):
        coding = (row.code, row.name, row.system, row.alt_code, row.alt_name, row.alt_system)
        assert coding == tuple(of_library(theirs, "OBX", index, 3, c) for c in range(1, 7))
        segment = theirs.segments("OBX")[index - 1]
        as_sent = [str(segment(n)).strip() if len(segment) > n else "" for n in (2, 4, 6, 7, 11, 18)]
        equipment = as_sent.pop() or equipment  # the first that names it counts for the rows below it
        assert [row.value_type, row.containment, row.unit, row.limits, row.status] == as_sent
        assert row.equipment == equipment
        value = str(segment(5)).strip() if len(segment) > 5 else ""
        if row.value_type == "ST":
            assert (row.value or "") == theirs.unescape(value).strip()
        elif isinstance(row.value, float):
            assert row.value == float(value)
        else:
            assert (row.value or "") == value
    for index, person in enumerate(ours.identities, start=1):
        assert (person.ids[0].id if person.ids else "") == of_library(theirs, "PID", index, 3)
        assert (person.family, person.given) == tuple(of_library(theirs, "PID", index, 5, c) for c in (1, 2))


@examples(150)
@given(messages)
@example(MSH + "\rOBX|1|ST|a^b||x\\F\\y\\S\\z\\T\\\\R\\\\E\\\\X41\\\r")
def test_generated_messages_read_as_the_library_reads_them(text):
    assert_equal_to_library(text)


def test_real_messages_read_as_the_library_reads_them(shared_data):
    paths = [*shared_data.glob("device-messages/*.hl7"), *shared_data.glob("pumps/*.hl7")]

    assert len(paths) >= 15
    for path in paths:
        assert_equal_to_library(path.read_bytes().decode())


def answered_as_refused(raw):
    """What cannot be read is refused by a name of its own, and can be answered in words the sender can read."""
    with pytest.raises((NotHl7, ShortHeader, SeveralMessages)) as refused:
        read(raw, default_zone=UTC)
    answers = acknowledgements(raw, verdict="error", text=str(refused.value), now_s=0, control_id="E")
    assert [read(answer, default_zone=UTC).reply.code[1:] for answer in answers] in ([], ["E"], ["E", "E"])


def is_refused(raw):
    try:
        read(raw, default_zone=UTC)
    except Refusal:
        return True
    return False


def accounted_for(message):
    """Every row that says something comes out once, as a reading or as unread; a reading is one that can be charted."""
    charted, unread = readings(message)
    for each in charted:
        assert each.value is None or math.isfinite(each.value)
        assert each.at_s is not None and (each.system, each.code, each.at_s, each.containment) in [
            (row.system, row.code, row.at_s, row.containment) for row in message.observations
        ]
    assert all(each.reason for each in unread)
    if message.pump is None and message.alarm is None:  # what these keep is not said twice
        saying = [row for row in message.observations if row.value is not None]
        places = Counter((each.code, each.at_s, each.containment) for each in (*charted, *unread))
        assert not Counter((row.code, row.at_s, row.containment) for row in saying) - places
    assert len(charted) + len(unread) <= len(message.observations) + len(message.strays)


shreds = [ROW.encode(), b"OBX|", b"|", b"^", b"\r", b"97", b"-999", b"1e999", b"\xff"]
tails = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from(shreds)).map(b"".join),
)


@examples(120)
@given(tails)
@example(ROW.encode())
@example(ROW.replace("|97|", "|1e999|").encode())
def test_any_bytes_behind_a_whole_header_are_read(tail):
    raw = MSH.encode() + b"\r" + tail
    segments = raw.decode(errors="replace").replace("\n", "\r").split("\r")
    names = [segment.partition("|")[0].strip(" \t\x00\xa0\ufeff\ufffd").upper() for segment in segments]
    try:
        message = read(raw, default_zone=UTC)
    except SeveralMessages:
        assert {"MSH", "BHS", "FHS"}.intersection(names[1:])  # whose the rows after it are is not known
        return

    assert (message.type, message.control_id, message.sender_name) == ("ORU^R01", "7", "APP")
    assert len(message.observations) == names.count("OBX")
    accounted_for(message)


def test_a_message_cut_at_any_byte_is_read_or_refused(shared_data):
    """Rows before the cut are as sent; the one that is cut gives its whole value or none, never the half of one."""
    for path in [*shared_data.glob("device-messages/*.hl7"), *shared_data.glob("pumps/*.hl7")]:
        raw = path.read_bytes()
        whole = read(raw, default_zone=UTC).observations
        for end in range(len(raw)):
            if is_refused(raw[:end]):
                answered_as_refused(raw[:end])
                continue
            message = read(raw[:end], default_zone=UTC)
            rows = message.observations
            assert rows[:-1] == whole[: max(0, len(rows) - 1)]
            accounted_for(message)
            for last in readings(message._replace(observations=rows[-1:], pump=None))[0]:
                assert last.value is None or rows[-1].value == whole[len(rows) - 1].value, raw[:end]


# What is refused


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", NotHl7),
        (b"hello", NotHl7),
        (b"MSH", NotHl7),
        (b"MSH|^~\\|", NotHl7),  # the marks must differ
        (b"MSHabcdef", NotHl7),
        (b"PID|||1\r", NotHl7),
        (f"{MSH}\r{ROW}\r{MSH}\r{ROW}\r".encode(), SeveralMessages),
        (f"FHS|^~\\&|APP\rBHS|^~\\&|APP\r{MSH}\r{ROW}\rBTS|1\rFTS|1\r".encode(), SeveralMessages),
        (f"{MSH}\r{ROW}\r{MSH}\r{ROW}\r".encode(), SeveralMessages),
        (f"FHS|^~\\&|APP\rBHS|^~\\&|APP\r{MSH}\r{ROW}\rBTS|1\rFTS|1\r".encode(), SeveralMessages),
        (b"MSH|^~\\&|A\r", ShortHeader),
        (MSH.rpartition("|")[0].encode(), ShortHeader),
        (MSH.replace("ORU^R01^ORU_R01", "").encode(), ShortHeader),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(raw, refusal):
    with pytest.raises(refusal):
        read(raw, default_zone=UTC)


def test_a_missing_control_id_is_read_and_shown_to_be_missing():
    assert plain_read(MSH.replace("|7|", "||")).control_id is None


def test_two_patients_in_one_message_are_both_visible():
    one, two = "PID|||1||Hon", "PID|||2||Lee"

    assert plain_read("\r".join((MSH, one, two))).names_several_patients
    assert plain_read("\r".join((MSH, one, "PID|||"))).names_several_patients  # nobody is another, beside somebody
    assert not plain_read("\r".join((MSH, one, one))).names_several_patients


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_segments_may_end_as_files_do(end):
    assert len(plain_read(end.join((MSH, ROW, ROW)) + end).observations) == 2


def test_a_message_may_choose_its_own_marks():
    message = plain_read(MSH.translate(str.maketrans("|^~&", "#$*@")) + "\rOBX#1#NM#150456$x$MDC##97#262688$y$MDC\r")

    assert [r.value for r in readings(message)[0]] == [97]


# Texts and numbers


@given(st.text(st.characters(min_codepoint=32, blacklist_categories=("Cs",)), max_size=40))
def test_an_escaped_text_comes_back_and_holds_no_marks(text):
    written_text = escaped(text, USUAL)

    assert not set("|^~&") & set(written_text)
    assert plain(written_text, USUAL) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("97", 97), ("+97.", 97), ("-.5", -0.5), ("1e5", None), ("nan", None), ("1_000", None), ("٣", None), ("", None)]
    + [(text, None) for text in ("9" * 400, "97%", ">200", "120/80")],
)
def test_a_number_is_digits_a_point_and_a_sign(text, value):
    assert number(text) == value
