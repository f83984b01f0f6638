"""The device listener: MLLP on loopback, group commit, acknowledgement after the commit and never before.

All messages that wait are committed together, in a thread of their own, so that the loop keeps reading and can tell
when a commit stalls. While commits fail or stall the alarms are still computed, in memory, and every live page says NOT
RECORDING.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from django.db import connection

from euthymia.clinic.infusion.doorbell import Doorbell
from euthymia.clinic.infusion.intake import Arrived, Decided, Intake, arrive, decide
from euthymia.clinic.infusion.live import board
from euthymia.medicine import watch
from euthymia.wire import hl7, mllp

log = logging.getLogger("euthymia.listener")

STALL_S: Final = 2.0
MOST_IN_A_BATCH: Final = 500
MOST_WAITING: Final = 5_000


class Line(asyncio.Protocol):
    """One device's connection."""

    def __init__(self, listener: "Listener") -> None:
        self._listener = listener
        self._deframer = mllp.Deframer()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        received_s = time.time()
        for piece in self._deframer.feed(data):
            self._listener.take(piece, received_s, self)

    def connection_lost(self, exc: Exception | None) -> None:
        for piece in self._deframer.close():
            self._listener.take(piece, time.time(), self)
        self.transport = None

    def answer(self, answers: Sequence[bytes]) -> None:
        """Send the acknowledgements that are due, if the device is still there."""
        if self.transport is not None and not self.transport.is_closing():
            for answer in answers:
                self.transport.write(mllp.frame(answer))


class Listener:
    """Takes messages from every line, commits them in groups, answers each."""

    def __init__(self, doorbell: Path) -> None:
        self.intake = Intake()
        self.doorbell = Doorbell(doorbell)
        self._waiting: list[tuple[Arrived, Line]] = []
        self._wake = asyncio.Event()
        self._paused: set[Line] = set()
        self._committer = ThreadPoolExecutor(1, thread_name_prefix="commit")
        self._trouble_since: float | None = None
        self._numbers = 0

    async def serve(self, host: str, port: int) -> None:
        """Listen until cancelled."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._committer, self.intake.roster.seat, ("", ""))
        await self.doorbell.open()
        server = await loop.create_server(lambda: Line(self), host, port, backlog=2048)
        log.info("listening for devices on %s:%d", host, port)
        beat = asyncio.create_task(self._beat())
        try:
            await self._commit_for_ever()
        finally:
            beat.cancel()
            server.close()
            await self.doorbell.close()
            self._committer.submit(connection.close)
            self._committer.shutdown(wait=True)

    def take(self, piece: mllp.Piece, received_s: float, line: Line) -> None:
        """Queue what a line brought. Too much waiting: the line is not read from until there is room again."""
        if isinstance(piece, mllp.Frame):
            arrived = arrive(piece.payload, received_s, self.intake.roster)
        else:
            arrived = Arrived(piece.kept, received_s, ("", ""), None, (), (), piece.sentence)
        self._waiting.append((arrived, line))
        self._wake.set()
        if len(self._waiting) > MOST_WAITING and line.transport is not None:
            line.transport.pause_reading()
            self._paused.add(line)

    async def _commit_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            group, self._waiting = self._waiting[:MOST_IN_A_BATCH], self._waiting[MOST_IN_A_BATCH:]
            if not self._waiting:
                self._wake.clear()
            await self._commit(group)
            self._let_go_on()

    async def _commit(self, group: list[tuple[Arrived, Line]]) -> None:
        batch = [arrived for arrived, _ in group]
        work = asyncio.get_running_loop().run_in_executor(self._committer, self._in_thread, batch)
        finished, _ = await asyncio.wait({work}, timeout=STALL_S)
        while not finished:
            self._not_recording("the commit stalls", [a for a, _ in group + self._waiting])
            finished, _ = await asyncio.wait({work}, timeout=0.5)
        try:
            decided = work.result()
        except Exception:
            log.exception("a batch of %d was not recorded", len(batch))
            self._not_recording("the commit failed", batch)
            for arrived, line in group:
                line.answer(self._answers(arrived, None))
            return
        self._recorded()
        for (arrived, line), fate in zip(group, decided, strict=True):
            line.answer(self._answers(arrived, fate))

    def _in_thread(self, batch: list[Arrived]) -> list[Decided]:
        try:
            return self.intake.commit(batch)
        except Exception:
            connection.close()  # a broken connection must not break the next batch
            raise

    def _answers(self, arrived: Arrived, fate: Decided | None) -> Sequence[bytes]:
        """Accept once it is stored; error for what could not be read or stored; reject for a stranger."""
        verdict: hl7.Verdict = "accept"
        text = ""
        if fate is None:
            verdict, text = "error", "not recorded: send again"
        elif arrived.message is None:
            verdict, text = "error", arrived.trouble
        elif fate.fate == "refused":
            verdict, text = "reject", fate.reason
        elif arrived.message.control_id is None:
            verdict, text = "error", "stored, but MSH-10 is empty: no answer can name this message"
        now_s = time.time()
        self._numbers += 1
        control_id = f"{int(now_s * 1000):x}.{self._numbers:x}"
        about = arrived.message if arrived.message is not None else arrived.raw
        return hl7.acknowledgements(about, verdict=verdict, text=text, now_s=now_s, control_id=control_id)

    def _not_recording(self, why: str, batch: list[Arrived]) -> None:
        """Say so on every live page, with the alarms as they stand in memory."""
        self._trouble_since = self._trouble_since or time.time()
        boards = {}
        for arrived in batch:
            seat = self.intake.roster.known(arrived.sender)
            held = self.intake.held.get(seat.session_id) if seat and seat.session_id else None
            if held is not None and decide(arrived, seat).fate == "charted":
                step = watch.step(held.state, arrived.readings, now_s=arrived.received_s, limits=held.limits)
                # The version is spoilt on purpose: the next commit reloads the state that is in the table.
                held.state, held.last = step.state, -1
                boards[seat.session_key] = board(step.state, held.limits)
        self.doorbell.say(recording=False, why=why, since_s=self._trouble_since, boards=boards)

    def _recorded(self) -> None:
        if self._trouble_since is not None:
            log.info("recording again")
            self._trouble_since = None
            self.doorbell.say(recording=True)

    def _let_go_on(self) -> None:
        if self._paused and len(self._waiting) < MOST_WAITING // 2:
            for line in self._paused:
                if line.transport is not None:
                    line.transport.resume_reading()
            self._paused.clear()

    async def _beat(self) -> None:
        while True:
            self.doorbell.say(beat_s=time.time(), recording=self._trouble_since is None)
            await asyncio.sleep(1)


def run(host: str, port: int, doorbell: Path) -> None:
    """The listener's process: ends cleanly on a signal."""
    with contextlib.suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_until_told(Listener(doorbell), host, port))


async def _until_told(listener: Listener, host: str, port: int) -> None:
    import signal

    serving = asyncio.create_task(listener.serve(host, port))
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving
