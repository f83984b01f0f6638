"""Every name of ketamine and esketamine that an allergy may bear: substance, salt, prefix, brand, code, and slips.

Accents, case, hyphens, brackets, blanks and a strength beside a name change nothing. A closed list can say yes, never
no: a word that is nearly a name is asked about.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from types import MappingProxyType
from typing import Final

# Code systems by their FHIR addresses. The pairing of the two RxNorm codes with their substances is unverified; a wrong
# one could only stop an order that should pass, and the name that was read stands on the chart.
CODES: Final = MappingProxyType({
    ("http://www.whocc.no/atc", "N01AX03"): "ketamine",
    ("http://www.whocc.no/atc", "N01AX14"): "esketamine",
    ("http://www.whocc.no/atc", "N06AX27"): "esketamine",
    ("http://snomed.info/sct", "373464007"): "ketamine",
    ("http://www.nlm.nih.gov/research/umls/rxnorm", "6130"): "ketamine",
    ("http://www.nlm.nih.gov/research/umls/rxnorm", "2119365"): "esketamine",
})  # fmt: skip
# Written as words these cannot be anything else; the short numbers of RxNorm could.
_CODES_AS_WORDS: Final = frozenset({"n01ax03", "n01ax14", "n06ax27", "373464007"})

_BRANDS: Final = ("ketalar", "ketanest", "ketolar", "ketaset", "calypsol", "vesierra", "spravato")
# The names of other scripts, as the WHO's lists of names transliterate or translate them: recalled, unverified.
_OTHER_SCRIPTS: Final = ("кетамин", "кетамін", "κεταμιν", "氯胺酮", "ケタミン", "케타민", "كيتامين")
# Relatives, mixtures, brands for animals, names of the street: none is ketamine by name, each is asked about. Recalled.
_RELATIVES: Final = re.compile(
    r"\b(?:ketofol|tiletamin\w*|telazol|zoletil|zolazepam|\w*met?hox[ye]tamin\w*|\w*chloroketamin\w*"
    r"|imalgen\w*|narketan"
    r"|anaestamine|vetalar|keta|special k|nmda\w*|dissociative\w* an\w+|arylcyclohexylamin\w*|ci-?581)\b"
)
# An anaesthetic whose name nobody wrote may have been ketamine; a local one was not.
_UNNAMED: Final = re.compile(
    r"(?:(?:unknown|unnamed|unspecified|general|unbekannt\w*|allgemein\w*|inconnu\w*|desconocid\w*|sconosciut\w*"
    r"|desconhecid\w*|onbekend\w*|generale?|geral|name|of|the|an?|to|drugs?|agents?|medicines?|mittel|iv|intravenous"
    r"|not|known|allgemein|ein\w*|substance)\W+)*"
    r"(?:anasthe[st]\w*|anaesth\w*|anesth\w*|anest[ei]\w*|\w*narkose\w*|narcose\w*)"
    r"(?:\W+(?:unknown|unbekannt|inconnu|name|not|known|drugs?|agents?|general\w*|geral|inconnue|desconocida|mittel))*"
)
_PREFIX: Final = "(?:es|s|ar|r|rs|dex|dextro|levo|lev|rac|racemic)?"
_SALT: Final = r"(?:hydro|hidro|idro|chlor|clor|klor|hcl)\w*"
_SUBSTANCE: Final = re.compile(rf"{_PREFIX}(?:k|c|qu)etami+n\w{{0,3}}(?:{_SALT})?")  # Ketamiini, Cetamina, Ketaminum
_SPELLINGS: Final = (
    "ketamine", "ketamin", "ketamina", "cetamina", "esketamine", "esketamin", "esketamina", "escetamina", "arketamine",
    *_BRANDS,
)  # fmt: skip
_ONE_SLIP_FROM: Final = 5  # letters; a shorter word is one slip from too much
_TWO_SLIPS_FROM: Final = 7  # letters, and only where the first two are right: "vitamin" is two slips from "ketamin"


def is_ketamine(written: str) -> bool:
    """Return whether a substance is ketamine or esketamine by name, brand, salt or code.

    "S-Ketamin 25 mg/ml" and "Kétamine" are; "ketoprofen" is not.   Source: spravato:contraindications
    """
    return any(_names_it(word) for word in _words(written))


def is_near_ketamine(written: str) -> bool:
    """Return whether a substance is not ketamine by name, and could be a slip or a relative of it.

    "Ketmine", "norketamine" and "unknown anaesthetic" are; "Ketamine" itself is not, nor is "ketotifen".
    Source: house:medicines
    """
    if is_ketamine(written):
        return False
    text = _plain(written)
    if _UNNAMED.fullmatch(re.sub(r"\W+", " ", text).strip()):
        return True
    if _RELATIVES.search(text) or "ketamin" in re.sub(r"[\W_]+", "", text):  # "Ke-ta-mine"
        return True
    return any(_is_slip(word) for word in _words(written))


def _names_it(word: str) -> bool:
    if word in _BRANDS or word in _CODES_AS_WORDS or _SUBSTANCE.fullmatch(word):
        return True
    return any(_plain(name) in word for name in _OTHER_SCRIPTS)


def _words(written: str) -> Iterator[str]:
    """Yield its words: letters alone, letters with digits (a slip may be a digit), and two neighbours as one."""
    text = _plain(written)
    letters = re.findall(r"[^\W\d_]+", text)
    yield from dict.fromkeys([*letters, *re.findall(r"[^\W_]+", text)])
    yield from (first + second for first, second in pairwise(letters))


def _plain(text: str) -> str:
    """Return text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _is_slip(word: str) -> bool:
    """Return whether a word is one slip from a spelling, or two where its first two letters are right."""
    for name in _SPELLINGS:
        if abs(len(word) - len(name)) > 2:
            continue
        most = 2 if word[:2] == name[:2] and min(len(word), len(name)) >= _TWO_SLIPS_FROM else 1
        if len(word) >= _ONE_SLIP_FROM and _slips(word, name) <= most:
            return True
    return False


def _slips(written: str, name: str) -> int:
    """Return how many letters were missed, added, mistaken, or swapped with a neighbour (Damerau-Levenshtein)."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(written, 1):
        above, row = row, [i]
        for j, right in enumerate(name, 1):
            least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != right))
            if i > 1 and j > 1 and letter == name[j - 2] and written[i - 2] == right:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before = above
    return row[-1]
