"""From messages that have arrived to rows that are committed: raw message, readings, alarms, events, audit, at once.

A message is one row as it came and one event with its readings packed; its alarms are events of their own. A batch is
one audit row that names each device and the hash of its messages. Everything commits together or not at all, and only
then is anything acknowledged.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.infusion.models import LIVE, DeviceMessage, Event, Session
from euthymia.clinic.infusion.policy import limits_for
from euthymia.clinic.infusion.record import Pen, alarm_bodies, moment, silence_due_at
from euthymia.clinic.infusion.roster import Roster, Seat
from euthymia.medicine import watch
from euthymia.medicine.readings import Reading
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch import Limits, WatchState
from euthymia.wire import hl7

Fate = Literal["charted", "repeat", "quarantined", "refused"]


class Arrived(NamedTuple):
    """One message, read or not. `trouble` says why it could not be read; then there are no readings."""

    raw: bytes
    received_s: float
    sender: tuple[str, str]
    message: hl7.Message | None
    readings: tuple[Reading, ...]
    unread: tuple[hl7.Unread, ...]
    trouble: str = ""


class Decided(NamedTuple):
    """What became of a message, and why."""

    fate: Fate
    reason: str
    seat: Seat | None


@dataclass(slots=True)
class Held:
    """A session's alarm state as this process last wrote or read it; `last` is its version."""

    last: int
    state: WatchState
    limits: Limits


def arrive(raw: bytes, received_s: float, roster: Roster) -> Arrived:
    """Read a message; one that cannot be read is kept with the reason."""
    sender = sender_of(raw)
    seat = roster.known(sender)
    try:
        message = hl7.read(raw, default_zone=seat.zone if seat else UTC, received_s=received_s)
        readings, unread = hl7.readings(message)
    except Refusal as refusal:
        return Arrived(raw, received_s, sender, None, (), (), str(refusal))
    return Arrived(raw, received_s, sender, message, readings, unread)


def sender_of(raw: bytes) -> tuple[str, str]:
    """Give MSH-3 and MSH-4 as sent, before anything else is read: they say whose clock the times are by."""
    fields = raw[:600].split(raw[3:4], 4) if raw[:3] == b"MSH" else []
    app, facility = (fields[2], fields[3]) if len(fields) > 4 else (b"", b"")
    return app.decode("ascii", "replace").strip(), facility.decode("ascii", "replace").strip()


def decide(arrived: Arrived, seat: Seat | None) -> Decided:
    """Decide whether a message is charted: a known sender, a live session, and the right person or a pairing."""
    if arrived.message is None:
        return Decided("refused", arrived.trouble, seat)
    if seat is None:
        return Decided("refused", "unknown sender: no device is configured with this name", None)
    if seat.session_id is None:
        return Decided("quarantined", "no session at this chair", seat)
    if arrived.message.names_several_patients:
        return Decided("quarantined", "two patients in one message", seat)
    return _by_identity(arrived.message, seat)


def _by_identity(message: hl7.Message, seat: Seat) -> Decided:
    named = next((identity for identity in message.identities if not identity.blank), None)
    if named is not None:
        found = hl7.identity_matches(
            named,
            medical_record_number=seat.patient_number,
            family=seat.patient_family,
            birth_date=seat.patient_birth_date,
        )
        if found == "match":
            return Decided("charted", "by identity", seat)
        if found == "mismatch":
            return Decided("quarantined", "another person's identity", seat)
    if seat.paired:
        return Decided("charted", "by pairing", seat)
    return Decided("quarantined", "no identity, and not paired with this chair's patient", seat)


class Intake:
    """Commits batches, and keeps the alarm state of live sessions between them."""

    def __init__(self) -> None:
        self.roster = Roster()
        self.held: dict[int, Held] = {}

    def commit(self, batch: Sequence[Arrived]) -> list[Decided]:
        """Store a batch in one transaction; raise what the database raises, with nothing stored and nothing kept."""
        decided = [decide(a, self.roster.seat(a.sender)) for a in batch]
        at = timezone.now()
        with audit.atomic():
            pens = self._lock(
                {d.seat.session_id for d in decided if d.fate in ("charted", "quarantined") and d.seat}, at
            )
            decided = [_still_live(d, pens) for d in decided]
            fates = [_apply(a, d, pens) for a, d in zip(batch, decided, strict=True)]
            self._write(batch, fates, pens, at)
        for pk, pen in pens.items():
            self.held[pk] = Held(pen.session.last, pen.state, pen.limits)
        return fates

    def _lock(self, ids: set[int | None], at: datetime) -> dict[int, Pen]:
        """Lock the sessions in one order everywhere; reload a state that another writer has moved on."""
        wanted = sorted(pk for pk in ids if pk is not None)
        if not wanted:
            return {}
        rows = Session.objects.select_for_update().filter(pk__in=wanted).order_by("pk").only("last", "state")
        pens = {}
        for row in rows:
            if row.state not in LIVE:
                continue
            held = self.held.get(row.pk)
            if held is None or held.last != row.last:
                full = Session.objects.get(pk=row.pk)
                held = Held(full.last, watch.from_dict(full.watch), limits_for(full))
            pens[row.pk] = Pen(row, held.state, held.limits, at, "system:listener")
        return pens

    def _write(self, batch: Sequence[Arrived], fates: Sequence[Decided], pens: dict[int, Pen], at: datetime) -> None:
        DeviceMessage.objects.bulk_create(
            DeviceMessage(
                received_at=moment(a.received_s),
                device_id=d.seat.device_id if d.seat else None,
                session_id=d.seat.session_id if d.seat else None,
                fate=d.fate,
                reason=d.reason[:300],
                raw=a.raw,
            )
            for a, d in zip(batch, fates, strict=True)
        )
        changed = [pen for pen in pens.values() if pen.events]
        Event.objects.bulk_create([e for pen in changed for e in pen.events])
        for pen in changed:
            Session.objects.filter(pk=pen.session.pk).update(
                last=pen.session.last,
                watch=watch.as_dict(pen.state),
                silence_due_at=silence_due_at(pen.state, pen.limits),
            )
        audit.write("received device messages", by="system:listener", at=at, devices=_devices(batch, fates))


def _still_live(decided: Decided, pens: dict[int, Pen]) -> Decided:
    """A session may have ended between reading the roster and locking it."""
    if decided.fate == "charted" and decided.seat and decided.seat.session_id not in pens:
        return Decided("quarantined", "the session at this chair has ended", decided.seat)
    return decided


def _apply(arrived: Arrived, decided: Decided, pens: dict[int, Pen]) -> Decided:
    pen = pens.get(decided.seat.session_id) if decided.seat and decided.seat.session_id else None
    if pen is None:
        return decided
    if decided.fate == "quarantined":
        pen.step(watch.begin_condition(pen.state, "unpaired", about(decided), now_s=arrived.received_s))
        return decided
    kind = decided.seat.device_kind if decided.seat else ""
    step = watch.step(pen.state, arrived.readings, now_s=arrived.received_s, limits=pen.limits, sender=kind)
    if arrived.readings and all(o == "repeat" for o in step.outcomes):
        return Decided("repeat", "every value was here already", decided.seat)
    pen.state = step.state
    pen.note("readings", packed(arrived, step.outcomes, decided.reason), event_at=moment(arrived.received_s))
    for kind, body in alarm_bodies(step):
        pen.note(kind, body)
    return decided


def about(decided: Decided) -> str:
    """Name what an unpaired alarm is about: the kind of device and why its values are kept apart."""
    return f"{decided.seat.device_kind.title() if decided.seat else 'Device'} ({decided.reason})"


def packed(arrived: Arrived, outcomes: Sequence[str], charted: str) -> dict[str, object]:
    """A message's readings as one event body: channel, value, measured at, and what it was (new is left out)."""
    rows = [
        [r.channel, r.value, round(r.at_s, 3)] if outcome == "new" else [r.channel, r.value, round(r.at_s, 3), outcome]
        for r, outcome in zip(arrived.readings, outcomes, strict=True)
    ]
    body: dict[str, object] = {"readings": rows, "charted": charted}
    if arrived.unread:
        body["unread"] = [[u.code, u.reason] for u in arrived.unread]
    return body


def _devices(batch: Sequence[Arrived], fates: Sequence[Decided]) -> dict[str, list[object]]:
    """Each device with how many messages it sent and their hash; strangers together."""
    sums: dict[str, tuple[int, hashlib._Hash]] = {}
    for arrived, decided in zip(batch, fates, strict=True):
        key = decided.seat.device_key if decided.seat else "unknown"
        count, running = sums.get(key) or (0, hashlib.sha256())
        running.update(arrived.raw)
        sums[key] = (count + 1, running)
    return {key: [count, running.hexdigest()] for key, (count, running) in sums.items()}
