"""HL7 v2, read and answered: a message's bytes to values, values to readings, and the acknowledgements it asks for."""

from euthymia.wire.hl7.alerts import device_alarm
from euthymia.wire.hl7.answers import Verdict, acknowledgements
from euthymia.wire.hl7.channels import CHANNELS, Unread, readings
from euthymia.wire.hl7.fields import NotHl7, ShortHeader, UnknownCharset, UnreadableText
from euthymia.wire.hl7.identities import Match, identity_matches
from euthymia.wire.hl7.message import Alert, Identity, Message, Observation, PatientId, Pump, PumpOrder, Reply
from euthymia.wire.hl7.reader import read

__all__ = [
    "CHANNELS",
    "Alert",
    "Identity",
    "Match",
    "Message",
    "NotHl7",
    "Observation",
    "PatientId",
    "Pump",
    "PumpOrder",
    "Reply",
    "ShortHeader",
    "UnknownCharset",
    "Unread",
    "UnreadableText",
    "Verdict",
    "acknowledgements",
    "device_alarm",
    "identity_matches",
    "read",
    "readings",
]
