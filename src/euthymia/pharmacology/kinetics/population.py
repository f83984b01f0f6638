"""Many people at once: three compartments and an effect site, each person's own parameters, one schedule for all.

Each of the four modes of a person decays by itself, so that from one time to the next it takes one multiplication and
one addition. Times are the same for all, so each length of step is turned into its exponentials once. People go
through in blocks of one width, the last one filled up, so that a person's figures are the same bits in any company.
Where two roots lie too close for modes, that person goes the plain way (`solve`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics.exact import Numbers
from euthymia.pharmacology.kinetics.model import Model, by_weight
from euthymia.pharmacology.kinetics.modes import WIDTH, run_blocks
from euthymia.pharmacology.kinetics.person import LEAST_KG, MOST_KG, Person
from euthymia.pharmacology.kinetics.schedule import Schedule, check_rising
from euthymia.pharmacology.kinetics.solve import amounts
from euthymia.pharmacology.kinetics.system import (
    EFFECT_SITE,
    OUT,
    PLASMA,
    Arrow,
    Reading,
    System,
    UnstableModel,
    assemble,
    three_rates,
    with_effect_site,
)

_CLOSE: Final = 1e-6  # of roots nearer than this, relatively, modes would lose more than nine digits


class NotThreeCompartments(Refusal):
    """A model of another shape was to be run as three compartments."""


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """One number a person, (n,) each: litres, and rates per minute. Raises UnstableModel, which names the row."""

    v1: Numbers
    k10: Numbers
    k12: Numbers
    k21: Numbers
    k13: Numbers
    k31: Numbers
    ke0: Numbers

    def __post_init__(self) -> None:
        for field in fields(self):
            values = getattr(self, field.name)
            bad = np.flatnonzero(~(np.isfinite(values) & (values > 0)))
            if bad.size:
                seen = f"{field.name} is {values[bad[0]]:g}"
                raise UnstableModel(f"Row {bad[0]}: {seen}; each is above 0. Correct that person's parameters.")

    def __len__(self) -> int:
        return len(self.v1)

    def table(self) -> Numbers:
        """Return the parameters as rows, (7, n)."""
        return np.array([getattr(self, field.name) for field in fields(self)], dtype=np.float64)


def bodies(
    *, v1: Numbers, cl: Numbers, q2: Numbers, v2: Numbers, q3: Numbers, v3: Numbers, ke0: Numbers | float
) -> Bodies:
    """Make bodies of volumes (L) and clearances (L/min). Raises UnstableModel."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _bodies((*three_rates(v1, cl, q2, v2, q3, v3), ke0), len(v1))


def _bodies(rates: Sequence[Numbers | float], count: int) -> Bodies:
    v1, k10, k12, k21, k13, k31, ke0 = (np.broadcast_to(np.asarray(one, np.float64), (count,)) for one in rates)
    return Bodies(v1, k10, k12, k21, k13, k31, ke0)


def people_of(model: Model, *, weights_kg: Numbers, standard: Numbers, ke0_per_min: Numbers | float) -> Bodies:
    """Make bodies of a published model: the typical one at each weight, moved by the model's own spread.

    weights_kg  (n,)
    standard    (n, k)  independent standard normal numbers, k the parameters of `model.spread`. Chance is the caller's
    ke0_per_min         of the same model, sampling site and enantiomer, or converted by a stated rule
    Raises NotThreeCompartments, ImpossiblePerson, UnstableModel.
    """
    if model.three is None:
        raise NotThreeCompartments(
            f"{model.name}: its plasma depends on more or fewer than two compartments. Run its people one by one, or "
            "take another model."
        )
    for weight_kg in weights_kg[~((weights_kg >= LEAST_KG) & (weights_kg <= MOST_KG))][:1]:
        Person(weight_kg=float(weight_kg))  # refuses it
    names, covariance = model.spread
    lower = np.linalg.cholesky(covariance).astype(np.float64) if names else np.zeros((0, 0))
    factors = np.exp(_correlated(standard, lower))
    values = {one.name: by_weight(one, weights_kg) for one in model.parameters}
    values |= {name: values[name] * factors[:, place] for place, name in enumerate(names)}
    return _bodies((*model.three(values), ke0_per_min), len(weights_kg))


def _correlated(standard: Numbers, factor: Numbers) -> Numbers:
    """Return standard @ factor.T added up in one order: the last bits of a product of matrices depend on their size."""
    found = np.zeros((len(standard), len(factor)))
    for place in range(len(factor)):
        found += standard[:, place, None] * factor[None, :, place]
    return found


class Steps(NamedTuple):
    """The way from event to output to event, the same for all.

    lengths_min  each length once;  length  which of them a step has;  mg_per_min  during it;  bolus_mg  before it
    output       the row to write after it, -1 for none
    """

    lengths_min: Numbers
    length: NDArray[np.int64]
    mg_per_min: Numbers
    bolus_mg: Numbers
    output: NDArray[np.int64]


def simulate_population(people: Bodies, schedule: Schedule, times_min: Numbers) -> tuple[Numbers, Numbers]:
    """Return plasma and effect-site concentrations, ng/mL, each (n, m): a row a person, a column a time.

    times_min  (m,)  strictly rising; zero before the first dose
    Raises UnorderedTimes.
    """
    check_rising(times_min)
    times = np.asarray(times_min, dtype=np.float64)
    steps = plan(schedule, times)
    table = people.table()
    padded = np.concatenate([table, np.repeat(table[:, -1:], -table.shape[1] % WIDTH, axis=1)], axis=1)
    plasma, effect = np.zeros((2, padded.shape[1], len(times)))
    closest = run_blocks(np.ascontiguousarray(padded.T), *steps, plasma, effect)
    plasma, effect = plasma[: len(people)], effect[: len(people)]
    for row in np.flatnonzero(~(closest[: len(people)] >= _CLOSE)):
        plasma[row], effect[row] = plainly(people, int(row), schedule, times)
    return plasma, effect


def plan(schedule: Schedule, times_min: Numbers) -> Steps:
    """Cut time at every event and every output; lengths that differ only by rounding are one."""
    pieces = schedule.pieces()
    begins = np.array([piece.begins_min for piece in pieces])
    later = times_min[times_min >= begins[0]] if len(begins) else times_min[:0]
    marks = np.unique(np.concatenate([begins, later]))
    running = np.searchsorted(begins, marks[:-1], side="right") - 1
    between = np.round(np.diff(marks), 10).astype(np.float64)
    lengths_min, length = np.unique(between, return_inverse=True)
    bolus_mg = np.zeros(len(marks))
    bolus_mg[np.searchsorted(marks, begins)] = [piece.bolus_mg for piece in pieces]
    rates = np.array([piece.mg_per_min for piece in pieces])
    return _with_a_first_mark(lengths_min, length, rates[running], bolus_mg, _rows(marks, times_min))


def _rows(marks: Numbers, times_min: Numbers) -> NDArray[np.int64]:
    rows = np.full(len(marks), -1)
    asked = np.isin(times_min, marks)
    rows[np.searchsorted(marks, times_min[asked])] = np.flatnonzero(asked)
    return rows


def _with_a_first_mark(
    lengths_min: Numbers, length: NDArray[np.int64], rate: Numbers, bolus_mg: Numbers, rows: NDArray[np.int64]
) -> Steps:
    """Come to the first mark by a step of no length; a bolus at a mark belongs to the output there."""
    return Steps(
        np.append(lengths_min, 0.0),
        np.concatenate([[len(lengths_min)], length]).astype(np.int64)[: len(bolus_mg)],
        np.concatenate([[0.0], rate])[: len(bolus_mg)],
        bolus_mg,
        rows.astype(np.int64),
    )


def plainly(people: Bodies, row: int, schedule: Schedule, times_min: Numbers) -> tuple[Numbers, Numbers]:
    """Compute one person the plain way: the oracle of the fast one, and its way out."""
    system = body(people, row)
    found = amounts(system, schedule, times_min)
    per_mg = 1000.0 / people.v1[row]
    return found[:, system.place(PLASMA)] * per_mg, found[:, system.place(EFFECT_SITE)] * per_mg


def body(people: Bodies, row: int) -> System:
    """Return one person as a system with an effect site."""
    v1, k10, k12, k21, k13, k31, ke0 = people.table()[:, row].tolist()
    arrows = (
        Arrow(PLASMA, OUT, k10),
        Arrow(PLASMA, "peripheral 1", k12),
        Arrow("peripheral 1", PLASMA, k21),
        Arrow(PLASMA, "peripheral 2", k13),
        Arrow("peripheral 2", PLASMA, k31),
    )
    return with_effect_site(assemble(arrows, [Reading("plasma", PLASMA, v1)]), ke0)
