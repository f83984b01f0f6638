"""Reading a message and deciding its alarms, with no network or database, beside `hl7` and a plain oracle."""

from collections.abc import Callable, Iterator
from datetime import UTC
from timeit import repeat

import hl7 as library
from tests.medicine.watch import oracle as plain

from bench.messages import Wording
from bench.rows import Row, against
from euthymia.medicine import watch
from euthymia.medicine.readings import Reading
from euthymia.wire import hl7

NOW_S = 1_700_000_000.0


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure messages a second, best of a few, on one thread."""
    count, times = (50, 2) if quick else (400, 7)
    wording = Wording(0, NOW_S - 60)
    raws = [wording.at(NOW_S + n)[1:-2] for n in range(count)]
    say(f"reading {count} messages")
    ours_s = min(repeat(lambda: [hl7.readings(hl7.read(r, default_zone=UTC)) for r in raws], number=1, repeat=times))
    theirs_s = min(repeat(lambda: [library.parse(raw) for raw in raws], number=1, repeat=times))
    name = "one message to its readings, against splitting it alone"
    yield against(name, count / ours_s, count / theirs_s, "hl7.parse", unit="messages/s", floor=15)
    yield _alarms([hl7.readings(hl7.read(raw, default_zone=UTC))[0] for raw in raws], times)


def _alarms(readings: list[tuple[Reading, ...]], times: int) -> Row:
    limits = watch.Limits()
    messages = [(NOW_S + n, found) for n, found in enumerate(readings)][:50]

    def ours() -> None:
        state = watch.initial(now_s=NOW_S, limits=limits)
        for now_s, found in messages:
            state = watch.step(state, found, now_s=now_s, limits=limits).state

    def oracle() -> None:
        for n in range(len(messages)):
            plain.conditions(messages[: n + 1], limits=limits)

    ours_s, oracle_s = (min(repeat(job, number=1, repeat=times)) for job in (ours, oracle))
    name = "alarms decided after each of 50 messages"
    return against(name, 50 / ours_s, 50 / oracle_s, "the plain oracle of the tests", unit="messages/s", floor=50)
