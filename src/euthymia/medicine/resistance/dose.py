"""Does a dose that was held reach its minimum: by the table, by a level in the blood; or is it a slip to ask about."""

import math

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.antidepressants import Agent, Antidepressant
from euthymia.medicine.resistance.trials import UNKNOWN_ROUTE, Held, MeasuredLevel, Trial

_NG_ML = ("ng/ml", "ug/l", "mcg/l", "µg/l", "μg/l")
_MMOL_L = ("mmol/l", "meq/l", "mval/l")


def reaches(drug: Antidepressant | Agent, trial: Trial, held: Held, *, strict: bool) -> bool | None:
    """Return whether a dose that was held reaches the minimum; None where it cannot be told.

    A level in the published range stands for the dose on its day, and for every dose above that one.
    """
    if by_level(drug, trial, held):
        return True
    if isinstance(drug, Agent):
        return None if drug.lower_mg is None or held.mg_per_day is None else held.mg_per_day >= drug.lower_mg
    if held.mg_per_day is None and not by_another_route(drug, trial):
        return None
    if slip(drug, trial, held):
        return None
    route = "" if trial.route == UNKNOWN_ROUTE else trial.route or None
    form, salt = known_words(drug, trial)
    return antidepressants.reaches_minimum(drug, held.mg_per_day or 0, form=form, salt=salt, route=route, strict=strict)


def slip(drug: Antidepressant | Agent, trial: Trial, held: Held) -> str:
    """Return the sentence for a dose that looks like a slip and that nobody has confirmed; "" where it does not."""
    if isinstance(drug, Agent) or held.mg_per_day is None or trial.dose_confirmed:
        return ""
    return antidepressants.tenfold(drug, held.mg_per_day)


def by_another_route(drug: Antidepressant | Agent, trial: Trial) -> bool:
    """Return whether it was taken by a route that never meets the minimum of the row."""
    if isinstance(drug, Agent) or trial.route in ("", UNKNOWN_ROUTE):
        return False
    return antidepressants.reaches_minimum(drug, math.inf, route=trial.route) is False


def known_words(drug: Antidepressant, trial: Trial) -> tuple[str, str]:
    """Return the form and salt as far as the table knows the words: another word says nothing about the dose."""
    return _known(drug, trial.form), _known(drug, trial.salt)


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
