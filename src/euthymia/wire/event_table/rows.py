"""One row of events to a line of somebody's record: what NONMEM means by it, or a refusal with row and column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.estimates.seen import Seen
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.records import Given, Record, Steady
from euthymia.wire.event_table.cells import Row
from euthymia.wire.event_table.units import Scale

T = TypeVar("T")
LOOK, DOSE, OTHER, RESET, RESET_AND_DOSE = range(5)
_STEADY: Final[tuple[Steady, ...]] = ("", "set", "add")
_DOSE_COLUMNS: Final = ("AMT", "RATE", "ADDL", "II", "SS")


class ImpossibleRow(Refusal):
    """A row that says two things which exclude each other."""


class CannotBeHonoured(Refusal):
    """Something that NONMEM knows and no model here can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What is said beside a table: how its numbers are meant.

    dvid, cmt  which substance a number in that column reads
    weight_kg  of everybody, where the table has no WT
    """

    scale: Scale
    dvid: Mapping[int, str] = field(default_factory=dict)
    cmt: Mapping[int, str] = field(default_factory=dict)
    weight_kg: float | None = None
    limit: float | None = None


def record(row: Row, meaning: Meaning) -> tuple[Record, Seen | None]:
    """Read one row; what was seen is None where it is no measurement.

    Raises ImpossibleRow, CannotBeHonoured, NotANumber, and what medicine refuses, with row and column before it.
    """
    evid = _evid(row)
    dosing = evid in (DOSE, RESET_AND_DOSE)
    _check_cells(row, evid, dosing)
    looks = evid in (LOOK, OTHER)
    line = Record(
        row=row.line,
        at_min=_minutes(row, meaning),
        person=_person(row, meaning),
        given=_given(row, meaning) if dosing else None,
        empties=evid in (RESET, RESET_AND_DOSE),
        looks=looks,
    )
    return line, _seen(row, meaning) if evid == LOOK and not row.whole("MDV") else None


def _evid(row: Row) -> int:
    """Return what kind of row it is; without EVID as NM-TRAN makes it up: a dose where one stands, else by MDV."""
    if "EVID" not in row.cells:
        if any(row.number(column) for column in _DOSE_COLUMNS):
            return DOSE
        return OTHER if row.whole("MDV") else LOOK
    evid = row.whole("EVID")
    if not LOOK <= evid <= RESET_AND_DOSE:
        raise CannotBeHonoured(f"{row.at('EVID')}: {evid} is none of 0 to 4. Correct it, or leave the row out.")
    return evid


def _check_cells(row: Row, evid: int, dosing: bool) -> None:
    for column in _DOSE_COLUMNS:
        if row.number(column) and not dosing:
            raise ImpossibleRow(
                f"{row.at(column)}: {row.cells[column]} in a row that gives no dose (EVID {evid}). Write 0, or EVID 1."
            )
    if "MDV" in row.cells and row.whole("MDV") not in (0, 1):
        raise ImpossibleRow(f"{row.at('MDV')}: {row.cells['MDV']} is neither 0 nor 1. Correct it.")
    if row.has("MDV") and not row.whole("MDV") and evid != LOOK:
        raise ImpossibleRow(
            f"{row.at('MDV')}: 0 says that DV was measured, EVID {evid} that it was not. Write MDV 1, or EVID 0."
        )
    if row.whole("CMT") < 0:
        raise CannotBeHonoured(f"{row.at('CMT')}: {row.whole('CMT')} turns a compartment off; no model here does that.")


def _minutes(row: Row, meaning: Meaning) -> float:
    if not row.has("TIME"):
        raise ImpossibleRow(f"{row.at('TIME')}: nothing stands there. Give the time since this person's beginning.")
    if ":" in row.cells["TIME"]:
        raise CannotBeHonoured(
            f"{row.at('TIME')}: {row.cells['TIME']!r} is a time of day. Write the time since this person's beginning."
        )
    return row.number("TIME") * meaning.scale.minutes


def _person(row: Row, meaning: Meaning) -> Person:
    for column in ("WT", "AGE", "ASIAN"):
        if column in row.cells and not row.has(column):
            raise ImpossibleRow(f"{row.at(column)}: nothing stands there. Write the value in every row.")
    weight_kg = row.number("WT") * meaning.scale.kg if "WT" in row.cells else meaning.weight_kg
    if weight_kg is None:
        raise ImpossibleRow("There is no column WT. Add it, or say one weight for all beside the table.")
    if row.whole("ASIAN") not in (0, 1):
        raise ImpossibleRow(f"{row.at('ASIAN')}: {row.cells['ASIAN']} is neither 0 nor 1. Correct it.")
    age = row.number("AGE") if "AGE" in row.cells else None
    return _named(row, "WT", lambda: Person(weight_kg=weight_kg, age_years=age, asian=bool(row.whole("ASIAN"))))


def _given(row: Row, meaning: Meaning) -> Given:
    if row.whole("CMT") and meaning.cmt.get(row.whole("CMT"), "plasma" if row.whole("CMT") == 1 else "") != "plasma":
        raise CannotBeHonoured(
            f"{row.at('CMT')}: a dose into compartment {row.whole('CMT')}. The models are of doses into a vein: write "
            "1 or 0, or say beside the table that this number is plasma."
        )
    mg, rate = row.number("AMT") * meaning.scale.mg, _rate(row, meaning)
    ss, every_min = row.whole("SS"), row.number("II") * meaning.scale.minutes
    if not 0 <= ss < len(_STEADY):
        raise CannotBeHonoured(f"{row.at('SS')}: {ss} is none of 0, 1, 2. Correct it.")
    if mg < 0:
        raise ImpossibleRow(f"{row.at('AMT')}: {row.cells['AMT']} is below 0. Correct the dose.")
    endless = bool(ss) and mg == 0 and rate > 0 and every_min == 0
    if mg == 0 and not endless:
        raise ImpossibleRow(f"{row.at('AMT')}: a dose of nothing. Give its amount, or EVID 2 where nothing was given.")
    if every_min and not (ss or row.whole("ADDL")):
        raise ImpossibleRow(f"{row.at('II')}: an interval without ADDL or SS repeats nothing. Add one, or write 0.")
    more, steady = row.whole("ADDL"), _STEADY[ss]
    return _named(
        row,
        "SS" if ss else "ADDL",
        lambda: Given(mg=mg, mg_per_min=rate, more=more, every_min=every_min, steady=steady, endless=endless),
    )


def _rate(row: Row, meaning: Meaning) -> float:
    rate = row.number("RATE")
    if rate < 0:
        what = {-1: "asks the model for the rate", -2: "asks the model for the duration"}.get(int(rate), "is below 0")
        raise CannotBeHonoured(
            f"{row.at('RATE')}: {rate:g} {what}, and no model here has that parameter. Write the pump's own rate, or 0 "
            "for a bolus."
        )
    return rate * meaning.scale.mg / meaning.scale.minutes


def _seen(row: Row, meaning: Meaning) -> Seen:
    cens = row.whole("CENS")
    if cens not in (0, 1):
        raise CannotBeHonoured(f"{row.at('CENS')}: {cens}; 0 is measured, 1 is under the limit, others are not read.")
    limit = row.number("LLOQ") if row.has("LLOQ") else None
    if not row.has("DV") and not (cens and limit):
        raise ImpossibleRow(f"{row.at('DV')}: nothing stands there. Write MDV 1 where nothing was measured.")
    value = row.number("DV")
    if "CENS" not in row.cells and limit is not None and value < limit:
        cens = 1
    if cens and limit is not None:
        if value > limit:
            raise ImpossibleRow(
                f"{row.at('CENS')}: under the limit of {limit:g}, and DV is {value:g}. Correct one of the three."
            )
        value = limit
    factor, unit = meaning.scale.concentration, meaning.scale.concentration_unit
    limit = meaning.limit if limit is None else limit
    return _named(
        row,
        "DV",
        lambda: Seen(
            name=_substance(row, meaning),
            value=value * factor,
            unit=unit,
            below=bool(cens),
            limit=None if limit is None else limit * factor,
        ),
    )


def _substance(row: Row, meaning: Meaning) -> str:
    """Return what was measured: by DVID, else by CMT; 0 and 1 are ketamine unless it is said otherwise."""
    column, names = ("DVID", meaning.dvid) if "DVID" in row.cells else ("CMT", meaning.cmt)
    number = row.whole(column)
    known = {0: "plasma", 1: "plasma"} | dict(names)
    if number not in known:
        raise CannotBeHonoured(
            f"{row.at(column)}: nobody said what {number} is. Say it beside the table, like {number}=norketamine."
        )
    return known[number]


def _named(row: Row, column: str, make: Callable[[], T]) -> T:
    """Make a value of medicine; what it refuses is said with its row and column."""
    try:
        return make()
    except (ImpossibleRow, CannotBeHonoured):
        raise
    except Refusal as refusal:
        raise type(refusal)(f"{row.at(column)}: {refusal}") from None
