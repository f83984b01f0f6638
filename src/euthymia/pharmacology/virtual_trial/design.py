"""What a virtual trial asks: its arms, people and visits, and what may befall them.

Every default is a proposal.   Source: house:virtual-trial
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np

from euthymia.pharmacology.cascade.flags import flags_of
from euthymia.pharmacology.cascade.score import CONTEXTS, MOST, Context
from euthymia.pharmacology.cascade.studies.kinds import BELIEVES
from euthymia.pharmacology.kinetics import Flag
from euthymia.pharmacology.kinetics.person import LEAST_KG, MOST_KG
from euthymia.pharmacology.virtual_trial.befalls import LAST_DAY, DropOut, Rescue, refuse_unless
from euthymia.pharmacology.virtual_trial.dealt import Dealt
from euthymia.pharmacology.virtual_trial.endpoints import Endpoint

MOST_ROWS: Final = 2_000  # of a table of people: more would slow every block and teach little


def _check_rising(what: str, days: Sequence[float]) -> None:
    numbers = all(math.isfinite(day) and 0 <= day <= LAST_DAY for day in days)
    rises = all(a < b for a, b in pairwise(days))
    seen = ", ".join(f"{day:g}" for day in days)
    refuse_unless(numbers and rises, f"{what} on days {seen}: days rise, from 0 to {LAST_DAY:g}. Correct them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """What one group is given. Raises ImpossibleTrial.

    days      of its sessions, from 0
    ketamine  False for a placebo, whose kind is the context: saline, or midazolam as an active one
    believes  0 to 1, how far its people believe that they had the drug; None takes the proposal for the context
    table     courses of a table of events instead: each person is dealt one, and days and doses are the table's
    """

    name: str
    days: tuple[float, ...] = ()
    context: Context = "midazolam"
    ketamine: bool = True
    mg_per_kg: float = 0.5
    minutes: float = 40.0
    believes: float | None = None
    table: tuple[Dealt, ...] = ()

    def __post_init__(self) -> None:
        who = f"arm {self.name!r}"
        refuse_unless(bool(self.name.strip()), "An arm has no name. Give it one.")
        refuse_unless(self.context in CONTEXTS, f"{who}: context {self.context!r} is none of {', '.join(CONTEXTS)}.")
        refuse_unless(
            math.isfinite(self.mg_per_kg) and 0 <= self.mg_per_kg <= 10,
            f"{who}: {self.mg_per_kg:g} mg/kg; a dose is a number from 0 to 10. Correct it, and check its unit.",
        )
        refuse_unless(
            math.isfinite(self.minutes) and 0 < self.minutes <= 1440,
            f"{who}: {self.minutes:g} min; a session runs for more than 0 and at most 1,440 min. Correct it.",
        )
        refuse_unless(self.belief is not None and 0 <= self.belief <= 1, f"{who}: believes is a share from 0 to 1.")
        _check_rising(f"{who}: sessions", self.days)
        refuse_unless(not (self.table and self.days), f"{who}: days are the table's own. Take one of the two out.")

    @property
    def belief(self) -> float:
        """Return how far its people believe that they had the drug."""
        return BELIEVES[self.context, self.ketamine] if self.believes is None else self.believes

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Return what must be read beside its effects: of a table, whatever holds for any of its people."""
        if not self.ketamine:
            return ()
        if not self.table:
            return flags_of(self.mg_per_kg, days=self.days, context=self.context)
        found = [
            flag
            for one in self.table
            for session in one.sessions
            for flag in flags_of(round(session.mg / one.weight_kg, 3), days=one.days, context=self.context)
        ]
        return tuple(dict.fromkeys(found))

    @property
    def most_sessions(self) -> int:
        """Return how many sessions anybody in it has at most."""
        return max([len(self.days), *(len(one.sessions) for one in self.table)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Who is screened. Raises ImpossibleTrial.

    severity_mean, severity_sd  of everybody's own severity, in points of the Montgomery-Asberg scale
    entry_least  the screening rating that lets in; a rating has noise, so those let in are worse that day than they
                 are (regression to the mean); None lets everybody in
    female_share, women_kg, men_kg  mean and SD by sex, lognormal, within `weights_within_kg`; no joint distribution
                 of weight, age and sex in depression was found
    observed     people of the user's own instead: weight, kg, and severity, points, row by row; each virtual person is
                 dealt one of the rows. `Population.of` makes them of arrays or of the columns of a data frame
    Source: house:virtual-covariates, perez-ruixo:2021, house:cascade-priors
    """

    severity_mean: float = 33.0
    severity_sd: float = 6.0
    entry_least: float | None = None
    female_share: float = 0.584
    women_kg: tuple[float, float] = (77.0, 21.0)
    men_kg: tuple[float, float] = (90.0, 21.0)
    weights_within_kg: tuple[float, float] = (39.0, 170.0)
    observed: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(cls, weight_kg: Any, severity: Any, *, entry_least: float | None = None) -> "Population":
        """Make a population of arrays, or of columns of a data frame, one row a person. Raises ImpossibleTrial."""
        weights, severities = (np.asarray(one, dtype=np.float64).ravel().tolist() for one in (weight_kg, severity))
        refuse_unless(
            len(weights) == len(severities), f"{len(weights)} weights and {len(severities)} severities: a row has both."
        )
        rows = tuple(zip(weights, severities, strict=True))
        refuse_unless(bool(rows), "Nobody is in the table. Give a row a person.")
        return cls(observed=rows, entry_least=entry_least)

    def __post_init__(self) -> None:
        if self.observed:
            self._check_observed()
            return
        refuse_unless(
            0 < self.severity_mean < MOST and 0 < self.severity_sd <= MOST / 2,
            f"severity {self.severity_mean:g} ± {self.severity_sd:g}: a mean within 0 to {MOST:g}, an SD above 0.",
        )
        least = self.entry_least
        refuse_unless(
            least is None or 0 <= least <= self.severity_mean + 4 * self.severity_sd,
            f"entry at {least} or more: next to nobody of mean {self.severity_mean:g} is let in. Lower the threshold.",
        )
        refuse_unless(0 <= self.female_share <= 1, f"female share {self.female_share:g}: from 0 to 1.")
        low, high = self.weights_within_kg
        refuse_unless(
            LEAST_KG <= low < high <= MOST_KG,
            f"weights within {low:g} to {high:g} kg: the models are of {LEAST_KG:g} to {MOST_KG:g} kg. Correct them.",
        )
        for mean, sd in (self.women_kg, self.men_kg):
            refuse_unless(low < mean < high and sd > 0, f"weight {mean:g} ± {sd:g} kg: within {low:g} to {high:g} kg.")

    def _check_observed(self) -> None:
        refuse_unless(len(self.observed) <= MOST_ROWS, f"{len(self.observed):,} rows: {MOST_ROWS:,} are the most.")
        for row, (weight_kg, severity) in enumerate(self.observed):
            refuse_unless(
                LEAST_KG <= weight_kg <= MOST_KG,
                f"row {row}: {weight_kg:g} kg; the models are of {LEAST_KG:g} to {MOST_KG:g} kg. Correct it.",
            )
            refuse_unless(0 < severity <= MOST, f"row {row}: severity {severity:g}; above 0 and up to {MOST:g}.")
        least, highest = self.entry_least, max(severity for _, severity in self.observed)
        refuse_unless(
            least is None or 0 <= least <= highest + 10,
            f"entry at {least} or more: next to nobody of these, {highest:g} at most, is let in. Lower the threshold.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A whole design. `control` names the arm that others are held against. Raises ImpossibleTrial.

    visits_days   of the ratings after the first, rising
    readings_min  of pressure and dissociation in a session, from 0, rising
    """

    arms: tuple[Arm, ...]
    control: str
    visits_days: tuple[float, ...]
    endpoints: tuple[Endpoint, ...]
    population: Population = field(default_factory=Population)
    drop_out: DropOut = field(default_factory=DropOut)
    rescue: Rescue | None = None
    readings_min: tuple[float, ...] = tuple(float(minute) for minute in range(0, 130, 10))

    def __post_init__(self) -> None:
        names = [arm.name for arm in self.arms]
        refuse_unless(len(names) >= 1, "A trial has one arm or more. Add an arm.")
        refuse_unless(len(set(names)) == len(names), f"Two arms go by one name: {', '.join(names)}. Rename one.")
        refuse_unless(self.control in names, f"control {self.control!r} is none of the arms: {', '.join(names)}.")
        _check_rising("visits", self.visits_days)
        refuse_unless(bool(self.visits_days) and self.visits_days[0] > 0, "visits come after day 0: give one or more.")
        _check_rising("readings", [one / 1440 for one in self.readings_min])
        refuse_unless(len(self.readings_min) > 1, "readings: one before and one after the beginning are the least.")
        refuse_unless(bool(self.endpoints), "A trial asks for one endpoint or more. Add an endpoint.")
        for one in self.endpoints:
            self._check_seen(one)

    def _check_seen(self, one: Endpoint) -> None:
        days = ", ".join(f"{day:g}" for day in self.visits_days)
        for day in one.days_needed:
            refuse_unless(day in self.visits_days, f"{one.name}: nobody is rated on day {day:g}; visits are {days}.")
        if one.is_relapse:
            later = [day for day in self.visits_days if day > one.day]
            row = one.definition.in_a_row
            refuse_unless(len(later) >= row, f"{one.name}: relapse needs {row} visits after day {one.day:g}. Add them.")
        most = max(arm.most_sessions for arm in self.arms)
        refuse_unless(one.session <= most, f"{one.name}: no arm has {one.session} sessions; {most} is the most.")

    def arm(self, name: str) -> Arm:
        """Find an arm by its name. Raises ImpossibleTrial."""
        found = [arm for arm in self.arms if arm.name == name]
        refuse_unless(bool(found), f"{name!r} is none of the arms: {', '.join(arm.name for arm in self.arms)}.")
        return found[0]
