"""What a message's bytes say: character sets, several messages in one frame, and lines that are no segment."""

from datetime import UTC

import pytest

from euthymia.wire.hl7 import read, readings, split

MSH = "MSH|^~\\&|APP|FAC|EUTHYMIA||20250610120000+0000||ORU^R01^ORU_R01|7|P|2.6"
ROW = "OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1|97|262688^MDC_DIM_PERCENT^MDC|||||R"


def values(message):
    return [r.value for r in readings(message)[0]]


def plain_read(text):
    return read(text.encode(), default_zone=UTC)


@pytest.mark.parametrize(
    ("charset", "name"),
    [("8859/1", b"M\xfcller"), ("8859/1~UNICODE UTF-8", b"M\xfcller"), ("UNICODE UTF-8", "Müller".encode())]
    + [(charset, "Müller".encode()) for charset in ("", "ASCII")],
)
def test_names_are_read_in_the_character_set_the_message_names(charset, name):
    raw = f"{MSH}||||||{charset}\rPID|||1||".encode() + name + b"\r"

    assert read(raw, default_zone=UTC).identities[0].family == "Müller"


@pytest.mark.parametrize(
    "charset",
    [
        "UTF-8",
        "utf-8",
        "UNICODE",
        "ISO-8859-1",
        "8859-1",
        "ISO_8859_15",
        "windows-1252",
        "KLINGON",
        "8859/12",
        "ISO IR87",
    ],
)
def test_ascii_is_read_under_any_label(charset):
    message = plain_read(f"{MSH}||||||{charset}\r{ROW}\rPID|||1||Lee\r")

    assert [r.value for r in readings(message)[0]] == [97]
    assert (message.identities[0].family, message.lost_text) == ("Lee", False)


@pytest.mark.parametrize(
    ("charset", "name", "family"),
    [
        ("utf-8", "Müller".encode(), "Müller"),
        ("ISO-8859-1", b"M\xfcller", "Müller"),
        ("cp1252", b"M\xfcller", "Müller"),
        ("GB 18030-2000", "李".encode("gb18030"), "李"),
        ("", b"M\xfcller", ""),  # no text: no name, and not another person's
        ("KLINGON", "Müller".encode(), ""),
    ],
)
def test_bytes_that_do_not_fit_take_away_their_name_and_never_a_number(charset, name, family):
    raw = f"{MSH}||||||{charset}\rPID|||1||".encode() + name + f"\r{ROW}\r".encode()
    message = read(raw, default_zone=UTC)

    assert message.identities[0].family == family
    assert message.lost_text is (family == "")
    assert [r.value for r in readings(message)[0]] == [97]


def test_a_degree_sign_of_another_character_set_costs_no_temperature():
    raw = f"{MSH}\r{ROW}\rOBX|2|NM|150344^MDC_TEMP^MDC|1.2.1|36.8|".encode() + b"\xb0C\r"

    assert values(read(raw, default_zone=UTC)) == [97, 36.8]


def test_a_frame_is_cut_into_its_messages():
    first, second = f"{MSH}\r{ROW}", f"{MSH.replace('|7|', '|8|')}\r{ROW}\r"
    batch = f"FHS|^~\\&|APP\rBHS|^~\\&|APP\r{first}\r{second}BTS|2\rFTS|1\r".encode()

    assert split(second.encode()) == (second.encode(),)
    assert split(f"{first}\r{second}".encode()) == (first.encode(), second.encode())
    assert [read(one, default_zone=UTC).control_id for one in split(batch)] == ["7", "8"]
    assert split(b"GET / HTTP/1.1\r\n") == (b"GET / HTTP/1.1\r\n",)  # for the reader to refuse


@pytest.mark.parametrize("name", [" OBX", "\tOBX", "OBX ", "obx"])
def test_blanks_and_capitals_of_a_segment_s_name_are_nothing(name):
    assert values(plain_read(f"{MSH}\r{name}{ROW[3:]}")) == [97]


@pytest.mark.parametrize("line", ["index finger||||||R", "0BX" + ROW[3:], "OBXX" + ROW[3:]])
def test_a_line_that_is_no_segment_is_unread(line):
    found, unread = readings(plain_read(f"{MSH}\r{line}\rNTE|1||fine\rZXY|1\r{ROW}"))

    assert [r.value for r in found] == [97]
    assert [(u.value, u.reason) for u in unread] == [(line, "the line is no segment")]
