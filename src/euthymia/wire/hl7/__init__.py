"""HL7 v2, read and answered: a message's bytes to values, values to readings, and the acknowledgements it asks for."""

from euthymia.wire.hl7.alerts import device_alarm
from euthymia.wire.hl7.answers import Verdict, acknowledgements
from euthymia.wire.hl7.channels import UNWATCHED, Mapped, TakenBack, Unread, readings, taken_back
from euthymia.wire.hl7.codes import CHANNELS
from euthymia.wire.hl7.fields import NotHl7, ShortHeader, UnknownCharset
from euthymia.wire.hl7.identities import Match, identity_matches
from euthymia.wire.hl7.message import Alert, Identity, Message, Observation, PatientId, Pump, PumpOrder, Reply, Speaker
from euthymia.wire.hl7.reader import SeveralMessages, read, split

__all__ = [
    "CHANNELS",
    "UNWATCHED",
    "Alert",
    "Identity",
    "Mapped",
    "Match",
    "Message",
    "NotHl7",
    "Observation",
    "PatientId",
    "Pump",
    "PumpOrder",
    "Reply",
    "SeveralMessages",
    "ShortHeader",
    "Speaker",
    "TakenBack",
    "UnknownCharset",
    "Unread",
    "Verdict",
    "acknowledgements",
    "device_alarm",
    "identity_matches",
    "read",
    "readings",
    "split",
    "taken_back",
]
