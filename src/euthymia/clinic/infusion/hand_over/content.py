"""What a hand-over tells: read from the chair's board and the session's record, never gathered a second way."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from euthymia.clinic.assessment.danger import assessment
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.report import facts, pdf
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.writer import moment
from euthymia.medicine import charting, watch
from euthymia.medicine.charting import EventKind

Section = tuple[str, tuple[tuple[str, str], ...]]

# What no field of the record holds: asked of the one who hands over, and of the patient.
TO_ASK: Final = (
    "The vein: where it is, and whether it runs well",
    "Oxygen, and how much",
    "How the patient feels now, and what worries them",
    "Who takes them home, and whether that person has been reached",
)
_LEFT_OUT: Final = ("Signatures",)
_NOT_IN_RECORD: Final = frozenset(
    {EventKind.DISSOCIATION, EventKind.DISTRESS, EventKind.CADSS, EventKind.NOTE, EventKind.LIMITS}
)


def sections(session: Session, *, at: datetime) -> list[Section]:
    """Return what is to be read at the chair, the present first, then the record of the session so far."""
    shown = board.page_board(session)
    hidden = "" if shown["ordered_mg"] is not None else dose_shown.HIDDEN
    record = pdf.sections(facts.gather(session, dose_hidden=hidden))
    now = [("Now", tuple(_now(session, shown, at))), ("Alarms and what they ask for", tuple(_waiting(shown)))]
    now.append(("Ratings, notes and limits, newest first", tuple(_beside(session))))
    return [*now, *(section for section in record if section[0] not in _LEFT_OUT)]


def _now(session: Session, shown: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    yield "State", shown["state_text"]
    yield "Pump", "; ".join([*shown["pump_says"], *_may_run(shown)]) or "says nothing of itself"
    yield from _danger(session, at)
    for value in shown["values"]:
        if value.get("hidden"):
            continue
        yield value["label"], _value(value, at)
    baseline = charting.baseline(board.acts_of(session))
    said = ", ".join(f"{watch.label(channel)} {watch.amount(channel, number)}" for channel, number in baseline.items())
    yield "Baseline", said or "not taken yet"


def _may_run(shown: Mapping[str, Any]) -> list[str]:
    return ["it may be running: nobody has seen it stand still"] if shown["pump_may_run"] else []


def _danger(session: Session, at: datetime) -> Iterator[tuple[str, str]]:
    stands = assessment.stand(session.patient, at=at)
    waits = ", waits for an assessment in person" if stands.act else ""
    yield "Danger to self", f"{stands.level}{waits}"


def _value(value: Mapping[str, Any], at: datetime) -> str:
    if value["at_s"] is None:
        return "no value yet"
    minutes = (at.timestamp() - value["at_s"]) / 60
    age = f"{minutes:.0f} min ago" if minutes >= 1 else "less than 1 min ago"
    scale = value["channel"] == "sedation_moaas"
    unit = f"({value['unit']})" if scale else value["unit"]
    said = f"{value['text']} {unit}, {age}, at {_clock(value['at_s'])}"
    if not value["due_after_s"]:
        return said
    due = value["at_s"] + value["due_after_s"]
    return f"{said}; next check {_clock(due)}" + (" (due now)" if due <= at.timestamp() else "")


def _waiting(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for alarm in shown["alarms"]:
        seen = f"seen by {alarm['acknowledged_by']}" if alarm["acknowledged_by"] else "nobody has acknowledged it"
        over = f", over since {_clock(alarm['ended_s'])}" if alarm["ended_s"] else ""
        yield f"Alarm ({alarm['priority']}) since {_clock(alarm['onset_s'])}", f"{alarm['text']}{over}; {seen}"
    for one in shown["owed"]:
        yield "Still to be done", f"{one['text']}, asked for since {_clock(one['since_s'])}"
    if not shown["alarms"] and not shown["owed"]:
        yield "Nothing", "no alarm, and nothing that one asked for"


def _beside(session: Session) -> Iterator[tuple[str, str]]:
    """Yield what the record of a session leaves out, as corrected, without what was entered by mistake."""
    lines = [line for line in charting.effective(board.acts_of(session)) if line.kind in _NOT_IN_RECORD]
    for line in sorted(lines, key=lambda line: (line.at_s, line.number), reverse=True):
        if not line.struck:
            yield _clock(line.at_s), board.text_of(line.kind, line.body)


def _clock(at_s: float) -> str:
    return f"{timezone.localtime(moment(at_s)):%H:%M}"
