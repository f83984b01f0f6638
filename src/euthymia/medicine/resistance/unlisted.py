"""What stands in a history and is in no table: named, not judged; no reason to refuse the rest."""

import re
from typing import Final, NamedTuple

SOURCE: Final = "house:resistance"

# Treatments that are no drugs, by their usual names. Ours, by hand.
_NO_DRUG: Final = re.compile(
    r"\b(?:ect|ekt|tec|mect|electro-?(?:convuls|shock|choque|schock)\w*|ele[ck]tro(?:krampf|convuls|konvuls|shock)\w*"
    r"|elettroconvuls\w*|sismotherap\w*|r?tms|dtms|tbs|transcran\w*|transkran\w*|tdcs|vns|vagus\w*|dbs|tiefe hirn\w*"
    r"|psy?chothera\w*|psicotera\w*|psychotherap\w*|cbt|kvt|tcc|ipt|dbt|cbasp|cognitive behaviou?ral\w*"
    r"|(?:bright )?light therap\w*|lichtthera\w*|luminothera\w*|terapia de luz|exercise|bewegungstherap\w*"
    r"|sleep deprivation|schlafentzug|wachtherap\w*)\b",
    re.IGNORECASE,
)


class Unlisted(NamedTuple):
    """One entry that the tables do not have: as written, and the sentence that says what is near it."""

    written: str
    about: str

    @property
    def could_count(self) -> bool:
        """Return whether it may have been an antidepressant: a known treatment that is no drug never is."""
        return _NO_DRUG.search(self.written) is None

    @property
    def sentence(self) -> str:
        """Return what is said of it."""
        if self.could_count:
            return f"not judged: {self.about}"
        return f"{self.written!r} is a treatment that is no drug: named beside the trials, not counted among them."
