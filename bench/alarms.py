"""The alarm engine alone: on real recordings beside the plain oracle, and on sessions whose events are known.

Measured and published; no limit was chosen by it.
"""

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from timeit import repeat
from typing import Final, NamedTuple

from tests.medicine.watch import oracle

from bench import stories
from bench.rows import Row, against, measured
from euthymia.medicine import watch
from euthymia.medicine.readings import Channel, Reading

MIMIC: Final[dict[str, Channel]] = {
    "220045": "heart_rate_bpm",
    "220277": "spo2_pct",
    "220210": "resp_rate_bpm",
    "220179": "systolic_mmhg",
    "220180": "diastolic_mmhg",
}
CUFF_ONLY: Final[dict[str, Channel]] = {
    "noninvasivesystolic": "systolic_mmhg",
    "noninvasivediastolic": "diastolic_mmhg",
}
ORACLE_MESSAGES: Final = 120  # it reads all again at each message

Messages = list[tuple[float, list[Reading]]]


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure on one thread; the recordings are passed over where they are not at hand."""
    folder = Path(os.environ.get("EUTHYMIA_SHARED_DATA", "")) / "vitals"
    if (folder / "mimic3_demo_vitals.csv.gz").exists():
        yield from _recordings(folder, times=2 if quick else 7, say=say)
    else:
        say("no recordings: set EUTHYMIA_SHARED_DATA to a folder that holds vitals/")
    sessions = 2 if quick else 40
    say(f"{sessions} simulated sessions of each story")
    yield from stories.rows(sessions)


def _recordings(folder: Path, *, times: int, say: Callable[[str], None]) -> Iterator[Row]:
    stays = {**mimic(folder / "mimic3_demo_vitals.csv.gz"), **eicu(folder / "eicu_demo_nibp.csv.gz")}
    readings = sum(len(said) for stay in stays.values() for _, said in stay)
    say(f"{len(stays)} recorded stays, {readings:,} readings")
    ours_s = min(repeat(lambda: [run(stay) for stay in stays.values()], number=1, repeat=times))
    parts = {name: stay[:ORACLE_MESSAGES] for name, stay in stays.items()}
    few = sum(len(said) for part in parts.values() for _, said in part)
    oracle_s = min(repeat(lambda: [recount(part) for part in parts.values()], number=1, repeat=1))
    peer = f"the plain oracle, the first {ORACLE_MESSAGES} messages of each stay"
    yield against("recorded stays through the alarms", readings / ours_s, few / oracle_s, peer, unit="readings/s")
    differ = sum(run(part)[1] != recount(part) for part in parts.values())
    yield measured(
        f"of {len(stays)} recorded stays, those where the oracle finds other conditions", differ, unit="stays"
    )
    for priority in ("high", "medium"):
        counts = [run(stay)[0][priority] / hours(stay) for stay in stays.values()]
        low, high = stories.bootstrap(counts)
        row = measured(
            f"recorded stays: {priority} body alarms, nobody knows which were true",
            stories.mean(counts),
            unit="an hour",
        )
        yield row._replace(peer_name=f"95 %, by stay: {low:.3g} to {high:.3g}")
    yield from _by_condition(stays)


def _by_condition(stays: dict[str, Messages]) -> Iterator[Row]:
    """What a nurse who acknowledges all that waits is asked, one alarm at a time and one condition at a time."""
    for name, by_condition in (("single alarms", False), ("conditions", True)):
        nights = [tapped(stay, by_condition=by_condition) for stay in stays.values()]
        rates = [night.taps / hours(stay) for night, stay in zip(nights, stays.values(), strict=True)]
        low, high = stories.bootstrap(rates)
        row = measured(f"recorded stays: {name} that sound and are acknowledged", stories.mean(rates), unit="an hour")
        yield row._replace(peer_name=f"95 %, by stay: {low:.3g} to {high:.3g}")
    pairs = [(tapped(stay, by_condition=False), tapped(stay, by_condition=True)) for stay in stays.values()]
    yield measured(
        f"of {len(stays)} recorded stays, those where a limit is crossed at another second by condition",
        sum(alone.crossings != together.crossings for alone, together in pairs),
        unit="stays",
    )
    late = sum(together.late for _, together in pairs)
    yield measured("high alarms of the recorded stays that do not sound at once by condition", late, unit="alarms")


class Tapped(NamedTuple):
    """One stay with a nurse who acknowledges all that waits after each message.

    taps       acknowledgements, one for each that sounded
    crossings  (alarm, second) of each that was raised, and that ended
    late       high alarms that did not sound in the second in which they were raised
    """

    taps: int
    crossings: list[tuple[str, float, bool]]
    late: int


def tapped(stay: Messages, *, by_condition: bool) -> Tapped:
    """Step through a stay, acknowledging after each message; rises are counted from its first cuff values."""
    first = {reading.channel: reading.value for _, said in reversed(stay) for reading in said}
    limits = watch.Limits(
        baseline_systolic_mmhg=first.get("systolic_mmhg"), baseline_diastolic_mmhg=first.get("diastolic_mmhg")
    )
    state = watch.initial(now_s=stay[0][0], limits=limits, expected=())
    taps, late, crossings = 0, 0, []
    for now_s, said in stay:
        step = watch.step(state, said, now_s=now_s, limits=limits)
        state = step.state
        crossings += [(a.key, now_s, True) for a in step.raised] + [(a.key, now_s, False) for a in step.ended]
        waiting = [one for one in watch.conditions_of(state) if one.seen_by is None]
        sounding = {alarm.key for one in waiting for alarm in one.unseen}
        late += sum(alarm.priority == "high" and alarm.key not in sounding for alarm in step.raised)
        singles = [key for key, alarm in state.alarms.items() if alarm.acknowledged_by is None]
        for key in [one.lead.key for one in waiting] if by_condition else singles:
            acknowledge = watch.acknowledge_condition if by_condition else watch.acknowledge
            state = acknowledge(state, key, by="a nurse", now_s=now_s).state
            taps += 1
    return Tapped(taps, crossings, late)


def run(stay: Messages) -> tuple[dict[str, int], list[set[str]]]:
    """Step through a stay; count body alarms by priority, and keep what lasted after each message."""
    limits = watch.Limits()
    state = watch.initial(now_s=stay[0][0], limits=limits, expected=())
    counts: dict[str, int] = defaultdict(int)
    lasting = []
    for now_s, said in stay:
        step = watch.step(state, said, now_s=now_s, limits=limits)
        state = step.state
        for alarm in step.raised:
            counts[alarm.priority] += alarm.kind == "physiological"
        lasting.append({a.key for a in state.alarms.values() if a.active and a.kind == "physiological"})
    return counts, lasting


def recount(stay: Messages) -> list[set[str]]:
    """What the oracle says lasts after each message."""
    return [oracle.conditions(stay[: n + 1], limits=watch.Limits()) for n in range(len(stay))]


def hours(stay: Messages) -> float:
    """How long a stay is."""
    return (stay[-1][0] - stay[0][0]) / 3600


def mimic(path: Path) -> dict[str, Messages]:
    """Read the charted stays: values at one time are one message. Rows that staff struck out are left out."""
    stays: dict[str, dict[float, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            if row["itemid"] in MIMIC and row["valuenum"] and row["error"] != "1":
                at_s = datetime.fromisoformat(row["charttime"]).replace(tzinfo=UTC).timestamp()
                value = float(row["valuenum"])
                stays[row["icustay_id"]][at_s].append(_reading(MIMIC[row["itemid"]], value, at_s))
    return {name: sorted(stay.items()) for name, stay in stays.items()}


def eicu(path: Path) -> dict[str, Messages]:
    """Read the cuff pressures straight from the monitor, minutes from admission."""
    stays: dict[str, dict[float, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            at_s = float(row["observationoffset"]) * 60
            for column, channel in CUFF_ONLY.items():
                if row[column]:
                    stays[row["patientunitstayid"]][at_s].append(_reading(channel, float(row[column]), at_s))
    return {name: sorted((at_s, said) for at_s, said in stay.items() if said) for name, stay in stays.items()}


def _reading(channel: Channel, value: float, at_s: float) -> Reading:
    return Reading(channel, value, at_s, channel, "recorded", "1")
