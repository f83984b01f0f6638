"""One question per file: SQL for an engine, and a plain-Python oracle that it must equal."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Measure(NamedTuple):
    """A question to a snapshot.

    question    SQL over the snapshot's tables, by name
    parameters  what the question's $names stand for
    read        the answer's rows into values
    """

    question: str
    parameters: Mapping[str, Any]
    read: Callable[[Sequence[tuple[Any, ...]]], Any]
