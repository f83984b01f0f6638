"""What a trial counts of each person, and how it takes what befell her on the way: the estimand.   Source: ich:e9-r1"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.cascade.occupancy import Numbers
from euthymia.pharmacology.cascade.relapse import LOST_HALF, SUSTAIN, Definition, relapse_days
from euthymia.pharmacology.virtual_trial.followed import Followed
from euthymia.pharmacology.virtual_trial.session import Acute

Kind = Literal[
    "change", "response", "remission", "relapse-free days", "peak systolic rise", "pressure above limit", "peak CADSS",
    "dissociation noted",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SHARES: Final = ("response", "remission", "pressure above limit", "dissociation noted")
OF_A_SESSION: Final = ("peak systolic rise", "pressure above limit", "peak CADSS", "dissociation noted")
OnRescue = Literal["treatment policy", "hypothetical", "composite"]
ON_RESCUE: Final[tuple[OnRescue, ...]] = get_args(OnRescue)
OnDropOut = Literal["missing at random", "composite"]
ON_DROP_OUT: Final[tuple[OnDropOut, ...]] = get_args(OnDropOut)
DEFINITIONS: Final = {"lost half": LOST_HALF, "22 or more": SUSTAIN}
REMISSION: Final = 10.0  # Source: madrs:remission


class UnknownEndpoint(Refusal):
    """An endpoint, or a way of taking what befalls people, that is not computed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One endpoint with its estimand. Raises UnknownEndpoint.

    day          of the rating; for relapse-free days the day on which a responder is one, and days count from it
    session      which one, for what is seen in a session
    cut          of remission, points or less
    relapse      "lost half" or "22 or more", each at two visits in a row
    on_rescue    treatment policy: scores count as they are; hypothetical: scores after it are set aside as if they
                 were missing; composite: anyone who had it did not respond
    on_drop_out  missing at random: filled in many times over from what was seen; composite: did not respond
    """

    kind: Kind
    day: float = 1.0
    session: int = 1
    cut: float = REMISSION
    relapse: str = "lost half"
    on_rescue: OnRescue = "treatment policy"
    on_drop_out: OnDropOut = "missing at random"

    def __post_init__(self) -> None:
        for what, seen, known in (
            ("endpoint", self.kind, KINDS),
            ("on rescue", self.on_rescue, ON_RESCUE),
            ("on drop-out", self.on_drop_out, ON_DROP_OUT),
            ("relapse", self.relapse, tuple(DEFINITIONS)),
        ):
            if seen not in known:
                raise UnknownEndpoint(f"{what} {seen!r} is none of: {', '.join(known)}. Choose one.")
        if "composite" in (self.on_rescue, self.on_drop_out) and self.kind not in ("response", "remission"):
            raise UnknownEndpoint(
                f"{self.kind}: composite counts anyone who failed, so it needs response or remission."
            )
        if self.session < 1:
            raise UnknownEndpoint(f"{self.kind}: session {self.session}; sessions count from 1.")

    @property
    def definition(self) -> Definition:
        """Return the definition of relapse."""
        return DEFINITIONS[self.relapse]

    @property
    def is_relapse(self) -> bool:
        """Return whether it is a time to relapse."""
        return self.kind == "relapse-free days"

    @property
    def in_session(self) -> bool:
        """Return whether it is seen in a session rather than rated."""
        return self.kind in OF_A_SESSION

    @property
    def is_share(self) -> bool:
        """Return whether it is yes or no in each person."""
        return self.kind in SHARES

    @property
    def less_is_better(self) -> bool:
        """Return whether a smaller number favours an arm."""
        return self.in_session or self.kind == "change"

    @property
    def days_needed(self) -> tuple[float, ...]:
        """Return the days on which people must be rated for it."""
        return () if self.in_session else (self.day,)

    @property
    def name(self) -> str:
        """Name it as a column."""
        if self.in_session:
            return f"{self.kind}, session {self.session}"
        how = f" ({self.on_rescue} on rescue)" if self.on_rescue != "treatment policy" else ""
        lost = " (composite on drop-out)" if self.on_drop_out == "composite" else ""
        if self.is_relapse:
            return f"{self.kind} from day {self.day:g}{how}"
        return f"{self.kind}, day {self.day:g}{how}{lost}"


def value(one: Endpoint, people: Followed, acute: Acute | None) -> Numbers:
    """Return it for everybody, (n,), had nobody been lost: 1 and 0 for yes and no, NaN for anyone who is not at risk.

    acute  of its session; None where the arm has no such session: NaN then
    """
    if one.in_session:
        return np.full(people.baseline.shape, np.nan) if acute is None else acute.peak(one.kind)
    scores = people.unrescued if one.on_rescue == "hypothetical" else people.as_treated
    if one.is_relapse:
        return _relapse_free(one, people, scores)
    at = people.visits_days.index(one.day)
    found = of_score(one, scores[at], people.baseline)
    return np.where(people.rescued_day < one.day, 0.0, found) if one.on_rescue == "composite" else found


def of_score(one: Endpoint, score: Numbers, baseline: Numbers) -> Numbers:
    """Make change, response or remission of a score. NaN stays NaN."""
    if one.kind == "change":
        return score - baseline
    reached = score <= one.cut if one.kind == "remission" else score <= 0.5 * baseline
    return np.where(np.isnan(score), np.nan, reached.astype(np.float64))


def _relapse_free(one: Endpoint, people: Followed, scores: Numbers) -> Numbers:
    """Return days from response to relapse, infinity for none seen; NaN for anyone who had not responded."""
    responded = scores[people.visits_days.index(one.day)] <= 0.5 * people.baseline
    later = [place for place, day in enumerate(people.visits_days) if day > one.day]
    days = [people.visits_days[place] for place in later]
    found = relapse_days(scores[later], people.baseline, days, one.definition) - one.day
    return np.where(responded, found, np.nan)
