"""The line from the device listener to the web processes, beside the database and working without it.

It rings after a commit (a hint: the table is the truth), beats once a second, and says NOT RECORDING together with the
alarms that are only in memory when a commit fails or stalls. One JSON object a line over a Unix socket in the clinic's
folder; where its name is too long for a socket, in a folder for temporary files that is the clinic's account's alone.
"""

import asyncio
import contextlib
import json
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from django.conf import settings

from euthymia.medicine.refusal import Refusal

SLOW_READER_BYTES = 8 << 20  # the boards of some hundred chairs are one line


class NotOurFolder(Refusal):
    """The folder of the socket is another account's, or others may write into it."""


def check_folder(folder: Path) -> None:
    """Check that nobody else can put a socket of theirs in the place of ours. Raises NotOurFolder, OSError.

    The clinic's own folder is made so when the settings are read, and may be a link.
    """
    if folder == settings.HOME:
        return
    is_like = folder.lstat()
    if not stat.S_ISDIR(is_like.st_mode) or is_like.st_uid != os.geteuid() or is_like.st_mode & 0o022:
        raise NotOurFolder(
            f"{folder} is not a folder that only this account may write into. Remove it, or shorten EUTHYMIA_HOME."
        )


class Doorbell:
    """The listener's end: every web process that connects hears every line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ears: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        check_folder(self._path.parent)
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
        """Send one line to everybody. A web process that does not read is dropped: it sees the silence and says so."""
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
    # ValueError: a line cut short, or longer than the limit
    with contextlib.suppress(OSError, ValueError, NotOurFolder):
        check_folder(path.parent)
        reader, writer = await asyncio.open_unix_connection(str(path), limit=SLOW_READER_BYTES)
        try:
            while line := await reader.readline():
                yield json.loads(line)
        finally:
            writer.close()
