"""How likely what was measured is, given what would be read: the model's own error, and the assay's limit (M3).

A level under the limit adds the chance of lying there (Beal's third method), so it is neither left out nor made up.
"""

import numpy as np
from scipy.special import log_ndtr

from euthymia.pharmacology.estimates.case import Measured
from euthymia.pharmacology.kinetics.exact import Numbers


def spread(read: Numbers, measured: Measured) -> Numbers:
    """Return the SD of the error at each measurement: ng/mL, or of the logarithm where the model has it so.

    read  (..., m)  ng/mL, above 0
    """
    plain = np.hypot(measured.proportional * read, measured.additive)
    return np.where(measured.on_log, measured.proportional, plain)


def distance(values: Numbers, read: Numbers, measured: Measured) -> Numbers:
    """Return how far values lie above what would be read: ng/mL, or of the logarithm where the model has it so."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(values, np.finfo(float).tiny)) - np.log(read)
    return np.where(measured.on_log, logs, values - read)


def minus_log(read: Numbers, measured: Measured) -> Numbers:
    """Return minus the logarithm of the likelihood, (k,), but for what does not depend on the person.

    read  (k, m)   Source: beal:2001
    """
    sd = spread(read, measured)
    far = distance(measured.value, read, measured) / sd
    seen = 0.5 * far**2 + np.log(sd)
    total: Numbers = np.where(measured.below, -log_ndtr(far), seen).sum(axis=-1)
    return total
