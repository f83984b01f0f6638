"""One MLLP connection as a device has it: sends, and knows which of its messages was answered how."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import UTC
from typing import Self

from euthymia.medicine.refusal import Refusal
from euthymia.wire import hl7
from euthymia.wire.mllp import Deframer, Frame


class Line:
    """An open connection; answers are read as they come, and waited for by control id."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, codes: Counter[str]) -> None:
        self._reader = reader
        self._writer = writer
        self._codes = codes
        self._waiting: dict[str, asyncio.Future[hl7.Reply]] = {}
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def open(cls, host: str, port: int, *, codes: Counter[str]) -> Self:
        """Connect; codes counts the answers, "AA" and so on, over every line that shares it. Raises OSError."""
        reader, writer = await asyncio.open_connection(host, port)
        return cls(reader, writer, codes)

    @property
    def is_open(self) -> bool:
        return not self._listening.done()

    async def send(self, stream: bytes) -> None:
        """Send bytes as they are, framed or not. Raises ConnectionError once the other side is gone."""
        if not self.is_open:
            raise ConnectionResetError("the receiver closed the connection")
        self._writer.write(stream)
        await self._writer.drain()

    async def ask(self, stream: bytes, control_id: str, *, within_s: float) -> hl7.Reply | None:
        """Send and wait for the answer to that control id; None where none came in time."""
        waiting = self._waiting[control_id] = asyncio.get_running_loop().create_future()
        try:
            await self.send(stream)
            async with asyncio.timeout(within_s):  # wait_for of Python 3.11 loses a cancel that meets the answer
                return await waiting
        except TimeoutError:
            return None
        finally:
            del self._waiting[control_id]

    async def close(self) -> None:
        """Close it; an answer that is still under way is lost."""
        self._listening.cancel()
        self._writer.close()
        await asyncio.wait({self._listening})  # it ends as it likes; a cancel of ours goes on
        with suppress(OSError):
            await self._writer.wait_closed()

    async def _listen(self) -> None:
        deframer = Deframer()
        try:
            while data := await self._reader.read(65_536):
                for piece in deframer.feed(data):
                    if isinstance(piece, Frame):
                        self._take(piece.payload)
        finally:
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionResetError("the receiver closed the connection"))

    def _take(self, payload: bytes) -> None:
        try:
            reply = hl7.read(payload, default_zone=UTC).reply
        except Refusal:
            self._codes["unreadable"] += 1
            return
        if reply is None:
            return
        self._codes[reply.code] += 1
        waiting = self._waiting.get(reply.control_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(reply)
