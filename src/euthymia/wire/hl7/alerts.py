"""Alarm events that a device sends (ORU^R40, IHE ACM): one Alert from its rows."""

from typing import Final

from euthymia.medicine.watch import DeviceAlarm
from euthymia.wire.hl7.fields import Marks, part, parts
from euthymia.wire.hl7.message import Alert, Kind, Observation, Priority

# By name: vendors number the attribute rows differently (68481, 68165 and 684810 all mean the phase).
_ATTRIBUTES: Final = {
    "MDC_ATTR_ALERT_SOURCE": "source",
    "MDC_ATTR_EVENT_PHASE": "phase",
    "MDC_ATTR_ALARM_STATE": "state",
    "MDC_ATTR_ALARM_INACTIVATION_STATE": "inactivation",
}
_BY_CODE: Final = {"68480": "source", "68481": "phase", "68165": "phase", "68482": "state", "68483": "inactivation"}
_GENERIC: Final = "MDC_EVT_ALARM"
_PRIORITIES: Final[dict[str, Priority]] = {
    "PH": "high",
    "PM": "medium",
    "PL": "low",
    "PI": "information",
    "PN": "none",
}
_KINDS: Final[dict[str, Kind]] = {"SP": "physiological", "ST": "technical", "SA": "advisory"}


def alert(obr: list[str], observations: tuple[Observation, ...], marks: Marks) -> Alert | None:
    """Read the alarm from an ORU^R40's first OBR and its rows; None where no row says which alarm it is.

    The specific alarm stands in OBX-5 where OBX-3 is the generic one, else in OBX-3 with its words in OBX-5.
    """
    said = {attribute: row for row in reversed(observations) if (attribute := _attribute(row))}
    event = next((row for row in observations if not _attribute(row) and row.code + row.name), None)
    if event is None:
        return None
    code, name, text = _which(event, marks)
    return Alert(
        code,
        name,
        text,
        _words(said.get("source"), marks),
        _words(said.get("phase"), marks),
        _words(said.get("state"), marks),
        _words(said.get("inactivation"), marks),
        event.flags,
        next((_PRIORITIES[flag] for flag in event.flags if flag in _PRIORITIES), ""),
        next((_KINDS[flag] for flag in event.flags if flag in _KINDS), ""),
        obr[29].strip(),
        obr[3].strip(),
        event.at_s,
    )


# The words of IHE ACM, lower case. Of a device that says neither phase nor state we take it that its alarm lasts.
_OVER: Final = frozenset({"end", "reset"})
_MOMENTS: Final = frozenset({"tpoint", "start_only"})
_NOT_QUIETED: Final = frozenset({"", "enabled"})


def device_alarm(said: Alert) -> DeviceAlarm | None:
    """Give the alarm as medicine reads it; None where the device marks it as information, or as no alarm."""
    if said.priority == "information" or said.priority == "none":
        return None
    phase, state, quieted = said.phase.lower(), said.state.lower(), said.inactivation.lower()
    over = phase in _OVER or (state == "inactive" and phase not in _MOMENTS)
    return DeviceAlarm(
        said.code if said.code.strip("0 ") else said.name or said.text,
        said.text or said.name or said.code,
        said.priority or "medium",
        "physiological" if said.kind == "physiological" else "technical",
        "no" if over else "moment" if phase in _MOMENTS else "yes",
        "" if quieted in _NOT_QUIETED else quieted.replace("-", " "),
    )


def told(row: Observation, said: Alert) -> bool:
    """Say whether an Alert keeps what this row says."""
    return _attribute(row) is not None or row.name in (_GENERIC, said.name)


def _attribute(row: Observation) -> str | None:
    return _ATTRIBUTES.get(row.name) or (None if row.name else _BY_CODE.get(row.code))


def _which(event: Observation, marks: Marks) -> tuple[str, str, str]:
    said = str(event.value or "")
    if event.name != _GENERIC:
        return event.code, event.name, parts(said, marks)[0]
    coding = parts(said, marks)
    return coding[0], part(coding, 1), part(coding, 8) or part(coding, 1)


def _words(row: Observation | None, marks: Marks) -> str:
    """Give a coded value's name, or a plain value itself."""
    if row is None or row.value is None:
        return ""
    coding = parts(str(row.value), marks)
    return part(coding, 1) or coding[0]
