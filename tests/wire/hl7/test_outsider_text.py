"""Batches, several messages in one frame, and character sets, as senders of other makes get them right or wrong.

Each case is written from the rules alone: a row belongs to the header before it, what is ASCII is read under any label,
and a byte that is no text takes away the word it stands in and nothing beside it.
"""

from datetime import UTC, date, datetime

import pytest

from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7

SENT = datetime(2026, 11, 30, 10, 15, tzinfo=UTC).timestamp()
PERCENT = "262688^MDC_DIM_PERCENT^MDC"
SPO2 = f"OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.1|84|{PERCENT}|||||R|||20261130101459"
OTHERS = SPO2.replace("|84|", "|97|")
BHS, FHS = "BHS|^~\\&|GATE", "FHS|^~\\&|GATE"


def header(number, label="", app="ACME"):
    return f"MSH|^~\\&|{app}||||20261130101500+0000||ORU^R01^ORU_R01|{number}|P|2.6||||||{label}"


ONE, TWO = header(1), header(2, app="OTHER")


def joined(*lines, end=b"\r"):
    return end.join(line if isinstance(line, bytes) else line.encode() for line in lines)


def read(raw):
    return hl7.read(raw, default_zone=UTC, received_s=SENT)


def said(raw):
    """Return of each message in a frame its sender and values; "refused" where it is."""
    found = []
    for one in hl7.split(raw):
        try:
            message = read(one)
        except Refusal:
            found.append("refused")
        else:
            found.append((message.sending_app, [r.value for r in hl7.readings(message)[0]]))
    return found


BOTH = [("ACME", [84]), ("OTHER", [97])]
FRAMES = {
    "two messages": ([ONE, SPO2, TWO, OTHERS], BOTH),
    "a batch": ([BHS, ONE, SPO2, TWO, OTHERS, "BTS|2"], BOTH),
    "a file of two batches": ([FHS, BHS, ONE, SPO2, "BTS|1", BHS, TWO, OTHERS, "BTS|1", "FTS|2"], BOTH),
    "a batch that never ends": ([FHS, BHS, ONE, SPO2, TWO, OTHERS], BOTH),
    "a file without a batch": ([FHS, ONE, SPO2, TWO, OTHERS, "FTS|1"], BOTH),
    "empty lines between": ([FHS, "", BHS, "", ONE, SPO2, "", TWO, OTHERS, "", "BTS|2", ""], BOTH),
    "what follows a batch": ([BHS, ONE, SPO2, "BTS|1", TWO, OTHERS], BOTH),
    "a batch of one": ([BHS, ONE, SPO2, "BTS|1"], BOTH[:1]),
    "a batch of none": ([FHS, BHS, "BTS|0", "FTS|1"], ["refused"]),
    "a blank before the batch": ([f" {BHS}", ONE, SPO2, "BTS|1"], BOTH[:1]),
    "a byte order mark before the batch": ([b"\xef\xbb\xbf" + BHS.encode(), ONE, SPO2], BOTH[:1]),
    "a batch with marks of its own": (["BHS$%~\\&$GATE", ONE, SPO2, "BTS$1"], BOTH[:1]),
    "a batch in small letters": (["bhs|^~\\&|GATE", ONE, SPO2], ["refused"]),
    "a blank before the second header": ([ONE, SPO2, f" {TWO}", OTHERS], BOTH),
    "a tab before the second header": ([ONE, SPO2, f"\t{TWO}", OTHERS], BOTH),
    "a NUL before the second header": ([ONE, SPO2, b"\x00" + TWO.encode(), OTHERS], BOTH),
    "a byte order mark before the second header": ([ONE, SPO2, b"\xef\xbb\xbf" + TWO.encode(), OTHERS], BOTH),
    "the second header in small letters": ([ONE, SPO2, TWO.replace("MSH", "msh"), OTHERS], ["refused"]),
    "a bad byte before the second header": ([ONE, SPO2, b"\xff" + TWO.encode(), OTHERS], ["refused"]),
    "a bad byte in the second header's name": ([ONE, SPO2, TWO.replace("MSH", "M5H"), OTHERS], ["refused"]),
    "no line end before the second header": ([ONE, f"{SPO2}{TWO}", OTHERS], ["refused"]),
    "a second header that is cut": ([ONE, SPO2, "MSH|^~\\&|OTHER"], [BOTH[0], "refused"]),
    "a second header of nothing but its name, and rows": ([ONE, SPO2, "MSH", OTHERS], ["refused"]),
    "a frame cut in the second header's name": ([ONE, SPO2, "MSH"], BOTH[:1]),
    "a batch's header between rows": ([ONE, SPO2, BHS, OTHERS], ["refused"]),
    "MSH in a remark": ([ONE, SPO2, "NTE|1||as in MSH-3 of the manual"], BOTH[:1]),
    "other marks in the second": (
        [ONE, SPO2, TWO.replace("|", "$").replace("^", "%"), OTHERS.replace("|", "$").replace("^", "%")], BOTH,
    ),
}  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_a_row_is_never_another_message_s(frame, end):
    lines, messages = FRAMES[frame]

    assert said(joined(*lines, end=end)) == messages


def test_a_patient_of_the_first_message_is_not_the_second_s():
    raw = joined(BHS, ONE, "PID|||E90017||Lee", SPO2, TWO, OTHERS)

    assert [[one.family for one in read(message).identities] for message in hl7.split(raw)] == [["Lee"], []]


NAME = "Brønnlund^Silje"
UTF, LATIN = NAME.encode(), NAME.encode("latin-1")


@pytest.mark.parametrize(
    ("label", "name", "family"),
    [
        ("ASCII~UNICODE UTF-8", UTF, "Brønnlund"),
        ("~UNICODE UTF-8", UTF, "Brønnlund"),
        ("ASCII~8859/1", LATIN, "Brønnlund"),  # the first that fits
        ("ISO IR6~ISO IR100", LATIN, "Brønnlund"),
        ("UNICODE UTF-8~8859/1", LATIN, "Brønnlund"),
        ("KLINGON~UNICODE UTF-8", UTF, "Brønnlund"),
        ("8859/1", UTF, "Brønnlund"),  # the label is wrong: no Latin text happens to be UTF-8
        ("windows-1252", UTF, "Brønnlund"),
        ("8859/15", LATIN, "Brønnlund"),
        ("ISO-8859-1", LATIN, "Brønnlund"),
        ("CP1252", LATIN, "Brønnlund"),
        ('""', UTF, "Brønnlund"),
        ("ISO IR192", UTF, "Brønnlund"),
        ("US-ASCII", UTF, "Brønnlund"),
        ("UNICODE UTF-8", LATIN, ""),
        ("ASCII", LATIN, ""),
        ("", LATIN, ""),
        ("KLINGON", UTF, ""),
        ("CP850", NAME.encode("cp850"), ""),
        ("8859/1~8859/2~8859/3~8859/4~UNICODE UTF-8", b"Lee", "Lee"),
        ("GB18030", "李".encode("gb18030"), "李"),
        ("BIG5~UNICODE UTF-8", "李".encode("big5"), "李"),
    ],
)
def test_a_wrong_or_repeated_label_costs_at_most_a_name(label, name, family):
    raw = joined(header(1, label), b"PID|||E90017^^^H^MR||" + name + b"||19790514|F", SPO2)
    message = read(raw)
    (named,) = message.identities

    assert (named.family, [r.value for r in hl7.readings(message)[0]]) == (family, [84])
    assert hl7.identity_matches(
        named, medical_record_number="E90017", family="Brønnlund", birth_date=date(1979, 5, 14)
    ) == "match" or family in ("李", "Lee")


BAD = b"\xff"


@pytest.mark.parametrize(
    ("was", "becomes", "value"),
    [
        (b"OBX|1", b"OBX\xff|1", 84),
        (b"OBX|1", b"\xffOBX|1", 84),
        (b"OBX|1|", b"OBX|\xff|", 84),
        (b"SAT_O2^MDC", b"SAT_O2\xff^MDC", 84),  # the number still says what it is
        (b"150456^", b"15045\xff^", 84),  # and so does the name
        (b"^MDC|1.1", b"^MD\xff|1.1", 84),
        (b"|1.1|", b"|1.\xff|", 84),
        (b"262688^MDC_DIM", b"262688^MDC\xffDIM", 84),
        (b"|R|", b"|R|\xff", 84),
        (b"|||||R", b"||\xff|||R", 84),
        (b"20261130101459", b"2026113010145\xff", 84),
        (b"|84|", b"|8\xff|", None),  # a digit may have stood there
        (b"|84|", b"|84\xff|", None),
        (b"|NM|", b"|N\xff|", None),
        (PERCENT.encode(), b"\xff", None),
        (b"150456^MDC_PULS_OXIM_SAT_O2^", b"15045\xff^MDC_PULS\xff^", None),
    ],
)
def test_one_bad_byte_takes_away_its_word_and_never_the_number_beside_it(was, becomes, value):
    assert was in SPO2.encode()
    raw = joined(ONE, SPO2.encode().replace(was, becomes), OTHERS)
    found, unread = hl7.readings(read(raw))

    assert [r.value for r in found] == [*([value] if value is not None else []), 97]
    assert len(unread) == (value is None)  # and it is said


@pytest.mark.parametrize("unit", [b"\xb0C", b"\xf8C", b"\xc2\xb0C", b"\xbaC"])
@pytest.mark.parametrize("label", ["", "8859/1", "UNICODE UTF-8", "ASCII", "KLINGON"])
def test_a_degree_sign_costs_no_temperature_under_any_label(unit, label):
    raw = joined(header(1, label), b"OBX|1|NM|150344^MDC_TEMP^MDC|1.1|36.8|" + unit + b"|||||R")

    assert [r.value for r in hl7.readings(read(raw))[0]] == [36.8]
