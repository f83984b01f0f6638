"""People through six infusions in two weeks, beside libroadrunner; one infusion, beside PyTCI; share of the machine."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from tests.pharmacology.kinetics.sbml import with_effect_site_as_sbml

from bench.rows import Row, against, measured
from euthymia.pharmacology.kinetics import Schedule, course, infusion
from euthymia.pharmacology.kinetics.population import Bodies, bodies, plan, simulate_population

SIX = course(infusion(35, 40), days=(0, 3, 7, 10, 12, 14))
UNTIL_MIN = 14 * 1440 + 240
TIMES = 200
TOLERANCE = 1e-8  # of libroadrunner
AGREE = 1e-7
PEOPLE = 20_000
# Arithmetic of one person, counted by hand: 3 a mode and step, 8 an output, 32 an exponential, 220 for the roots
MODES, A_STEP, AN_OUTPUT, AN_EXPONENTIAL, ROOTS = 4, 3, 8, 32, 220


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure people a second on one core, each with own parameters, to plasma and effect site at 200 times."""
    count = 800 if quick else PEOPLE
    many = people(count)
    evenly = np.linspace(0, UNTIL_MIN, TIMES)
    at_random = np.sort(np.random.default_rng(2).uniform(0, UNTIL_MIN, TIMES))
    say(f"kinetics: {count} people, six infusions, {TIMES} times")
    for name, times in (("times that lie evenly", evenly), ("times at random", at_random)):
        yield _beside_libroadrunner(many, times, name, quick=quick, say=say)
    yield _beside_pytci(many, quick=quick, say=say)
    say("kinetics: opentiva is no peer here: its release does not build on Python 3.11 or later")
    yield from _share_of_the_machine(many, evenly)


def people(count: int) -> Bodies:
    """Make bodies around Kamp's, each parameter spread by a quarter."""
    v1, cl, q2, v2, q3, v3, ke0 = np.exp(np.random.default_rng(1).standard_normal((7, count)) * 0.25)
    return bodies(v1=25 * v1, cl=1.4 * cl, q2=2.68 * q2, v2=56 * v2, q3=1.32 * q3, v3=157 * v3, ke0=0.238 * ke0)


def _beside_libroadrunner(
    many: Bodies, times: np.ndarray, name: str, *, quick: bool, say: Callable[[str], None]
) -> Row:
    say(f"kinetics: libroadrunner at relative tolerance {TOLERANCE:g}, {name}")
    peers = 5 if quick else 100
    run = with_effect_site_as_sbml(SIX, times, relative_tolerance=TOLERANCE)
    theirs, their_s = _each(run, many, peers)
    plasma, effect = simulate_population(many, SIX, times)
    agree(plasma[:peers], theirs[:, :, 0])
    agree(effect[:peers], theirs[:, :, 1])
    title = f"people through six infusions, plasma and effect site, {name}"
    return against(
        title, _people_a_second(many, SIX, times), 1 / their_s, "libroadrunner", unit="people/s", floor=200, goal=1000
    )


def _beside_pytci(many: Bodies, *, quick: bool, say: Callable[[str], None]) -> Row:
    say("kinetics: PyTCI, its exact integrator, one infusion")
    once, times = infusion(35, 40), np.linspace(0, 240, TIMES + 1)[1:]
    peers = 20 if quick else 100
    theirs, their_s = _each(partial(_pytci, times=times), many, peers)
    plasma, effect = simulate_population(many, once, times)
    agree(plasma[:peers], theirs[:, :, 0])
    agree(effect[:peers], theirs[:, :, 1])
    ours = _people_a_second(many, once, times)
    return against("people through one infusion", ours, 1 / their_s, "PyTCI", unit="people/s", floor=20)


def _each(run: Callable[[list[float]], np.ndarray], many: Bodies, count: int) -> tuple[np.ndarray, float]:
    """Run the first people one by one; give what came out, ng/mL, and the seconds a person took."""
    given = many.table().T[:count].tolist()
    found = np.array([run(one) for one in given])
    return found, _best_s(lambda: [run(one) for one in given], times=3) / count


def _pytci(one: list[float], *, times: np.ndarray) -> np.ndarray:
    from PyTCI.models.base import Three

    model = Three()
    model.v1, model.k10, model.k12, model.k21, model.k13, model.k31, model.keo = one
    model.setup()
    model.set_integrator("exact")
    found, now = np.empty((len(times), 2)), 0.0
    for row, at in enumerate(times.tolist()):
        if now < 40 < at:
            model.giveoverseconds(35 / 2400, _seconds(40 - now))
            now = 40.0
        (model.giveoverseconds(35 / 2400, _seconds(at - now)) if now < 40 else model.wait_time(_seconds(at - now)))
        now, found[row] = at, (model.x1 * 1000, model.xeo * 1000)
    return found


def _seconds(minutes: float) -> float:
    """Return the same number for the same length, so that the peer finds what it has worked out already."""
    return round(minutes * 60, 6)


def agree(ours: np.ndarray, theirs: np.ndarray) -> None:
    """Hold ours and a peer's to 1e-7 of each person's highest figure."""
    apart = np.max(np.abs(ours - theirs) / ours.max(axis=1, keepdims=True))
    if not apart <= AGREE:
        raise AssertionError(f"ours and the peer's lie {apart:g} apart")


def _people_a_second(many: Bodies, schedule: Schedule, times: np.ndarray) -> float:
    simulate_population(many, schedule, times)  # compiles
    return len(many) / _best_s(lambda: simulate_population(many, schedule, times))


def _best_s(job: Callable[[], object], *, times: int = 7) -> float:
    took_s = []
    for _ in range(times):
        began_s = time.perf_counter()
        job()
        took_s.append(time.perf_counter() - began_s)
    return min(took_s)


# Share of the machine

# A product of matrices on one core, by the fastest kernel that the library finds for it
_PRODUCT = """
import time, numpy as np
a = np.random.default_rng(0).random((1000, 1000))
took_s = []
for _ in range(7):
    began_s = time.perf_counter(); a @ a; took_s.append(time.perf_counter() - began_s)
print(2 * len(a) ** 3 / min(took_s))
"""


def _share_of_the_machine(many: Bodies, times: np.ndarray) -> Iterator[Row]:
    """Beside what this core does at most: a product of matrices, and a plain filling of memory."""
    a_second = _people_a_second(many, SIX, times)
    steps = plan(SIX, times)
    moving = A_STEP * len(steps.length) + AN_EXPONENTIAL * len(steps.lengths_min)
    work, written = MODES * moving + AN_OUTPUT * len(times) + ROOTS, 2 * 8 * len(times)
    name = "kinetics: share of the core's"
    yield measured(f"{name} arithmetic", 100 * a_second * work / _most_flops(), unit="%")
    yield measured(f"{name} writing to memory", 100 * a_second * written / _most_bytes(), unit="%")


def _most_flops() -> float:
    one_core = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS")}
    one_core["OPENBLAS_NUM_THREADS"] = "1"
    done = subprocess.run([sys.executable, "-c", _PRODUCT], env=one_core, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _most_bytes() -> float:
    block = np.empty(8_000_000)
    return block.nbytes / _best_s(lambda: block.fill(1.0))
