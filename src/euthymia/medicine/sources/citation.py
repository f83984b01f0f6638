"""One entry of the bibliography."""

from dataclasses import dataclass
from typing import Literal

Mark = Literal["found", "high", "medium", "proposal"]


@dataclass(frozen=True, slots=True)
class Source:
    """One entry. `citation` is what a reader would look up; `link` a DOI, PubMed number or "" where none is known."""

    citation: str
    mark: Mark
    link: str = ""

    @property
    def url(self) -> str:
        """Return the address a reader can open, or "" where none is known."""
        scheme, _, number = self.link.partition(":")
        return _RESOLVERS[scheme] + number if scheme in _RESOLVERS else self.link

    @property
    def to_be_confirmed(self) -> bool:
        """Return whether a screen adds "to be confirmed" to a figure from here."""
        return self.mark == "medium"


_RESOLVERS = {
    "doi": "https://doi.org/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmc": "https://pmc.ncbi.nlm.nih.gov/articles/",
}
