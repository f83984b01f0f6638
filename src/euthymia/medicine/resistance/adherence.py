"""What a pharmacy's dispensing says of how regularly a drug was taken: possession, which is not yet taking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from euthymia.medicine.declaration import ANY, policy_number
from euthymia.medicine.refusal import Refusal

Said = Literal["affirmed", "unknown", "poor"]
_DISPENSING: Final = "house:dispensing"


class ImpossibleFill(Refusal):
    """A fill that cannot have been handed over as written."""


class ContradictingNumbers(Refusal):
    """A fill that is poor would be affirmed too."""


class Fill(NamedTuple):
    """Handed over on `day`, enough for `days` days."""

    day: date
    days: int


@dataclass(frozen=True, slots=True)
class DispensingPolicy:
    """When dispensing affirms that a drug was taken, when it denies it, and which fills are one course."""

    affirmed_from_pct: float = policy_number(
        80.0,
        label="Dispensing affirms that a drug was taken from this part of the days covered",
        unit="%",
        bounds=(0, 100),
        source=_DISPENSING,
    )
    poor_below_pct: float = policy_number(
        50.0, label="Dispensing says that it was taken poorly below", unit="%", bounds=(0, 100), source=_DISPENSING
    )
    least_fills: int = policy_number(
        2, label="Dispensing says anything only from so many fills", unit="", bounds=ANY, source=_DISPENSING
    )
    runs_on_days: int = policy_number(
        30,
        label="A prescription or fill goes on with the one before it within",
        unit="days",
        bounds=ANY,
        source=_DISPENSING,
    )
    bridged_days: int = policy_number(
        7, label="A gap between two fills of one dose is passed over up to", unit="days", bounds=ANY, source=_DISPENSING
    )

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other. Raises ContradictingNumbers."""
        if not 0 <= self.poor_below_pct <= self.affirmed_from_pct <= 100:
            raise ContradictingNumbers(
                f"poor below {self.poor_below_pct:g} % and affirmed from {self.affirmed_from_pct:g} % cannot both hold."
                " Poor ends where unknown begins, and both lie within 0 to 100 %."
            )


USUAL: Final = DispensingPolicy()


def supplied(fills: Iterable[Fill]) -> tuple[tuple[date, date], ...]:
    """Return the spans with drug at hand, last day exclusive, in order; what is left over is used before the next fill.

    Raises ImpossibleFill.
    """
    spans: list[tuple[date, date]] = []
    for fill in sorted(fills):
        if fill.days <= 0:
            raise ImpossibleFill(f"{fill.day}: a supply of {fill.days} days is none. Correct the days or leave it out.")
        if spans and fill.day <= spans[-1][1]:
            spans[-1] = (spans[-1][0], spans[-1][1] + timedelta(days=fill.days))
        else:
            spans.append((fill.day, fill.day + timedelta(days=fill.days)))
    return tuple(spans)


def covered_pct(fills: Sequence[Fill]) -> float:
    """Return the percent of days with drug at hand, from the first fill to the end of the last; 0.0 without a fill."""
    spans = supplied(fills)
    if not spans:
        return 0.0
    held = sum((end - begin).days for begin, end in spans)
    return 100 * held / (spans[-1][1] - spans[0][0]).days


def adherence(fills: Sequence[Fill], *, policy: DispensingPolicy = USUAL) -> Said:
    """Return what the fills of one course show: affirmed, poor, or unknown, which one fill alone always is.

    Source: house:dispensing
    """
    if len(fills) < policy.least_fills:
        return "unknown"
    pct = covered_pct(fills)
    return "affirmed" if pct >= policy.affirmed_from_pct else "poor" if pct < policy.poor_below_pct else "unknown"
