"""Messages that went wrong on their way: refused or read, and of what is read nothing contradicts its own row."""

from datetime import UTC

import pytest

from euthymia.medicine.refusal import Refusal
from euthymia.wire.hl7 import device_alarm, read, readings, split, taken_back
from tests import soak
from tests.wire.hl7.mutants import Mutant, may_be, mutant

WHOLE = 600_000
RECEIVED_S = 1749556800.0


# Round a segment's name blanks are nothing, and bytes that are no ASCII: one by one, or as surrogateescape has them.
NOTHING = " \t\x00" + "".join(map(chr, (*range(0x80, 0x100), *range(0xDC80, 0xDD00))))


def opened(raw):
    """Read one message to the end of what the intake does with it; None where it is refused."""
    try:
        for one in split(raw):
            message = read(one, default_zone=UTC, received_s=RECEIVED_S)
    except Refusal:
        return None
    for alert in message.alarms:
        device_alarm(alert)
    taken_back(message)
    return readings(message)


def said_by(found):
    """Return what readings say, without what a whole message alone decides."""
    return {(r.code, r.containment, r.channel, r.value, r.at_s) for r in found[0]}


def whole_rows(made: Mutant):
    """Read the rows that were left whole, without the broken one beside them."""
    front = made.text.split("\rOBX", 1)[0]
    rows = [row for n, row in enumerate(made.rows) if n != made.broken]
    return opened("\r".join((front, *rows, "")).encode("utf-8", "surrogateescape"))


def wrong(made: Mutant, found) -> str:
    """Return what a mutant, and what the reader found in it, show to be wrong; "" where nothing is."""
    if found is None:
        return "a whole message is refused for one row of it" if made.broken is not None else ""
    if made.broken is not None and (lost := said_by(whole_rows(made)) - said_by(found)):
        return f"a good row is lost to a bad neighbour: {lost}"
    if not made.raw.startswith(b"MSH|^~\\&|"):
        return ""
    lines = made.text.replace("\r\n", "\r").replace("\n", "\r").split("\r")
    rows = [line.split("|") for line in lines if line.strip(NOTHING).upper().startswith("OBX")]
    for reading in found[0]:
        if reading.value is not None and not any(may_be(row, reading.channel, reading.value) for row in rows):
            return f"charted against its own row: {reading}"
    return ""


def outcome(seed: int) -> tuple[Mutant, bool, str]:
    """Return a mutant, whether it is refused, and what is wrong."""
    made = mutant(seed)
    try:
        found = opened(made.raw)
        return made, found is None, wrong(made, found)
    except Exception as error:
        return made, False, f"{type(error).__name__}: {error}"


@pytest.mark.soak
def test_no_mutant_breaks_the_reader_its_neighbours_or_its_own_row(capsys):
    seeds = soak.share(WHOLE)
    one_row = refused = 0
    bad = []
    for seed in range(seeds):
        made, is_refused, said = outcome(seed)
        one_row += made.broken is not None
        refused += is_refused
        if said:
            bad.append(f"seed {seed}: {said}")

    with capsys.disabled():
        print(f"\n{seeds:,} mutants: {one_row:,} with one row broken, {refused:,} refused, {len(bad):,} read wrongly")
    assert seeds >= WHOLE / 100
    assert one_row > seeds / 2
    assert 0 < refused < seeds / 4
    assert not bad, "\n".join(bad[:20])


def test_the_second_opinion_finds_what_is_wrong():
    row = [
        "OBX",
        "1",
        "NM",
        "150456^MDC_PULS_OXIM_SAT_O2^MDC",
        "1",
        "97",
        "262688^MDC_DIM_PERCENT^MDC",
        "",
        "",
        "",
        "",
        "F",
    ]

    assert may_be(row, "spo2_pct", 97)
    assert not may_be(row, "spo2_pct", 96)
    assert not may_be(row, "pulse_bpm", 97)
    assert not may_be([*row[:8], "INV", *row[9:]], "spo2_pct", 97)
    assert not may_be([*row[:11], "D"], "spo2_pct", 97)
    assert not may_be([*row[:3], "150456^MDC_RESP_RATE^MDC", *row[4:]], "spo2_pct", 97)
