"""Writing a file where a person asked for it, or saying why not."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from euthymia.medicine.refusal import Refusal


class NotWritten(Refusal):
    """A file could not be written where it was asked for."""


def write(name: str | Path, how: Callable[[Path], object]) -> None:
    """Write a file. Raises NotWritten."""
    try:
        how(Path(name))
    except OSError as failed:
        raise NotWritten(f"{name}: {failed.strerror}. Name a file in a folder that is there.") from None


def put_out(
    lines: Iterable[str], table: Callable[[], str], save: Callable[[Path], object], *, csv: str, plot: str
) -> int:
    """Print lines, and write a table and a picture where asked; "-" prints the table in their place.

    Files come first: a reader who closes the pipe loses none.   Raises NotWritten.
    """
    if csv == "-":
        sys.stdout.write(table())
        return 0
    if csv:
        write(csv, lambda path: path.write_text(table(), "utf-8"))
    if plot:
        write(plot, save)
    print("\n".join(lines))
    return 0
