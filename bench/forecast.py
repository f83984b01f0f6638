"""One patient live: an update beside emcee, its slowest, many chairs on one core; and whether intervals hold."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import emcee
import numpy as np
from tests.pharmacology.forecast.given import DENSE_MIN, ORDERED, RUTH, drawn, look, session, stir

from bench import sessions
from bench.rows import Row, against, at_most, measured
from euthymia.pharmacology.forecast import PEOPLE, SEEN, Crowd, Drawn, Followed, follow_from, outlook, take
from euthymia.pharmacology.forecast.crowd import OWN, begin, concentrations
from euthymia.pharmacology.forecast.learn import log_likelihood

CHAIRS, CUFF_EVERY_S, LOOK_EVERY_S = 200, 300, 60
SESSIONS = 10_000
WALKERS, STEPS = 64, 400


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure updates first, then tell the sessions."""
    say("forecast: updates, warm")
    whole_s, take_cpu_s, look_cpu_s = _updates(8 if quick else 150)
    cpu_s = take_cpu_s + look_cpu_s
    yield at_most("forecast: a live update, p99", 1000 * _p99(whole_s), 10, unit="ms", goal=5)
    yield measured("forecast: a live update, median", 1000 * float(np.median(whole_s)), unit="ms")
    yield measured("forecast: a live update, p99 of the processor's time", 1000 * _p99(cpu_s), unit="ms")
    share = CHAIRS * (float(take_cpu_s.mean()) / CUFF_EVERY_S + float(look_cpu_s.mean()) / LOOK_EVERY_S)
    yield at_most("forecast: 200 chairs, a cuff every 5 min, a look every minute", share, 0.5, unit="core", goal=0.1)
    steps = 40 if quick else STEPS
    say(f"forecast: emcee, {WALKERS} walkers, {steps} steps, the same readings")
    yield _beside_emcee(float(np.median(whole_s)), steps)
    yield from _told(100 if quick else SESSIONS, say)


def _p99(seconds: np.ndarray) -> float:
    return float(np.quantile(seconds, 0.99))


def _updates(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the seconds of each update on the clock, and the processor's of its reading and its look."""
    chance, whole, takes, looks = np.random.default_rng(1), [], [], []
    for number in range(count + 3):
        found = follow_from(RUTH, drawn(chance, PEOPLE))
        for reading in session(chance, DENSE_MIN).readings:
            given, ahead = stir(chance, PEOPLE), look(chance, SEEN)
            began, cpu = time.perf_counter(), time.process_time()
            found = take(found, reading, given, schedule=ORDERED)
            between = time.process_time()
            outlook(found.crowd, found.at_first, ahead, schedule=ORDERED, now_min=reading.at_min)
            if number >= 3:  # warm
                whole.append(time.perf_counter() - began)
                takes.append(between - cpu)
                looks.append(time.process_time() - between)
    return np.array(whole), np.array(takes), np.array(looks)


def _beside_emcee(ours_s: float, steps: int) -> Row:
    """The same readings by walkers, who begin again: they have no crowd to go on from."""
    chance = np.random.default_rng(2)
    found = follow_from(RUTH, drawn(chance, PEOPLE))
    for reading in session(chance, DENSE_MIN).readings[:8]:
        found = take(found, reading, stir(chance, PEOPLE), schedule=ORDERED)
    sampler = emcee.EnsembleSampler(WALKERS, OWN + 1, _log_posterior, args=(found.crowd,), vectorize=True)
    began_s = time.perf_counter()
    sampler.run_mcmc(0.3 * chance.standard_normal((WALKERS, OWN + 1)), steps)
    their_s = time.perf_counter() - began_s
    if steps == STEPS:
        _agree(found, sampler.get_chain(discard=steps // 2, flat=True))
    return against("forecast: live updates", 1 / ours_s, 1 / their_s, "emcee", unit="/s", floor=10)


def _crowd(theta: np.ndarray, known: Crowd) -> Crowd:
    own, share = theta[:, :OWN].T, 1 / (1 + np.exp(-1.702 * theta[:, OWN]))  # near enough to a normal's share
    crowd = begin(RUTH, Drawn(own, np.stack([share, np.full(len(theta), 0.5)])))
    return replace(crowd, readings=known.readings, effect=concentrations(crowd, ORDERED, known.times_min)[1])


def _log_posterior(theta: np.ndarray, known: Crowd) -> np.ndarray:
    found: np.ndarray = log_likelihood(_crowd(theta, known)) - 0.5 * np.square(theta).sum(axis=1)
    return found


def _agree(found: Followed, chain: np.ndarray) -> None:
    """Hold the mean of ln systolic sensitivity against the walkers', whose chance is the coarser."""
    ours = float(found.crowd.weights @ np.log(found.crowd.traits.per_ng_per_ml[0]))
    theirs = float(np.log(_crowd(chain, found.crowd).traits.per_ng_per_ml[0]).mean())
    if not abs(ours - theirs) < 0.5:
        raise AssertionError(f"the crowd and emcee lie {ours - theirs:.2f} apart in ln sensitivity")


def _told(count: int, say: Callable[[str], None]) -> Iterator[Row]:
    told = sessions.tell(count, say=say)
    inside = 100 * told.inside.mean(axis=0)
    for name, share in zip(sessions.SHARES, inside.tolist(), strict=True):
        yield measured(f"forecast: 90% intervals, {name} inside", share, unit="%")
    for name in ("systolic", "diastolic", "heart rate", "concentration"):
        off = abs(inside[sessions.SHARES.index(name)] - 90)
        yield at_most(f"forecast: 90% intervals, {name} from 90", max(float(off), 1e-3), 2, unit="points", goal=1)
    false = 100 * float(told.false.mean())
    yield at_most("forecast: sessions true to the model with a surprise", max(false, 1e-3), 1, unit="%", goal=0.5)
    seen = {name: 100 * float(one.mean()) for name, one in told.seen.items()}
    yield against("forecast: 25 mmHg shifts of both numbers seen in two readings", seen["both"], 80, "needed", unit="%",
                  floor=1)  # fmt: skip
    for name in ("systolic", "diastolic"):
        yield measured(f"forecast: 25 mmHg shifts of the {name} alone seen", seen[name], unit="%")
    narrowed = 100 * float(told.narrowed.mean())
    yield measured("forecast: the concentration's interval narrowed by readings, mean", narrowed, unit="%")
