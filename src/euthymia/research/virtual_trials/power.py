"""Power by formula, beside what is simulated: two groups of one spread. And assurance, over what is not known."""

from typing import Final

import numpy as np
from scipy import stats

from euthymia.pharmacology.virtual_trial.befalls import refuse_unless

MOST_PER_ARM: Final = 1_000_000
_NODES: Final = 400


def power(per_arm: float, *, difference: float, sd: float, alpha: float = 0.05) -> float:
    """Return the chance that a two-sided t test tells two groups apart.

    difference, sd  in one unit, of whatever is compared.   Raises ImpossibleTrial.
    """
    refuse_unless(per_arm >= 2 and sd > 0, f"{per_arm:g} people an arm of SD {sd:g}: 2 or more, and above 0.")
    refuse_unless(0 < alpha < 1, f"alpha {alpha:g}: between 0 and 1.")
    freedom = 2 * per_arm - 2
    apart = difference / (sd * np.sqrt(2.0 / per_arm))
    far = stats.t.ppf(1 - alpha / 2, freedom)
    return float(stats.nct.sf(far, freedom, apart) + stats.nct.cdf(-far, freedom, apart))


def per_arm_for(wanted: float, *, difference: float, sd: float, alpha: float = 0.05) -> int:
    """Return the least number of people an arm that has at least this power. Raises ImpossibleTrial."""
    refuse_unless(alpha < wanted < 1, f"power {wanted:g}: above alpha, {alpha:g}, and under 1.")
    refuse_unless(difference != 0, "No difference needs no number of people: none would do. Give one that is not 0.")
    low, high = 2, 4
    while power(high, difference=difference, sd=sd, alpha=alpha) < wanted:
        low, high = high, high * 2
        refuse_unless(high <= MOST_PER_ARM, f"More than {MOST_PER_ARM:,} an arm would be needed. Ask for less power.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if power(middle, difference=difference, sd=sd, alpha=alpha) >= wanted else (middle, high)
        )
    return low if power(low, difference=difference, sd=sd, alpha=alpha) >= wanted else high


def assurance(per_arm: float, *, mean: float, spread: float, sd: float, alpha: float = 0.05) -> float:
    """Return the chance of telling the groups apart in the direction of `mean`, over what the difference may truly be.

    mean, spread  of the normal distribution that says how sure anybody is of the difference.   Raises ImpossibleTrial.
    Source: ohagan:2005
    """
    refuse_unless(per_arm >= 2 and sd > 0, f"{per_arm:g} people an arm of SD {sd:g}: 2 or more, and above 0.")
    refuse_unless(spread >= 0 and mean != 0, f"difference {mean:g} ± {spread:g}: not 0, and a spread of 0 or more.")
    shares = (np.arange(_NODES) + 0.5) / _NODES
    true = mean + spread * stats.norm.ppf(shares)
    freedom = 2 * per_arm - 2
    far = stats.t.ppf(1 - alpha / 2, freedom)
    apart = np.sign(mean) * true / (sd * np.sqrt(2.0 / per_arm))
    return float(stats.nct.sf(far, freedom, apart).mean())
