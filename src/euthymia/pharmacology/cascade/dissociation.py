"""Dissociation in a session: in proportion to the effect site, often none at all, less from session to session.

CADSS = s C_e (theta + (1 - theta) exp(-lambda (n - 1))). No published equation with figures was found: its scale is
prior.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade.occupancy import Numbers

MOST: Final = 92.0
PRESENT_ABOVE: Final = 4.0  # Source: cadss:form


@dataclass(frozen=True, slots=True, eq=False)
class Dissociation:
    """What a typical person is, and the spread between people.

    points_per_100  per 100 ng/mL at the effect site; omega of its log between people
    none            share of sessions without any
    floor, fading   theta and lambda of tolerance: what is left after many sessions, and how fast it comes
    """

    points_per_100: Any
    omega: Any
    none: Any
    floor: Any
    fading: Any


def dissociation_of(values: Mapping[str, Any]) -> Dissociation:
    """Make dissociation of parameters on their priors' scales."""
    return Dissociation(
        points_per_100=np.exp(values["points"]),
        omega=values["omega_acute"],
        none=values["none"],
        floor=values["floor"],
        fading=np.exp(values["fading"]),
    )


def tolerance(session: int, *, floor: Any, fading: Any) -> Any:
    """Return what is left in the n-th session of what the first had, from 1 down to the floor."""
    return floor + (1.0 - floor) * np.exp(-fading * (session - 1))


def cadss(
    effect_ng_per_ml: Any, session: int, typical: Dissociation, *, standard: Numbers, uniform: Numbers
) -> Numbers:
    """Return each person's score at an effect-site concentration, 0 to 92.

    standard  (..., n) normal, the person's own in every session;  uniform  (..., n) of this session. Chance is the
    caller's
    """
    left = tolerance(session, floor=typical.floor, fading=typical.fading)
    own = typical.points_per_100 * np.exp(typical.omega * standard)
    points = own * np.asarray(effect_ng_per_ml) / 100.0 * left
    return np.where(uniform < typical.none, 0.0, np.minimum(points, MOST))
