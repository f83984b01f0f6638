"""What was given so far, what is assumed to come, and what another rate, a pause or a stop would change.

Inside the signed order alone: never faster, never more, never longer at the pump than was signed.
"""

import math
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.kinetics import Infusion, Schedule

Kind = Literal["rate", "pause", "stop"]
Run = tuple[float, float | None]

KINDS: Final[dict[Kind, str]] = {"rate": "Another rate", "pause": "A pause", "stop": "Stop for good"}
LONGEST_PAUSE_MIN: Final = 60.0  # no more is drawn
_ROUNDING: Final = 1e-9  # so that a limit met exactly is not broken by the last binary digit


class OutsideTheOrder(Refusal):
    """A question about what was never signed: faster, more, longer, or after the end."""


class NoChange(Refusal):
    """A question without the number that it needs."""


class Signed(NamedTuple):
    """What a prescriber signed: the dose, the rate and the minutes at the pump. `mg_per_ml` in the bag."""

    dose_mg: float
    mg_per_min: float
    minutes: float
    mg_per_ml: float


class Given(NamedTuple):
    """What the record says of the pump: its runs in minutes from the start, the last without an end while it runs.

    over  stopped for good: nothing more may come
    """

    runs: tuple[Run, ...]
    now_min: float
    over: bool = False

    @property
    def running(self) -> bool:
        """Return whether the pump runs now, as recorded."""
        return bool(self.runs) and self.runs[-1][1] is None


class Change(NamedTuple):
    """One question. ml_per_h for another rate; minutes for a pause, or for how long at that rate (None: to the end)."""

    kind: Kind
    ml_per_h: float | None = None
    minutes: float | None = None


def given_so_far(given: Given, signed: Signed) -> Schedule:
    """Return the doses that the record amounts to until now, never more than was signed."""
    left_mg, doses = signed.dose_mg, []
    for begins, ends in given.runs:
        until = given.now_min if ends is None else min(ends, given.now_min)
        minutes = min(until - begins, left_mg / signed.mg_per_min)
        if minutes > 0:
            doses.append(Infusion(begins, minutes, minutes * signed.mg_per_min))
            left_mg -= doses[-1].dose_mg
    return Schedule(tuple(doses))


def assumed(given: Given, signed: Signed) -> Schedule:
    """Return what is taken for granted without a question: a pump that runs goes on as signed, others give no more."""
    so_far = given_so_far(given, signed)
    return so_far + _on(given.now_min, _left_min(so_far, signed), signed.mg_per_min) if given.running else so_far


def what_if(change: Change, given: Given, signed: Signed) -> Schedule:
    """Return the doses that a change from now on would amount to. Raises OutsideTheOrder, NoChange."""
    so_far = given_so_far(given, signed)
    if change.kind == "stop":
        return so_far
    left_min = _left_min(so_far, signed)
    if given.over or left_min <= _ROUNDING:
        raise OutsideTheOrder("The signed order has run its course: nothing more may be given under it.")
    if change.kind == "pause":
        return so_far + _on(given.now_min + _pause_min(change), left_min, signed.mg_per_min)
    mg_per_min = _rate(change, signed)
    return so_far + _on(given.now_min, _run_min(change, left_min), mg_per_min)


def _left_min(so_far: Schedule, signed: Signed) -> float:
    """Minutes at the pump that are signed and have not run; no fewer than the dose that is left would take."""
    return max(0.0, signed.minutes - math.fsum(one.minutes for one in so_far.infusions))


def _on(begins_min: float, minutes: float, mg_per_min: float) -> Schedule:
    return Schedule((Infusion(begins_min, minutes, minutes * mg_per_min),) if minutes > _ROUNDING else ())


def _pause_min(change: Change) -> float:
    minutes = change.minutes
    if minutes is None or not 0 < minutes <= LONGEST_PAUSE_MIN:
        raise NoChange(f"A pause of {_said(minutes)} min: enter more than 0 and up to {LONGEST_PAUSE_MIN:g}.")
    return minutes


def _rate(change: Change, signed: Signed) -> float:
    ml_per_h = change.ml_per_h
    if ml_per_h is None or not (math.isfinite(ml_per_h) and ml_per_h > 0):
        raise NoChange(f"A rate of {_said(ml_per_h)} mL/h: enter a number above 0. For none, ask about a pause.")
    mg_per_min = ml_per_h * signed.mg_per_ml / 60
    if mg_per_min > signed.mg_per_min * (1 + _ROUNDING):
        most = signed.mg_per_min * 60 / signed.mg_per_ml
        raise OutsideTheOrder(
            f"{ml_per_h:g} mL/h: faster than the {most:.4g} mL/h that were signed. A faster rate needs a new order."
        )
    return mg_per_min


def _run_min(change: Change, left_min: float) -> float:
    minutes = change.minutes
    if minutes is None:
        return left_min
    if not (math.isfinite(minutes) and minutes > 0):
        raise NoChange(f"For {_said(minutes)} min: enter a number above 0, or leave it empty for what is left.")
    if minutes > left_min + _ROUNDING:
        raise OutsideTheOrder(
            f"For {minutes:g} min: {left_min:.3g} min at the pump are left of what was signed. A longer run needs "
            "a new order."
        )
    return minutes


def _said(number: float | None) -> str:
    return "no" if number is None else f"{number:g}"


def runs_of(runs_s: Sequence[tuple[float, float | None]]) -> tuple[Run, ...]:
    """Turn a pump's runs in seconds of the clock into minutes from the first start."""
    start_s = runs_s[0][0] if runs_s else 0.0
    return tuple(((on - start_s) / 60, None if off is None else (off - start_s) / 60) for on, off in runs_s)
