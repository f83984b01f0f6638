"""What one chair's tile shows: taken from the board that the chair's own page draws, never computed a second way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session import board
from euthymia.medicine import session as states
from euthymia.medicine.watch import Kind, Priority

Board = Mapping[str, Any]

PHASES: Final[Mapping[str, str]] = {
    "ordered": "Second check", "checked": "Ready", "running": "Infusing", "paused": "Paused", "observing": "Observing",
}  # fmt: skip
CELLS: Final = (
    ("SpO2", ("spo2_pct",)), ("Pressure", ("systolic_mmhg", "diastolic_mmhg")), ("Pulse", ("pulse_bpm",)),
    ("MOAA/S", ("sedation_moaas",)),
)  # fmt: skip
_CHECKED_BY_NAME: Final = {
    "spo2_pct": "SpO2", "pulse_bpm": "Pulse", "systolic_mmhg": "Pressure", "diastolic_mmhg": "Pressure",
    "resp_rate_bpm": "Breathing", "sedation_moaas": "MOAA/S", "pump_rate_ml_h": "Pump",
}  # fmt: skip
_MOST_URGENT: Final[tuple[Priority, ...]] = ("high", "medium", "low")
MARKS: Final[Mapping[Priority, str]] = {"high": "***", "medium": "**", "low": "*"}
_IN_USE: Final = ("running", "paused", "observing")  # while checks are due
# Whose words name a number that everybody may see; a score, a drug, a symptom and a device's own words stay hidden.
_FOR_EVERYBODY: Final = frozenset(
    {"spo2_pct", "pulse_bpm", "heart_rate_bpm", "systolic_mmhg", "diastolic_mmhg", "mean_mmhg", "resp_rate_bpm"}
)


@dataclass(frozen=True)
class Cell:
    """One number, or a cuff's two, with how old it is.

    text           "––" for what has no value
    at_s           when the older of them was measured; None where there is no value
    stale_after_s  from then on it is no number of now
    alarm          the gravest alarm that it raises and that lasts; None where it raises none
    """

    name: str
    text: str
    at_s: float | None
    stale_after_s: float
    alarm: Priority | None = None
    seen: bool = False


@dataclass(frozen=True)
class Says:
    """The gravest of a chair's conditions, in words.

    seen       a person has acknowledged it
    over       it is over, and waits for nobody
    more       how many others there are
    waits      of the others the gravest that nobody has acknowledged, where the gravest of all was
    """

    priority: Priority
    text: str
    kind: Kind = "physiological"
    seen: bool = False
    over: bool = False
    since_s: float = 0.0
    more: int = 0
    waits: Priority | None = None

    @property
    def mark(self) -> str:
        """Return the mark that stands for its urgency."""
        return MARKS[self.priority]

    @property
    def others(self) -> str:
        """Return in words what else there is."""
        return f"+{self.more} more{f' {MARKS[self.waits]}' if self.waits else ''}" if self.more else ""


@dataclass(frozen=True)
class Tile:
    """One chair on the board.

    session     the key of the session that a press opens; "" where the chair is free
    person      name and number, or the number alone where the chart is closed to the reader; "" in view of patients
    ends_s      when the pump has run the plan, while it runs
    left_min    minutes of the plan that are left, while it does not run
    given_mg    as of `as_of_s`, growing by `giving_mg_s` up to `ordered_mg`
    next_s      when the soonest check is due, and `next_name` what is to be checked
    """

    key: str
    chair: str
    session: str = ""
    state: str = ""
    person: str = ""
    nurse: str = ""
    cells: tuple[Cell, ...] = ()
    ends_s: float | None = None
    left_min: float | None = None
    given_mg: float | None = None
    giving_mg_s: float = 0.0
    ordered_mg: float | None = None
    as_of_s: float = 0.0
    next_s: float | None = None
    next_name: str = ""
    says: Says | None = None

    @property
    def phase(self) -> str:
        """Return the phase in one word."""
        return PHASES.get(self.state, "Free")

    @property
    def label(self) -> str:
        """Return what a screen reader says of the whole tile: chair, person, state, alarm."""
        alarm = f"{self.says.priority} priority: {self.says.text}" if self.says else "no alarm"
        said = (self.chair, self.person, states.TEXTS.get(self.state, ""), alarm)  # type: ignore[call-overload]
        return ". ".join(part for part in said if part)

    @property
    def is_unseen(self) -> bool:
        """Return whether an alarm here waits for a person."""
        return self.says is not None and (not self.says.seen or self.says.waits is not None)


def free(chair: Resource, waiting: Session | None = None, *, person: str = "") -> Tile:
    """Return the tile of a chair nobody sits in; it opens the session that waits there for its second check."""
    if waiting is None:
        return Tile(str(chair.key), chair.name)
    return Tile(str(chair.key), chair.name, session=str(waiting.key), state=waiting.state, person=person)


def taken(chair: Resource, session: Session, shown: Board, *, person: str) -> Tile:
    """Return the tile of a chair with a patient in it, for staff.

    shown   the board of the session's own page
    """
    next_s, next_name = _next_check(shown)
    return Tile(
        str(chair.key),
        chair.name,
        session=str(session.key),
        state=session.state,
        person=person,
        nurse=session.nurse.name,
        cells=tuple(_cell(name, channels, shown) for name, channels in CELLS),
        given_mg=shown["given_mg"],
        giving_mg_s=shown["giving_mg_s"],
        ordered_mg=shown["ordered_mg"],
        as_of_s=shown["now_s"],
        next_s=next_s,
        next_name=next_name,
        says=_says(shown),
        **_left(session, shown),
    )


def in_view_of_patients(tile: Tile, shown: Board | None) -> Tile:
    """Return the same tile without name, number, dose, score and nurse; an alarm of a hidden value keeps its colour."""
    return Tile(
        tile.key,
        tile.chair,
        session=tile.session,
        state=tile.state,
        cells=tuple(cell for cell in tile.cells if cell.name != "MOAA/S"),
        ends_s=tile.ends_s,
        left_min=tile.left_min,
        says=_says(shown, for_everybody=True) if shown else None,
    )


def _cell(name: str, channels: Sequence[str], shown: Board) -> Cell:
    by_channel = {value["channel"]: value for value in shown["values"]}
    values = [by_channel[channel] for channel in channels]
    measured = [value for value in values if value["value"] is not None and value["at_s"] is not None]
    text = "/".join(value["text"] if value in measured else "––" for value in values) if measured else "––"
    alarm, seen = _alarm_of(channels, shown["alarms"])
    return Cell(
        name,
        text,
        min((value["at_s"] for value in measured), default=None),
        min(value["stale_after_s"] for value in values),
        alarm,
        seen,
    )


def _alarm_of(channels: Sequence[str], alarms: Iterable[Mapping[str, Any]]) -> tuple[Priority | None, bool]:
    """Return the gravest alarm of these values that lasts, and whether it was seen. A heart rate is a pulse."""
    own = {*channels, *(("heart_rate_bpm",) if "pulse_bpm" in channels else ())}
    here = [alarm for alarm in alarms if not alarm["ended_s"] and own & set(alarm["channels"])]
    for priority in _MOST_URGENT:
        alike = [alarm for alarm in here if alarm["priority"] == priority]
        if alike:
            return priority, all(alarm["acknowledged_by"] for alarm in alike)
    return None, False


def _says(shown: Board, *, for_everybody: bool = False) -> Says | None:
    """Return what the tile says: that help was called, else the gravest condition."""
    alarms = sorted(shown["alarms"], key=_gravest_first)
    waiting = [alarm["priority"] for alarm in alarms if alarm["unseen"]]
    if shown["help_is_called"]:
        return Says("high", "HELP was called. Go there.", more=len(alarms), waits=next(iter(waiting), None))
    if not alarms:
        return None
    lead = alarms[0]
    return Says(
        lead["priority"],
        _for_everybody(lead) if for_everybody else lead["text"],
        lead["kind"],
        seen=not lead["unseen"],
        over=_is_over(lead),
        since_s=lead["onset_s"],
        more=len(alarms) - 1,
        waits=None if lead["unseen"] else next(iter(waiting), None),
    )


def _gravest_first(alarm: Mapping[str, Any]) -> tuple[bool, int, bool]:
    """Order a chair's conditions: by urgency, the unseen first; what is over and waits for nobody comes last."""
    return _is_over(alarm), _MOST_URGENT.index(alarm["priority"]), not alarm["unseen"]


def _is_over(alarm: Mapping[str, Any]) -> bool:
    """Return whether it is over and as quiet as that: a high one stays loud until a person has seen it."""
    return bool(alarm["ended_s"]) and not alarm["unseen"]


def _for_everybody(alarm: Mapping[str, Any]) -> str:
    if alarm["kind"] == "technical":
        return "Equipment: go to the chair."
    named = alarm["channels"] and set(alarm["channels"]) <= _FOR_EVERYBODY and alarm["level"] != "device"
    return str(alarm["text"]) if named else "Go to the chair."


def _next_check(shown: Board) -> tuple[float | None, str]:
    """Return when the soonest check is due, and what is to be checked; the chair's page counts down to the same."""
    due = [
        (value["at_s"] + value["due_after_s"], _CHECKED_BY_NAME[value["channel"]])
        for value in shown["values"]
        if value["due_after_s"] and value["at_s"]
    ]
    return min(due) if due and shown["state"] in _IN_USE else (None, "")


def _left(session: Session, shown: Board) -> dict[str, float | None]:
    """Return how long the plan still takes: its end while the pump runs, else the minutes that are left of it."""
    plan = session.order.plan
    if session.state == "checked":
        return {"left_min": session.order.duration_min}
    if session.state not in ("running", "paused") or shown["given_mg"] is None:
        return {}
    left_s = (shown["ordered_mg"] - shown["given_mg"]) / (plan["rate_mg_h"] / 3600)
    return {"ends_s": shown["now_s"] + left_s} if session.state == "running" else {"left_min": left_s / 60}


_boards: dict[UUID, tuple[int, Board]] = {}


def boards(sessions: Iterable[Session]) -> dict[int, Board]:
    """Return each session's board by its primary key; one is built again when something has happened in the session.

    What grows between two events, the dose given and all ages, is counted on in the browser, as at the chair.
    """
    found, keys = {}, set()
    for session in sessions:
        number, shown = _boards.get(session.key, (-1, {}))
        if number != session.last_event_number:
            shown = board.page_board(session)
        found[session.pk] = shown
        _boards[session.key] = session.last_event_number, shown
        keys.add(session.key)
    for over in set(_boards) - keys:
        _boards.pop(over, None)
    return found
