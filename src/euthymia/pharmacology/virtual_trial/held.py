"""The inner loop of a session's drive, compiled: receptors held over time, person by person, each in the same order.

Nothing is shared between people, so a person's sum is the same bits in whatever company. Imported only where a trial is
run.
"""

from typing import Any

import numba
import numpy as np

from euthymia.pharmacology.kinetics.exact import Numbers

jit: Any = numba.njit(cache=True, error_model="numpy", nogil=True)


@jit  # type: ignore[untyped-decorator]
def held_min(per_mg: Numbers, dose_mg: Numbers, half: Numbers, weights_min: Numbers) -> Numbers:
    """Add up C / (C + K) over time, (n,), minutes.

    per_mg  (n, m) ng/mL of plasma for 1 mg;  dose_mg, half  (n,);  weights_min  (m,) of a quadrature
    """
    found = np.zeros(len(dose_mg))
    for person in range(len(dose_mg)):
        total, scale, middle = 0.0, dose_mg[person], half[person]
        for place in range(len(weights_min)):
            level = per_mg[person, place] * scale
            total += weights_min[place] * (level / (level + middle))
        found[person] = total
    return found
