"""The device listener: MLLP on loopback or mutual TLS, group commit, acknowledgement after the commit, never before.

All messages that wait are committed together, in the thread that reads and answers: handing each commit to another
thread costs as much again as its own work. A second thread, the standby, keeps the line to the pages. While a commit
stalls it reads the devices in the first one's place; while commits stall or fail the alarms are still computed, in
memory, and every live page says NOT RECORDING.
"""

import asyncio
import contextlib
import gc
import logging
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from euthymia.clinic.infusion.devices import links
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.line import Line, TlsLine
from euthymia.clinic.infusion.devices.standby import Standby
from euthymia.clinic.infusion.devices.traffic.arriving import (
    TOO_MANY,
    Arrived,
    Decided,
    arrive,
    too_many_segments,
    unreadable,
)
from euthymia.clinic.infusion.devices.traffic.waiting import Waiting
from euthymia.clinic.infusion.devices.unrecorded import Unrecorded
from euthymia.clinic.infusion.models import Disposition
from euthymia.wire import hl7, mllp

log = logging.getLogger("euthymia.listener")

STALL_S: Final = 2.0
MOST_IN_A_BATCH: Final = 500
MOST_WAITING: Final = 5_000
MOST_WAITING_BYTES: Final = 64_000_000
MOST_LINES: Final = 128  # of one address, on which no device of the clinic speaks
MOST_LINES_HERE: Final = 2_000
# A line on which no device speaks lets the others go first once it brought so much, however little of it is kept.
SHARE_BYTES: Final = 1 << 18
MESSAGE_BYTES: Final = 1 << 16  # what a message counts for beside its own size: answering costs more than reading
REST_S: Final = 0.005  # for each share that it brought, one such line after the other: many bring no more than one
MOST_REST_S: Final = 5.0
BETWEEN_ENDS_S: Final = 0.005  # slow lines are ended one by one: each leaves a message that is kept
# How long a commit waits for those that talked just before: two cost little more than one.
GATHER_S: Final = 0.0015


@contextlib.contextmanager
def outside_the_loop() -> Iterator[None]:
    """Work with the database as a thread without a loop does: on purpose nothing else happens in it meanwhile.

    Inside a loop Django refuses synchronous work, and keeps a connection for each task.
    """
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


class Listener:
    """Takes messages from every line, commits them in groups, answers each.

    turn  held by the thread that touches what waits: the listener's own thread, but while it is inside a commit
    """

    def __init__(self, doorbell: Path) -> None:
        self.intake = Intake()
        self.unrecorded = Unrecorded(self.intake)
        self.lines: set[Line] = set()
        self.turn = threading.Lock()
        self.standby = Standby(self, doorbell)
        self._waiting: Waiting[Line] = Waiting()
        self._began_s: float | None = None
        self._unseen: list[Arrived] = []  # of those inside the commit and those that wait: not seen by the standby
        self._due = asyncio.Event()  # a commit, now
        self._soon: asyncio.TimerHandle | None = None
        self._expected = 1
        self._last_size = 1
        self._paused: set[Line] = set()
        self.resting: set[Line] = set()
        self._turn_s = 0.0  # when the next line that rests may go on
        self._ended: list[Line] = []
        self._numbers = 0

    def _line(self, context: ssl.SSLContext | None) -> Line:
        return Line(self) if context is None else TlsLine(self, context)

    async def serve(self, host: str, port: int, context: ssl.SSLContext | None = None) -> None:
        """Listen until cancelled; with a context over mutual TLS alone."""
        try:
            with outside_the_loop():
                self._read_roster()
            # The port first: a second listener must fail before it takes the doorbell from the one that lives.
            server = await asyncio.get_running_loop().create_server(
                lambda: self._line(context), host, port, backlog=2048
            )
            try:
                with self.turn, self.standby:
                    log.info("listening for devices on %s:%d", host, port)
                    await asyncio.gather(self._ask_again(), self._commit_for_ever())
            finally:
                server.close()
        finally:
            with outside_the_loop():
                self._write_counts()
                connection.close()

    def _write_counts(self) -> None:
        """Write what was counted of strangers in the last minute, before the process ends."""
        try:
            self.intake.write_counts()
        except Exception:
            log.exception("the last count of strangers was not written")

    def _read_roster(self) -> None:
        try:
            self.intake.roster.seat(("", ""))
        except Exception:
            log.exception("the database does not answer yet")

    def take(self, piece: mllp.Piece, received_s: float, line: Line, *, trouble: str = "") -> None:
        """Queue what a line brought. Too much waiting: the line is not read from until there is room again.

        trouble   what is wrong with the line itself, where nothing could be read from it
        """
        if isinstance(piece, mllp.Frame):
            if too_many_segments(piece.payload):
                kept = piece.payload[: mllp.KEEP_BYTES]
                self._queue(unreadable(kept, received_s, TOO_MANY, link=line.link, line=line.number), line)
                return
            for raw in hl7.split(piece.payload):
                self._queue(arrive(raw, received_s, self.intake.roster, link=line.link, line=line.number), line)
        else:
            said = trouble or piece.sentence
            fault = unreadable(piece.kept, received_s, said, link=line.link, line=line.number)
            self._queue(fault._replace(answered=piece.answerable), line)

    def _queue(self, arrived: Arrived, line: Line) -> None:
        self._waiting.add(arrived, line)
        if self._began_s is not None:
            self._unseen.append(arrived)
            return  # the standby reads, while the loop is inside a commit: it looks at what waits when it comes out
        if len(self._waiting) >= self._expected:
            self._due.set()
        elif self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(GATHER_S, self._due.set)
        much = self._waiting.is_full(line) or self._too_much(MOST_WAITING, MOST_WAITING_BYTES)
        if much and line not in self._paused and line.transport is not None:
            line.transport.pause_reading()
            self._paused.add(line)

    def brought(self, line: Line, size: int, messages: int) -> None:
        """Count what a line brought: the loop reads one for as long as it brings more, and a flood keeps it there."""
        line.brought_bytes += size + messages * MESSAGE_BYTES
        away = self._began_s is not None  # inside a commit: the standby reads, and takes little of each
        if away or line.brought_bytes < SHARE_BYTES or line.transport is None or line in self.resting:
            return
        shares, line.brought_bytes = line.brought_bytes / SHARE_BYTES, 0
        if not self.intake.voices.speaks_on(line.number):
            now_s = time.monotonic()
            self._turn_s = min(max(self._turn_s, now_s) + REST_S * shares, now_s + MOST_REST_S)
            line.transport.pause_reading()
            self.resting.add(line)
            asyncio.get_running_loop().call_later(self._turn_s - now_s, self._rested, line)

    def _rested(self, line: Line) -> None:
        self.resting.discard(line)
        if line.transport is not None and line not in self._paused:
            line.transport.resume_reading()

    def has_room(self, address: str) -> bool:
        """Return whether one more line of this address may be opened: those on which a device speaks do not count."""
        most = MOST_LINES_HERE if links.is_loopback(address) else MOST_LINES
        speaks = self.intake.voices.speaks_on
        return sum(line.link.address == address and not speaks(line.number) for line in self.lines) < most

    def ended(self, line: Line) -> None:
        """Forget a line that has ended, once what it brought is committed: its device may speak on another."""
        self.lines.discard(line)
        self._ended.append(line)
        self._forget_ended()

    def _too_much(self, messages: int, size: int) -> bool:
        return len(self._waiting) > messages or self._waiting.size > size

    async def _commit_for_ever(self) -> None:
        while True:
            await self._due.wait()
            if self._soon is not None:
                self._soon.cancel()
                self._soon = None
            group = self._waiting.turn(MOST_IN_A_BATCH)
            self._expect(len(group))
            with outside_the_loop():
                self._commit(group)
            self._let_go_on()
            self._forget_ended()
            if self._waiting:
                await asyncio.sleep(0)
            else:
                self._due.clear()

    def _forget_ended(self) -> None:
        for line in [line for line in self._ended if line not in self._waiting]:
            self.intake.voices.close(line.number)
            self._ended.remove(line)

    def _expect(self, size: int) -> None:
        """Next time wait a moment for as many messages as the last two groups had, or as there are lines."""
        self._expected = max(1, min(size + self._last_size, len(self.lines), MOST_IN_A_BATCH))
        self._last_size = size

    def _commit(self, group: list[tuple[Arrived, Line]]) -> None:
        batch = [arrived for arrived, _ in group]
        decided: Sequence[Decided | None]
        try:
            with self._away(batch):
                decided = self._stored(batch)
        except Exception:
            if self.unrecorded.since_s is None:  # said once; an empty commit asks each second whether it works again
                log.exception("a batch of %d was not recorded", len(batch))
            self.unrecorded.lost += len(batch)
            self._not_recording("the commit failed", batch)
            decided = [None] * len(batch)
        else:
            if self.intake.is_proven:
                self._recorded()
        for (arrived, line), one in zip(group, decided, strict=True):
            try:
                line.answer(self._answers(arrived, one))
            except Exception:
                log.exception("an answer could not be written")

    @contextlib.contextmanager
    def _away(self, batch: list[Arrived]) -> Iterator[None]:
        """Pass the turn on while a commit goes on: only then may the standby touch what waits."""
        self._unseen = [*batch, *(arrived for arrived, _ in self._waiting)]
        self._began_s = time.monotonic()
        self.turn.release()
        try:
            yield
        finally:
            self.turn.acquire()
            self._began_s = None

    def stand_in(self) -> None:
        """Called by the standby, often: where a commit stalls, read the lines and show the alarms without it."""
        if not self._stalls() or not self.turn.acquire(timeout=0.1):
            return
        try:
            if self._stalls():
                for line in list(self.lines):
                    if not self._too_much(MOST_WAITING, MOST_WAITING_BYTES):
                        line.overhear()
                new, self._unseen = self._unseen, []
                self._not_recording("the commit stalls", new)
        finally:
            self.turn.release()

    def _stalls(self) -> bool:
        began_s = self._began_s
        return began_s is not None and time.monotonic() - began_s > STALL_S

    @property
    def recording(self) -> bool:
        return self.unrecorded.since_s is None

    def _stored(self, batch: list[Arrived]) -> Sequence[Decided | None]:
        """Commit a group; where it fails, each message by itself, so that one cannot take its neighbours with it."""
        try:
            return self.intake.commit(batch)
        except Exception as error:
            connection.close()  # a broken connection must not break the next batch
            if not batch or isinstance(error, OperationalError | InterfaceError):
                raise
            log.exception("a batch of %d failed: each is tried alone", len(batch))
            return [self._alone(arrived) for arrived in batch]

    def _alone(self, arrived: Arrived) -> Decided | None:
        """Commit one message; where it cannot be recorded as read, its bytes are kept and staff are told."""
        kept = unreadable(arrived.raw, arrived.received_s, "It was read but could not be recorded. Its bytes are kept.")
        for form in (arrived, kept):
            try:
                return self.intake.commit([form])[0]
            except (OperationalError, InterfaceError):
                connection.close()
                raise
            except Exception:
                log.exception("a message could not be recorded")
                connection.close()
        return None

    def _answers(self, arrived: Arrived, decided: Decided | None) -> Sequence[bytes]:
        """Accept once it is stored; error for what could not be read or stored; reject a stranger and a query.

        What was no message gets no answer: a device takes any answer for the one to its next message.
        """
        if not arrived.answered:
            return ()
        verdict: hl7.Verdict = "accept"
        text = ""
        if decided is None:
            verdict, text = "error", "not recorded: send again"
        elif decided.disposition == Disposition.REFUSED:
            known = decided.seat is not None or arrived.trouble
            verdict, text = "error" if known else "reject", decided.reason
        elif decided.is_query:
            verdict, text = "reject", "200: queries are not answered here"
        now_s = time.time()
        self._numbers += 1
        control_id = f"{int(now_s * 1000):x}.{self._numbers:x}"
        about = arrived.message if arrived.message is not None else arrived.raw
        return hl7.acknowledgements(about, verdict=verdict, text=text, now_s=now_s, control_id=control_id)

    def _not_recording(self, why: str, batch: Sequence[Arrived]) -> None:
        """Tell every live page, with the alarms as they stand in memory."""
        boards = self.unrecorded.step(batch, now_s=time.time())
        self.standby.say(recording=False, why=why, since_s=self.unrecorded.since_s, boards=boards)

    def _recorded(self) -> None:
        """After a commit that went well: when one had not, write down what was only seen, and tell the pages."""
        if self.unrecorded.since_s is None:
            return
        try:
            self.unrecorded.write()
        except Exception:
            log.exception("what was seen meanwhile is not written yet")
            return
        log.info("recording again")
        self.standby.say(recording=True)

    def _let_go_on(self) -> None:
        if self._too_much(MOST_WAITING // 2, MOST_WAITING_BYTES // 2):
            return
        for line in [line for line in self._paused if not self._waiting.is_full(line, part=2)]:
            if line.transport is not None:
                line.transport.resume_reading()
            self._paused.discard(line)

    async def _ask_again(self) -> None:
        """While nothing is recorded, an empty commit asks each second whether it works again; another writes what was
        counted of strangers. Slow lines are ended.
        """
        while True:
            for line in list(self.lines):
                if line.look(time.monotonic()):
                    await asyncio.sleep(BETWEEN_ENDS_S)
            if not self.recording or self.intake.strangers.is_due():
                self._due.set()
            await asyncio.sleep(1)


def run(host: str, port: int, doorbell: Path, context: ssl.SSLContext | None = None) -> None:
    """The listener's process: ends cleanly on a signal."""
    with contextlib.suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    # What is loaded by now stays: walking it again and again held every answer up, 45 ms at a time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_until_told(Listener(doorbell), host, port, context))


async def _until_told(listener: Listener, host: str, port: int, context: ssl.SSLContext | None) -> None:
    import signal

    serving = asyncio.create_task(listener.serve(host, port, context))
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving
