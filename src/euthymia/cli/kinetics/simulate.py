"""`euthymia simulate`: doses and a body in, concentrations out, as a table, a CSV and a picture. Without Django."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from euthymia.cli.kinetics import table_file
from euthymia.cli.kinetics.bands import Band, draw
from euthymia.cli.output import write
from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology import kinetics
from euthymia.pharmacology.kinetics import Curves, Flag, Model, Person, Schedule
from euthymia.pharmacology.kinetics.flags import together

_DOSE = re.compile(r"(-?[\d.]+(?:e-?\d+)?|nan|inf)\s*(mg/kg|mg)?", re.IGNORECASE)
_SESSION_MIN, _DAY_MIN = 240, 1440
_SHOWN_MIN = (20, 40, 80, 110, 230)


class NotADose(Refusal):
    """A dose whose unit is no unit of a dose here."""


class NotNumbers(Refusal):
    """A list of numbers that is none."""


class NotTogether(Refusal):
    """Two wishes that exclude each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command was asked for, in its own words."""

    dose: str = "0.5"
    minutes: float = 40.0
    pause: Sequence[str] = ()
    days: str = "0"
    weight: float = 70.0
    age: float | None = None
    model: str = ""
    enantiomers: str = ""
    people: int = 0
    seed: int = 1
    times: str = ""


def run(asked: Asked, *, csv: str, plot: str) -> int:
    """Simulate, print a short table and write the files that were named. Raises Refusal, before anything is written."""
    if plot:
        _check_picture(plot)
    person = Person(weight_kg=asked.weight, age_years=asked.age)
    schedule = _schedule(asked, person)
    times_min = _numbers(asked.times, "--times") if asked.times else _times(schedule)
    found = _curves(asked, schedule, times_min, person)
    bands = draw(found, schedule, person, people=asked.people, seed=asked.seed) if asked.people else ()
    if csv:
        _write_table(csv, table_file.table(found, bands))
    if plot:
        _write_picture(plot, found, bands, schedule, question(asked, person))
    print("\n".join(_said(asked, schedule, person, found, bands)), file=sys.stderr if csv == "-" else sys.stdout)
    return 0


def _write_table(name: str, text: str) -> None:
    if name == "-":
        print(text, end="")
    else:
        write(name, lambda path: path.write_text(text, "utf-8", newline=""))


def _check_picture(name: str) -> None:
    from euthymia.cli.kinetics import plots

    plots.check(name)


def _write_picture(
    name: str, found: Sequence[Curves], bands: Sequence[Band], schedule: Schedule, asked_for: str
) -> None:
    from euthymia.cli.kinetics import plots

    drawn = plots.Drawn(found, bands, schedule, asked_for, flagged(found, bands))
    write(name, lambda path: plots.save(path, drawn))


# What was asked


def _schedule(asked: Asked, person: Person) -> Schedule:
    dose_mg = _dose_mg(asked.dose, person)
    session = kinetics.infusion(dose_mg, asked.minutes) if asked.minutes else kinetics.bolus(dose_mg)
    for text in asked.pause:
        begins, _, ends = text.partition("-")
        from_min, to_min = _numbers(f"{begins},{ends}", "--pause")
        session = kinetics.paused(session, from_min=from_min, to_min=to_min)
    return kinetics.course(session, days=_numbers(asked.days, "--days"))


def _dose_mg(text: str, person: Person) -> float:
    found = _DOSE.fullmatch(text.strip())
    if not found:
        raise NotADose(f"--dose {text}: give mg/kg as a number, or mg/kg or mg with its unit: 0.5, 0.5mg/kg, 35mg.")
    number = _number(found[1], "--dose")
    return number if found[2] and found[2].lower() == "mg" else number * person.weight_kg


def _numbers(text: str, word: str) -> list[float]:
    return [_number(one, word) for one in text.split(",")]


def _number(text: str, word: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise NotNumbers(f"{word}: {text.strip()!r} is no number. Give numbers with commas between them.") from None


def _times(schedule: Schedule) -> list[float]:
    """Return each minute of each session, and each hour between them and for a day after."""
    begins = sorted({dose.begins_min for dose in schedule.doses})
    sessions = {begin + minute for begin in begins for minute in range(_SESSION_MIN + 1)}
    between = set(np.arange(0, begins[-1] + _DAY_MIN, 60).tolist()) if begins[-1] > _SESSION_MIN else set()
    return sorted({0.0} | sessions | between)


def _curves(asked: Asked, schedule: Schedule, times_min: Sequence[float], person: Person) -> tuple[Curves, ...]:
    models = _models(asked)
    if asked.people < 0 or (asked.people and asked.enantiomers):
        raise NotTogether("--people draws 1 or more by a model as it is: leave --enantiomers out, or the number.")
    if not asked.enantiomers:
        return kinetics.ensemble(models, schedule, times_min, person=person)
    ratio = kinetics.find_ratio(asked.enantiomers)
    return tuple(kinetics.simulate_enantiomers(one, schedule, times_min, person=person, ratio=ratio) for one in models)


def _models(asked: Asked) -> tuple[Model, ...]:
    """Return the models asked for; with enantiomers, `all` is all those that have them."""
    if asked.model != "all":
        return (kinetics.find(asked.model) if asked.model else kinetics.DEFAULT,)
    return tuple(one for one in kinetics.ALL.values() if one.with_clearance or not asked.enantiomers)


# What is said


def question(asked: Asked, person: Person) -> str:
    """Return in a line what was asked."""
    dose = asked.dose if asked.dose.lower().endswith(("mg", "kg")) else f"{asked.dose} mg/kg"
    how = f"over {asked.minutes:g} min" if asked.minutes else "as a bolus"
    days = len(asked.days.split(","))
    pauses = "".join(f", paused {text}" for text in asked.pause)
    who = f"{person.weight_kg:g} kg" + (f", {person.age_years:g} years" if person.age_years else "")
    return f"{dose} {how}{pauses}, {who}" + (f", {days} sessions" if days > 1 else "")


def _said(
    asked: Asked, schedule: Schedule, person: Person, found: Sequence[Curves], bands: Sequence[Band]
) -> list[str]:
    lines = [kinetics.RESEARCH, f"{question(asked, person)}: {schedule.dose_mg:g} mg of ketamine base in all."]
    if not asked.model:
        lines.append(f"No model was named: it is {kinetics.DEFAULT.name}. `euthymia models` lists them.")
    if len(found) > 1:
        lines.append("Typical people by several models: their spread is the uncertainty about structure alone.")
    lines += ["", *_rows(found), ""]
    return lines + flagged(found, bands)


class Flagged(Protocol):
    """What carries flags: curves, a band of them, a case that was estimated."""

    @property
    def flags(self) -> Sequence[Flag]:
        """What must be read beside it."""


def flagged(found: Sequence[Flagged], bands: Sequence[Flagged]) -> list[str]:
    """Return each flag once, with all the models that it is about; what is outside a range comes first."""
    groups: dict[tuple[str, str], list[Flag]] = {}
    flags = [flag for one in (*found, *bands) for flag in one.flags]
    for flag in sorted(flags, key=lambda flag: (flag.key != "outside", flag.key == "band")):
        groups.setdefault((flag.key, flag.what), []).append(flag)
    return [together(list(dict.fromkeys(flags))) for flags in groups.values()]


def _rows(found: Sequence[Curves]) -> list[str]:
    """Print plasma at the minutes that studies sample, as far as they were computed, and each highest value."""
    times = found[0].times_min.tolist()
    shown = [time for time in _SHOWN_MIN if time in times] or times[:5]
    heads = "".join(f"{time:>8g}" for time in shown)
    rows = [f"{'ng/mL at minute':<34}{heads}   highest (at minute)"]
    for one in found:
        for name, curve in one.curves.items():
            cells = "".join(f"{curve.ng_per_ml[times.index(time)]:>8.1f}" for time in shown)
            peak, at_min = curve.peak(one.times_min)
            basis = "" if curve.basis == "own mass" else f", {curve.basis}"
            rows.append(f"{f'{one.model.name} {name}{basis}':<34}{cells}   {peak:.1f} ({at_min:g})")
        rows.append(f"    {one.model.form}, sampling site {one.model.site}")
    return rows
