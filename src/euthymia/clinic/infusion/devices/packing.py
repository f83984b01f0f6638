"""What an event keeps of a device's message, as plain JSON. The raw message beside it keeps everything."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from euthymia.medicine import watch
from euthymia.medicine.readings import Channel, Reading
from euthymia.wire import hl7

SHOWN: Final = 200  # characters of a sender's own text


def kept(text: str) -> str:
    """Cut a sender's own text to what an event keeps; no database takes a NUL."""
    return text[:SHOWN].replace("\x00", " ")


MOST: Final = "monitor"  # the device of most messages: it is not named in each


def readings(
    found: Sequence[Reading],
    outcomes: Sequence[str],
    charted: str,
    *,
    device: str = MOST,
    several: Collection[Channel] = (),
) -> dict[str, object]:
    """A message's readings as one event body: channel, value, measured at, and what it was (new is left out).

    several  channels that have other sources at this chair: of each such reading it is kept who said it, as of one that
             has a second in this message
    """
    rows = []
    for reading, outcome in zip(found, outcomes, strict=True):  # its places by number: this runs for every value
        row: list[object] = [reading[0], reading[1], round(reading[2], 3)]
        if outcome != "new":
            row.append(outcome)
        rows.append(row)
    body: dict[str, object] = {"readings": rows, "charted": charted}
    if device != MOST:
        body["device"] = device
    channels = [reading[0] for reading in found]
    if not several and len(set(channels)) == len(channels):
        return body
    sources = {
        str(place): watch.as_kept((reading.code, reading.containment, reading.equipment))
        for place, reading in enumerate(found)
        if reading.channel in several or channels.count(reading.channel) > 1
    }
    return body | {"sources": sources} if sources else body


def beside(unread: Sequence[hl7.Unread], pump: hl7.Pump | None) -> dict[str, object]:
    """What a message says beside its readings: rows that gave none, with why, and what a pump tells of itself."""
    body: dict[str, object] = {}
    if unread:
        body["unread"] = [[kept(u.code or u.name), kept(u.reason)] for u in unread]
    if pump is not None and (said := _said(pump)):
        body["pump"] = said
    return body


def taken_back(back: hl7.TakenBack, name: str) -> dict[str, object]:
    """A value that its device takes back; its line stands at the time of the value."""
    text = f"{name.capitalize()} takes back its {watch.label(back.channel)} of this time: {back.why}"
    body: dict[str, object] = {"text": text, "channel": back.channel, "at_s": round(back.at_s, 3)}
    if name != MOST:
        body["device"] = name
    return body | {"source": watch.as_kept((back.code, back.containment, watch.said_by(name, back.equipment)))}


def device_alarm(alert: hl7.Alert, name: str) -> dict[str, object]:
    """An alarm that the device itself reports: phase, state, inactivation and priority as it says them."""
    words = ", ".join(kept(word) for word in (alert.phase, alert.state, alert.inactivation) if word)
    text = f"{name.capitalize()} says: {kept(alert.text or alert.name or alert.code)} ({words or 'no state given'})"
    return {"text": text, "alarm": {name: _plain(value) for name, value in alert._asdict().items()}}


def _said(pump: hl7.Pump) -> dict[str, Any]:
    """Leave out what it does not say; status, rate now and which channel it is alone, which the readings say."""
    said = {name: _plain(value) for name, value in pump._asdict().items() if value not in (None, "")}
    return {name: value for name, value in said.items() if name not in ("infusing", "rate_ml_h", "alone")}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return kept(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
