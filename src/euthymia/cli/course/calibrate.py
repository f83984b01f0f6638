"""`euthymia calibrate`: the fit of the cascade, with a progress bar and its diagnostics; reproducible by its seed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade import posterior
from euthymia.pharmacology.cascade.parameters import ACUTE, COURSE, shrinkage, told
from euthymia.pharmacology.cascade.studies import split_hash
from euthymia.research.calibration import sample, write
from euthymia.research.calibration.sample import Diagnosed, Sampled

LEAST_STEPS: Final = 10
_R_HAT_MOST, _ESS_LEAST = 1.05, 400.0


class TooFewSteps(Refusal):
    """A fit was asked for that could not say anything of itself."""


class NoFolder(Refusal):
    """A fit was to be written where there is no folder."""


def run(*, seed: int, ensembles: int, steps: int, jobs: int | None, into: str) -> int:
    """Fit both parts, print what was found, and write the modules or compare them with those shipped."""
    _check(ensembles, steps, into)
    split = split_hash()
    print(f"split {split}; seed {seed}; {ensembles} ensembles of {sample.WALKERS} walkers, {steps} steps each")
    for name in sample.TARGETS:
        sampled = _sampled(name, seed=seed, ensembles=ensembles, steps=steps, jobs=jobs or os.cpu_count() or 1)
        print("\n".join(_told(name, sampled)))
        text = write.text_of(sampled, split=split, seed=seed)
        if into:
            write.save(Path(into) / f"{name}.py", sampled, split=split, seed=seed)
            print(f"wrote {Path(into) / name}.py")
        else:
            shipped = Path(posterior.__file__).with_name(f"{name}.py").read_text("utf-8")
            print("the same as shipped" if text == shipped else "not the same draws as shipped")
    return 0


def _check(ensembles: int, steps: int, into: str) -> None:
    if steps < LEAST_STEPS or ensembles < 2:
        raise TooFewSteps(
            f"{ensembles} ensembles of {steps} steps: 2 or more of {LEAST_STEPS} or more can be held against each "
            "other. Ask for more."
        )
    if into and not Path(into).is_dir():
        raise NoFolder(f"{into} is no folder. Make it first, or leave --into out to compare only.")


def _sampled(name: str, *, seed: int, ensembles: int, steps: int, jobs: int) -> Sampled:
    columns = (TextColumn(f"fitting {name}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps * ensembles)
        return sample.run(
            name, seed=seed, ensembles=ensembles, steps=steps, jobs=jobs, tick=lambda done: bar.advance(task, done)
        )


def _told(name: str, sampled: Sampled) -> Iterator[str]:
    found = sample.diagnose(sampled)
    yield f"\n{name}: acceptance {sampled.acceptance:.2f}"
    yield f"  {'':<24}{'prior sd':>9}{'posterior':>16}{'shrinkage':>24}{'R-hat':>8}{'ESS':>8}"
    for one in COURSE if name == "course" else ACUTE:
        yield f"  {one.name:<24}{one.prior.sd:>9.3f}{_figures(found[one.name], one.prior.sd)}"
    for other in sorted(set(found) - {one.name for one in (*COURSE, *ACUTE)}):
        yield f"  {other:<24}{1:>9.3f}{_figures(found[other], 1.0)}"
    weak = [key for key, one in found.items() if not (one.r_hat <= _R_HAT_MOST and one.ess >= _ESS_LEAST)]
    if weak:
        yield f"  not settled (R-hat over {_R_HAT_MOST}, ESS under {_ESS_LEAST:g}): {', '.join(weak)}. Take more steps."


def _figures(one: Diagnosed, prior_sd: float) -> str:
    share = told(shrinkage(prior_sd, one.sd))
    return f"{one.mean:>9.3f} ± {one.sd:<5.3f}{share:>23}{one.r_hat:>8.3f}{one.ess:>8.0f}"
