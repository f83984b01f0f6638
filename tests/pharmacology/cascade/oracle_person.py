"""One person, by a grid in plain loops: what the weighed people are held against. Slow, and nothing in it is clever."""

import math

from tests.pharmacology.cascade import oracle


def middles(count, reach=4.0):
    """Return even places of a standard normal and what each weighs."""
    places = [-reach + 2 * reach * (n + 0.5) / count for n in range(count)]
    weights = [math.exp(-0.5 * place * place) for place in places]
    return [(place, weight / sum(weights)) for place, weight in zip(places, weights, strict=True)]


def logistic(value):
    return 1 / (1 + math.exp(-value))


def chance_of(points, expected, noise):
    """The chance that a rater writes this whole score."""
    under = lambda value: 0.5 * math.erfc(-(value - expected) / noise / math.sqrt(2))  # noqa: E731
    low = under(points - 0.5) if points > 0 else 0.0
    return (under(points + 0.5) if points < 60 else 1.0) - low


def expected_later(typical, baseline, sessions, scores, later, *, nodes=21):
    """Return mean, and the share at or under half of the baseline, of the score before noise on a later day.

    scores  (day, points) in pairs
    """
    visits = [*(day for day, _ in scores), later]
    speeds = [(typical.loss_per_day * math.exp(typical.omega_loss * z), w) for z, w in middles(nodes)]
    speeds = [(k, w * (1 - typical.durable)) for k, w in speeds] + [(0.0, typical.durable)]
    total = mean = half = 0.0
    for loss, w_loss in speeds:
        shown = oracle.strength(
            sessions, visits, drive=[1.0] * len(sessions), gain=typical.gain, loss_per_day=loss,
            onset_days=typical.onset_days, step_days=5e-3,
        )  # fmt: skip
        for z_placebo, w_placebo in middles(nodes):
            placebo = logistic(typical.placebo_logit + typical.omega_placebo * z_placebo)
            for z_relief, w_relief in middles(nodes):
                relief = logistic(typical.relief_logit + typical.omega_relief * z_relief)
                at = [
                    oracle.score(
                        baseline, placebo=placebo, placebo_per_day=typical.placebo_per_day, relief=relief, shown=y,
                        day=day,
                    )
                    for y, day in zip(shown, visits, strict=True)
                ]  # fmt: skip
                weight = w_loss * w_placebo * w_relief
                for (_, points), score in zip(scores, at, strict=False):
                    weight *= chance_of(points, score, typical.noise)
                total += weight
                mean += weight * at[-1]
                half += weight * (at[-1] <= 0.5 * baseline)
    return mean / total, half / total
