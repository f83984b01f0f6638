"""The session on paper, in the style of the esketamine REMS monitoring form: facts gathered into one value.

Racemic IV ketamine is not under that REMS, and the paper says so. What nobody looked at is None, never "no".
Source: rems:form
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.assessment.models import Allergy, Medication
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import Order, Session, SessionEvent
from euthymia.clinic.infusion.report.course import Seen, course, extremes
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.refusals import NotYours
from euthymia.clinic.infusion.session.writer import moment, writing
from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.models import User
from euthymia.medicine import charting
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind
from euthymia.medicine.drugs import interactions
from euthymia.medicine.refusal import Refusal

LABEL: Final = "REMS-style: racemic IV ketamine is not under that REMS."
SIGNATURES: Final = (EventKind.DISCHARGE, EventKind.SIGNED_AGAIN)
NOT_COUNTED: Final = ("impossible", "repeat")
ASKED_MEDICINES: Final = (
    ("Benzodiazepine", ("benzodiazepines",)),
    ("Other sedative or hypnotic", ("other sedatives and hypnotics",)),
    ("Stimulant", ("stimulants",)),
    ("MAO inhibitor", ("MAO inhibitors",)),
    ("Opioid", ("opioids",)),
)


class NothingChanged(Refusal):
    """Somebody wants to sign again what was not changed since the last signature."""


class Pressure(NamedTuple):
    """One cuff reading, and when."""

    systolic_mmhg: float
    diastolic_mmhg: float
    at: datetime

    @property
    def text(self) -> str:
        return f"{self.systolic_mmhg:g}/{self.diastolic_mmhg:g} mmHg at {timezone.localtime(self.at):%H:%M}"


class Spell(NamedTuple):
    """Whether something happened (None: nobody looked), from when, until when (None: not seen to end), and how far."""

    happened: bool | None
    onset: datetime | None = None
    resolved: datetime | None = None
    furthest: str = ""

    @property
    def text(self) -> str:
        if not self.happened:
            return "not assessed" if self.happened is None else "no"
        ended = f"resolved {_clock(self.resolved)}" if self.resolved else "not seen to resolve"
        return f"yes: {self.furthest}; onset {_clock(self.onset)}, {ended}"


class Signed(NamedTuple):
    """A signature as it is printed: what was signed, by whom, when, and what it means."""

    what: str
    by: str
    at: datetime
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the paper says of a session."""

    patient: str
    number: str
    birth_date: date
    place: str
    began: datetime | None
    ended: datetime | None
    left: datetime | None
    drug: str
    dose_hidden: str  # why no dose stands on the paper; "" where it does
    ordered_mg: float
    given_mg: float | None
    dose_mg_per_kg: float
    duration_min: float
    monitored_min: float | None
    medicines: tuple[tuple[str, tuple[str, ...]], ...]
    allergies: str
    pressures: tuple[tuple[str, Pressure | None], ...]
    lowest_spo2: Seen | None
    extremes: tuple[tuple[str, str], ...]  # each channel that was measured: its lowest and highest value, and when
    course: tuple[tuple[str, str], ...]  # each alarm, act, HELP line, symptom and medicine: when, and what
    sedation: Spell
    dissociation: Spell
    breathing: Spell
    adverse: tuple[str, ...]
    serious: tuple[str, ...]
    signatures: tuple[Signed, ...]
    changed: tuple[str, ...]  # what was written after the last signature, in words
    unknown: tuple[tuple[str, str], ...] = ()  # each event of a kind that this version does not know: when, and what


def gather(session: Session, *, dose_hidden: str = "") -> Report:
    """Read a session's rows into what its paper says."""
    written = list(SessionEvent.objects.filter(session=session).order_by("number"))
    events = _as_corrected(written)
    seen = _readings(events)
    began, ended, left = (_act(events, name) for name in ("start", "stop", "discharge"))
    adverse = [event.body for event in events if event.kind == EventKind.ADVERSE_EVENT]
    limits, order = limits_for(session), session.order
    return Report(
        patient=session.patient.name,
        number=session.patient.number,
        birth_date=session.patient.birth_date,
        place=session.chair.name,
        began=began,
        ended=ended,
        left=left,
        drug=order.drug,
        dose_hidden=dose_hidden,
        ordered_mg=order.dose_mg,
        given_mg=board.given_mg(session, board.acts_of(session)),
        dose_mg_per_kg=order.dose_mg_per_kg,
        duration_min=order.duration_min,
        monitored_min=(left - began).total_seconds() / 60 if began and left else None,
        medicines=_medicines(session, left or timezone.now()),
        allergies=_allergies(session),
        pressures=_pressures(seen, began, left),
        lowest_spo2=min(seen.get("spo2_pct", ()), key=lambda one: one.value, default=None),
        extremes=extremes(seen),
        course=course(events, dose_hidden=dose_hidden),
        sedation=spell(seen.get("sedation_moaas", ()), lambda value: value < 5, "MOAA/S", lowest=True),
        dissociation=_dissociation(events, began),
        breathing=spell(
            seen.get("resp_rate_bpm", ()), lambda value: value < limits.resp_prompt_below_bpm, "breaths", lowest=True
        ),
        adverse=tuple(_event(body) for body in adverse),
        serious=tuple(_event(body) for body in adverse if body["grade"] >= 4 or body.get("serious")),
        signatures=tuple(_signatures(order, session, events)),
        changed=changed_since(written, dose_hidden=dose_hidden),
        unknown=tuple(_unknown(events, dose_hidden)),
    )


def _unknown(events: Iterable[SessionEvent], dose_hidden: str) -> Iterator[tuple[str, str]]:
    """Yield what the paper can say of an event that it cannot read; where no dose may stand, none of its words."""
    for event in events:
        if not charting.known(event.kind):
            body = {"text": dose_hidden} if dose_hidden else event.body
            yield f"{timezone.localtime(event.event_at):%d %b %Y %H:%M}", charting.unknown_text(event.kind, body)


def _text(event: SessionEvent, dose_hidden: str) -> str:
    if charting.known(event.kind):
        return str(event.body.get("text", event.kind))
    return charting.unknown_text(event.kind, {"text": dose_hidden} if dose_hidden else event.body)


def _as_corrected(written: Sequence[SessionEvent]) -> list[SessionEvent]:
    """The events as their corrections leave them; what was entered by mistake is not on the paper. Nothing is saved."""
    lines = charting.effective([board.line_of(event) for event in written])
    events = []
    for event, line in zip(written, lines, strict=True):
        if not line.struck:
            now = copy(event)
            now.body, now.event_at = line.body, moment(line.at_s)
            events.append(now)
    return events


def changed_since(events: Sequence[SessionEvent], *, dose_hidden: str = "") -> tuple[str, ...]:
    """Return what was written into a session after its newest signature; nothing where nobody has signed yet."""
    signed = [event.number for event in events if event.kind in SIGNATURES]
    return tuple(
        f"{timezone.localtime(event.at):%d %b %Y %H:%M}: {_text(event, dose_hidden)}"
        for event in events
        if signed and event.number > signed[-1]
    )


def sign_again(session: Session, *, by: User) -> Session:
    """Sign the record again after what was changed. Raises NotYours, WrongMoment, NothingChanged."""
    if session.state != "discharged":
        raise states.WrongMoment(f"The session is {session.state}: its record is signed when the patient leaves.")
    if by.role not in states.ACTIONS["discharge"].who:
        raise NotYours("The record of a session is signed by a clinician.")
    with writing(session, at=timezone.now(), by=by, doing=Action.SIGNED_CHANGED_RECORD_AGAIN) as pen:
        if not changed_since(list(SessionEvent.objects.filter(session_id=session.pk).order_by("number"))):
            raise NothingChanged("Nothing was changed since the last signature. It stands.")
        signed = {"by": by.name, "role": by.get_role_display(), "meaning": signing.AGAIN}
        pen.note(EventKind.SIGNED_AGAIN, {"signed": signed, "text": f"Signed again after changes by {by.name}"})
    return session


def spell(seen: Iterable[Seen], is_so: Callable[[float], bool], what: str, *, lowest: bool = False) -> Spell:
    """Find the first onset, the last resolution and the furthest value of something in its readings."""
    rows = list(seen)
    there = [one for one in rows if is_so(one.value)]
    if not there:
        return Spell(False if rows else None)
    furthest = (min if lowest else max)(one.value for one in there)
    after = [one.at for one in rows if one.at > there[-1].at]
    return Spell(True, there[0].at, after[0] if after else None, f"{what} {furthest:g}")


def _readings(events: Iterable[SessionEvent]) -> dict[str, list[Seen]]:
    """Every charted value by its channel, in the order it was measured; impossible and repeated ones are left out."""
    found: dict[str, list[Seen]] = {}
    for event in events:
        for channel, value, at_s, *outcome in (
            event.body["readings"] if event.kind in (EventKind.READINGS, EventKind.VITALS) else ()
        ):
            if value is not None and not set(outcome) & set(NOT_COUNTED):
                found.setdefault(channel, []).append(Seen(moment(at_s), value))
    return {channel: sorted(rows) for channel, rows in found.items()}


def _act(events: Iterable[SessionEvent], name: str) -> datetime | None:
    """When a hand last did something."""
    acts = charting.ACTS
    return max((e.event_at for e in events if e.kind in acts and e.body["action"] == name), default=None)


def _pressures(
    seen: dict[str, list[Seen]], began: datetime | None, left: datetime | None
) -> tuple[tuple[str, Pressure | None], ...]:
    """The form's three points: the last before the start, the nearest to 40 min within ten, the last before leaving."""
    under = {one.at: one.value for one in seen.get("diastolic_mmhg", ())}
    cuffs = [Pressure(one.value, under[one.at], one.at) for one in seen.get("systolic_mmhg", ()) if one.at in under]
    before = [cuff for cuff in cuffs if began and cuff.at <= began]
    late = [cuff for cuff in cuffs if began and left and began < cuff.at <= left]
    middle = began + timedelta(minutes=40) if began else None
    near = [cuff for cuff in cuffs if middle and abs(cuff.at - middle) <= timedelta(minutes=10)]
    at_40 = min(near, key=lambda cuff: abs(cuff.at - middle), default=None) if middle else None
    return (
        ("Before the start", before[-1] if before else None),
        ("At 40 min", at_40),
        ("Before leaving", late[-1] if late else None),
    )


def _dissociation(events: Iterable[SessionEvent], began: datetime | None) -> Spell:
    """A one-tap rating above none, or a CADSS after the start above what may leave."""
    most = policies.in_force("discharge").cadss_at_most
    rated = [
        (e.event_at, e.body["level"], f"{e.body['level']} of 4") for e in events if e.kind == EventKind.DISSOCIATION
    ]
    scored = [
        (e.event_at, max(0.0, e.body["total"] - most), f"CADSS {e.body['total']}")
        for e in events
        if e.kind == EventKind.CADSS and began and e.event_at >= began
    ]
    rows = sorted(rated + scored)
    found = spell([Seen(at, value) for at, value, _ in rows], lambda value: value > 0, "")
    words = [max(kind, key=lambda row: row[1])[2] for kind in (rated, scored) if any(row[1] > 0 for row in kind)]
    return found._replace(furthest=", ".join(words)) if found.happened else found


def _medicines(session: Session, until: datetime) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Which of the form's groups were taken at the time, by the chart."""
    rows = Medication.objects.filter(patient=session.patient, entered_at__lte=until)
    taken = [str(row) for row in rows if row.ended_at is None or row.ended_at > session.opened_at]
    return tuple((asked, interactions.in_group(taken, *groups)) for asked, groups in ASKED_MEDICINES)


def _allergies(session: Session) -> str:
    rows = list(Allergy.objects.filter(patient=session.patient, voided_at=None))
    named = "; ".join(f"{row.substance} ({row.reaction})" for row in rows if not row.none_known)
    return named or ("none known" if rows else "not known: nobody has asked")


def _event(body: dict[str, Any]) -> str:
    note = f" ({body['note']})" if body.get("note") else ""
    return f"{body['what']}, grade {body['grade']}{note}"


def _signatures(order: Order, session: Session, events: Sequence[SessionEvent]) -> Iterator[Signed]:
    yield Signed("Order", str(order.signed_by), order.signed_at, order.meaning)
    if second := getattr(order, "second_signature", None):
        yield Signed("Order, second signature", str(second.signed_by), second.signed_at, second.meaning)
    for check in session.checks.select_related("by"):
        if not check.differences:
            meaning = "I read patient, weight, vial, bag and pump for myself, and all agrees."
            yield Signed("Second check", str(check.by), check.at, meaning)
    names: dict[str, str] = {
        EventKind.BEFORE: "List before the start",
        EventKind.DISCHARGE: "Leaving",
        EventKind.SIGNED_AGAIN: "Signed again after changes",
    }
    for event in events:
        if signed := event.body.get("signed") if event.kind in names else None:
            by = f"{signed['by']}, {signed['role'].lower()}"
            yield Signed(names[event.kind], by, event.at, signed["meaning"])


def _clock(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else "not known"
