"""Rating scales, one per file: what they ask, how they score, how far back they look, and whose they are."""

from typing import Final

from euthymia.medicine.instruments.bprs import BPRS_POSITIVE, BPRS_POSITIVE_1_7
from euthymia.medicine.instruments.cadss import CADSS
from euthymia.medicine.instruments.cgis import CGI_S
from euthymia.medicine.instruments.gad7 import GAD7
from euthymia.medicine.instruments.hamd6 import HAMD6
from euthymia.medicine.instruments.hamd17 import HAMD17
from euthymia.medicine.instruments.icsi import ICSI
from euthymia.medicine.instruments.instrument import Instrument
from euthymia.medicine.instruments.madrs import MADRS, MADRS_24H
from euthymia.medicine.instruments.moaas import MOAAS
from euthymia.medicine.instruments.phq9 import PHQ9
from euthymia.medicine.instruments.qids import QIDS
from euthymia.medicine.instruments.sds import SDS
from euthymia.medicine.instruments.side_effects import ALL as SIDE_EFFECTS
from euthymia.medicine.instruments.ymrs import YMRS
from euthymia.medicine.refusal import Refusal

ALL: Final[dict[str, Instrument]] = {
    i.key: i
    for i in (
        PHQ9, MADRS, MADRS_24H, CADSS, MOAAS, GAD7, QIDS, HAMD17, HAMD6, BPRS_POSITIVE, BPRS_POSITIVE_1_7, YMRS, SDS,
        ICSI, CGI_S, *SIDE_EFFECTS,
    )
}  # fmt: skip


class UnknownInstrument(Refusal):
    """No scale here goes by this key."""


def find(key: str) -> Instrument:
    """Find a scale by its key. Raises UnknownInstrument with the keys there are."""
    if key not in ALL:
        raise UnknownInstrument(f"{key!r} is not a scale of this system. Choose one of: {', '.join(ALL)}.")
    return ALL[key]
