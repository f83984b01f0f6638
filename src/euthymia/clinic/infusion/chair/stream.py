"""From committed events to open pages: one tailer a web process reads what is new and fans it out.

The table is the truth, looked at every 50 ms; the doorbell only says NOT RECORDING and whether the listener lives. A
stream holds no connection and no query: it waits on its own short queue. A queue that fills up ends its stream, and the
page takes a new snapshot. Whether each may still follow its chart is asked again for all at once, every second and
when somebody signs out or is changed; who may not is told so, and the stream ends.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from euthymia.clinic.infusion.devices.doorbell import hear
from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.oversight import notices
from euthymia.clinic.infusion.session.board import acts_of, line_of, page_board, trend
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import CareTeamMember, User
from euthymia.medicine.charting import CHANGES, EventKind
from euthymia.medicine.charting import Line as Written

log = logging.getLogger("euthymia.stream")

LOOK_EVERY_S: Final = 0.05
BEAT_EVERY_S: Final = 1.0
QUEUE: Final = 100
LOOK_STALLS_S: Final = 3.0
LISTENER_SILENT_S: Final = 3.0
ASK_AGAIN_S: Final = 0.8  # also a right that another process ended is gone within a second
LOOK_ELSEWHERE_S: Final = 0.5
HELD_S: Final = 30.0
MOST_STREAMS: Final = 24  # of one sign-in: a page a chair, and some that a browser has not let go of yet

Found = TypeVar("Found")
Line = dict[str, Any]
Queue = asyncio.Queue[tuple[int | None, str] | str]  # the event a line stands at, None for a beat; a word ends it
AGAIN, CLOSED = "again", "closed"  # take a new snapshot; this chart is no longer this person's to follow


@dataclass(slots=True)
class Acts:
    """A followed session's acts, through which event: a board shows them all, and most messages bring none."""

    through: int
    acts: list[Written]

    def add(self, event: SessionEvent) -> None:
        if event.kind != EventKind.READINGS and event.number > self.through:
            self.acts.append(line_of(event))


class Tailer:
    """Looks for new events of the sessions somebody is watching, and hands them to each watcher's queue."""

    def __init__(self) -> None:
        self._ears: dict[int, dict[Queue, doors.Viewer]] = defaultdict(dict)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked = asyncio.Event()
        self._seen: dict[int, int] = {}
        self._keys: dict[int, str] = {}
        self._acts: dict[int, Acts] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tailer")
        self._heard_listener = 0.0
        self._trouble: Line | None = None
        self._notices: tuple[notices.Notice, ...] = ()
        self._database_down_since: float | None = None
        self._looked_s = time.time()
        self._held: dict[str, list[float]] = {}  # until when a place is held for a stream that is being opened

    def listener_up(self) -> bool:
        """Return whether the device listener was heard from within three seconds."""
        return time.monotonic() - self._heard_listener < LISTENER_SILENT_S

    async def follow(self, session: Session, after: int, *, viewer: doors.Viewer) -> AsyncIterator[str]:
        """Yield the stream of one session as text: first what a page at event `after` has missed, then what is new.

        The queue is there before the first look, so nothing falls between the two; what comes twice changes nothing.
        """
        # The middleware behind the view opened the request's connection again, to save when the person was last here.
        await sync_to_async(_close)()
        if not self._ears:
            self._looked_s = time.time()
        self._start()
        queue: Queue = asyncio.Queue(QUEUE)
        self._seen.setdefault(session.pk, session.last_event_number)
        self._ears[session.pk][queue] = viewer
        self.let_go(viewer.browser)
        self._keys[session.pk] = str(session.key)
        try:
            loop = asyncio.get_running_loop()
            missed = await loop.run_in_executor(self._thread, self._new, {session.pk: after - 1})
            shown, line = missed.get(session.pk, (0, {}))
            yield _text({**line, **self._health(session.pk)})
            while not isinstance(told := await queue.get(), str):
                number, text = told
                if number is None or number >= shown:  # an older board, read before this page's own, would step back
                    yield text
            yield f"event: {told}\ndata: \n\n"
        finally:
            del self._ears[session.pk][queue]
            if not self._ears[session.pk]:
                del self._ears[session.pk], self._seen[session.pk], self._keys[session.pk]
                self._acts.pop(session.pk, None)

    def _start(self) -> None:
        if not self._tasks or any(task.done() for task in self._tasks):
            for task in self._tasks:
                task.cancel()
            self._loop, self._asked = asyncio.get_running_loop(), asyncio.Event()
            self._tasks = [asyncio.create_task(j()) for j in self._jobs]

    @property
    def _jobs(self) -> tuple[Callable[[], Coroutine[Any, Any, None]], ...]:
        return self._look, self._look_elsewhere, self._beat, self._hear, self._ask_again

    def _health(self, session_id: int) -> Line:
        """What is told with every line; of the boards that are only in memory this session's own and no other's."""
        own_key = self._keys.get(session_id, "")
        trouble = self._trouble
        if trouble is not None:
            own = trouble.get("boards", {}).get(own_key)
            trouble = {"since_s": trouble["since_s"], "why": trouble["why"], **({"board": own} if own else {})}
        down_since_s = self._database_down_since
        if down_since_s is None and time.time() - self._looked_s > LOOK_STALLS_S:
            down_since_s = self._looked_s  # a look that hangs raises nothing
        if trouble is None and down_since_s is not None:
            trouble = {"since_s": down_since_s, "why": "the database does not answer"}
        others = [notice.shown() for notice in self._notices if notice.session != own_key]
        return {"now_s": time.time(), "listener_up": self.listener_up(), "trouble": trouble, "elsewhere": others}

    def _tell(self, session_id: int, line: Line, *, number: int | None = None) -> None:
        text = _text({**line, **self._health(session_id)})
        for queue in self._ears.get(session_id, ()):
            if queue.qsize() >= QUEUE - 1:
                _end(queue, AGAIN)
            else:
                queue.put_nowait((number, text))

    def _tell_all(self) -> None:
        for session_id in list(self._ears):
            self._tell(session_id, {})

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = time.monotonic()
            if not self._ears:
                self._looked_s = time.time()
            else:
                try:
                    found = await loop.run_in_executor(
                        self._thread, self._new, {k: self._seen[k] for k in self._ears if k in self._seen}
                    )
                    self._database_down_since, self._looked_s = None, time.time()
                    for session_id, (last, line) in found.items():
                        if session_id in self._seen:
                            self._seen[session_id] = last
                        self._tell(session_id, line, number=last)
                except Exception:
                    self._database_down_since = self._database_down_since or time.time()
                    self._tell_all()
            await asyncio.sleep(max(LOOK_EVERY_S - (time.monotonic() - began), 0.005))

    def _new(self, seen: dict[int, int]) -> dict[int, tuple[int, Line]]:
        """Read what is new, in the tailer's own thread with its own connection."""
        try:
            moved = [
                pk
                for pk, last in Session.objects.filter(pk__in=list(seen)).values_list("pk", "last_event_number")
                if last > seen[pk]
            ]
            if not moved:
                return {}
            sessions = {s.pk: s for s in Session.objects.filter(pk__in=moved).select_related("order")}
            readings: dict[int, list[Any]] = defaultdict(list)
            corrected: set[int] = set()
            acts = {pk: self._acts_before(session, seen[pk]) for pk, session in sessions.items()}
            for event in _events_after({pk: min(seen[pk], acts[pk].through) for pk in sessions}):
                if event.number > sessions[event.session_id].last_event_number:
                    continue  # committed since the session was read: for the next look
                if event.kind in (EventKind.READINGS, EventKind.VITALS) and event.number > seen[event.session_id]:
                    readings[event.session_id].append(event.body["readings"])
                if event.kind in CHANGES and event.number > seen[event.session_id]:
                    corrected.add(event.session_id)
                acts[event.session_id].add(event)
            for pk, session in sessions.items():
                acts[pk].through = session.last_event_number
            lines = {
                pk: {"board": page_board(session, acts[pk].acts), "readings": readings[pk]}
                for pk, session in sessions.items()
            }
            for pk in corrected:
                lines[pk]["trend"] = trend(sessions[pk])  # what was drawn may not be so any more
            return {pk: (session.last_event_number, lines[pk]) for pk, session in sessions.items()}
        except Exception:
            connection.close()
            raise

    def _acts_before(self, session: Session, seen: int) -> "Acts":
        """Return what is at hand of a session's acts; where it does not reach to what was seen, read it again."""
        held = self._acts.get(session.pk)
        if held is None or held.through < seen:
            held = self._acts[session.pk] = Acts(session.last_event_number, acts_of(session))
        return held

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY_S)
            self._tell_all()

    async def _look_elsewhere(self) -> None:
        """Look at all chairs twice a second; what changed is told at once, the rest comes with the next line."""
        loop = asyncio.get_running_loop()
        while True:
            with contextlib.suppress(Exception):  # shows as trouble; what was known is shown on
                if self._ears:
                    found = await loop.run_in_executor(self._thread, _looked, notices.look)
                    changed, self._notices = found != self._notices, found
                    if changed:
                        self._tell_all()
            await asyncio.sleep(LOOK_ELSEWHERE_S)

    async def _ask_again(self) -> None:
        """Ask for all streams at once who may still follow, and end the others."""
        loop = asyncio.get_running_loop()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), ASK_AGAIN_S)
            self._asked.clear()
            # Where the database does not answer nobody is sent away: it shows as trouble, and alarms still come.
            with contextlib.suppress(Exception):
                if viewers := self.viewers():
                    self.close(viewers - await loop.run_in_executor(self._thread, _looked, doors.still_open, viewers))

    def viewers(self) -> set[doors.Viewer]:
        """Name who follows what here."""
        return {viewer for ears in self._ears.values() for viewer in ears.values()}

    def has_room(self, browser: str) -> bool:
        """Return whether this sign-in may follow one more: each stream costs the others a little."""
        own = sum(v.browser == browser for ears in self._ears.values() for v in ears.values())
        return own + sum(until_s > time.monotonic() for until_s in self._held.get(browser, ())) < MOST_STREAMS

    def hold(self, browser: str) -> bool:
        """Hold a place for a stream before anything is read or written for it; False where there is none.

        Three hundred asked for at once would else all find room. It is let go once the stream is there, or with time.
        """
        if browser and not self.has_room(browser):
            return False
        if browser:
            now_s = time.monotonic()
            still = [until_s for until_s in self._held.get(browser, ()) if until_s > now_s]
            self._held[browser] = [*still, now_s + HELD_S]
        return True

    def let_go(self, browser: str) -> None:
        """Let one held place go."""
        if held := self._held.pop(browser, [])[1:]:
            self._held[browser] = held

    def close(self, refused: set[doors.Viewer]) -> None:
        """End the streams of these."""
        for ears in self._ears.values():
            for queue, viewer in ears.items():
                if viewer in refused:
                    _end(queue, CLOSED)

    def soon(self, do: Callable[[], None]) -> None:
        """Do this in the loop that the streams live in; called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(do)

    async def _hear(self) -> None:
        """Listen at the doorbell; knock again each half second while nobody is there."""
        while True:
            try:
                async for line in hear(settings.DOORBELL):
                    self._heard_listener = time.monotonic()
                    self._take(line)
            except Exception:
                log.exception("the listener's line could not be followed")
            await asyncio.sleep(0.5)

    def _take(self, line: Line) -> None:
        before = self._trouble
        if line.get("recording"):
            self._trouble = None
        elif "why" in line:
            self._trouble = {"since_s": line["since_s"], "why": line["why"], "boards": line["boards"]}
        elif line.get("recording") is False and before is None:  # it began before we listened
            self._trouble = {"since_s": line["beat_s"], "why": "the listener cannot record"}
        if self._trouble is not before:
            self._tell_all()


def _events_after(seen: dict[int, int]) -> Iterable[SessionEvent]:
    """Read each session's events after the number beside it, in order."""
    pairs = ", ".join(["(%s, %s)"] * len(seen))
    return SessionEvent.objects.raw(
        f"SELECT e.* FROM infusion_sessionevent AS e JOIN (VALUES {pairs}) AS v "
        "ON e.session_id = v.column1 AND e.number > v.column2 ORDER BY e.session_id, e.number",
        [value for pair in seen.items() for value in pair],
    )


def _end(queue: Queue, word: str) -> None:
    """Leave nothing in the queue but the word that ends its stream."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(word)


def _looked(question: Callable[..., Found], *about: Any) -> Found:
    """Ask in the tailer's own thread; a connection that failed is not used again."""
    try:
        return question(*about)
    except Exception:
        connection.close()
        raise


def _close() -> None:
    connection.close()


def _text(line: Line) -> str:
    return f"data: {json.dumps(line, separators=(',', ':'))}\n\n"


tailer = Tailer()


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, **_: Any) -> None:
    browser = request.session.session_key
    tailer.soon(lambda: tailer.close({v for v in tailer.viewers() if v.browser == browser}))


@receiver(post_save, sender=User)
@receiver(post_delete, sender=CareTeamMember)
def _changed(update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields != {"last_login"}:
        transaction.on_commit(lambda: tailer.soon(lambda: tailer._asked.set()))


async def stopping() -> None:
    """Cancel the tailer's tasks: for a web process that ends."""
    for task in tailer._tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
