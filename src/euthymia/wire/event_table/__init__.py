"""A table of events as NONMEM reads one (ID TIME AMT RATE EVID DV and more) to people's records of doses and levels.

The order of rows decides ties. What cannot be honoured is refused with its row, its column and what to do; what is
left aside is said in `notes`. Nothing about units, salt or substances is guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final, NamedTuple

from euthymia.pharmacology.estimates.seen import Somebody
from euthymia.pharmacology.kinetics.records import Record, Rule, plan
from euthymia.wire.event_table.cells import NotANumber, Row, Sheet, UnreadableTable, read_sheet
from euthymia.wire.event_table.rows import CannotBeHonoured, ImpossibleRow, Meaning, record
from euthymia.wire.event_table.units import UnitNotSaid, UnitsMixed, UnknownUnit, scale

__all__ = [
    "CannotBeHonoured", "EventTable", "ImpossibleRow", "NotANumber", "Said", "UnitNotSaid", "UnitsMixed", "UnknownUnit",
    "UnreadableTable", "read",
]  # fmt: skip

SUBSTANCES: Final = ("plasma", "norketamine", "hydroxynorketamine")
_READ: Final = (
    "C", "ID", "TIME", "AMT", "RATE", "EVID", "DV", "CMT", "MDV", "DVID", "II", "ADDL", "SS", "CENS", "LLOQ", "WT",
    "AGE", "ASIAN",
)  # fmt: skip
_REFUSED: Final = {
    **dict.fromkeys(("DATE", "DAT1", "DAT2", "DAT3"), "TIME counts from each person's beginning: add the date to it"),
    **dict.fromkeys(("L1", "L2"), "no model here ties two measurements' errors together: leave the column out"),
    **dict.fromkeys(
        ("PCMT", "CALL", "CONT", "MRG_", "RAW_", "RPT_", "XVID"),
        "it steers NONMEM itself: leave the column out",
    ),
    "LIMIT": "levels known to lie between two values are not read: leave the column out, or use LLOQ",
    "DUR": "the length of an infusion is AMT over RATE: give RATE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said beside a table; what the table says of itself in lines that begin with # need not be said again.

    units       by column, like {"TIME": "h", "AMT": "mg", "DV": "ng/mL", "WT": "kg"}
    salt        base or hydrochloride
    dvid, cmt   which substance a number reads, like {2: "norketamine"}; 0 and 1 are plasma
    weight_kg   of everybody, where there is no column WT
    covariates  nocb: between two rows the body is that of the later one, as NONMEM has it; locf: of the earlier one
    """

    units: Mapping[str, str] = field(default_factory=dict)
    salt: str = ""
    dvid: Mapping[int, str] = field(default_factory=dict)
    cmt: Mapping[int, str] = field(default_factory=dict)
    weight_kg: float | None = None
    covariates: Rule = "nocb"


class EventTable(NamedTuple):
    """Everybody in the table, in its order, and what must be read beside it."""

    people: tuple[Somebody, ...]
    notes: tuple[str, ...]
    covariates: Rule


def read(data: bytes, said: Said) -> EventTable:
    """Read a table of events.

    Raises UnreadableTable, UnitNotSaid, UnknownUnit, UnitsMixed, ImpossibleRow, CannotBeHonoured, NotANumber, and what
    medicine refuses (ImpossiblePerson, ImpossibleDosing, ImpossibleMeasurement, UnorderedTimes), each with its row.
    """
    sheet = read_sheet(data)
    _check_columns(sheet, said)
    meaning = Meaning(scale=scale(sheet, said.units, said.salt), dvid=said.dvid, cmt=said.cmt, weight_kg=said.weight_kg)
    meaning = replace(meaning, limit=_one_limit(sheet.rows))
    people = tuple(_somebody(key, rows, meaning) for key, rows in _by_person(sheet.rows))
    return EventTable(people, tuple(_notes(sheet, people, said)), said.covariates)


def _check_columns(sheet: Sheet, said: Said) -> None:
    for column in ("ID", "TIME"):
        if column not in sheet.columns:
            raise UnreadableTable(f"There is no column {column}; there are {', '.join(sheet.columns)}. Add it.")
    for column, why in _REFUSED.items():
        if column in sheet.columns:
            raise CannotBeHonoured(f"Column {column}: {why}.")
    for name in (*said.dvid.values(), *said.cmt.values()):
        if name not in SUBSTANCES:
            raise CannotBeHonoured(f"{name!r} is no substance here: {', '.join(SUBSTANCES)}. Correct the name.")
    if not sheet.rows:
        raise UnreadableTable("The table has columns and no rows. Add the rows.")


def _by_person(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    done: set[str] = set()
    for key, found in groupby(rows, key=lambda row: row.cells["ID"]):
        group = list(found)
        if not group[0].has("ID"):
            raise ImpossibleRow(f"{group[0].at('ID')}: nothing stands there. Say whose row it is.")
        if key in done:
            raise ImpossibleRow(f"{group[0].at('ID')}: this ID stood further up too. Put each person's rows together.")
        done.add(key)
        yield key, group


def _somebody(key: str, rows: Sequence[Row], meaning: Meaning) -> Somebody:
    read_rows = [record(row, meaning) for row in rows]
    records = tuple(one for one, _ in read_rows)
    plan(records)  # refuses times out of order
    return Somebody(key=key, records=records, seen=tuple(seen for one, seen in read_rows if one.looks))


def _one_limit(rows: Sequence[Row]) -> float | None:
    """Return the limit of the assay where there is no LLOQ and all that is censored names the same one."""
    if any("LLOQ" in row.cells for row in rows[:1]):
        return None
    measured = [row for row in rows if row.has("DV") and not row.whole("MDV") and row.whole("EVID") == 0]
    limits = {row.number("DV") for row in measured if row.whole("CENS") == 1}
    lowest = min((row.number("DV") for row in measured if row.whole("CENS") != 1), default=0.0)
    return limits.pop() if len(limits) == 1 and min(limits) <= lowest else None


def _notes(sheet: Sheet, people: Sequence[Somebody], said: Said) -> Iterator[str]:
    if unused := [column for column in sheet.columns if column not in _READ]:
        yield f"Columns that are not used: {', '.join(unused)}."
    if sheet.left_out:
        yield f"{sheet.left_out} rows marked in column C were left out."
    warned = [warning for one in people for warning in plan(one.records, rule=said.covariates).warnings]
    yield from warned[:3]
    if len(warned) > 3:
        yield f"So do {len(warned) - 3} further infusions."
    if any(changes(one.records) for one in people):
        words = {"nocb": "the later row's (next observation backwards)", "locf": "the earlier row's"}
        yield f"Weight, or age, changes on the way: between two rows it is {words[said.covariates]}."


def changes(records: Sequence[Record]) -> bool:
    """Return whether a body changes on the way."""
    return len({one.person for one in records}) > 1
