"""The listener's second thread: it keeps the line to the pages, and looks at the clock while a commit goes on."""

import asyncio
import contextlib
import functools
import logging
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

from euthymia.clinic.infusion.devices.doorbell import Doorbell

log = logging.getLogger("euthymia.listener")

LOOK_S: Final = 0.25
BEAT_S: Final = 1.0


class Watched(Protocol):
    """What the standby asks of the listener."""

    def stand_in(self) -> None:
        """Do what cannot wait, where a commit stalls; nothing else."""

    @property
    def recording(self) -> bool: ...


class Standby(threading.Thread):
    """A loop of its own, so that no commit can silence it. Used as a context: it hears and speaks inside."""

    def __init__(self, listener: Watched, path: Path) -> None:
        super().__init__(name="standby", daemon=True)
        self._listener, self._doorbell = listener, Doorbell(path)
        self._loop = asyncio.new_event_loop()
        self._open = threading.Event()
        self._trouble: BaseException | None = None

    def __enter__(self) -> Self:
        """Open the doorbell; raise what kept it shut."""
        self.start()
        self._open.wait()
        if self._trouble is not None:
            raise self._trouble
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self.join(5)

    def say(self, **line: Any) -> None:
        """Send one line to every page's process, from whichever thread."""
        with contextlib.suppress(RuntimeError):  # this thread has ended: the pages hear the silence and say so
            self._loop.call_soon_threadsafe(functools.partial(self._doorbell.say, **line))

    def run(self) -> None:
        self._task = self._loop.create_task(self._serve())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        except BaseException as trouble:
            self._trouble = trouble
        finally:
            self._open.set()
            self._loop.close()

    async def _serve(self) -> None:
        await self._doorbell.open()
        self._open.set()
        beat_s = 0.0
        try:
            while True:
                if time.monotonic() - beat_s >= BEAT_S:
                    beat_s = time.monotonic()
                    self._doorbell.say(beat_s=time.time(), recording=self._listener.recording)
                try:
                    self._listener.stand_in()
                except Exception:
                    log.exception("standing in for a stalled commit failed; it is tried again")
                await asyncio.sleep(LOOK_S)
        finally:
            await self._doorbell.close()
