"""From what somebody wrote to a row: by generic name, brand, ATC code or RxNorm number; never a guess between two."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Final, Generic, Protocol, TypeVar

from euthymia.medicine.diagnoses.words import plain

LEAST_TRUNCATED: Final = 7  # letters: shorter beginnings fit names that are not in the table
LEAST_MISSPELT: Final = 8
LEAST_FOLDED: Final = 5

# What stands beside a name and is no name: salts, forms, strengths, how it is taken.
SALTS: Final = {
    "hcl": "hydrochloride", "hydrochlorid": "hydrochloride", "hydrochloride": "hydrochloride", "hbr": "hydrobromide",
    "hydrobromide": "hydrobromide", "hydrobromid": "hydrobromide", "oxalate": "oxalate", "maleate": "maleate",
    "mesylate": "mesylate", "mesilate": "mesylate", "besylate": "besylate", "besilate": "besylate",
    "succinate": "succinate", "sulfate": "sulfate", "sulphate": "sulfate", "pamoate": "pamoate",
    "fumarate": "fumarate", "tosylate": "tosylate", "carbonate": "carbonate", "citrate": "citrate",
    "sodium": "sodium",
}  # fmt: skip
FORM_WORDS: Final = {
    "ir": "immediate release", "cr": "controlled release", "er": "extended release", "xr": "extended release",
    "xl": "extended release", "sr": "extended release", "la": "extended release", "mr": "extended release",
    "retard": "extended release", "tablet": "tablet", "tablets": "tablet", "tab": "tablet", "tabs": "tablet",
    "capsule": "capsule", "capsules": "capsule", "cap": "capsule", "caps": "capsule", "solution": "solution",
    "drops": "drops", "liquid": "solution", "odt": "orodispersible tablet", "disintegrating": "orodispersible tablet",
    "soltab": "orodispersible tablet", "lp": "extended release", "depot": "extended release",
    "retardkapseln": "extended release", "retardtabletten": "extended release", "prolonged": "extended release",
}  # fmt: skip
_BESIDE: Final = {
    *SALTS, *FORM_WORDS, "mg", "mcg", "ug", "g", "ml", "hr", "hour", "oral", "by", "mouth", "po", "extended",
    "immediate", "controlled", "delayed", "sustained", "modified", "release", "product", "pill", "weekly",
}  # fmt: skip
_OUTSIDE: Final = {"cream", "topical", "ointment", "ophthalmic"}
_WORD: Final = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?")
# What stands before a name, apart from it, and makes it another drug.
_PREFIX: Final = re.compile(r"\(?(?<![\w])(s|es|des|levo|r|nor|hydroxy)\)?\s?-\s?(?=[a-z]{6})")
_PREFIXES: Final = {
    "s": "es", "es": "es", "des": "des", "levo": "levo", "r": "rectus", "nor": "nor", "hydroxy": "hydroxy",
}  # fmt: skip
LEAST_BRAND_MISSPELT: Final = 6  # letters, and the first three of them right
_CODE: Final = re.compile(r"[a-z]\d{2}[a-z]{2}\d{2}")


class Named(Protocol):
    """A row of either table."""

    @property
    def name(self) -> str: ...
    @property
    def atc(self) -> str: ...
    @property
    def rxcui(self) -> int | None: ...
    @property
    def brands(self) -> tuple[str, ...]: ...


Row = TypeVar("Row", bound=Named)


def words(text: str) -> list[str]:
    """Cut a text into small-letter words and numbers, without accents; a prefix that changes the drug stays on it.

    "S-citalopram" is one word, and escitalopram; "R-citalopram" is no drug of ours.
    """
    return _WORD.findall(_PREFIX.sub(lambda hit: _PREFIXES[hit[1]], plain(text)))


def folded(word: str) -> str:
    """Return a generic name as several languages share it: "sertralina", "amitriptilina", "litio"."""
    for theirs, ours in (("ph", "f"), ("th", "t"), ("y", "i"), ("k", "c"), ("ae", "e")):
        word = word.replace(theirs, ours)
    return re.sub(r"(?:um|e|a|o)$", "", word)


def one_slip(written: str, meant: str) -> bool:
    """Return whether one letter is wrong, missing or too many, or two neighbours are swapped."""
    if written == meant or abs(len(written) - len(meant)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), len(min(written, meant)))
    left, right = written[same:], meant[same:]
    swapped = left[1:2] + left[:1] + left[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped == right


class Index(Generic[Row]):
    """The names, brands and codes of one table."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)
        self._names = {row.name: row for row in self._rows}
        self._said = self._names | {plain(brand): row for row in self._rows for brand in row.brands}
        self._folded = {folded(row.name): row for row in self._rows if " " not in row.name}
        self._several = {name: set(words(name)) for name in self._said if not name.isalpha()}
        self._codes = {row.atc.lower(): row for row in self._rows if row.atc}
        self._codes |= {str(row.rxcui): row for row in self._rows if row.rxcui}

    def exactly(self, text: str) -> Row | None:
        """Find the row that the whole text names: nothing else may stand there but salt, form and strength."""
        whole = " ".join(text.lower().split())
        if whole in self._said or whole in self._codes:
            return self._said.get(whole) or self._codes[whole]
        left = [word for word in words(text) if word not in _BESIDE and not word[0].isdigit()]
        if len(left) == 1:
            return self._spelt(left[0])
        return next((self._said[name] for name, parts in self._several.items() if parts == set(left)), None)

    def by_code(self, code: str) -> Row | None:
        """Find a row by its ATC code or RxNorm number."""
        return self._codes.get(code.strip().lower())

    def within(self, text: str) -> Row | None:
        """Find the one row that a line of a medicine list names; None where none or more than one is."""
        said = words(text)
        if not _OUTSIDE.isdisjoint(said):
            return None
        found = {row.name: row for word in said if (row := self._in_any_language(word)) is not None}
        if not found:
            every = ((self._said[name], parts) for name, parts in self._several.items())
            found = {row.name: row for row, parts in every if parts <= set(said)}
        if not found and said:
            first = next((word for word in said if word.isalpha() and word not in _BESIDE), "")
            row = self._spelt(first) or self._misspelt(first)
            return row
        return next(iter(found.values())) if len(found) == 1 else None

    def nearest(self, text: str) -> Sequence[str]:
        """List up to three names that look like it."""
        wanted = " ".join(text.lower().split())
        near = difflib.get_close_matches(wanted, self._said, n=3, cutoff=0.6)
        near = near or [name for name in self._names if wanted and wanted in name]
        return list(dict.fromkeys(self._said[name].name for name in near))

    def _spelt(self, word: str) -> Row | None:
        """Find a name, or the only one that begins so, as lists that cut names off write it (or as "sertralin")."""
        if (row := self._in_any_language(word)) or len(word) < LEAST_TRUNCATED:
            return row
        begun = [row for name, row in self._names.items() if name.startswith(word) and " " not in name]
        return begun[0] if len(begun) == 1 else None

    def _in_any_language(self, word: str) -> Row | None:
        """Find a name or brand as written, or a generic name with another language's ending."""
        return self._said.get(word) or (self._folded.get(folded(word)) if len(word) >= LEAST_FOLDED else None)

    def _misspelt(self, word: str) -> Row | None:
        """Find the one name, or brand, that is one slip away."""
        if len(word) >= LEAST_MISSPELT:
            near = {row.name: row for name, row in self._names.items() if one_slip(word, name)}
            if near:
                return next(iter(near.values())) if len(near) == 1 else None
        if len(word) < LEAST_BRAND_MISSPELT:
            return None
        brands = {row.name: row for name, row in self._said.items() if name[:3] == word[:3] and one_slip(word, name)}
        return next(iter(brands.values())) if len(brands) == 1 else None


def is_code(text: str) -> bool:
    """Return whether a text reads as an ATC code or an RxNorm number."""
    return text.isdigit() or _CODE.fullmatch(text.strip().lower()) is not None
