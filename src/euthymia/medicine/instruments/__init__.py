"""Rating scales, one per file: what they ask, how they score, how far back they look, and whose they are."""

from typing import Final

from euthymia.medicine.instruments.cadss import CADSS
from euthymia.medicine.instruments.instrument import Instrument
from euthymia.medicine.instruments.madrs import MADRS, MADRS_24H
from euthymia.medicine.instruments.moaas import MOAAS
from euthymia.medicine.instruments.phq9 import PHQ9
from euthymia.medicine.refusal import Refusal

ALL: Final[dict[str, Instrument]] = {i.key: i for i in (PHQ9, MADRS, MADRS_24H, CADSS, MOAAS)}


class UnknownInstrument(Refusal):
    """No scale here goes by this key."""


def find(key: str) -> Instrument:
    """Find a scale by its key. Raises UnknownInstrument with the keys there are."""
    if key not in ALL:
        raise UnknownInstrument(f"{key!r} is not a scale of this system. Choose one of: {', '.join(ALL)}.")
    return ALL[key]
