"""What must be read beside a curve: where it was drawn outside the people and doses that its model was made of."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from euthymia.pharmacology.kinetics.model import Model
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.schedule import MIN_PER_DAY, Schedule

Bounds = tuple[float, float] | None


class Flag(NamedTuple):
    """One thing to read beside a curve of a model; `model` is "" where it is about the doses.

    key  outside | not known | approximation | doses added | band | site
    """

    key: str
    model: str
    what: str

    @property
    def sentence(self) -> str:
        """Return it whole."""
        return together([self])


def together(flags: Sequence[Flag]) -> str:
    """Return once what holds for several models."""
    models = ", ".join(flag.model for flag in flags if flag.model)
    return f"{models}: {flags[0].what}." if models else f"{flags[0].what}."


def flags_of(model: Model, schedule: Schedule, person: Person, *, as_racemate: bool = True) -> tuple[Flag, ...]:
    """Hold a question against a model's published range; what is outside is computed all the same, and says so.

    The dose is the most that is given within 24 h.
    """
    dose_mg = _most_in_a_day_mg(schedule)
    held = (
        ("weight", person.weight_kg, model.range.weight_kg, "kg"),
        ("age", person.age_years, model.range.age_years, "years"),
        ("dose", dose_mg, model.range.dose_mg, "mg"),
        ("dose", dose_mg / person.weight_kg, model.range.dose_mg_per_kg, "mg/kg"),
    )
    found = [flag for what, value, bounds, unit in held for flag in _outside(model, what, value, bounds, unit)]
    found += [Flag("doses added", "", sentence.removesuffix(".")) for sentence in schedule.warnings]
    found += _not_known(model)
    if as_racemate and model.form == "S-ketamine":
        found.append(Flag("approximation", model.name, "made of S-ketamine; the racemate is drawn as one drug with it"))
    return tuple(found)


def _most_in_a_day_mg(schedule: Schedule) -> float:
    doses = schedule.doses
    days = (sum(d.dose_mg for d in doses if 0 <= d.begins_min - one.begins_min < MIN_PER_DAY) for one in doses)
    return max(days, default=0.0)


def _outside(model: Model, what: str, value: float | None, bounds: Bounds, unit: str) -> Iterator[Flag]:
    if value is None or bounds is None or bounds[0] <= value <= bounds[1]:
        return
    studied = f"up to {bounds[1]:g}" if bounds[0] == 0 else f"{bounds[0]:g} to {bounds[1]:g}"
    yield Flag("outside", model.name, f"outside its range: {what} {value:.3g} {unit}, studied {studied} {unit}")


def _not_known(model: Model) -> Sequence[Flag]:
    known = {
        "weight": model.range.weight_kg,
        "age": model.range.age_years,
        "dose": model.range.dose_mg or model.range.dose_mg_per_kg,
    }
    unknown = [what for what, bounds in known.items() if bounds is None]
    if not unknown:
        return ()
    return (Flag("not known", model.name, f"the range of {_listed(unknown)} it was made of is not known to us"),)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
