"""Who gets which acknowledgement, and whom a message is about."""

from datetime import UTC, date

import hl7 as library
import pytest

from euthymia.wire.hl7 import acknowledgements, identity_matches, read
from euthymia.wire.mllp import FS, VT


def message(accept="", application="", control="7", charset="", version="2.6"):
    return (
        f"MSH|^~\\&|MON^1^EUI-64|WARD|EUTHYMIA|CLINIC|20250610120000||ORU^R01^ORU_R01|{control}|P|{version}|||"
        f"{accept}|{application}||{charset}\rPID|||1||Hon\r"
    ).encode()


def answers(asked, verdict, text=""):
    return acknowledgements(asked, verdict=verdict, text=text, now_s=1_700_000_000, control_id="E1")


@pytest.mark.parametrize("as_bytes", [False, True], ids=["read", "unreadable"])
@pytest.mark.parametrize(
    ("accept", "application", "codes"),
    [
        ("", "", ("AA", "AE", "AR")),  # original mode
        ("AL", "NE", ("CA", "CE", "CR")),
        ("AL", "", ("CA", "CE", "CR")),
        ("NE", "AL", ("AA", "AE", "AR")),
        ("", "AL", ("AA", "AE", "AR")),
        ("AL", "AL", ("CA AA", "CE AE", "CR AR")),  # both are due
        ("AL", "ER", ("CA", "CE AE", "CR AR")),
        ("ER", "NE", ("", "CE", "CR")),
        ("NE", "ER", ("", "AE", "AR")),
        ("SU", "NE", ("CA", "", "")),
        ("NE", "NE", ("", "", "")),
        ("NE", "", ("", "", "")),
        ("??", "NE", ("CA", "CE", "CR")),  # a word we do not know is answered rather than met with silence
    ],
)
def test_a_message_is_answered_as_it_asks(accept, application, codes, as_bytes):
    raw = message(accept, application)
    asked = raw if as_bytes else read(raw, default_zone=UTC)

    found = [answers(asked, verdict) for verdict in ("accept", "error", "reject")]

    said = [" ".join(read(one, default_zone=UTC).reply.code for one in each) for each in found]
    assert tuple(said) == codes


@pytest.mark.parametrize("asked", [message(), read(message(), default_zone=UTC)], ids=["unreadable", "read"])
def test_an_answer_goes_back_to_the_sender_and_names_the_message(asked):
    (answer,) = answers(asked, "error", "bad|row & more")
    theirs = library.parse(answer.decode())
    reply = read(answer, default_zone=UTC)

    assert str(theirs.segment("MSH")).startswith(
        "MSH|^~\\&|EUTHYMIA|CLINIC|MON^1^EUI-64|WARD|20231114221320+0000||ACK^R01^ACK|E1|P|2.6"
    )
    assert reply.reply == ("AE", "7", "bad|row & more")
    assert acknowledgements(reply, verdict="accept", now_s=0, control_id="x") == ()


def test_two_answers_have_control_ids_of_their_own():
    assert [read(one, default_zone=UTC).control_id for one in answers(message("AL", "AL"), "accept")] == ["E1", "E1.2"]


def test_a_message_without_control_id_is_answered_without_one():
    (answer,) = answers(read(message(control=""), default_zone=UTC), "error", "MSH-10 is empty.")

    assert b"\rMSA|AE||MSH-10 is empty.\r" in answer


@pytest.mark.parametrize("raw", [b"", b"hello", b"\xff\xfe\x0b", b"MSH", b"MSH|^~\\&|A", message(charset="KLINGON")])
def test_what_cannot_be_read_is_answered_all_the_same(raw):
    (answer,) = answers(raw, "error", "Größe")

    assert read(answer, default_zone=UTC).reply.code == "AE"


def test_an_answer_keeps_the_version_and_is_written_in_the_asker_s_character_set():
    (answer,) = answers(message(charset="8859/1", version="2.4"), "error", "Größe")

    assert "Größe".encode("latin-1") in answer
    assert b"|P|2.4|" in answer


def test_no_text_can_break_the_framing_or_add_a_segment():
    (answer,) = answers(message(), "error", "a\rMSA|AA|7\x0b\x1c" * 50)

    assert answer.count(b"\r") == 2
    assert VT not in answer and FS not in answer


# Whom a message is about


@pytest.mark.parametrize(
    ("pid", "expected"),
    [
        ("PID|||1^^^H^MR||Hon^Amy||19610301|F", "match"),
        ("PID|||9^^^H^VN~1^^^H^MR||HON^Amy", "match"),  # one of its numbers, letter case aside
        ("PID|||1||Lee||19610301", "match"),  # a name that changed: number and birth date still agree
        ("PID|||1||Hon||19770707", "match"),
        ("PID|||1||Lee||19770707", "mismatch"),
        ("PID|||2||Hon||19610301", "mismatch"),
        ("PID|||2", "mismatch"),
        ("PID|||||Lee", "mismatch"),
        ("PID|||1", "none"),  # one identifier alone tells too little: pairing decides
        ("PID|||||Hon||19610301", "none"),
        ("PID|||^^^Hospital^PI||^^^^^^L", "none"),
        ('PID|||""||""', "none"),
        ("PID", "none"),
    ],
)
def test_two_identifiers_must_match(pid, expected):
    named = read(message() + pid.encode(), default_zone=UTC).identities[1]

    found = identity_matches(named, medical_record_number="1", family="Hon", birth_date=date(1961, 3, 1))

    assert found == expected
