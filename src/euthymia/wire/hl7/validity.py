"""Whether a row's value stands, by the marks a device gives it: OBX-8 and OBX-11 in any of their forms."""

import re
from typing import Final

from euthymia.wire.hl7.fields import Marks, parts
from euthymia.wire.hl7.message import Observation

# OBX-8 of a row that carries no present measurement: no value, invalid, calibrating, test or demonstration data. Some
# senders write the standard's long words (MeasurementStatus of IEEE 11073-10201) in place of its codes, or in OBX-11.
_NO_MEASUREMENT: Final = frozenset(
    {"INV", "NAV", "NI", "NA", "OFF", "MSK", "OTH", "NAN", "PINF", "NINF", "BUSY", "CAL", "TEST", "DEMO"}
    | {"INVALID", "NOTAVAILABLE", "CALIBRATIONONGOING", "TESTDATA", "DEMODATA", "MSMTONGOING"}
)
# What makes write there in words of their own: simulated, "Demo Mode", "LEADS OFF", "not_for_clinical_use".
_OF_NOBODY: Final = re.compile(
    r"(?:^|[\W_])(?:simulat|sim$|demo|test|training|service|maintenance|invalid|unplugged|disconnected)"
    r"|(?:lead|sensor|probe|cable)s?[\W_]*off|not[\W_]*for[\W_]*clinical|not[\W_]*available",
    re.IGNORECASE,
)
_JOINTS: Final = str.maketrans("", "", " -_")
# OBX-11 (HL7 table 0085) of a row whose value does not stand: no result, not asked for, pending, an order alone.
_NO_RESULT: Final = frozenset({"X", "N", "I", "O"})
# OBX-11 of a row that takes back what the same code, source and time said before.
TAKEN_BACK: Final = {"D": "deleted", "W": "sent for the wrong patient"}


def status_of(row: Observation, marks: Marks) -> str:
    """Return OBX-11's code, in capitals, whether it comes alone or as a coded entry."""
    status = row.status
    if len(status) < 2:
        return status.upper()
    code, *rest = parts(status, marks)
    return (code or "".join(rest[2:3])).upper()


def is_marked(row: Observation) -> bool:
    """Return whether a row's marks need a look; those of most rows do not."""
    return row.status not in "FR" or bool(row.flags)


def no_measurement(row: Observation, marks: Marks) -> str:
    """Return why a row is no present measurement; "" where it is one."""
    code = status_of(row, marks)
    if code in TAKEN_BACK:
        return f"the device takes it back: {TAKEN_BACK[code]} ({code})"
    said = (word for flag in row.flags for word in parts(flag, marks))
    words = {part.translate(_JOINTS).upper() for word in said for part in word.split(marks.subcomponent)}
    words.add(code.translate(_JOINTS))
    is_marked_so = code in _NO_RESULT or not _NO_MEASUREMENT.isdisjoint(words)
    if is_marked_so or any(map(_OF_NOBODY.search, (*row.flags, row.status))):
        return f"the device marks it as no measurement ({' '.join((*row.flags, row.status)).strip()})"
    return ""
