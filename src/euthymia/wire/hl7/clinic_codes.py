"""What a clinic may add to our table of codes: what a make means by a code that we do not read."""

from typing import Final

from euthymia.medicine.readings import PUMP_CHANNELS, Channel
from euthymia.medicine.refusal import Refusal
from euthymia.wire.hl7 import codes
from euthymia.wire.hl7.fields import USUAL
from euthymia.wire.hl7.units import UNIT_OF, unit

CHANNELS: Final[tuple[Channel, ...]] = tuple(channel for channel in UNIT_OF if channel not in PUMP_CHANNELS)


class NotToBeAdded(Refusal):
    """A code is read already, must not be read, or its unit is not its channel's."""


def check(system: str, code: str, unit_field: str, channel: str, *, name: str = "") -> Channel:
    """Return the channel that a clinic may read a code as. Raises NotToBeAdded.

    system, code, unit_field, name   as sent: OBX-3.3, OBX-3.1, OBX-6, OBX-3.2; a unit that is missing is the channel's
    Nothing is converted but Fahrenheit: a unit that we do not know is never guessed.
    """
    known = next((one for one in CHANNELS if one == channel), None)
    if known is None:
        raise NotToBeAdded("Choose what it is to be read as. A pump's values are not added here.")
    if not code.strip():
        raise NotToBeAdded("Write the code as the device sends it (OBX-3, its first part).")
    meaning = codes.meaning(code, name, system)
    if meaning is not None:
        what = "contradicts its name" if meaning == "contradiction" else "is read already"
        raise NotToBeAdded(f"The code {code[:40]} {what}. It is not to be given another meaning.")
    why = codes.NOT_WATCHED.get(codes.coded(code, name, system))
    if why and why not in codes.MAY_BE_SAID:
        raise NotToBeAdded(f"The code {code[:40]} is {why}. It never stands for {known}.")
    said = unit(unit_field, USUAL)
    if said not in ("none", UNIT_OF[known]) and (said, known) != ("degF", "temperature_c"):
        raise NotToBeAdded(
            f"Its unit {unit_field[:60]} is not {UNIT_OF[known]}, or one that we do not know. It is not converted."
        )
    return known
