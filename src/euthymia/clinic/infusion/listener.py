"""The device listener: MLLP on loopback, group commit, acknowledgement after the commit and never before.

All messages that wait are committed together, in a thread of their own, so that the loop keeps reading and can tell
when a commit stalls. While commits fail or stall the alarms are still computed, in memory, and every live page says NOT
RECORDING.
"""

import asyncio
import contextlib
import gc
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from euthymia.clinic.infusion.doorbell import Doorbell
from euthymia.clinic.infusion.intake import Arrived, Decided, Intake, arrive, unreadable
from euthymia.clinic.infusion.unrecorded import Unrecorded
from euthymia.wire import hl7, mllp

log = logging.getLogger("euthymia.listener")

STALL_S: Final = 2.0
MOST_IN_A_BATCH: Final = 500
MOST_WAITING: Final = 5_000
MOST_WAITING_BYTES: Final = 64_000_000
GATHER_S: Final = (
    0.001  # how long a commit waits for the devices that talked just before: one costs little more than half
)
DEAF_BYTES: Final = 1_000_000  # answers a device has not read: it does not listen


class Line(asyncio.Protocol):
    """One device's connection."""

    def __init__(self, listener: "Listener") -> None:
        self._listener = listener
        self._deframer = mllp.Deframer()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self._listener.lines += 1

    def data_received(self, data: bytes) -> None:
        received_s = time.time()
        for piece in self._deframer.feed(data):
            self._listener.take(piece, received_s, self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        for piece in self._deframer.close():
            self._listener.take(piece, time.time(), self)
        self.transport = None
        self._listener.lines -= 1

    def answer(self, answers: Sequence[bytes]) -> None:
        """Send the acknowledgements that are due, if the device is still there and reads what it asked for."""
        if self.transport is None or self.transport.is_closing():
            return
        for answer in answers:
            self.transport.write(mllp.frame(answer))
        if self.transport.get_write_buffer_size() > DEAF_BYTES:
            self.transport.abort()


class Listener:
    """Takes messages from every line, commits them in groups, answers each."""

    def __init__(self, doorbell: Path) -> None:
        self.intake = Intake()
        self.doorbell = Doorbell(doorbell)
        self.unrecorded = Unrecorded(self.intake)
        self._waiting: list[tuple[Arrived, Line]] = []
        self._waiting_bytes = 0
        self._wake = asyncio.Event()
        self._enough = asyncio.Event()
        self._expected = 1
        self._last_size = 1
        self.lines = 0
        self._paused: set[Line] = set()
        self._committer = ThreadPoolExecutor(1, thread_name_prefix="commit")
        self._numbers = 0

    async def serve(self, host: str, port: int) -> None:
        """Listen until cancelled."""
        loop = asyncio.get_running_loop()
        try:
            await self._read_roster()
            # The port first: a second listener must fail before it takes the doorbell from the one that lives.
            server = await loop.create_server(lambda: Line(self), host, port, backlog=2048)
            try:
                await self.doorbell.open()
                log.info("listening for devices on %s:%d", host, port)
                await asyncio.gather(self._beat(), self._commit_for_ever())
            finally:
                server.close()
                await self.doorbell.close()
        finally:
            self._committer.submit(lambda: connection.close())  # the commit thread's own, not this one's
            self._committer.shutdown(wait=True)

    async def _read_roster(self) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._committer, self.intake.roster.seat, ("", ""))
        except Exception:
            log.exception("the database does not answer yet")

    def take(self, piece: mllp.Piece, received_s: float, line: Line) -> None:
        """Queue what a line brought. Too much waiting: the line is not read from until there is room again."""
        if isinstance(piece, mllp.Frame):
            arrived = arrive(piece.payload, received_s, self.intake.roster)
        else:
            arrived = unreadable(piece.kept, received_s, piece.sentence)
        self._waiting.append((arrived, line))
        self._waiting_bytes += len(arrived.raw)
        self._wake.set()
        if len(self._waiting) >= self._expected:
            self._enough.set()
        if self._too_much(MOST_WAITING, MOST_WAITING_BYTES) and line.transport is not None:
            line.transport.pause_reading()
            self._paused.add(line)

    def _too_much(self, messages: int, size: int) -> bool:
        return len(self._waiting) > messages or self._waiting_bytes > size

    async def _commit_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            await self._gather()
            group, self._waiting = self._waiting[:MOST_IN_A_BATCH], self._waiting[MOST_IN_A_BATCH:]
            self._waiting_bytes -= sum(len(arrived.raw) for arrived, _ in group)
            if not self._waiting:
                self._wake.clear()
            await self._commit(group)
            self._let_go_on()

    async def _gather(self) -> None:
        """Wait a moment for as many messages as the last two groups had, or as there are lines."""
        if 0 < len(self._waiting) < self._expected:
            self._enough.clear()
            timer = asyncio.get_running_loop().call_later(GATHER_S, self._enough.set)
            await self._enough.wait()
            timer.cancel()
        size = min(len(self._waiting), MOST_IN_A_BATCH)
        self._expected = min(size + self._last_size, self.lines, MOST_IN_A_BATCH)
        self._last_size = size

    async def _commit(self, group: list[tuple[Arrived, Line]]) -> None:
        batch = [arrived for arrived, _ in group]
        work = asyncio.get_running_loop().run_in_executor(self._committer, self._in_thread, batch)
        finished, _ = await asyncio.wait({work}, timeout=STALL_S)
        new, counted = batch, 0
        while not finished:
            new, counted = new + [a for a, _ in self._waiting[counted:]], len(self._waiting)
            self._not_recording("the commit stalls", new)
            new = []
            finished, _ = await asyncio.wait({work}, timeout=0.5)
        fates: Sequence[Decided | None]
        try:
            fates = work.result()
        except Exception:
            if self.unrecorded.since_s is None:  # said once; an empty commit asks each second whether it works again
                log.exception("a batch of %d was not recorded", len(batch))
            self.unrecorded.lost += len(batch)
            self._not_recording("the commit failed", batch)
            fates = [None] * len(batch)
        else:
            await self._recorded()
        for (arrived, line), fate in zip(group, fates, strict=True):
            try:
                line.answer(self._answers(arrived, fate))
            except Exception:
                log.exception("an answer could not be written")

    def _in_thread(self, batch: list[Arrived]) -> Sequence[Decided | None]:
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

    def _answers(self, arrived: Arrived, fate: Decided | None) -> Sequence[bytes]:
        """Accept once it is stored; error for what could not be read or stored; reject for a stranger."""
        verdict: hl7.Verdict = "accept"
        text = ""
        if fate is None:
            verdict, text = "error", "not recorded: send again"
        elif arrived.message is None:
            verdict, text = "error", arrived.trouble
        elif fate.fate == "refused":
            verdict, text = "reject" if fate.seat is None else "error", fate.reason
        elif arrived.message.control_id is None:
            verdict, text = "error", "stored, but MSH-10 is empty: no answer can name this message"
        now_s = time.time()
        self._numbers += 1
        control_id = f"{int(now_s * 1000):x}.{self._numbers:x}"
        about = arrived.message if arrived.message is not None else arrived.raw
        return hl7.acknowledgements(about, verdict=verdict, text=text, now_s=now_s, control_id=control_id)

    def _not_recording(self, why: str, batch: Sequence[Arrived]) -> None:
        """Say so on every live page, with the alarms as they stand in memory."""
        boards = self.unrecorded.step(batch, now_s=time.time())
        self.doorbell.say(recording=False, why=why, since_s=self.unrecorded.since_s, boards=boards)

    async def _recorded(self) -> None:
        """After a commit that went well: when one had not, write down what was only seen, and tell the pages."""
        if self.unrecorded.since_s is None:
            return
        try:
            await asyncio.get_running_loop().run_in_executor(self._committer, self.unrecorded.write)
        except Exception:
            log.exception("what was seen meanwhile is not written yet")
            return
        log.info("recording again")
        self.doorbell.say(recording=True)

    def _let_go_on(self) -> None:
        if self._paused and not self._too_much(MOST_WAITING // 2, MOST_WAITING_BYTES // 2):
            for line in self._paused:
                if line.transport is not None:
                    line.transport.resume_reading()
            self._paused.clear()

    async def _beat(self) -> None:
        """Say each second that we live. While nothing is recorded, an empty commit asks whether it works again."""
        while True:
            self.doorbell.say(beat_s=time.time(), recording=self.unrecorded.since_s is None)
            if self.unrecorded.since_s is not None:
                self._wake.set()
            await asyncio.sleep(1)


def run(host: str, port: int, doorbell: Path) -> None:
    """The listener's process: ends cleanly on a signal."""
    with contextlib.suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    # What is loaded by now stays: walking it again and again held every answer up, 45 ms at a time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_until_told(Listener(doorbell), host, port))


async def _until_told(listener: Listener, host: str, port: int) -> None:
    import signal

    serving = asyncio.create_task(listener.serve(host, port))
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving
