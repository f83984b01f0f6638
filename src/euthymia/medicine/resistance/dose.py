"""Does a dose that was held reach its minimum: by the table, by a level in the blood; or is it a slip to ask about."""

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.antidepressants import Agent, Antidepressant
from euthymia.medicine.resistance.trials import UNKNOWN_ROUTE, Held, MeasuredLevel, Trial, find_drug

_NG_ML = ("ng/ml", "ug/l", "mcg/l", "µg/l", "μg/l")
_MMOL_L = ("mmol/l", "meq/l", "mval/l")


def reaches(trial: Trial, *, strict: bool) -> tuple[bool | None, ...]:
    """Return for each dose held whether it reaches the minimum; None where it cannot be told.

    A level in the published range stands for the dose on its day, and for every dose above that one.
    """
    reached = _table(trial.drug, trial.route, trial.form, trial.salt, trial.dose_confirmed, strict)
    found = tuple([reached(held.mg_per_day) for held in trial.held])
    if trial.level is None:
        return found
    drug = find_drug(trial.drug)
    return tuple(by_level(drug, trial, held) or said for held, said in zip(trial.held, found, strict=True))


Taken = tuple[str, str, str, str]  # the drug by its name, with route, form and salt as a trial has them


# Histories name the same few dozen drugs in the same few doses: each is looked up once.
@lru_cache(maxsize=4096)
def _table(
    name: str, route: str, form: str, salt: str, confirmed: bool, strict: bool
) -> Callable[[float | None], bool | None]:
    """Return what tells of a dose of this drug, by this route and in this form and salt, whether it reaches."""
    return lru_cache(maxsize=64)(partial(_by_table, (name, route, form, salt), confirmed, strict))


def _by_table(taken: Taken, confirmed: bool, strict: bool, mg: float | None) -> bool | None:
    name, way, form, salt = taken
    drug = find_drug(name)
    if isinstance(drug, Agent):
        return None if drug.lower_mg is None or mg is None else mg >= drug.lower_mg
    if mg is None and not _by_another_route(drug, way):
        return None
    if _slip(drug, mg, confirmed=confirmed):
        return None
    route = "" if way == UNKNOWN_ROUTE else way or None
    form, salt = _known(drug, form), _known(drug, salt)
    return antidepressants.reaches_minimum(drug, mg or 0, form=form, salt=salt, route=route, strict=strict)


def slip(trial: Trial) -> str:
    """Return the sentence for the first dose that looks like a slip and that nobody has confirmed; "" for none."""
    if trial.dose_confirmed:
        return ""
    said = (_slip_of(trial.drug, held.mg_per_day) for held in trial.held)
    return next(filter(None, said), "")


@lru_cache(maxsize=4096)
def _slip_of(name: str, mg: float | None) -> str:
    drug = find_drug(name)
    return "" if isinstance(drug, Agent) else _slip(drug, mg, confirmed=False)


def _slip(drug: Antidepressant, mg: float | None, *, confirmed: bool) -> str:
    return "" if mg is None or confirmed else antidepressants.tenfold(drug, mg)


class Minimum(NamedTuple):
    """The minimum of what was taken: mg a day, None where the table has none; the form and salt that it knows.

    another_route  it was taken by a route that never meets the minimum of the row
    """

    source: str
    mg: float | None
    form: str
    another_route: bool


def minimum(trial: Trial, *, strict: bool) -> Minimum:
    """Return the minimum that a trial's doses are held against."""
    return _minimum(trial.drug, trial.route, trial.form, trial.salt, strict)


@lru_cache(maxsize=4096)
def _minimum(name: str, route: str, form: str, salt: str, strict: bool) -> Minimum:
    drug = find_drug(name)
    if isinstance(drug, Agent):
        return Minimum(drug.source, drug.lower_mg, "", False)
    # Another word than the table's says nothing about the dose.
    known = " ".join(filter(None, (_known(drug, form), _known(drug, salt))))
    source, mg = (drug.strict_source, drug.minimum_mg_strict) if strict else (drug.source, drug.minimum_mg_permissive)
    return Minimum(source, mg, known, _by_another_route(drug, route))


def _by_another_route(drug: Antidepressant, route: str) -> bool:
    return route not in ("", UNKNOWN_ROUTE) and antidepressants.reaches_minimum(drug, math.inf, route=route) is False


def _known(drug: Antidepressant, word: str) -> str:
    if not word or not drug.forms:
        return ""
    try:
        antidepressants.reaches_minimum(drug, 1, form=word)
    except antidepressants.UnknownForm:
        return ""
    return word


def level_reaches(drug: Antidepressant | Agent, level: MeasuredLevel) -> bool | None:
    """Return whether a level reaches the published range; None where there is none for it, or in another unit."""
    unit = level.unit.replace(" ", "").lower()
    if isinstance(drug, Agent):
        return None if drug.lower_mmol_l is None or unit not in _MMOL_L else level.value >= drug.lower_mmol_l
    return antidepressants.level_reaches(drug, level.value) if unit in _NG_ML else None


def by_level(drug: Antidepressant | Agent, trial: Trial, held: Held) -> bool:
    """Return whether a level in the blood stands for this dose."""
    level = trial.level
    if level is None or not level_reaches(drug, level):
        return False
    if level.day is None:
        return True
    day = level.day.toordinal()
    measured = [one for one in trial.held if one.began[0] <= day < one.ended[1]]
    doses = [one.mg_per_day for one in measured if one.mg_per_day is not None]
    return held in measured or (held.mg_per_day is not None and bool(doses) and held.mg_per_day >= max(doses))
