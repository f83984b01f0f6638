"""What the fitted cascade expects of a study: each figure's statistic, drawn at its n, schedule and context.

A replicate is one draw of the posterior, one new study beside those that were fitted, and its people drawn again.
"""

from functools import cache
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade import parameters, posterior, tablets
from euthymia.pharmacology.cascade.dissociation import PRESENT_ABOVE, cadss, dissociation_of
from euthymia.pharmacology.cascade.pressure import largest_rise, readings, rise_of_the_mean, sign_of
from euthymia.pharmacology.cascade.score import MOST, typical_of
from euthymia.pharmacology.cascade.studies import Figure, Study
from euthymia.pharmacology.cascade.studies.arms import Seen, days_asked, see
from euthymia.pharmacology.cascade.studies.moments import statistic
from euthymia.pharmacology.kinetics import DEFAULT
from euthymia.research.calibration.acute import EVERY_MIN, Session, session
from euthymia.research.calibration.points import Numbers, drawn

REPLICATES: Final = 600
SEED: Final = 5
_POOL: Final = 2000  # people in a session, from whom each study draws
LIMIT: Final = {"systolic": 165.0, "diastolic": 100.0}


def of_study(study: Study, *, seed: int = SEED) -> dict[Figure, Numbers]:
    """Draw every figure of a study that is fitted or scored, (replicates,) each; the same seed is the same draws."""
    numbers = np.random.default_rng([seed, sum(map(ord, study.key))])
    ratings = [figure for figure in study.used if figure.arms and (figure.days or figure.visits)]
    found: dict[Figure, Numbers] = {}
    if ratings:
        seen = _seen(study, numbers)
        found |= {figure: statistic(figure, seen) for figure in ratings}
    for figure in study.used:
        if figure not in found:
            found[figure] = _OTHER[figure.statistic](figure, study, numbers)
    return found


def _draws(fit: posterior.Fit) -> dict[str, Numbers]:
    """Return the posterior's draws as columns, (replicates, 1), each as often as the others."""
    return {name: np.resize(values, REPLICATES)[:, None] for name, values in fit.draws.items()}


def _seen(study: Study, numbers: np.random.Generator) -> dict[str, Seen]:
    values = _draws(posterior.COURSE)
    apart, of_study = numbers.standard_normal((2, REPLICATES, 1))
    seen = {}
    for arm in study.arms:
        days = days_asked(study.used, arm)
        if days:
            chance = drawn(numbers, REPLICATES, arm.n, len(days))
            typical = typical_of(values, arm.context)
            seen[arm.name] = see(arm, days, typical, chance, study=values["tau"] * apart, of_study=of_study)
    return seen


@cache
def _sessions() -> Session:
    numbers = np.random.default_rng(SEED)
    return session(numbers.standard_normal((_POOL, len(DEFAULT.spread[0]))), numbers.standard_normal(_POOL))


def _some(numbers: np.random.Generator, people: int) -> Any:
    return numbers.integers(_POOL, size=(REPLICATES, people))


def _plasma(figure: Figure, _study: Study, numbers: np.random.Generator) -> Numbers:
    """Return a person's plasma, or the mean of many where no n is held, with the assay's own error."""
    people = figure.n or 20
    who = _some(numbers, people)
    assay = 1 + DEFAULT.residuals["plasma"].proportional * numbers.standard_normal((REPLICATES, people))
    exposure = np.exp(_draws(posterior.ACUTE)["exposure"])
    return np.asarray((_sessions().plasma_end[who] * exposure * assay).mean(axis=-1))


def _noted(figure: Figure, study: Study, numbers: np.random.Generator) -> Numbers:
    """Return the share in whom dissociation is noted in any of the sessions."""
    people, values = study.arm(figure.arms[0]).n, _draws(posterior.ACUTE)
    own = numbers.standard_normal((REPLICATES, people))
    effect = _sessions().effect_most[_some(numbers, people)] * np.exp(values["exposure"])
    noted = np.zeros((REPLICATES, people), dtype=bool)
    for number in range(1, figure.sessions + 1):
        uniform = numbers.random((REPLICATES, people))
        noted |= cadss(effect, number, dissociation_of(values), standard=own, uniform=uniform) > PRESENT_ABOVE
    return np.asarray(noted.mean(axis=-1))


def _shown(sign: str, people: int, numbers: np.random.Generator, own: Numbers, who: Any, resting: Any) -> Numbers:
    values = _draws(posterior.ACUTE)
    effect = _sessions().effect[:, who] * np.exp(values["exposure"])
    fresh = numbers.standard_normal((2, len(EVERY_MIN), REPLICATES, people))
    return readings(
        sign_of(values, sign), resting=resting, effect_ng_per_ml=effect, times_min=EVERY_MIN, own=own,
        chance=(fresh[0], fresh[1]),
    )  # fmt: skip


def _above(figure: Figure, study: Study, numbers: np.random.Generator) -> Numbers:
    """Return the share who reach either limit in any of the sessions; the two pressures hang together in a person."""
    people = study.arm(figure.arms[0]).n
    who = _some(numbers, people)
    common, *apart = numbers.standard_normal((5, REPLICATES, people))
    share = np.sqrt(parameters.BETWEEN_SIGNS)
    reached = np.zeros((REPLICATES, people), dtype=bool)
    for row, (sign, limit) in enumerate(LIMIT.items()):
        own = share * common + np.sqrt(1 - share**2) * apart[row]
        mean, sd = parameters.RESTING[sign]
        resting = mean + sd * (share * apart[2] + np.sqrt(1 - share**2) * apart[3] * (1 if row else -1))
        for _ in range(figure.sessions):
            reached |= (_shown(sign, people, numbers, own, who, resting) >= limit).any(axis=0)
    return np.asarray(reached.mean(axis=-1))


def _rise(figure: Figure, _study: Study, numbers: np.random.Generator) -> Numbers:
    """Return the rise of a sign, read either way in half the replicates each."""
    people = 200
    own = numbers.standard_normal((REPLICATES, people))
    shown = _shown(figure.sign, people, numbers, own, _some(numbers, people), 0.0)
    either = numbers.random(REPLICATES) < 0.5
    return np.where(either, largest_rise(shown).mean(axis=-1), rise_of_the_mean(shown))


def _on_tablets(figure: Figure, _study: Study, numbers: np.random.Generator) -> Numbers:
    """Return the share in remission; the score at week 1 is the baseline less the mean reduction observed there."""
    people = figure.n or 100
    found = []
    for _ in range(REPLICATES):
        normals = numbers.standard_normal((4, people))
        baseline = np.clip(tablets.BASELINE_MEAN + tablets.BASELINE_SD * normals[0], 10.0, MOST)
        week_1 = baseline * (1 - tablets.REPORTED[1] / 100)
        percent = tablets.reduction_percent(figure.days[0] / 7, week_1, standard=(normals[1], normals[2]))
        found.append(np.mean(baseline * (1 - (percent + tablets.NOISE_POINTS * normals[3]) / 100) <= figure.cut))
    return np.array(found)


_OTHER: Final = {
    "plasma at the end": _plasma,
    "dissociation noted": _noted,
    "above a limit": _above,
    "largest rise": _rise,
    "remission on tablets": _on_tablets,
}
