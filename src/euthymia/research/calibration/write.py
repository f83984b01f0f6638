"""A fit as a Python module of medicine, which opens no file: small, and the same bytes for the same draws."""

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from euthymia.pharmacology.cascade.parameters import ACUTE, COURSE
from euthymia.research.calibration.sample import Diagnosed, Sampled, diagnose, thinned

DRAWS: Final = 200
_PARAMETERS: Final = frozenset(one.name for one in (*COURSE, *ACUTE))


def text_of(sampled: Sampled, *, split: str, seed: int) -> str:
    """Write a fit: its split, how it was drawn, diagnostics of every number, and some draws of the parameters."""
    ensembles, kept = sampled.draws.shape[:2]
    steps = round(kept * 5 / 3)
    return "\n".join(
        [
            '"""Written by `euthymia calibrate`: do not edit."""',
            "",
            f'SPLIT = "{split}"',
            f"SEED = {seed}",
            f"ENSEMBLES = {ensembles}",
            f"STEPS = {steps}",
            f"ACCEPTANCE = {sampled.acceptance:.3f}",
            'DIAGNOSES = """',
            *_diagnoses(diagnose(sampled)),
            '"""',
            "DRAWS = {",
            *_draws(sampled),
            "}",
            "",
        ]
    )


def _diagnoses(found: Mapping[str, Diagnosed]) -> Iterator[str]:
    for name, one in found.items():
        yield f"{name} | {one.mean:.4f} {one.sd:.4f} {one.r_hat:.4f} {one.ess:.0f}"


def _draws(sampled: Sampled) -> Iterator[str]:
    some = thinned(sampled, DRAWS)
    for number, name in enumerate(sampled.names):
        if name in _PARAMETERS:
            text = " ".join(f"{value:.4g}" for value in np.asarray(some[:, number]))
            yield f'    "{name}": """'
            yield from textwrap.wrap(text, 118)
            yield '    """,'


def save(path: Path, sampled: Sampled, *, split: str, seed: int) -> None:
    """Write the module."""
    path.write_text(text_of(sampled, split=split, seed=seed), "utf-8", newline="\n")
