"""Simulated bedside monitors and pumps that speak HL7 over MLLP as real ones do, with faults to order."""

import asyncio
import itertools
import time
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Final, Literal

from euthymia.demo.line import Line
from euthymia.demo.physiology import Patient, PumpAtTheChair
from euthymia.demo.voices import VOICES, Moment, Person, Style, observation_message, pump_rows
from euthymia.wire.mllp import VT, frame

Trouble = Literal["cut frame", "lost end", "wrong identity", "silence"]

FIRST_WAIT_S: Final = 0.2
LONGEST_WAIT_S: Final = 10.0


@dataclass(slots=True)
class Counts:
    """What one monitor has seen: messages sent whole, answers by code, waits in vain, connections made."""

    sent: int = 0
    unanswered: int = 0
    connections: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        return self.codes["AA"] + self.codes["CA"]

    @property
    def errors(self) -> int:
        return sum(count for code, count in self.codes.items() if code not in ("AA", "CA"))


@dataclass(slots=True, kw_only=True)
class Monitor:
    """One simulated device.

    sender      what it calls itself, MSH-3, or MSH-3 and MSH-4 with a bar between
    person      whom it was told it watches; some styles never send it
    patient     the story it shows; a pump (style "openbedside") needs `pump` instead
    zone        of its clock; some styles send times without an offset
    answer_s    how long it waits for an answer before it goes on
    """

    style: Style
    sender: str
    person: Person | None = None
    patient: Patient | None = None
    pump: PumpAtTheChair | None = None
    host: str = "127.0.0.1"
    port: int = 2575
    interval_s: float = 1.0
    zone: tzinfo = UTC
    answer_s: float = 5.0
    counts: Counts = field(default_factory=Counts)
    _troubles: deque[Trouble] = field(default_factory=deque)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _began_s: float = field(default_factory=time.time)

    def inject(self, trouble: Trouble, *, messages: int = 1) -> None:
        """Have that go wrong with the next so many messages."""
        self._troubles.extend([trouble] * messages)

    def message(self, now_s: float, person: Person | None) -> tuple[str, bytes]:
        """Write the next message; gives its control id too."""
        voice = VOICES[self.style]
        moment = Moment(now_s, self._began_s, self.zone)
        number = f"{int(self._began_s) % 1_000_000:06}{next(self._numbers):06}"
        if self.pump is not None:
            rows = pump_rows(self.pump, moment)
        else:
            assert self.patient is not None, "a monitor needs a patient, a pump a pump"
            rows = voice.rows(self.patient.at(now_s - self._began_s), moment)
        raw = observation_message(voice, self.sender, rows, moment=moment, control_id=number, person=person)
        return number, raw

    async def run(self) -> None:
        """Send one message an interval until cancelled; connect again after a break, each time waiting longer."""
        wait_s = FIRST_WAIT_S
        while True:
            try:
                line = await Line.open(self.host, self.port, codes=self.counts.codes)
                self.counts.connections += 1
                wait_s = FIRST_WAIT_S
                try:
                    await self._talk(line)
                finally:
                    await line.close()
            except OSError:
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    async def _talk(self, line: Line) -> None:
        """Send on the beat. Raises OSError when the connection breaks, by itself or by the trouble "cut frame"."""
        loop = asyncio.get_running_loop()
        beat_s = loop.time()
        while True:
            await self._send(line, self._troubles.popleft() if self._troubles else None)
            beat_s = max(beat_s + self.interval_s, loop.time())
            await asyncio.sleep(beat_s - loop.time())

    async def _send(self, line: Line, trouble: Trouble | None) -> None:
        now_s = time.time()
        if trouble == "silence" or (self.patient and self.patient.at(now_s - self._began_s).silent):
            return
        control_id, raw = self.message(now_s, _another(self.person) if trouble == "wrong identity" else self.person)
        if trouble == "lost end":
            await line.send(VT + raw)
        elif trouble == "cut frame":
            await line.send(frame(raw)[: len(raw) // 2])
            raise ConnectionAbortedError("cut on purpose")
        else:
            self.counts.sent += 1
            if await line.ask(frame(raw), control_id, within_s=self.answer_s) is None:
                self.counts.unanswered += 1


def _another(person: Person | None) -> Person | None:
    """Return someone else: a monitor still set to the patient before."""
    return person and replace(person, medical_record_number="999999", family="Somebody", given="Else")
