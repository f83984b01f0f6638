"""What an event of a session is: every kind that was ever stored, as one list that only grows.

A word is never taken out or changed here; one that is no longer written moves to RETIRED and is read on.
tests/upgrade/stored_words.txt holds them. What each kind keeps: bodies.py.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from euthymia.medicine import stored


class EventKind(StrEnum):
    """One kind of event, by its stored word."""

    # What devices sent
    READINGS = "readings"
    TAKEN_BACK = "value taken back"
    DEVICE_ALARM = "device alarm"
    PAIRED = "device paired"
    UNPAIRED = "device unpaired"
    MOVED = "device moved"
    LINE = "device line changed"
    # What the watch raised
    ALARM_RAISED = "alarm raised"
    ALARM_ENDED = "alarm ended"
    ALARM_ESCALATED = "alarm escalated"
    ALARM_ACKNOWLEDGED = "alarm acknowledged"
    ASKED_DONE = "act an alarm asks for done"
    SOUND_PAUSED = "alarm sound paused"
    LIMITS = "limits changed"
    # What hands did and entered
    ACT = "act"
    LATE_ACT = "late act"
    PUMP_SEEN = "pump observed"
    VITALS = "vital signs"
    CADSS = "cadss"
    DISSOCIATION = "dissociation"
    DISTRESS = "distress"
    ADVERSE_EVENT = "adverse event"
    MEDICINE = "medication given"
    NOTE = "note"
    SYMPTOM = "symptom"
    SYMPTOM_OVER = "symptom ended"
    CORRECTION = "correction"
    CHAIR_TAKEN = "chair taken over"
    # Help, and a locked page
    HELP_CALLED = "help called"
    HELP = "help sheet entry"
    AT_CHAIR = "at the chair"
    CONFIRMED = "entry confirmed"
    # Before the start
    BEFORE = "pre-infusion checklist"
    RISK_SAID = "risk reported"
    RISK_REVIEWED = "risk reviewed"
    SET_ASIDE = "overridden before start"
    # Leaving
    DISCHARGE = "discharge"
    RISK_AT_LEAVING = "risk at discharge"
    RISK_REVIEWED_AT_LEAVING = "risk reviewed at discharge"
    HANDED_OVER = "handed over"
    SET_ASIDE_AT_LEAVING = "overridden at discharge"
    SIGNED_AGAIN = "re-signed"


RETIRED: Final[frozenset[EventKind]] = frozenset()
ACTS: Final = frozenset({EventKind.ACT, EventKind.LATE_ACT})
# What can hold values of a channel, or change them: a correction of vital signs, a value that its device takes back.
MEASURED: Final = (EventKind.READINGS, EventKind.VITALS, EventKind.CORRECTION, EventKind.TAKEN_BACK)
CHANGES: Final = (EventKind.CORRECTION, EventKind.TAKEN_BACK)  # of what was written before


def known(kind: str) -> bool:
    """Return whether this version knows what a stored kind is."""
    return stored.known(kind, EventKind)


def unknown_text(kind: str, body: Mapping[str, Any]) -> str:
    """Return the line of an event whose kind this version does not know: all it can tell of it."""
    text = body.get("text")
    return stored.not_known(f"{kind}: {text}" if text else kind)
