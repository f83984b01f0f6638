"""`euthymia estimate`: measured levels and a published model in, each person's own parameters out. Without Django."""

import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from rich.console import Console
from rich.progress import track

from euthymia.cli.estimate import tables
from euthymia.cli.estimate.tables import Found
from euthymia.cli.kinetics.simulate import NotNumbers
from euthymia.cli.output import write
from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology import kinetics
from euthymia.pharmacology.estimates.case import Case, case, check
from euthymia.pharmacology.estimates.drawn import Chance
from euthymia.pharmacology.estimates.individual import estimate
from euthymia.pharmacology.estimates.npde import DRAWS_A_MEASUREMENT, npde
from euthymia.pharmacology.estimates.predictive import check as predictive_check
from euthymia.pharmacology.estimates.residuals import residuals
from euthymia.pharmacology.kinetics.model import Site
from euthymia.research.keyed_rng import normals, uniforms
from euthymia.wire.event_table import Said, read

_SITES: dict[str, Site] = {"venous": "venous", "arterial": "arterial", "unknown": "not verified"}
_DRAWS = 500


class NoSuchTable(Refusal):
    """The table that was named cannot be read."""


class NotAPair(Refusal):
    """Something that should read NAME=VALUE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command was asked for, in its own words."""

    events: str
    site: str
    model: str = ""
    salt: str = ""
    units: str = ""
    dvid: str = ""
    cmt: str = ""
    weight: float | None = None
    covariates: str = "nocb"
    check: str = "plasma"
    corrected: bool = False
    draws: int = 0
    seed: int = 1


def run(asked: Asked, *, csv: str, looks: str, plot: str) -> int:
    """Estimate, print a table a person, and write the files named. Raises Refusal before anything is written."""
    if plot:
        from euthymia.cli.kinetics.plots import check as check_plot

        check_plot(plot)
    found = _found(asked, drawing=bool(plot or looks), plotting=bool(plot))
    if csv:
        _write(csv, tables.people(found.estimates))
    if looks:
        _write(looks, tables.looks(found.estimates, found.residuals, found.errors))
    if plot and found.check:
        from euthymia.cli.estimate import plots

        drawn = plots.Drawn(found.model, found.check, tables.flags(found.estimates))
        write(plot, lambda path: plots.save(path, drawn))
    lines = tables.said(found, default_model=not asked.model)
    print("\n".join(lines), file=sys.stderr if "-" in (csv, looks) else sys.stdout)
    return 0


def _write(name: str, text: str) -> None:
    if name == "-":
        print(text, end="")
    else:
        write(name, lambda path: path.write_text(text, "utf-8", newline=""))


def _found(asked: Asked, *, drawing: bool, plotting: bool) -> Found:
    model = kinetics.find(asked.model) if asked.model else kinetics.DEFAULT
    site = _SITES[asked.site]
    check(model, site)  # before a file is opened
    table = read(_bytes(asked.events), _said(asked))
    cases = [case(model, one, site=site, covariates=table.covariates) for one in table.people]
    estimates = [estimate(one) for one in _watched(cases, "estimating")]
    draws = _draws(asked, cases)
    chances = [_chance(one, draws, asked.seed) for one in cases] if drawing else []
    errors = [npde(one, chance) for one, chance in _watched(list(zip(cases, chances, strict=False)), "drawing people")]
    shown = predictive_check(cases, chances, name=asked.check, corrected=asked.corrected) if plotting else None
    return Found(table, model, estimates, [residuals(one) for one in estimates], errors, shown)


def _watched(things: Sequence[Any], what: str) -> Any:
    return track(things, what, console=Console(stderr=True), transient=True, disable=len(things) < 5)


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as failed:
        raise NoSuchTable(f"{name}: {failed.strerror}. Name a table of events, or - for standard input.") from None


def _said(asked: Asked) -> Said:
    return Said(
        units=_pairs(asked.units, "--units"),
        salt=asked.salt,
        dvid=_numbered(asked.dvid, "--dvid"),
        cmt=_numbered(asked.cmt, "--cmt"),
        weight_kg=asked.weight,
        covariates=cast(Any, asked.covariates),
    )


def _pairs(text: str, word: str) -> dict[str, str]:
    pairs = [one.strip().partition("=") for one in text.split(",") if one.strip()]
    if not all(equals and name and value for name, equals, value in pairs):
        raise NotAPair(f"{word} {text}: write NAME=VALUE, with commas between, like TIME=h,AMT=mg.")
    return {name: value for name, _, value in pairs}


def _numbered(text: str, word: str) -> dict[int, str]:
    try:
        return {int(number): name for number, name in _pairs(text, word).items()}
    except ValueError:
        raise NotNumbers(f"{word} {text}: write NUMBER=SUBSTANCE, like 2=norketamine.") from None


def _draws(asked: Asked, cases: Sequence[Case]) -> int:
    return asked.draws or max(_DRAWS, DRAWS_A_MEASUREMENT * max(len(one.measured) for one in cases))


def _chance(one: Case, draws: int, seed: int) -> Chance:
    """Draw for one person, keyed by seed and ID: a person or a level more in the table changes no other number."""
    whose = np.uint64(zlib.crc32(one.key.encode())) << np.uint64(32) | np.arange(draws, dtype=np.uint64)
    varying, measured = len(one.names), len(one.measured)
    return Chance(
        normals(seed, whose, "kinetics", draws=varying),
        normals(seed, whose, "assay", draws=measured),
        normals(seed, whose, "assay", draws=measured, occasion=1),
        uniforms(seed, whose[:2], "assay", draws=measured, occasion=2),
    )
