"""The bytes of a CSV to rows of cells, each with its line in the file; what is no number is refused by its place."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from euthymia.medicine.refusal import Refusal

MISSING: Final = ("", ".")
MOST_ROWS: Final = 1_000_000


class UnreadableTable(Refusal):
    """The bytes are no table of events."""


class NotANumber(Refusal):
    """A cell that holds no number where one is needed."""


class Sheet(NamedTuple):
    """A table as written: what its lines of remarks say by key, the columns, the rows, how many were left out."""

    remarks: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence["Row"]
    left_out: int


class Row(NamedTuple):
    """One row: its line in the file, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def has(self, column: str) -> bool:
        """Return whether something stands there."""
        return self.cells.get(column, "") not in MISSING

    def at(self, column: str) -> str:
        """Return where, for a refusal."""
        return f"Row {self.line}, column {column}"

    def number(self, column: str) -> float:
        """Return a number; a dot and nothing are 0, as NONMEM reads them. Raises NotANumber."""
        text = self.cells.get(column, "")
        if text in MISSING:
            return 0.0
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise NotANumber(
                f"{self.at(column)}: {text!r} is no number. Write a plain number; its unit is said once for the column."
            )
        return number

    def whole(self, column: str) -> int:
        """Return a whole number; a dot and nothing are 0. Raises NotANumber."""
        number = self.number(column)
        if number != int(number):
            raise NotANumber(f"{self.at(column)}: {number:g} is not whole. Write a whole number.")
        return int(number)


def read_sheet(data: bytes) -> Sheet:
    """Read a CSV: lines that begin with # are remarks, the next one names the columns. Raises UnreadableTable.

    A column C, or one row's own # at its beginning, leaves rows out, as IGNORE does.
    """
    lines = list(enumerate(_text(data).splitlines(), 1))
    remarks = _remarks(text.lstrip("#") for _, text in lines if text.startswith("#"))
    kept = [(number, text) for number, text in lines if text.strip() and not text.startswith("#")]
    if not kept:
        raise UnreadableTable("The table is empty. Give a first line with the names of its columns, and rows under it.")
    columns = _columns(kept[0][1])
    if len(kept) > MOST_ROWS:
        raise UnreadableTable(f"The table has over {MOST_ROWS:,} rows. Give it in parts, each with whole people.")
    rows = [_row(number, text, columns) for number, text in kept[1:]]
    taken = [row for row in rows if not row.has("C")]
    return Sheet(remarks, columns, taken, len(rows) - len(taken))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failed:
        raise UnreadableTable(f"Byte {failed.start + 1} is no UTF-8. Save the table as CSV in UTF-8.") from None


def _remarks(texts: Iterator[str]) -> dict[str, str]:
    pairs = (text.partition(":") for text in texts)
    return {key.strip().lower(): value.strip() for key, colon, value in pairs if colon}


def _columns(text: str) -> list[str]:
    columns = [cell.strip().upper() for cell in _cells(text)]
    if len(columns) < 2:
        raise UnreadableTable(f"One column, {text.strip()!r}: separate columns by commas.")
    for column in columns:
        if columns.count(column) > 1:
            raise UnreadableTable(f"Column {column or '(no name)'} stands there twice. Leave one out, or rename it.")
    return columns


def _row(line: int, text: str, columns: Sequence[str]) -> Row:
    cells = [cell.strip() for cell in _cells(text)]
    if len(cells) != len(columns):
        raise UnreadableTable(f"Row {line} has {len(cells)} cells, and there are {len(columns)} columns. Correct it.")
    return Row(line, dict(zip(columns, cells, strict=True)))


def _cells(text: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as failed:
        raise UnreadableTable(f"{text[:40]!r}: {failed}. Correct the quotes.") from None
