"""Alarm events that a device sends (ORU^R40, IHE ACM): one Alert from the rows of each."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, Literal
from unicodedata import combining

from euthymia.medicine.watch import DeviceAlarm
from euthymia.wire.hl7.fields import Marks, part, parts
from euthymia.wire.hl7.message import Alert, Kind, Observation, Priority
from euthymia.wire.hl7.pumps import place_of

# What a row says about its event, by the end of its name: vendors number these rows differently (68481, 68165 and
# 684810 all mean the phase), and call them MDC_ATTR_ALARM_, _ALERT_ or _EVENT_.
_ATTRIBUTE: Final = re.compile(
    r"MDCX?_ATTR_(?:ALARM|ALERT|EVENT|EVT)_(SOURCE|PHASE|INACTIVATION_STATE|STATE|PRIORITY|TYPE|KIND|TEXT)",
    re.IGNORECASE,
)
_SAME: Final = {"KIND": "TYPE"}
_BY_CODE: Final = {
    "68480": "SOURCE",
    "68481": "PHASE",
    "68165": "PHASE",
    "68482": "STATE",
    "68166": "STATE",
    "68483": "INACTIVATION_STATE",
    "68167": "INACTIVATION_STATE",
    "68484": "PRIORITY",
    "68485": "TYPE",
    "68546": "TEXT",
}
_GENERIC: Final = frozenset({"MDC_EVT_ALARM", "196616"})
_EVENT_NAME: Final = re.compile(r"MDCX?_EVT_|\w+_EVT_", re.IGNORECASE)
_EVENT_CODES: Final = range(3 * 65_536 + 1, 4 * 65_536)  # partition 3 of the nomenclature
_CONTAINER: Final = re.compile(r"MDCX?_DEV_", re.IGNORECASE)  # the MDS, VMD and channel rows

_PRIORITIES: Final[dict[str, Priority]] = {
    **dict.fromkeys(("PH", "HIGH"), "high"),
    **dict.fromkeys(("PM", "MEDIUM"), "medium"),
    **dict.fromkeys(("PL", "LOW"), "low"),
    **dict.fromkeys(("PI", "INFORMATION", "INFO"), "information"),
    **dict.fromkeys(("PN", "NONE"), "none"),
}
_GRAVEST_FIRST: Final[tuple[Priority, ...]] = ("high", "medium", "low", "information", "none")
_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("SP", "PHYSIOLOGICAL"), "physiological"),
    **dict.fromkeys(("ST", "TECHNICAL"), "technical"),
    **dict.fromkeys(("SA", "ADVISORY"), "advisory"),
}


def alerts(groups: Iterable[tuple[list[str], Sequence[Observation]]], marks: Marks) -> tuple[Alert, ...]:
    """Read the alarms of an ORU^R40: of each OBR with its rows those that a row says, or the OBR itself."""
    return tuple(
        alert for obr, rows in groups for alert in (_alert(obr, part_of, marks) for part_of in _by_event(rows)) if alert
    )


def _by_event(rows: Sequence[Observation]) -> list[Sequence[Observation]]:
    """Cut rows at each event but the first: what stands before an event says what contains it."""
    begins = [n for n, row in enumerate(rows) if _is_event(row)]
    ends = [*begins[1:], len(rows)]
    if len(begins) < 2:
        return [rows]
    return [rows[begin:end] for begin, end in zip([0, *begins[1:]], ends, strict=True)]


def _alert(obr: list[str], rows: Sequence[Observation], marks: Marks) -> Alert | None:
    """Read one alarm; None where nothing says which it is.

    The specific alarm stands in OBX-5 where OBX-3 is the generic one, else in OBX-3 with its words in OBX-5; else in
    OBR-4; at last any row that is neither an attribute nor says what contains what.
    """
    said = {attribute: row for row in reversed(rows) if (attribute := _attribute(row))}
    event = next(filter(_is_event, rows), None) or next(filter(_may_be_event, rows), None)
    if event is None:
        return None
    code, name, text = _which(event, marks)
    ordered = parts(obr[4], marks)
    if not _is_event(event) and ordered[0] not in _GENERIC and _is_event_code(ordered[0], part(ordered, 1)):
        code, name = ordered[0], part(ordered, 1)
    flags = tuple(word.upper() for flag in event.flags for word in parts(flag, marks))
    priorities = (_words(said.get("PRIORITY"), marks), _first_word(said.get("PRIORITY"), marks), *flags)
    kinds = (_words(said.get("TYPE"), marks), _first_word(said.get("TYPE"), marks), *flags)
    found = {_PRIORITIES[word.upper()] for word in priorities if word.upper() in _PRIORITIES}
    return Alert(
        code,
        name,
        _words(said.get("TEXT"), marks) or text,
        _words(said.get("SOURCE"), marks) or _beside(event, rows),
        _words(said.get("PHASE"), marks),
        _words(said.get("STATE"), marks),
        _words(said.get("INACTIVATION_STATE"), marks),
        event.flags,
        next((priority for priority in _GRAVEST_FIRST if priority in found), ""),
        next((_KINDS[word.upper()] for word in kinds if word.upper() in _KINDS), ""),
        obr[29].strip(),
        obr[3].strip(),
        event.at_s,
        place_of(event),
    )


# The words of IHE ACM, lower case. Of a device that says neither phase nor state we take it that its alarm lasts.
_OVER: Final = frozenset({"end", "reset"})
_MOMENTS: Final = frozenset({"tpoint", "start_only"})
_GOES_ON: Final = frozenset({"continue", "update", "escalate", "deescalate", "de-escalate", "present"})
_NOT_QUIETED: Final = frozenset({"", "enabled"})

# High whatever the sender says. Source: house:grave-device-alarm
_GRAVE: Final = re.compile(
    r"apn(?:o?e|ö|é)|asystol|cardiac.?arrest|no.?breath"
    r"|(?:\b|_)v(?:entricular|entric|ent)?[\s_./-]*(?:f(?:\b|_|ib)|tac|t\b|fib)|kammerfl|kammertach"
    r"|extreme|x(?:brady|tachy)|(?:brady|tachy)[\s_-]*extr|de-?sat|(?<![a-z])air[\s_-]*(?:in|bubble|detect)"
    r"|(?:line|bubble)_air"
    r"|free[\s_-]*flow"
    # The same in other languages, without their accents, and in other words.
    r"|fibril\w*\W+ventric|\bfv\b|respirat\w*\W+arrest|arret\W+(?:cardi|respir)"
    r"|paro\W+(?:cardi|respir)|arresto\W+(?:card|resp)"
    r"|(?:herz|atem|kreislauf)stillstand|kein\w*\W+(?:atmung|puls)|no\W+pulse|pulseless|pulslos"
    r"|desatur|sattigungsabfall"
    r"|\b(?:luft|aire?|aria)\W+(?:im|in|en|dans|nella)\b|freier\W+fluss|flujo\W+libre|flusso\W+libero|debit\W+libre",
    re.IGNORECASE,
)
# MDC_EVT_APNEA and its 15 s and 30 s forms, _ECG_ASYSTOLE, _ECG_BRADY_EXTREME, _ECG_TACHY_EXTREME, _ECG_V_TACHY,
# _DESAT, and the monitors' own _ECG_V_FIB_TACHY: terms of partition 3 as public tables of the nomenclature have them.
_GRAVE_CODES: Final = frozenset(
    str(3 * 65_536 + term) for term in (3072, 3284, 3292, 3076, 3086, 3122, 3224, 3246, 61_444)
)
_SIGN_OF_LIFE: Final = re.compile(
    r"MDC_EVT_ACTIVE|heart[\s_-]*beat.?(?:message|ok)?$|keep[\s_-]*alive|sign of life", re.I
)
_SIGN_OF_LIFE_CODE: Final = "196614"
# An event that says no more than that something is wrong: only its words tell one such alarm from another.
_GENERAL: Final = re.compile(r"GENERAL|ADVIS|ALERT|UNSPEC|OTHER|MALF|INOP|TECH|EVT_ALARM$|_ALARM$", re.IGNORECASE)


def device_alarm(said: Alert) -> DeviceAlarm | None:
    """Return the alarm as medicine reads it; None for a sign of life, and for an onset marked as information.

    An end ends whatever its priority; an onset that names none, or "not indicated", is medium at least.
    """
    words = f"{said.name} {said.text}"
    if said.code == _SIGN_OF_LIFE_CODE or _SIGN_OF_LIFE.search(said.name):
        return None
    phase, state, quieted = said.phase.lower(), said.state.lower(), said.inactivation.lower()
    over = phase in _OVER or (state == "inactive" and phase not in (*_MOMENTS, "start"))
    grave = said.code in _GRAVE_CODES or any(map(_GRAVE.search, (words, _without_accents(words))))
    if said.priority == "information" and not over and not grave:
        return None
    moment = phase in _MOMENTS or (phase == "start" and state == "inactive")
    event = said.code if said.code.strip("0 ") else said.name or said.text
    return DeviceAlarm(
        _told_apart(event, said),
        said.text or said.name or said.code,
        "high" if grave else _priority(said.priority),
        "physiological" if said.kind == "physiological" else "technical",
        "no" if over else "moment" if moment else "yes",
        "" if quieted in _NOT_QUIETED else quieted.replace("-", " "),
        phase in _GOES_ON,
    )


def _without_accents(words: str) -> str:
    return words if words.isascii() else "".join(c for c in unicodedata.normalize("NFKD", words) if not combining(c))


def _priority(said: Priority) -> Literal["high", "medium", "low"]:
    return said if said in ("high", "medium", "low") else "medium"


def _told_apart(event: str, said: Alert) -> str:
    """Return what tells this alarm from others of its device: event, source, place, and the words of a general one."""
    general = _GENERAL.search(said.name) or not said.name or event in _GENERIC
    words = re.sub(r"[\W\d_]+", " ", said.text.casefold()).strip() if general else ""
    return "|".join(one.replace("|", " ") for one in (event, said.source, said.place, words)).rstrip("|")


def told(row: Observation, said: Iterable[Alert]) -> bool:
    """Return whether an Alert keeps what this row says."""
    if _attribute(row) is not None or row.name in _GENERIC or row.code in _GENERIC:
        return True
    return any((row.code, row.name) == (one.code, one.name) or (row.name and row.name == one.name) for one in said)


def _attribute(row: Observation) -> str | None:
    named = _ATTRIBUTE.fullmatch(row.name)
    if named:
        word = named[1].upper()
        return _SAME.get(word, word)
    return None if row.name[:4] == "MDC_" else _BY_CODE.get(row.code)


def _is_event(row: Observation) -> bool:
    return _is_event_code(row.code, row.name) and not _attribute(row)


def _is_event_code(code: str, name: str) -> bool:
    if name:
        return _EVENT_NAME.match(name) is not None
    return code.isascii() and code.isdigit() and int(code) in _EVENT_CODES


def _may_be_event(row: Observation) -> bool:
    """Return whether a row that bears no event's name may say what is wrong."""
    contains = _CONTAINER.match(row.name) is not None or row.status.upper() == "X"
    return bool(row.code + row.name) and not _attribute(row) and not (contains and row.value is None)


def _which(event: Observation, marks: Marks) -> tuple[str, str, str]:
    coding = parts(str(event.value or ""), marks)
    if event.name not in _GENERIC and event.code not in _GENERIC:
        return event.code, event.name, part(coding, 8) or part(coding, 1) or coding[0]
    return coding[0], part(coding, 1), part(coding, 8) or part(coding, 1) or coding[0]


def _beside(event: Observation, rows: Sequence[Observation]) -> str:
    """Return the code of the value that the event is about: the row behind it, where a device names no source."""
    behind = rows[list(rows).index(event) + 1 :]
    row = next((row for row in behind if not _attribute(row)), None)
    return "" if row is None else row.code if row.code.strip("0") else row.name


def _words(row: Observation | None, marks: Marks) -> str:
    """Return a coded value's name, or a plain value itself."""
    if row is None or row.value is None:
        return ""
    coding = parts(str(row.value), marks)
    return part(coding, 1) or coding[0]


def _first_word(row: Observation | None, marks: Marks) -> str:
    return "" if row is None or row.value is None else parts(str(row.value), marks)[0]
