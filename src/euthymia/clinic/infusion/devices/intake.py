"""From messages that have arrived to rows that are committed: raw message, readings, alarms, events, audit, at once.

A message is one row as it came and one event with its readings packed; its alarms are events of their own. A batch is
one audit row that names each device and the hash of its messages. Everything commits together or not at all, and only
then is anything acknowledged. What strangers send is counted: of them there is no row a message.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import compress
from typing import Final, NamedTuple

from django.utils import timezone

from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.devices import packing
from euthymia.clinic.infusion.devices.packing import kept
from euthymia.clinic.infusion.devices.roster import Roster, Seat
from euthymia.clinic.infusion.devices.traffic.arriving import Arrived, Decided, arrive, decide
from euthymia.clinic.infusion.devices.traffic.heard import OTHER_BED, OTHER_EQUIPMENT
from euthymia.clinic.infusion.devices.traffic.resent import Resent
from euthymia.clinic.infusion.devices.traffic.strangers import Strangers
from euthymia.clinic.infusion.devices.traffic.voices import SECOND_LINE, Voices
from euthymia.clinic.infusion.models import LIVE, Disposition, Session
from euthymia.clinic.infusion.session import baseline, bulk
from euthymia.clinic.infusion.session.bulk import Kept, Moved
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.writer import Pen, alarm_bodies, moment, silence_due_at
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind
from euthymia.medicine.watch import Limits, WatchState
from euthymia.wire import hl7

log = logging.getLogger("euthymia.intake")

DUE_SOON: Final = timedelta(seconds=2)  # less than the shortest silence that is an alarm
LASTING: Final = frozenset(
    {SECOND_LINE, OTHER_BED, OTHER_EQUIPMENT}
)  # reasons that a device charted meanwhile does not end
NEWS: Final = frozenset({"new", "amended", "future", "arrival", "impossible"})


class Held(NamedTuple):
    """A session's alarm state as this process last wrote it. Replaced whole, never changed.

    last     the state's version
    due_at   when its silence must be looked at, at the latest
    """

    last: int
    state: WatchState
    limits: Limits
    due_at: datetime | None


class Intake:
    """Commits batches, and keeps the alarm state of live sessions between them."""

    def __init__(self) -> None:
        self.roster = Roster()
        self.held: dict[int, Held] = {}
        self.resent = Resent()
        self.voices = Voices()
        self.strangers = Strangers()
        self.is_proven = True  # whether the last batch was written to the database; one of strangers alone is not

    def judge(self, arrived: Arrived, seat: Seat | None) -> Decided:
        """Decide whether a message is charted; what a second line says in a device's name is kept apart."""
        decided = decide(arrived, seat)
        if arrived.message is not None and arrived.message.is_query:
            decided = decided._replace(is_query=True)
        if seat is None or decided.seat is None or decided.disposition == Disposition.REFUSED:
            return decided
        limits = self.held[seat.session_id].limits if seat.session_id in self.held else Limits()
        if self.voices.elsewhere(seat.device_id, arrived.line, arrived.received_s, silence_s=limits.link_lost_s):
            return Decided(Disposition.QUARANTINED, SECOND_LINE, seat)
        self.voices.hear(seat.device_id, arrived.line, arrived.received_s)
        return decided

    def commit(self, batch: Sequence[Arrived]) -> list[Decided]:
        """Store a batch in one transaction; raise what the database raises, with nothing stored and nothing kept."""
        seats = [self.roster.seat(a.sender) for a in batch]
        pairs = zip(batch, seats, strict=True)
        batch = [
            a if seat is None or (seat.zone is a.zone and not a.asleep) else self._woken(a, seat) for a, seat in pairs
        ]
        decided = [self.judge(a, seat) for a, seat in zip(batch, seats, strict=True)]
        known = [not self._is_strange(a, d) for a, d in zip(batch, decided, strict=True)]
        counts = self.strangers.is_due()
        self.is_proven = any(known) or counts or not batch
        if self.is_proven:
            decided = self._write(batch, decided, known, counts=counts)
        self._count(batch, decided, known)
        return decided

    def _write(
        self, batch: Sequence[Arrived], decided: list[Decided], known: Sequence[bool], *, counts: bool
    ) -> list[Decided]:
        """Write a batch in one transaction, and what was counted of strangers before it where that is due."""
        at = timezone.now()
        with audit.atomic():
            pens = self._lock(
                {
                    d.seat.session_id
                    for d in decided
                    if d.disposition in (Disposition.CHARTED, Disposition.QUARANTINED) and d.seat
                },
                at,
            )
            decided = [_still_live(d, pens) for d in decided]
            charted: set[tuple[int, bytes]] = set()
            dispositions = [self._apply(a, d, pens, charted) for a, d in zip(batch, decided, strict=True)]
            after = {pk: self._after(pk, pen, at) for pk, pen in pens.items() if pen.events}
            moved = [Moved(pk, now.last, watch.as_dict(now.state), now.due_at) for pk, now in after.items()]
            kept_whole = [*compress(zip(batch, dispositions, strict=True), known)]
            events = [event for pk in after for event in pens[pk].events]
            bulk.write(_kept(kept_whole), events, moved, is_last=not counts)
            if counts:
                self.strangers.write(at)
            if kept_whole or not counts:
                devices = _devices(kept_whole)
                audit.write(Action.RECEIVED_DEVICE_MESSAGES, by="system:listener", at=at, devices=devices)
        self.held.update(after)
        if counts:
            self.strangers.forget()
        for arrived, (disposition, _, seat, _) in zip(batch, dispositions, strict=True):
            if disposition == Disposition.CHARTED and seat:
                self.voices.news.pop(seat.device_id, None)
                self.resent.add(seat.device_id, seat.session_id, arrived.raw)
        return dispositions

    def _is_strange(self, arrived: Arrived, decided: Decided) -> bool:
        """Return whether a stranger sent this: not garbage on the line of a device of ours, which is kept whole."""
        return decided.seat is None and (any(arrived.sender) or not self.voices.speaks_on(arrived.line))

    def _count(self, batch: Sequence[Arrived], decided: Sequence[Decided], known: Sequence[bool]) -> None:
        for arrived, fate, is_known in zip(batch, decided, known, strict=True):
            if not is_known:
                self.strangers.count(arrived, fate.reason)

    def write_counts(self) -> None:
        """Write what is counted of strangers, however lately the last was written."""
        if self.strangers.messages:
            with audit.atomic():
                self.strangers.write(timezone.now())
            self.strangers.forget()

    def _apply(
        self, arrived: Arrived, decided: Decided, pens: dict[int, Pen], charted: set[tuple[int, bytes]]
    ) -> Decided:
        """Step one message's session and note what it brought. `charted` is what this batch has charted so far."""
        seat = decided.seat
        pen = pens.get(seat.session_id) if seat and seat.session_id else None
        if seat is None or pen is None or decided.disposition == Disposition.REFUSED:
            return decided
        if decided.disposition == Disposition.QUARANTINED:
            self._keep_apart(pen, arrived, decided)
            return decided
        at = moment(arrived.received_s)
        step = heard(pen.state, arrived, seat, limits=pen.limits)
        if self._says_nothing_new(arrived, step.outcomes, seat, charted):
            return Decided(Disposition.REPEAT, "the same message was here already", seat)
        charted.add((seat.device_id, arrived.raw))
        pen.state = step.state
        if (took_over := self.voices.news.get(seat.device_id)) and (seat.device_id, b"line") not in charted:
            charted.add((seat.device_id, b"line"))
            text = f"{seat.name.capitalize()} is heard on another line. {took_over}."
            pen.note(EventKind.LINE, {"text": text}, event_at=at)
        for alert in arrived.message.alarms if arrived.message else ():
            pen.note(EventKind.DEVICE_ALARM, packing.device_alarm(alert, seat.name), event_at=at)
            pen.step(own_alarm(pen.state, alert, seat, now_s=arrived.received_s))
        for back in self._taken_back(arrived):
            _take_back(pen, back, seat, now_s=arrived.received_s)
        several = step.state.others
        body = packing.readings(arrived.readings, step.outcomes, decided.reason, device=seat.name, several=several)
        pen.note(EventKind.READINGS, body | _beside(arrived), event_at=at)
        if step.raised or step.ended:
            for change, alarm in alarm_bodies(step):
                pen.note(change, alarm)
        if step.state.alarms:
            self._together_again(pen, seat, now_s=arrived.received_s)
        return decided

    def _taken_back(self, arrived: Arrived) -> tuple[hl7.TakenBack, ...]:
        return hl7.taken_back(arrived.message, self.roster.codes(arrived.sender)) if arrived.message else ()

    def _keep_apart(self, pen: Pen, arrived: Arrived, decided: Decided) -> None:
        """Raise what says why values are kept apart, where there are any."""
        alarms = arrived.message.alarms if arrived.message else ()
        if not (arrived.readings or arrived.unread or alarms) or decided.seat is None:
            return
        condition: watch.Condition = "apart" if decided.reason in LASTING else "unpaired"
        if condition == "apart":
            self.voices.keep_apart(decided.seat.device_id, decided.reason, arrived.received_s)
        pen.step(watch.begin_condition(pen.state, condition, about(decided), now_s=arrived.received_s))

    def _together_again(self, pen: Pen, seat: Seat, *, now_s: float) -> None:
        """End the alarms that said why this device's values were kept apart; one that lasts beside them stays."""
        for alarm in list(pen.state.alarms.values()):
            name, _, why = alarm.channel.partition(" (")
            if not alarm.active or name != seat.name.capitalize():
                continue
            if alarm.level == "unpaired":
                pen.step(watch.end_condition(pen.state, "unpaired", alarm.channel, now_s=now_s))
            elif alarm.level == "apart" and not self.voices.lasts(seat.device_id, why.removesuffix(")"), now_s):
                pen.step(watch.end_condition(pen.state, "apart", alarm.channel, now_s=now_s))

    def _says_nothing_new(
        self, arrived: Arrived, outcomes: Sequence[str], seat: Seat, charted: set[tuple[int, bytes]]
    ) -> bool:
        """Return whether a message repeats an earlier one. By its bytes too where a clock seems to have stepped: then
        it is an old message that comes again, but for one without any time.
        """
        if NEWS.isdisjoint(outcomes):
            return self._was_here(arrived, outcomes, seat, charted)
        if NEWS & set(outcomes) != {"arrival"} or any(reading.timed == "arrival" for reading in arrived.readings):
            return False
        return (seat.device_id, arrived.raw) in charted or self.resent.knows(
            seat.device_id, seat.session_id, arrived.raw
        )

    def _was_here(self, arrived: Arrived, outcomes: Sequence[str], seat: Seat, charted: set[tuple[int, bytes]]) -> bool:
        """Return whether a message without news came before: by its values; without new ones, by its bytes."""
        if "repeat" in outcomes and "late" not in outcomes:
            return True
        if (seat.device_id, arrived.raw) in charted:
            return True
        return self.resent.knows(seat.device_id, seat.session_id, arrived.raw)

    def _woken(self, arrived: Arrived, seat: Seat) -> Arrived:
        """Read a message whose device was not known yet when it came, or has another clock now."""
        if not arrived.asleep and (arrived.message is None or str(seat.zone) == str(arrived.zone)):
            return arrived
        return arrive(arrived.raw, arrived.received_s, self.roster, link=arrived.link, line=arrived.line)

    def _lock(self, ids: set[int | None], at: datetime) -> dict[int, Pen]:
        """Lock the sessions in one order everywhere; reload a state that another writer has moved on."""
        wanted = sorted(pk for pk in ids if pk is not None)
        if not wanted:
            return {}
        pens = {}
        for row in bulk.lock(wanted):
            if row.state not in LIVE:
                continue
            held = self.held.get(row.pk)
            if held is None or held.last != row.last_event_number:
                full = Session.objects.get(pk=row.pk)
                held = Held(
                    full.last_event_number, watch.from_dict(full.alarm_state), limits_for(full), full.silence_due_at
                )
                self.held[row.pk] = held
            pens[row.pk] = Pen(row, held.state, held.limits, at, "system:listener")
        return pens

    def _after(self, pk: int, pen: Pen, at: datetime) -> Held:
        """Return a session's state after the batch. Its silence is worked out again only where it must be."""
        held = self.held[pk]
        due_at = held.due_at
        if due_at is None or due_at - at < DUE_SOON or not watch.only_later(held.state, pen.state):
            due_at = silence_due_at(pen.state, pen.limits)
        return Held(pen.session.last_event_number, pen.state, pen.limits, due_at)


def _kept(batch: Sequence[tuple[Arrived, Decided]]) -> list[Kept]:
    return [
        Kept(
            moment(a.received_s),
            d.seat.device_id if d.seat else None,
            d.seat.session_id if d.seat else None,
            d.disposition,
            d.reason[:300].replace("\x00", " "),
            a.raw,
        )
        for a, d in batch
    ]


def _still_live(decided: Decided, pens: dict[int, Pen]) -> Decided:
    """A session may have ended between reading the roster and locking it."""
    if decided.disposition == Disposition.CHARTED and decided.seat and decided.seat.session_id not in pens:
        return Decided(Disposition.QUARANTINED, "the session at this chair has ended", decided.seat)
    return decided


def _take_back(pen: Pen, back: hl7.TakenBack, seat: Seat, *, now_s: float) -> None:
    """End what a value raised that its device takes back, and write it down at the time of the value."""
    source = (back.code, back.containment, watch.said_by(seat.name, back.equipment))
    pen.step(watch.take_back(pen.state, back.channel, at_s=back.at_s, now_s=now_s, limits=pen.limits, source=source))
    body = packing.taken_back(back, seat.name)
    if baseline.forget(pen, back.channel, body, now_s=now_s):
        body["text"] = f"{body['text']}. It was the baseline: no rise is counted from it any more"
    pen.note(EventKind.TAKEN_BACK, body, event_at=moment(min(back.at_s, now_s)))


def _beside(arrived: Arrived) -> dict[str, object]:
    """What a message says beside its readings; nothing for most."""
    pump = arrived.message.pump if arrived.message else None
    return packing.beside(arrived.unread, pump) if arrived.unread or pump else {}


def heard(state: WatchState, arrived: Arrived, seat: Seat, *, limits: Limits) -> watch.Step:
    """Step a session's alarm state by what a message of its device measures."""
    message, now_s = arrived.message, arrived.received_s
    offset_s = round(message.sent_at_s - now_s, 3) if message and message.sent_at_s is not None else None
    return watch.step(state, arrived.readings, now_s=now_s, limits=limits, sender=seat.name, offset_s=offset_s)


def own_alarm(state: WatchState, alert: hl7.Alert, seat: Seat, *, now_s: float) -> watch.Step:
    """Step it by an alarm that the device itself reports."""
    said = hl7.device_alarm(alert)
    if said is None:
        return watch.Step(state)
    said = said._replace(code=kept(said.code), text=kept(said.text), quieted=kept(said.quieted))
    return watch.device_says(state, said, seat.name, now_s=now_s)


def about(decided: Decided) -> str:
    """Name what an unpaired alarm is about: the kind of device and why its values are kept apart."""
    return f"{decided.seat.name.capitalize() if decided.seat else 'Device'} ({decided.reason})"


def _devices(batch: Sequence[tuple[Arrived, Decided]]) -> dict[str, list[object]]:
    """Each device with how many messages it sent and their hash; garbage on their lines together."""
    sent: dict[str, list[bytes]] = {}
    for arrived, decided in batch:
        sent.setdefault(decided.seat.device_key if decided.seat else "unknown", []).append(arrived.raw)
    return {key: [len(raws), hashlib.sha256(b"".join(raws)).hexdigest()] for key, raws in sent.items()}
