"""What kept messages would have given, had a code been read: looked at before it is signed."""

from typing import Final, NamedTuple

from euthymia.clinic.infusion.devices.dialect.signed_codes import Code
from euthymia.clinic.infusion.devices.dialect.unread import newest
from euthymia.clinic.infusion.models import Device
from euthymia.medicine.readings import POSSIBLE
from euthymia.wire import hl7
from euthymia.wire.hl7 import clinic_codes

LOOKED_BACK: Final = 50_000
READ: Final = 500
SHOWN: Final = 12


class Preview(NamedTuple):
    """What the newest kept messages of a make hold of one code.

    messages    how many were looked at
    values      the newest, in the unit of the channel
    least, most of all of them; None where there is none
    impossible  how many no person can have
    none        how often it says that it has no value
    refused     why some rows would stay unread, once each
    """

    messages: int
    values: tuple[float, ...]
    count: int
    least: float | None
    most: float | None
    impossible: int
    none: int
    refused: tuple[str, ...]


def of(code: Code, channel: str) -> Preview:
    """Read the kept messages of the devices of this make as if the code were signed. Raises NotToBeAdded."""
    known = clinic_codes.check(code.system, code.code, code.unit, channel, name=code.name)
    mapped = {(code.system, code.code, code.unit): known}
    devices = Device.objects.filter(sending_app=code.sender).order_by("pk")
    messages = [m for device in devices for m in newest(device, back=LOOKED_BACK, most=READ)]
    found: list[float] = []
    none, refused = 0, dict[str, None]()
    for message in messages:
        readings, unread = hl7.readings(message, mapped)
        own = [one.value for one in readings if (one.system, one.code, one.channel) == (code.system, code.code, known)]
        found += [value for value in own if value is not None]
        none += own.count(None)
        refused |= dict.fromkeys(row.reason for row in unread if (row.system, row.code) == (code.system, code.code))
    low, high = POSSIBLE[known]
    strange = sum(not low <= value <= high for value in found)
    ends = (min(found), max(found)) if found else (None, None)
    return Preview(len(messages), tuple(found[:SHOWN]), len(found), *ends, strange, none, tuple(refused))
