"""Charting: when something happened, what a late act still moves, and what the record says once it is corrected.

Pure: events in as they were written, never changed; what is to be read comes out beside them.
"""

from euthymia.medicine.charting.acts import OFF, ON, ActsOutOfOrder, PumpAct, check_order, moves_nothing, pump_runs
from euthymia.medicine.charting.asked import NotOwed, Owed, owed
from euthymia.medicine.charting.at_chair import seen_at_chair, unconfirmed
from euthymia.medicine.charting.bodies import BODIES, faults
from euthymia.medicine.charting.corrections import CORRECTABLE, Line, Was, baseline, effective, standing
from euthymia.medicine.charting.kinds import ACTS, CHANGES, MEASURED, EventKind, known, unknown_text
from euthymia.medicine.charting.times import BeforeTheSession, NotYetHappened, happened_s

__all__ = [
    "ACTS",
    "BODIES",
    "CHANGES",
    "CORRECTABLE",
    "MEASURED",
    "OFF",
    "ON",
    "ActsOutOfOrder",
    "BeforeTheSession",
    "EventKind",
    "Line",
    "NotOwed",
    "NotYetHappened",
    "Owed",
    "PumpAct",
    "Was",
    "baseline",
    "check_order",
    "effective",
    "faults",
    "happened_s",
    "known",
    "moves_nothing",
    "owed",
    "pump_runs",
    "seen_at_chair",
    "standing",
    "unconfirmed",
    "unknown_text",
]
