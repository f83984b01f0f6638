"""The bibliography: every paper, label and policy that a number or a rule names, by key.

`mark` says how sure we are that the figure says what we say it says:
  found      read at that source
  high       recalled, high confidence, not re-read
  medium     recalled, medium confidence: screens add "to be confirmed"
  proposal   an engineering default of ours: a clinic policy, to be signed by its medical director
"""

from dataclasses import dataclass
from typing import Literal

Mark = Literal["found", "high", "medium", "proposal"]


@dataclass(frozen=True, slots=True)
class Source:
    """One entry. `citation` is what a reader would look up; `link` a DOI, PubMed number or "" where none is known."""

    citation: str
    mark: Mark
    link: str = ""


# Assessment
SOURCES: dict[str, Source] = {
    "fda:trd": Source(
        "Spravato (esketamine) prescribing information: treatment-resistant depression is no adequate response to at "
        "least two different antidepressants of adequate dose and duration in the current episode",
        "high",
    ),
}

# Infusion: keys of dosing, watch and discharge are added to the same table.
SOURCES |= {
    "house:bp-limits": Source("Clinic policy: blood-pressure and pulse action limits at the chair", "proposal"),
}


def source(key: str) -> Source:
    """Look a key up. Raises KeyError with the key, which a test turns into a failed build."""
    return SOURCES[key]
