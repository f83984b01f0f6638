"""What the alarm engine makes of simulated sessions whose events are known: found, how late, and alarms for nothing."""

import random
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from bench.rows import Row, measured
from euthymia.demo import physiology
from euthymia.demo.physiology import Patient, Story
from euthymia.medicine import watch
from euthymia.medicine.readings import Channel, Reading
from euthymia.research import wilson

SESSION_S: Final = 3600
EARLY_S: Final = 300.0  # chance may carry a value over its limit before the story's own course goes there

# The alarm that answers each event, and where the story's course without chance must go for it to be one.
EVENTS: Final[tuple[tuple[Story, str, Channel, str, float], ...]] = (
    ("pressure climbs", "systolic_mmhg:watch", "systolic_mmhg", "at least", 165),
    ("pressure climbs", "systolic_mmhg:pause", "systolic_mmhg", "at least", 180),
    ("slow breathing", "resp_rate_bpm:prompt", "resp_rate_bpm", "below", 10),
    ("slow breathing", "resp_rate_bpm:stop", "resp_rate_bpm", "below", 8),
    ("slow breathing", "spo2_pct:pause", "spo2_pct", "below", 92),
)


class Heard(NamedTuple):
    """The alarms of one session: when each key was first raised, and how often a body alarm was."""

    first_s: dict[str, float]
    body: int


def rows(sessions: int) -> Iterator[Row]:
    """Measure each event over so many seeds, then the alarms of a story in which nothing happens."""
    heard = {story: [follow(story, seed) for seed in range(sessions)] for story in physiology.STORIES}
    for story, key, channel, test, limit in EVENTS:
        began_s = crossing_s(story, channel, test, limit)
        delays = [one.first_s[key] - began_s for one in heard[story] if one.first_s.get(key, -1e9) > began_s - EARLY_S]
        yield from found(f"{story}: {watch.label(channel)} {test} {limit:g}", delays, sessions)
    silent = [one.first_s["link:monitor"] - physiology.silent_from_s() for one in heard["falls silent"]]
    yield from found("falls silent: the link", silent, sessions)
    steady = [one.body for one in heard["steady"]]
    hours = SESSION_S / 3600
    low, high = bootstrap([count / hours for count in steady])
    if not any(steady):
        high = 3 / (sessions * hours)  # none in so many hours: the rule of three
    yield _with_interval("steady: alarms for nothing", sum(steady) / (sessions * hours), "an hour", low, high)
    some = sum(count > 0 for count in steady)
    low, high = wilson.interval(some, sessions)
    yield _with_interval("steady: sessions with one", 100 * some / sessions, "%", 100 * low, 100 * high)


def found(name: str, delays: list[float], sessions: int) -> Iterator[Row]:
    """How many of an event's sessions raised its alarm, and how late, the median with its interval."""
    low, high = wilson.interval(len(delays), sessions)
    yield _with_interval(f"{name}: found in {sessions}", 100 * len(delays) / sessions, "%", 100 * low, 100 * high)
    if delays:
        low, high = bootstrap(delays, middle)
        yield _with_interval(f"{name}: median delay", middle(delays), "s", low, high)


def follow(story: Story, seed: int) -> Heard:
    """Send a session's messages, one a second, as a monitor does: the last cuff reading again until the next."""
    patient, limits = Patient(story, seed), watch.Limits()
    state = watch.initial(now_s=0, limits=limits, expected=("spo2_pct",))
    first_s: dict[str, float] = {}
    body = 0
    for second in range(1, SESSION_S):
        said = messages(patient, second)
        steps = [watch.due(state, now_s=second, limits=limits)]
        if said:
            steps.append(watch.step(steps[0].state, said, now_s=second, limits=limits))
        state = steps[-1].state
        for alarm in (alarm for step in steps for alarm in step.raised):
            first_s.setdefault(alarm.key, float(second))
            body += alarm.kind == "physiological"
    return Heard(first_s, body)


def messages(patient: Patient, second: int) -> tuple[Reading, ...]:
    """What the monitor says in this second; nothing while it is silent."""
    seen = patient.at(second)
    if seen.silent:
        return ()
    values: list[tuple[Channel, float, float]] = [
        ("spo2_pct", seen.spo2_pct, second), ("pulse_bpm", seen.pulse_bpm, second),
        ("resp_rate_bpm", seen.resp_rate_bpm, second),
    ]  # fmt: skip
    if seen.cuff is not None:
        values += [
            ("systolic_mmhg", seen.cuff.systolic_mmhg, seen.cuff.taken_s),
            ("diastolic_mmhg", seen.cuff.diastolic_mmhg, seen.cuff.taken_s),
        ]
    return tuple(Reading(channel, float(value), at_s, "1", "MDC", channel) for channel, value, at_s in values)


def crossing_s(story: Story, channel: str, test: str, limit: float) -> float:
    """When the story's course without chance first goes beyond the limit."""
    for second in range(SESSION_S):
        value = physiology.expected(story, second)[channel]
        if value >= limit if test == "at least" else value < limit:
            return float(second)
    raise ValueError(f"{story} never goes there: {channel} {test} {limit}")


def middle(values: list[float]) -> float:
    """Return the median."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mean(values: list[float]) -> float:
    """Return the mean."""
    return sum(values) / len(values)


def bootstrap(
    values: list[float], of: Callable[[list[float]], float] = mean, *, times: int = 1000
) -> tuple[float, float]:
    """Return the 95 % interval of a figure by drawing the values again, with a seed: one run, one interval."""
    chance = random.Random(1)
    drawn = sorted(of(chance.choices(values, k=len(values))) for _ in range(times))
    return drawn[int(0.025 * times)], drawn[int(0.975 * times) - 1]


def _with_interval(name: str, ours: float, unit: str, low: float, high: float) -> Row:
    return measured(name, ours, unit=unit)._replace(peer_name=f"95 %: {low:.3g} to {high:.3g}")
