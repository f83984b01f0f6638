"""A virtual trial as tables: everybody of a block as a Parquet file, and columns that any data frame takes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.pharmacology.virtual_trial import Treated
from euthymia.research.engines.duckdb_in_memory import connect, quoted
from euthymia.research.virtual_trials.plan import Plan, Whereabouts

Columns = dict[str, Any]


def people_columns(plan: Plan, where: Whereabouts, arms: Mapping[str, Treated]) -> Columns:
    """Return one row a person and arm, as columns of arrays: `pandas.DataFrame(columns)` and its like take them so."""
    parts = [_arm_columns(plan, where, arm) for arm in arms.values()]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _arm_columns(plan: Plan, where: Whereabouts, arm: Treated) -> Columns:
    people = arm.followed
    columns: Columns = {
        "trial": where.trials.astype(np.int64),
        "person": where.places.astype(np.int64),
        "arm": np.full(len(where.places), arm.arm.name),
        "weight_kg": arm.weights_kg,
        "drive_of_the_first_session": arm.drive,
        "score_day_0": people.baseline,
    }
    for day, seen, true in zip(people.visits_days, people.seen, people.as_treated, strict=True):
        columns[f"score_day_{day:g}"] = seen
        columns[f"score_day_{day:g}_had_nobody_been_lost"] = true
    columns["lost_day"], columns["rescued_day"] = people.lost_day, people.rescued_day
    for one in plan.design.endpoints:
        columns[one.name] = arm.value(one)
    flags = " ".join(flag.sentence for flag in arm.arm.flags)
    return {**columns, "flags": np.full(len(where.places), flags), "label": np.full(len(where.places), RESEARCH)}


def write_people(folder: Path, plan: Plan, number: int, where: Whereabouts, arms: Mapping[str, Treated]) -> None:
    """Write a block's people, `people-0000012.parquet`: whole or not at all."""
    write(folder / f"people-{number:07d}.parquet", people_columns(plan, where, arms))


def write(path: Path, columns: Columns) -> None:
    """Write columns as Parquet. NaN is written as nothing."""
    part = path.with_suffix(".part")
    with connect() as database:
        database.register("written", columns)
        database.execute(f"COPY written TO {quoted(part)} (FORMAT parquet, COMPRESSION zstd)")
    part.replace(path)
