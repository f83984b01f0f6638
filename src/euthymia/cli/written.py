"""Writing a file where a person asked for it, or saying why not."""

from collections.abc import Callable
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
