"""What the fit gave: draws of the parameters and their diagnostics, written by `euthymia calibrate`, never by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.pharmacology.cascade.posterior import acute, course

Numbers = NDArray[np.float64]


class Diagnosis(NamedTuple):
    """Mean and SD on the prior's scale; R-hat (1 where ensembles agree); how many independent draws they are worth."""

    mean: float
    sd: float
    r_hat: float
    ess: float


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """One fit. `split` is the hash of the split it was made with;  draws  (d,) each, on the prior's scale."""

    split: str
    seed: int
    ensembles: int
    steps: int
    acceptance: float
    diagnoses: Mapping[str, Diagnosis]
    draws: Mapping[str, Numbers]


def read(module: ModuleType) -> Fit:
    """Read a written fit."""
    rows = (line.split("|") for line in module.DIAGNOSES.strip().splitlines())
    return Fit(
        split=module.SPLIT,
        seed=module.SEED,
        ensembles=module.ENSEMBLES,
        steps=module.STEPS,
        acceptance=module.ACCEPTANCE,
        diagnoses={name.strip(): Diagnosis(*(float(one) for one in figures.split())) for name, figures in rows},
        draws={name: np.array(text.split(), dtype=np.float64) for name, text in module.DRAWS.items()},
    )


COURSE: Final = read(course)
ACUTE: Final = read(acute)
