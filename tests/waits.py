"""How long tests wait for anything. Each bound stands here in seconds of a quiet machine, times one factor.

The factor is measured once, when a run starts (tests.environment), and is the same in all its processes. A bound says
when to give up; a test that gets what it waits for goes on at once. Claims of the product are no bounds: they are not
stretched, and what holds them to the second is marked `alone`.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

KNOWN = "EUTHYMIA_WAITS_FACTOR"
MOST = 8.0
_QUIET_S = 0.045  # of `_work` on the machine that the bounds were set on


def _work() -> float:
    began_s = time.process_time()
    sum(number * number for number in range(800_000))
    return time.process_time() - began_s


def _ticks() -> tuple[int, int]:
    """Read how many ticks the machine's cores have had, and how many of them they stood still."""
    ticks = [int(word) for word in Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:9]]
    return sum(ticks), ticks[3] + ticks[4]


def busy(over_s: float = 1.0) -> float:
    """Return the share of this machine that works now, 0 to 1, while this process rests; 0 where that is not known."""
    try:
        before = _ticks()
        time.sleep(over_s)
        after = _ticks()
    except OSError:
        return min(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    whole = after[0] - before[0]
    return 1 - (after[1] - before[1]) / whole if whole else 0.0


def worked_s() -> float:
    """Return the seconds of a core that this machine has worked since it started; 0 where that is not known."""
    try:
        whole, still = _ticks()
    except OSError:
        return 0.0
    return (whole - still) / os.sysconf("SC_CLK_TCK")


def measured() -> float:
    """Return how many times longer than on a quiet machine to wait: a slower core, and others who work on it."""
    slow = min(_work() for _ in range(3)) / _QUIET_S
    return round(min(MOST, max(1.0, slow) * (1 + 2 * busy())), 2)


def measure() -> None:
    """Measure the factor for this run and the processes it starts, unless one of them did."""
    if KNOWN not in os.environ:
        os.environ[KNOWN] = str(measured())


def seconds(quiet_s: float) -> float:
    """Return how long to wait here for what takes at most so long on a quiet machine."""
    return quiet_s * float(os.environ.get(KNOWN, 1))


def ms(wait_s: float) -> float:
    """Return the same in milliseconds, as a browser counts."""
    return wait_s * 1000


measure()  # before the first bound is worked out

# Bounds: when to give up
NOW_S = seconds(2)  # what is there already
SOON_S = seconds(5)  # an answer on an open line
TROUBLE_S = seconds(6)  # trouble on the page of a story, of which several go on at once
PAGE_S = seconds(10)  # a page shows what was done
LINE_S = seconds(15)  # a socket, a thread or a batch of messages comes to its end
UP_S = seconds(30)  # a process comes up, or ends
WORKED_S = seconds(60)  # a process works something out
CLINIC_UP_S = seconds(90)  # a whole demo clinic shows its first page
QUICK_TEST_S = seconds(12)  # a test of `make quick`; one that takes longer is marked slow
TEST_S = seconds(300)  # any test at all
STORIES_S = seconds(1200)  # all stories at one chair each

# Claims: what the product promises, on any machine
SAID_WITHIN_S = 5.0  # trouble on the live page; a page that nobody can be watching, on other screens
HELP_WITHIN_S = 2.0  # help, on every screen
UNSEEN_ELSEWHERE_S, UNSEEN_EVERYWHERE_S = 30.0, 60.0  # an alarm that nobody acknowledges
EARLY_S = 5.0  # before that moment, for the press to be sent
LATE_S = 4.0  # beyond that moment, for its page to be drawn

# Stretches in which nothing may happen, or that must go by: only where no clock can be set and no condition awaited
A_SOUND_S = 1.2  # longer than the time between two sounds of a high alarm
A_GLANCE_S = 1.5  # a page is hidden, but not for long enough to be called away
WATCHED_S = 2.0  # a page beats twice, so that it is known as one that watches
ASKED_AGAIN_S = 3.5  # longer than other screens take to ask
ANNOUNCED_S = 2.0  # longer than between an alarm on the page and its announcement
SETTLED_S = 0.6  # what a page does by itself after a press is done
A_BEAT_S = 1.0  # from one message of a monitor to its next
TWO_LOOKS_S = 0.3  # a stream looks twice for what is new
SEVERAL_TRIES_S = 0.05  # a simulated monitor tries to connect, or would send, several times
KNOCK_S = 0.02  # between two tries of something that comes by itself


def asking(within_s: float, what: str, every_s: float = 0.02) -> Iterator[None]:
    """Yield every so often until the time is over; then fail with what was waited for."""
    ends_s = time.monotonic() + within_s
    while time.monotonic() < ends_s:
        yield
        time.sleep(every_s)
    raise AssertionError(f"waited {within_s:g} s in vain: {what}")


def until(ask: Callable[[], Any], *, within_s: float = PAGE_S, what: str) -> Any:
    """Ask again and again until the answer is true, and return it; fail with what was waited for."""
    for _ in asking(within_s, what):
        if answer := ask():
            return answer


async def until_then(ask: Callable[[], Any], *, within_s: float = PAGE_S, what: str) -> Any:
    """Do the same in a loop, in which other tasks go on meanwhile."""
    ends_s = time.monotonic() + within_s
    while not (answer := ask()):
        assert time.monotonic() < ends_s, f"waited {within_s:g} s in vain: {what}"
        await asyncio.sleep(0.005)
    return answer
