"""The bibliography: every paper, label and policy that a number or a rule names, by key.

`mark` says how sure we are that the figure says what we say it says:
  found      read at that source
  high       recalled, high confidence, not re-read
  medium     recalled, medium confidence: screens add "to be confirmed"
  proposal   an engineering default of ours: a clinic policy, to be signed by its medical director

A key is `who:what`, one colon, small letters. Code names a key as a whole string literal ("fda:trd"), or in the last
line of a docstring as `Source: key[, key]`; a test fails on a key that is not here and on an entry that nobody names.
A citation carries its year, or the word "policy", or "undated" where the place we read names none.
One folder, a file a subject: who doubts a number looks in one place, and a key that is written twice stops the import.
A link is "", a doi:, pubmed: or pmc: number, or an https address; `Source.url` gives the address to open.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final

from euthymia.medicine.sources import (
    cascade,
    eligibility,
    infusion,
    instruments,
    kinetics,
    public_pages,
    registry,
    resistance,
)
from euthymia.medicine.sources.citation import Mark, Source

__all__ = ["SOURCES", "Mark", "Source", "source", "together"]


def together(parts: Iterable[Mapping[str, Source]]) -> dict[str, Source]:
    """Join the parts of the bibliography. Raises ValueError for a key that stands in two of them."""
    parts = list(parts)
    found = dict(chain.from_iterable(part.items() for part in parts))
    if len(found) != sum(map(len, parts)):
        keys = [key for part in parts for key in part]
        raise ValueError(f"cited twice: {', '.join(sorted({key for key in keys if keys.count(key) > 1}))}")
    return found


SOURCES: Final = together(
    part.ENTRIES for part in (resistance, instruments, eligibility, public_pages, infusion, kinetics, cascade, registry)
)


def source(key: str) -> Source:
    """Look a key up. Raises KeyError with the key, which a test turns into a failed build."""
    return SOURCES[key]
