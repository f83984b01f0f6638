"""What a study is here: arms, figures as they are held, and the side of the split it stands on."""

from dataclasses import dataclass
from typing import Final, Literal

from euthymia.pharmacology.cascade.relapse import LOST_HALF, Definition
from euthymia.pharmacology.cascade.score import Context

Side = Literal["calibrate", "validate", "shown"]
MARKS: Final = ("found", "high", "medium", "low", "calc")
STATISTICS: Final = (
    "mean change", "SD of change", "response", "remission", "difference of changes", "size of z", "relapsed by",
    "median days to relapse", "plasma at the end", "largest rise", "above a limit", "dissociation noted",
    "remission on tablets", "reduction on tablets", "other",
)  # fmt: skip
# How far people are taken to believe that they had the drug: (context, had it). No study measured it: proposals.
BELIEVES: Final[dict[tuple[Context, bool], float]] = {
    ("open", True): 1.0,
    ("open", False): 0.0,
    ("midazolam", True): 0.8,
    ("midazolam", False): 0.4,
    ("saline", True): 0.9,
    ("saline", False): 0.1,
    ("masked", True): 0.5,
    ("masked", False): 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Who had what, and when. `days` are those of ketamine; 0.5 mg/kg unless it says otherwise.

    baseline  mean and SD of the score before; None where it is not held, and a proposal stands in
    """

    name: str
    n: int
    context: Context
    days: tuple[float, ...] = ()
    ketamine: bool = True
    mg_per_kg: float = 0.5
    minutes: float = 40.0
    baseline: tuple[float, float] | None = None

    @property
    def believes(self) -> float:
        """Return how far its people are taken to believe in having had the drug."""
        return BELIEVES[self.context, self.ketamine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as it is held. Shares are 0 to 1, changes points (a fall is negative).

    statistic one of STATISTICS;  mark  one of MARKS
    days      of the ratings: any of them counts for a share, the first elsewhere
    n         where it differs from the arm's;  low, high  its own interval;  cut  of remission, or of a limit
    responded the day that makes a responder, and `visits` after it, where relapse is asked; `since` its zero
    reading   what is assumed to compute it;  left_out  why it is neither fitted nor scored
    """

    name: str
    statistic: str
    value: float
    mark: str
    source: str
    arms: tuple[str, ...] = ()
    days: tuple[float, ...] = ()
    n: int | None = None
    low: float | None = None
    high: float | None = None
    cut: float = 10.0
    responded: float = 0.0
    visits: tuple[float, ...] = ()
    since: float = 0.0
    definition: Definition = LOST_HALF
    sessions: int = 1
    sign: str = ""
    reading: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One study. `members` are the studies whose people a pool holds; `companions` have people in common with it."""

    key: str
    title: str
    side: Side
    arms: tuple[Arm, ...] = ()
    figures: tuple[Figure, ...] = ()
    members: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    def arm(self, name: str) -> Arm:
        """Find an arm."""
        return next(one for one in self.arms if one.name == name)

    @property
    def used(self) -> tuple[Figure, ...]:
        """Return the figures that are fitted or scored: not those shown, recalled with low confidence, or left out."""
        if self.side == "shown":
            return ()
        return tuple(one for one in self.figures if one.mark != "low" and not one.left_out)


TWICE: Final = (0.0, 3.0, 7.0, 10.0)
THRICE: Final = (0.0, 2.0, 4.0, 7.0, 9.0, 11.0)


def every(step: float, *, after: float, until: float) -> tuple[float, ...]:
    """Return visits at a distance, from one step after a day until another."""
    return tuple(after + step * n for n in range(1, int((until - after) / step + 1e-9) + 1))
