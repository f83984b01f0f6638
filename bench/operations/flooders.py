"""Strangers who flood the devices' port, as a process: `python -m bench.operations.flooders KIND PORT SECONDS`.

Each line is opened again as soon as it is closed. Prints one JSON line: how many bytes were taken by the other side.
"""

import asyncio
import contextlib
import json
import sys
import time
from typing import Final, NamedTuple

HEAD: Final = b"\x0bMSH|^~\\&|STRANGER|BENCH|||20260101000000||ORU^R01^ORU_R01|1|P|2.6\r"
END: Final = b"\x1c\r"
MIB: Final = 1 << 20


class Kind(NamedTuple):
    """One kind of flood: how many lines at once, and what each sends over and over; once where it never ends."""

    lines: int
    sent: bytes
    again: bool = True


KINDS: Final = {
    "small messages on 4 lines": Kind(4, HEAD + b"OBX|1|NM|150456^MDC^MDC||60\r" + END),
    "messages of 1 MB on 8 lines": Kind(8, HEAD + b"NTE|1||" + b"x" * 950_000 + b"\r" + END),
    "messages of 240,000 segments on 8 lines": Kind(8, HEAD + b"OBX\r" * 240_000 + END),
    "200 lines of unfinished messages of 1 MB": Kind(200, HEAD + b"NTE|1||" + b"x" * 950_000, again=False),
}


class Flood:
    """Counts what was handed to the system, less what it still holds unsent."""

    def __init__(self, kind: Kind, port: int, ends_s: float) -> None:
        self._kind, self._port, self._ends_s = kind, port, ends_s
        self.taken_bytes = 0

    async def line(self) -> None:
        """Keep one line busy, opened again when it is closed, until the time is over."""
        while time.monotonic() < self._ends_s:
            with contextlib.suppress(OSError):
                await self._once()
            await asyncio.sleep(0.01)

    async def _once(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        answers = asyncio.create_task(_read_away(reader))
        try:
            while True:
                writer.write(self._kind.sent)
                await writer.drain()
                self.taken_bytes += len(self._kind.sent)
                if not self._kind.again:
                    await answers  # until the other side closes the line
                if answers.done():
                    return
                await asyncio.sleep(0)
        finally:
            answers.cancel()
            writer.transport.abort()


async def _read_away(reader: asyncio.StreamReader) -> None:
    with contextlib.suppress(OSError):
        while await reader.read(65_536):
            pass


async def main(kind: str, port: int, seconds: float) -> None:
    flood = Flood(KINDS[kind], port, time.monotonic() + seconds)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*(flood.line() for _ in range(KINDS[kind].lines)))
    print(json.dumps({"taken_mib": flood.taken_bytes / MIB}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
