"""Drawing from a posterior by emcee: several ensembles from starts of their own, and what says whether they agree."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from euthymia.pharmacology.cascade.parameters import ACUTE, COURSE
from euthymia.research.calibration import acute, course
from euthymia.research.calibration.points import Numbers

WALKERS: Final = 64
CHUNK: Final = 25
_STARTS: Final = 10  # prior draws a walker: each ensemble begins at the likeliest tenth


class Target(NamedTuple):
    """What is sampled: the log of its posterior, the names of its numbers, how to draw their prior."""

    name: str
    log_posterior: Callable[[Numbers], Numbers]
    names: tuple[str, ...]


TARGETS: Final = {
    "course": Target("course", course.log_posterior, course.ALL_NAMES),
    "acute": Target("acute", acute.log_posterior, acute.NAMES),
}


@dataclass(slots=True)
class Ensemble:
    """One ensemble on its way: emcee's state, and how many proposals were taken."""

    target: str
    state: Any
    accepted: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """What was drawn: `draws` (ensembles, steps, walkers, numbers) after the first part was thrown away."""

    names: tuple[str, ...]
    draws: Numbers
    acceptance: float


def prior_draws(target: Target, numbers: np.random.Generator, count: int) -> Numbers:
    """Draw from the prior, (count, numbers): standard normal where a number is no parameter."""
    priors = {one.name: one.prior for one in (*COURSE, *ACUTE)}
    columns = [
        priors[name].quantile(numbers.random(count)) if name in priors else numbers.standard_normal(count)
        for name in target.names
    ]
    return np.array(columns).T


def begin(name: str, seed: int, number: int) -> Ensemble:
    """Begin an ensemble at likely draws of the prior."""
    import emcee

    target = TARGETS[name]
    numbers = np.random.default_rng([seed, number])
    starts = prior_draws(target, numbers, WALKERS * _STARTS)
    likely = np.concatenate([target.log_posterior(some) for some in np.split(starts, 2 * _STARTS)])
    best = starts[np.argsort(likely)[-WALKERS:]]
    chance = np.random.RandomState(int(numbers.integers(2**31))).get_state()
    return Ensemble(name, emcee.State(best, random_state=chance))


def advance(ensemble: Ensemble, steps: int) -> tuple[Ensemble, Numbers]:
    """Take some steps; gives the ensemble where it stands and what it drew, (steps, walkers, numbers)."""
    import emcee

    target = TARGETS[ensemble.target]
    moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(WALKERS, len(target.names), target.log_posterior, vectorize=True, moves=moves)
    state = sampler.run_mcmc(ensemble.state, steps, skip_initial_state_check=True)
    accepted = ensemble.accepted + float(sampler.acceptance_fraction.mean()) * steps
    return Ensemble(ensemble.target, state, accepted), sampler.get_chain()


def run(
    name: str, *, seed: int, ensembles: int, steps: int, jobs: int, tick: Callable[[int], None] = lambda _: None
) -> Sampled:
    """Sample a target; the first two fifths of the steps are thrown away. `tick` is told of steps taken.

    The same seed, ensembles and steps give the same draws, however many jobs run.
    """
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        now = list(pool.map(partial(begin, name, seed), range(ensembles)))
        kept: list[Numbers] = []
        for count in _chunks(steps):
            done = list(pool.map(partial(advance, steps=count), now))
            now = [ensemble for ensemble, _ in done]
            kept.append(np.array([chain for _, chain in done]))
            tick(count * ensembles)
    draws = np.concatenate(kept, axis=1)[:, 2 * steps // 5 :]
    accepted = float(np.mean([one.accepted for one in now])) / steps
    return Sampled(TARGETS[name].names, draws, accepted)


def _chunks(steps: int) -> Iterator[int]:
    yield from [CHUNK] * (steps // CHUNK)
    if steps % CHUNK:
        yield steps % CHUNK


class Diagnosed(NamedTuple):
    """Of one number: mean and SD of the posterior, whether ensembles agree (1: they do), and independent draws."""

    mean: float
    sd: float
    r_hat: float
    ess: float


def diagnose(sampled: Sampled) -> dict[str, Diagnosed]:
    """Return the diagnostics of each number, by name."""
    return {name: _of_one(sampled.draws[..., number]) for number, name in enumerate(sampled.names)}


def _of_one(draws: Numbers) -> Diagnosed:
    """Hold the halves of each ensemble against each other; draws (ensembles, steps, walkers)."""
    import emcee

    halves = np.concatenate(np.array_split(draws[:, : draws.shape[1] // 2 * 2], 2, axis=1))
    within = halves.var(axis=(1, 2)).mean()
    r_hat = np.sqrt(1.0 + halves.mean(axis=(1, 2)).var(ddof=1) / within)
    with np.errstate(invalid="ignore"):  # of a walker that never moved there is no number, and it is said to be none
        times = [float(emcee.autocorr.integrated_time(one, tol=0, quiet=True)[0]) for one in draws]
    ess = sum(draws.shape[1] * draws.shape[2] / max(time, 1.0) for time in times)
    return Diagnosed(float(draws.mean()), float(draws.std()), float(r_hat), float(ess))


def thinned(sampled: Sampled, count: int) -> Numbers:
    """Take so many draws from all ensembles at even distances, (count, numbers)."""
    flat = sampled.draws.reshape(-1, sampled.draws.shape[-1])
    return np.asarray(flat[np.linspace(0, len(flat) - 1, count).astype(int)])
