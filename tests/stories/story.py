"""What a story is made of: who sits where, what happens when, what alarms, what the record says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from tests.stories.stage import Scene

State = Literal["registered", "ordered", "checked", "running", "paused", "observing"]
Left = Literal["lasts", "seen", "ended", "gone"]
Do = Callable[["Scene"], None]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """How she sits when her story begins. Before the start 122/76 mmHg, pulse 72, SpO2 98 %, MOAA/S 5, by hand.

    began_min_ago  the infusion began so long ago; pulse, SpO2, breathing and MOAA/S were looked at again just now
    values         what else was measured last, before the story begins
    limits         this session's own numbers, where a story cannot wait for the clinic's
    listed         the list before the start is signed
    """

    state: State = "running"
    began_min_ago: float = 0
    ordered_h_ago: float = 0
    devices: tuple[str, ...] = ("monitor",)
    paired: bool = True
    listed: bool = True
    values: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, object] = field(default_factory=dict)


class Step(NamedTuple):
    """What happens at one moment of the story, in seconds since it began; in order."""

    at_s: float
    does: tuple[Do, ...]


def at(second: float, *does: Do) -> Step:
    """At that second, do these in order."""
    return Step(second, does)


class Alarm(NamedTuple):
    """One alarm that is raised: its key, its priority, the words on the page, and how the story leaves it.

    lasts  nobody has seen it and its condition goes on    seen   somebody has, and it goes on
    ended  its condition is over, and it waits for somebody    gone   both
    """

    key: str
    priority: Literal["high", "medium", "low"]
    text: str
    left: Left = "lasts"


class Line(NamedTuple):
    """One line of the record: who wrote what, and how long before that it happened."""

    who: str
    kind: str
    what: str
    earlier_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Story:
    """One person at one chair. Every alarm that is raised is told, or is one of those that may be.

    record    every line that the story writes, readings left out, in its order
    may_also  alarms, by the beginning of their keys, that the seat itself brings and the story is not about
    cable     the nurse's page hangs on a cable that the story pulls
    on_page_within_s  from its receipt to the screen
    alone     no other story goes on meanwhile: what it breaks is everybody's
    """

    name: str
    script: tuple[Step, ...]
    seat: Seat = Seat()
    alarms: tuple[Alarm, ...] = ()
    record: tuple[Line, ...] = ()
    may_also: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    alone: bool = False
    cable: bool = False
    on_page_within_s: float = 2.0
