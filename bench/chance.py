"""Normal numbers for virtual people, a key a person, beside NumPy's own generator made again for each."""

import time
from collections.abc import Callable, Iterator

import numpy as np

from bench.rows import Row, against, measured
from euthymia.research.keyed_rng import normals

DRAWS = 20
PEOPLE = 200_000
PEERS = 5_000


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure people a second on one core, twenty numbers each."""
    people, peers = (2_000, 200) if quick else (PEOPLE, PEERS)
    say(f"chance: {people:,} people, {DRAWS} normal numbers each")
    patients = np.arange(people)
    normals(1, patients[:10], "kinetics", draws=DRAWS)  # compiles
    ours = people / _best_s(lambda: normals(1, patients, "kinetics", draws=DRAWS))
    theirs = peers / _best_s(lambda: [_numpy(one) for one in range(peers)])
    title = f"people with {DRAWS} normal numbers of their own key"
    yield against(title, ours, theirs, "NumPy, a Philox a person", unit="people/s", floor=10)
    yield measured("chance: a normal number", 1e9 / (ours * DRAWS), unit="ns")


def _numpy(patient: int) -> np.ndarray:
    return np.random.Generator(np.random.Philox(key=[1, patient])).standard_normal(DRAWS)


def _best_s(job: Callable[[], object], *, times: int = 5) -> float:
    took_s = []
    for _ in range(times):
        began_s = time.perf_counter()
        job()
        took_s.append(time.perf_counter() - began_s)
    return min(took_s)
