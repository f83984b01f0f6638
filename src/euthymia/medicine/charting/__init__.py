"""Charting: when something happened, what a late act still moves, and what the record says once it is corrected.

Pure: events in as they were written, never changed; what is to be read comes out beside them.
"""

from euthymia.medicine.charting.acts import OFF, ON, ActsOutOfOrder, PumpAct, check_order, moves_nothing, pump_runs
from euthymia.medicine.charting.at_chair import CONFIRMED, seen_at_chair, unconfirmed
from euthymia.medicine.charting.corrections import CORRECTABLE, Line, Was, baseline, effective, standing
from euthymia.medicine.charting.times import BeforeTheSession, NotYetHappened, happened_s

__all__ = [
    "CONFIRMED",
    "CORRECTABLE",
    "OFF",
    "ON",
    "ActsOutOfOrder",
    "BeforeTheSession",
    "Line",
    "NotYetHappened",
    "PumpAct",
    "Was",
    "baseline",
    "check_order",
    "effective",
    "happened_s",
    "moves_nothing",
    "pump_runs",
    "seen_at_chair",
    "standing",
    "unconfirmed",
]
