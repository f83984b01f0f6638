"""What the event of each kind keeps. Times ending in _s are seconds since 1970; `text` is the line of the log."""

from collections.abc import Mapping
from typing import Any, Final, NotRequired, TypedDict

from euthymia.medicine.charting.kinds import EventKind
from euthymia.medicine.watch.alarm import Alarm


class Text(TypedDict):
    """What happened, in words."""

    text: str


class Said(Text):
    """What a hand entered, in words: `said` alone is what a correction names."""

    by: str
    said: str


class Readings(TypedDict):
    """A device's message: each reading as [channel, value, measured at], and what it was where it was not new."""

    readings: list[list[Any]]
    charted: str
    device: NotRequired[str]  # which of a kind said it, where it is not the first at its chair
    sources: NotRequired[dict[str, str]]  # by the reading's place: who said it, where its channel has several sources
    unread: NotRequired[list[list[str]]]  # a row that gave none, with why
    pump: NotRequired[dict[str, Any]]  # what a pump tells of itself


class TakenBack(Text):
    """A value that its device takes back: of which channel, measured when."""

    channel: str
    at_s: float
    device: NotRequired[str]
    source: NotRequired[str]  # code, containment and equipment of the row that takes it back


class DeviceAlarm(Text):
    """An alarm that a device reports."""

    alarm: dict[str, Any]


AlarmBody = TypedDict("AlarmBody", dict.fromkeys(Alarm._fields, Any))  # type: ignore[misc] # one list of fields
AcknowledgedAlarm = TypedDict("AcknowledgedAlarm", dict.fromkeys(("name", *Alarm._fields), Any))  # type: ignore[misc]


class SoundPaused(Text):
    """Which alarms' sound is paused, and until when."""

    keys: list[str]
    until_s: float
    by: str


class Limits(Text):
    """One limit of this patient."""

    name: str
    was: float
    now: float
    reason: str
    by: str


class Act(Text):
    """What a hand did: start, pause, resume, stop, check, discharge, cancel."""

    action: str
    by: NotRequired[str]
    said: NotRequired[str]
    cautions: NotRequired[list[str]]  # what asked for a prescriber's reason
    reason: NotRequired[str]
    baseline: NotRequired[dict[str, float]]  # by channel, at the start
    baseline_by_hand_s: NotRequired[dict[str, float]]
    baseline_by_device: NotRequired[dict[str, list[Any]]]  # who said it, and the time it was sent with


class LateAct(Said):
    """What a hand did and wrote down too late for it to move anything."""

    action: str


class Vitals(Said):
    """Vital signs by hand: each reading as [channel, value, measured at, what it was]."""

    readings: list[list[Any]]


class Cadss(Said):
    """A CADSS total."""

    total: int


class Rating(Said):
    """A rating of 0 to 4."""

    level: int


class AdverseEvent(Said):
    """A side effect with its grade of 1 to 5."""

    what: str
    grade: int
    note: str


class Medicine(Said):
    """A medicine that was given."""

    drug: str
    other: str
    dose: float
    unit: str
    route: str
    ordered_by: str
    despite: NotRequired[str]  # why it was given although the chart warns
    warned: NotRequired[str]  # what the chart said against it


class Note(Said):
    """A note in free words."""

    note: str


class Symptom(Said):
    """A symptom that a person saw, or saw end."""

    what: str


class AskedDone(Said):
    """What an acknowledged alarm asks for, done by a hand."""

    what: str


class ChairTaken(Said):
    """Who watched the chair until then, and why that person was not there; "" where they were."""

    was: str
    absent: str


class Correction(Text):
    """What an older event says now: `now` is None where it was entered by mistake."""

    of: int
    now: dict[str, Any] | None
    event_s: float
    reason: str
    by: str
    action: NotRequired[str]  # where it corrects an act


class AtChair(Said):
    """What a locked page took from a hand without a name."""

    what: str
    unconfirmed: bool
    alarm: NotRequired[str]


class HelpCalled(Said):
    """A call for help, from a locked page too."""

    what: NotRequired[str]
    unconfirmed: NotRequired[bool]


class Help(Said):
    """A line of the help sheet."""

    group: str
    what: str
    warned: NotRequired[str]  # what the chart said against a drug


class Confirmed(Text):
    """Who confirmed which event of a locked page."""

    of: int
    by: str


class SignedList(Text):
    """A list of lines, each met, and who signed it."""

    lines: list[dict[str, Any]]
    signed: dict[str, str]


class Signed(Text):
    """A signature: by, role, meaning."""

    signed: dict[str, str]


class RiskReviewed(Text):
    """What a prescriber found at leaving."""

    by: str
    finding: str


class RiskReviewedBefore(RiskReviewed):
    """What a prescriber found before the start, and what was known by then."""

    item_9: int | None
    waits: list[str] | tuple[str, ...]


class SetAside(Text):
    """Which line was set aside, by whom, and why."""

    key: str
    by: str
    role: str
    reason: str


class HandedOver(Text):
    """To whom a patient was handed over, and when."""

    by: str
    to: str
    when: str


BODIES: Final[Mapping[EventKind, type]] = {
    EventKind.READINGS: Readings,
    EventKind.DEVICE_ALARM: DeviceAlarm,
    EventKind.PAIRED: Text,
    EventKind.TAKEN_BACK: TakenBack,
    EventKind.UNPAIRED: Text,
    EventKind.MOVED: Text,
    EventKind.LINE: Text,
    EventKind.ALARM_RAISED: AlarmBody,
    EventKind.ALARM_ENDED: AlarmBody,
    EventKind.ALARM_ESCALATED: AlarmBody,
    EventKind.ALARM_ACKNOWLEDGED: AcknowledgedAlarm,
    EventKind.ASKED_DONE: AskedDone,
    EventKind.SOUND_PAUSED: SoundPaused,
    EventKind.LIMITS: Limits,
    EventKind.ACT: Act,
    EventKind.LATE_ACT: LateAct,
    EventKind.PUMP_SEEN: Text,
    EventKind.VITALS: Vitals,
    EventKind.CADSS: Cadss,
    EventKind.DISSOCIATION: Rating,
    EventKind.DISTRESS: Rating,
    EventKind.ADVERSE_EVENT: AdverseEvent,
    EventKind.MEDICINE: Medicine,
    EventKind.NOTE: Note,
    EventKind.SYMPTOM: Symptom,
    EventKind.SYMPTOM_OVER: Symptom,
    EventKind.CHAIR_TAKEN: ChairTaken,
    EventKind.CORRECTION: Correction,
    EventKind.HELP_CALLED: HelpCalled,
    EventKind.HELP: Help,
    EventKind.AT_CHAIR: AtChair,
    EventKind.CONFIRMED: Confirmed,
    EventKind.BEFORE: SignedList,
    EventKind.RISK_SAID: Text,
    EventKind.RISK_REVIEWED: RiskReviewedBefore,
    EventKind.SET_ASIDE: SetAside,
    EventKind.DISCHARGE: SignedList,
    EventKind.RISK_AT_LEAVING: Text,
    EventKind.RISK_REVIEWED_AT_LEAVING: RiskReviewed,
    EventKind.HANDED_OVER: HandedOver,
    EventKind.SET_ASIDE_AT_LEAVING: SetAside,
    EventKind.SIGNED_AGAIN: Signed,
}


def faults(kind: EventKind, body: Mapping[str, Any]) -> str:
    """Return which fields a body has too many or too few; "" where it is as its kind keeps it."""
    form: Any = BODIES[kind]
    extra = sorted(body.keys() - form.__annotations__.keys())
    missing = sorted(form.__required_keys__ - body.keys())
    return f"{kind}: too many {extra}, too few {missing}" if extra or missing else ""
