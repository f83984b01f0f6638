"""What happened in a session, for its record: highest and lowest values, every alarm, act, HELP line and medicine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.infusion.models import SessionEvent
from euthymia.medicine import charting, watch
from euthymia.medicine.charting import EventKind
from euthymia.medicine.readings import PUMP_CHANNELS

ALARM_WORDS: Final[Mapping[str, str]] = {
    EventKind.ALARM_RAISED: "Alarm ({priority})",
    EventKind.ALARM_ESCALATED: "Not seen by anybody yet",
    EventKind.ALARM_ACKNOWLEDGED: "Seen by {name}",
    EventKind.ALARM_ENDED: "Over",
}
# Their own words are the record's; a correction shows in what it corrects.
IN_WORDS: Final = frozenset(
    {
        *charting.ACTS,
        EventKind.PUMP_SEEN,
        EventKind.ASKED_DONE,
        EventKind.HELP_CALLED,
        EventKind.HELP,
        EventKind.MEDICINE,
        EventKind.SYMPTOM,
        EventKind.SYMPTOM_OVER,
        EventKind.CHAIR_TAKEN,
    }
)


class Seen(NamedTuple):
    """One reading: when, and the value."""

    at: datetime
    value: float


def extremes(seen: Mapping[str, Sequence[Seen]]) -> tuple[tuple[str, str], ...]:
    """Return the lowest and the highest value of each channel that was measured, each with its first time.

    seen    the values that count, by channel, in the order they were measured; a pump's are no values of a patient
    """
    return tuple(
        (watch.label(channel), "; ".join(_ends(channel, seen[channel])))
        for channel in watch.LABELS
        if channel not in PUMP_CHANNELS and seen.get(channel)
    )


def _ends(channel: str, rows: Sequence[Seen]) -> Iterator[str]:
    for word, end in (("lowest", min), ("highest", max)):
        one = end(rows, key=lambda row: row.value)
        yield f"{word} {watch.amount(channel, one.value)} at {_clock(one.at)}"


def course(events: Iterable[SessionEvent], *, dose_hidden: str = "") -> tuple[tuple[str, str], ...]:
    """Return in order of time each alarm, act, HELP line, symptom and medicine: when, and what.

    events       as their corrections leave them, without those entered by mistake
    dose_hidden  the words in the place of what a pump's alarm says, where the reader may not know the dose; or ""
    """
    told = [event for event in events if event.kind in ALARM_WORDS or event.kind in IN_WORDS]
    return tuple(
        (_clock(event.event_at), _words(event, dose_hidden))
        for event in sorted(told, key=lambda one: (one.event_at, one.number))
    )


def _words(event: SessionEvent, dose_hidden: str) -> str:
    body = event.body
    if event.kind not in ALARM_WORDS:
        return str(body.get("text", event.kind))
    said = ALARM_WORDS[event.kind].format(priority=body["priority"], name=body.get("name", ""))
    tells_dose = dose_hidden and body["level"] in ("pump-rate", "pump-volume", "pump-runs-on", "device")
    return f"{said}: {dose_hidden if tells_dose else body['condition']}"


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M:%S}"
