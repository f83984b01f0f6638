"""From a session's rows to what the forecast reads: the pump's runs, the order, cuff readings, medicines."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.session import board
from euthymia.clinic.people import policies
from euthymia.medicine import charting, watch
from euthymia.medicine.charting import EventKind, Line
from euthymia.pharmacology import forecast

_PUMP: Final = frozenset({"pump-rate", "pump-runs-on", "pump-volume"})
_GIVEN: Final = ("observing", "discharged")
_BEAT_EVERY_S: Final = 15.0
_SESSIONS: Final = 256


class AtChair(NamedTuple):
    """What is known of one session now; start_s is when the pump was first started."""

    start_s: float
    who: forecast.Who
    signed: forecast.Signed
    record: forecast.Given
    seen: forecast.Cuffs
    stops: tuple[forecast.Stop, ...]
    mg_per_kg: float


def at_chair(session: Session, *, now_s: float) -> AtChair | None:
    """Gather a session; None where its pump was never started."""
    acts = board.acts_of(session)
    runs = charting.pump_runs(board.pump_acts(acts))
    if not runs:
        return None
    order, start_s = session.order, runs[0][0]
    seen = forecast.cuffs(charted(session), start_s=start_s)
    now_min = (now_s - start_s) / 60
    over = session.state not in ("running", "paused")
    stops = forecast.stops(
        seen,
        drugs=drugs(acts),
        pump_says=_pump_says(session),
        now_min=now_min,
        policy=policies.in_force("forecast"),
    )
    plan = order.plan
    signed = forecast.Signed(
        plan["dose_mg"], plan["rate_mg_h"] / 60, order.duration_min, plan["concentration_mg_per_ml"]
    )
    who = forecast.Who(order.weight_kg, _which(session))
    record = forecast.Given(forecast.runs_of(runs), now_min, over)
    return AtChair(start_s, who, signed, record, seen, stops, order.dose_mg_per_kg)


def _which(session: Session) -> int:
    """Return which of this person's sessions here it is, from 1 on."""
    earlier = Session.objects.filter(patient_id=session.patient_id, state__in=_GIVEN, opened_at__lt=session.opened_at)
    return 1 + earlier.count()


def drugs(acts: Sequence[Line]) -> list[str]:
    """List the medicines given at this chair, those of the help sheet too, as the record stands."""
    found = []
    for line in charting.standing(acts):
        if line.kind == EventKind.MEDICINE:
            found.append(line.body["other"] or line.body["drug"])
        elif line.kind == EventKind.HELP and line.body.get("group") == "drug":
            found.append(line.body["what"])
    return found


def _pump_says(session: Session) -> str:
    """Return in the alarm's own words that the pump and the record differ; "" where they agree."""
    alarms = watch.from_dict(session.alarm_state).alarms.values()
    return next((f"{one.condition.rstrip('.')}." for one in alarms if one.key in _PUMP and one.active), "")


# What was charted


@dataclass
class _Read:
    """What was read of a session through event `number`: pressures, and a beat a quarter of a minute."""

    number: int = 0
    pressures: list[forecast.Charted] = field(default_factory=list)
    beats: dict[tuple[str, int], forecast.Charted] = field(default_factory=dict)


_read: OrderedDict[UUID, _Read] = OrderedDict()  # by the random key: a number may come again in a restored clinic


def charted(session: Session) -> list[forecast.Charted]:
    """Return the charted pressures and beats through the session's newest event; only what is new is read.

    A correction, or a value taken back, may change what was read: then all of it is read again.
    """
    held = _read.get(session.key)
    events = SessionEvent.objects.filter(session=session, number__lte=session.last_event_number).order_by("number")
    if held is None or events.filter(number__gt=held.number, kind__in=charting.CHANGES).exists():
        held = _Read()
    kinds = charting.MEASURED
    for line in charting.standing([board.line_of(e) for e in events.filter(number__gt=held.number, kind__in=kinds)]):
        _keep(held, line.body)
    held.number = session.last_event_number
    _read[session.key] = held
    _read.move_to_end(session.key)
    while len(_read) > _SESSIONS:
        _read.popitem(last=False)
    return [*held.pressures, *held.beats.values()]


def _keep(held: _Read, body: dict[str, Any]) -> None:
    for one in forecast.rows_of(body.get("readings", ())):
        if one.channel in ("systolic_mmhg", "diastolic_mmhg"):
            held.pressures.append(one)
        elif one.channel in ("pulse_bpm", "heart_rate_bpm"):
            held.beats[one.channel, int(one.at_s // _BEAT_EVERY_S)] = one
