"""FHIR R4, read: a Bundle or NDJSON of another system to one person's history, each line with where it came from.

One resource a file. Pure: bytes in chunks go in, values come out; no file is opened and no clock is read.
"""

from euthymia.wire.fhir.bundle.history import DIAGNOSES, History, read_histories
from euthymia.wire.fhir.bundle.read import Item, Reader
from euthymia.wire.fhir.values import Person, Refused, Where

__all__ = ["DIAGNOSES", "History", "Item", "Person", "Reader", "Refused", "Where", "read_histories"]
