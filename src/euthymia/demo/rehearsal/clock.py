"""A clock that a rehearsal sets: the whole process lives by it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from unittest import mock

BEGINS_S = datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()  # the same morning for every session


class Clock:
    """Seconds since 1970, to the millisecond, moved by hand, never back."""

    def __init__(self) -> None:
        self.now_s = BEGINS_S

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.now_s, UTC)

    def to(self, moment_s: float) -> None:
        self.now_s = max(self.now_s, round(moment_s, 3))


@contextmanager
def lived_by(clock: Clock) -> Iterator[None]:
    """Have everything in this process that asks for the time be told this clock's."""
    with ExitStack() as patches:
        patches.enter_context(mock.patch("django.utils.timezone.now", clock.now))
        for name in ("time", "monotonic"):
            patches.enter_context(mock.patch.object(time, name, lambda: clock.now_s))
        yield
