"""The line from the device listener to the web processes, beside the database and working without it.

It rings after a commit (a hint: the table is the truth), beats once a second, and says NOT RECORDING together with the
alarms that are only in memory when a commit fails or stalls. One JSON object a line over a Unix socket in the clinic's
folder.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

SLOW_READER_BYTES = 8 << 20  # the boards of some hundred chairs are one line


class Doorbell:
    """The listener's end: every web process that connects hears every line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ears: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._welcome, path=str(self._path))
        self._path.chmod(0o600)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for ear in self._ears:
            ear.close()
        self._path.unlink(missing_ok=True)

    def say(self, **line: Any) -> None:
        """Say one line to everybody. A web process that does not read is dropped: it sees the silence and says so."""
        data = json.dumps(line, separators=(",", ":")).encode() + b"\n"
        for ear in list(self._ears):
            if ear.is_closing() or ear.transport.get_write_buffer_size() > SLOW_READER_BYTES:
                self._ears.discard(ear)
                ear.transport.abort()
            else:
                ear.write(data)

    async def _welcome(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ears.add(writer)


async def hear(path: Path) -> AsyncIterator[dict[str, Any]]:
    """The web's end: yield each line; end when the listener is gone. The caller tries again."""
    with contextlib.suppress(OSError, ValueError):  # ValueError: a line cut short, or longer than the limit
        reader, writer = await asyncio.open_unix_connection(str(path), limit=SLOW_READER_BYTES)
        try:
            while line := await reader.readline():
                yield json.loads(line)
        finally:
            writer.close()
