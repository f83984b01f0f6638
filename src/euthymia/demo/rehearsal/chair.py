"""The chair of one rehearsed session: who sits there, what time it is, and what has been brought to it."""

import random
from datetime import date
from typing import Final

from euthymia.clinic.infusion.models import LIVE
from euthymia.clinic.infusion.order import signing
from euthymia.clinic.infusion.oversight import notices, silence_watch
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.writer import moment
from euthymia.clinic.people import doors
from euthymia.demo.rehearsal.bedside import REPORTS, Bedside, Value
from euthymia.demo.rehearsal.clock import Clock
from euthymia.demo.rehearsal.diary import Brought, Diary, Disposition
from euthymia.demo.rehearsal.place import Place
from euthymia.demo.voices import VOICES, Person
from euthymia.medicine import dosing, watch
from euthymia.wire.mllp import frame

ORDER: Final = dosing.Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=70, vial_mg_per_ml=50, bag_ml=100)
FIELDS: Final = {
    "indication": "rehearsal", "endpoint": "rehearsal", "course": "rehearsal", "height_cm": 168.0,
    "weight_as_entered": "70 kg",
}  # fmt: skip
MOST_LOOKS: Final = 60  # in one wait; a silence watch that finds nothing must not hold the rehearsal up
WHY: Final = "rehearsed: nobody asked about allergies"
BORN: Final = date(1980, 1, 1)


class Chair:
    """Everything by chance comes from `chance`, so the same seed is the same session."""

    def __init__(self, place: Place, clock: Clock, seed: str) -> None:
        self.place, self.clock, self.diary = place, clock, Diary(seed)
        self.chance = random.Random(seed)
        self.team = place.team
        self.paired = self.dark = self.somebody_wrote = False
        self.done: set[object] = set()  # of the way to the start
        number = f"R{next(place.numbers):07d}"
        self.patient = doors.register(
            given="Rehearsed", family=number, birth_date=BORN, email="", phone="", number=number, by=self.team["owner"]
        )
        self.who = {"number": number, "birth_date": BORN}
        self.bedside = Bedside(
            self.chance.choice(tuple(REPORTS)),
            self.chance,
            Person(number, number, "Rehearsed", BORN) if self.chance.random() < 0.7 else None,
            ahead_s=self.chance.choice((0, 0, 0, 0, 0, -3, 3, 3600, -3600)),
        )
        order = signing.sign_order(self.patient, ORDER, fields=FIELDS, reason=WHY, by=self.team["prescriber"])
        self.session = signing.open_session(order, place.chair, by=self.team["nurse"])
        self.note_where()

    def note_where(self) -> None:
        """Keep in which state it is, and its limits; in a new state the listener looks again who sits here."""
        state, limits, diary = self.session.state, limits_for(self.session), self.diary
        if not diary.phases or diary.phases[-1][1] != state:
            self.place.seats_changed = True
            diary.phases.append((self.clock.now_s, state))
        if not diary.limits or diary.limits[-1][1] != limits:
            diary.limits.append((self.clock.now_s, limits))

    def wait(self, seconds: float) -> None:
        """Let time pass; the silence watch looks a little after each moment at which something is due."""
        end_s = self.clock.now_s + seconds
        for _ in range(MOST_LOOKS):
            due_s = self._due_s()
            if due_s is None or due_s > end_s:
                break
            self.clock.to(max(due_s, self.clock.now_s) + silence_watch.EVERY_S * self.chance.random())
            silence_watch.look_once()
            notices.call_second(moment(self.clock.now_s))
            self.somebody_wrote = True
        self.clock.to(end_s)

    def _due_s(self) -> float | None:
        return watch.next_due_s(*self.now()) if self.session.state in LIVE else None

    def now(self) -> tuple[watch.WatchState, watch.Limits]:
        """Return the alarm state as it was last written, no matter who wrote it."""
        if self.somebody_wrote:
            self.session.refresh_from_db(fields=["last_event_number", "alarm_state", "state"])
            self.somebody_wrote = False
        held = self.place.listener.intake.held.get(self.session.pk)
        if held is not None and held.last > self.session.last_event_number:
            return held.state, held.limits
        return watch.from_dict(self.session.alarm_state), limits_for(self.session)

    def bring(
        self, raw: bytes, values: tuple[Value, ...], disposition: Disposition, *, ahead: bytes = b"", lost: bytes = b""
    ) -> None:
        """Bring a message to the listener, and keep what it said and what must become of it.

        ahead   bytes that come before it on the line
        lost    the message among those whose end never came
        """
        received_s = self.clock.now_s
        self.place.bring(ahead + frame(raw), received_s)
        stored = self.place.listener.recording
        told_s = received_s if stored else 0.0
        if not stored:
            board = self.place.said.boards.get(str(self.session.key), {"alarms": []})
            self.diary.shown.append((received_s, frozenset(key for a in board["alarms"] for key in a["keys"])))
        if lost:
            self.diary.brought.append(Brought(lost, (), received_s, told_s, "kept apart"))
        self.diary.brought.append(Brought(raw, values, received_s, told_s, disposition))

    def disposition(self, person: Person | None) -> Disposition:
        """What must become of a message: charted for the right person or by its pairing, else kept apart."""
        if self.session.state not in LIVE:
            return "kept apart"
        if person is not None and VOICES[self.bedside.style].names_patients:
            return "charted" if person == self.bedside.person else "kept apart"
        return "charted" if self.paired else "kept apart"
