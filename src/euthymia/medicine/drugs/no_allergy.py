"""What a record says where it names no allergy: none known, one substance denied, foods alone, or nobody asked."""

import re
from collections.abc import Iterable
from typing import Final, Literal

from euthymia.medicine.diagnoses.words import plain

Answer = Literal["none known", "one denied", "nobody asked", ""]

# By code: SNOMED CT's two answers (US Core), the codes of the International Patient Summary. Food, environment and
# latex alone say nothing of medicines. 429625007 and 428607008 are recalled.
_CODES: Final[dict[str, Answer]] = {
    "716186003": "none known",
    "409137002": "none known",
    "no-known-allergies": "none known",
    "no-known-medication-allergies": "none known",
    "no-known-food-allergies": "one denied",
    "no-known-environmental-allergies": "one denied",
    "429625007": "one denied",
    "428607008": "one denied",
    "1003774007": "one denied",
    "no-allergy-info": "nobody asked",
}
_ABSENT: Final = ("data-absent-reason", "nullflavor")
_ABBREVIATED: Final = (
    (re.compile(r"\bn\.? ?k\.? ?f\.? ?a\b\.?"), "no known food allergies"),
    (re.compile(r"\bn\.? ?k\.? ?[dm]\.? ?a\b\.?"), "no known medicine allergies"),
    (re.compile(r"\bn\.? ?k\.? ?a\b\.?"), "no known allergies"),
)
_BARE: Final = {
    "none", "no", "nil", "nil known", "none known", "none reported", "none noted", "nil reported", "ø", "∅", "nein",
    "keine",    "keine bekannt", "aucune", "ninguna", "nessuna", "nenhuma",
}  # fmt: skip
# Short ways of writing that nobody knows; "k.A." is "keine Angabe".
_BARE_NOBODY: Final = {"nicht bekannt", "k.a", "k. a", "n/a", "?", "tbc", "tbd", "to be confirmed", "s/o"}
# What follows is an allergy after all: the entry is kept by its words.
_EXCEPT: Final = re.compile(
    r"\b(?:except|but|other than|ausser|aber|sauf|mais|salvo|excepto|pero|tranne|eccetto|exceto|behalve|behoudens)\b"
)
# Foods and places may be denied beside medicines.
_MEDICINES: Final = re.compile(r"\b(?:\w*medic\w*|medik\w*|drugs?|arzneimittel\w*|farmac\w*|geneesmiddel\w*|pharma\w*)")
_FOODS: Final = re.compile(r"\b(?:foods?|environment\w*|seasonal|insects?|nahrungsmittel\w*|aliment\w*)\b")
_NO: Final = re.compile(
    r"\b(?:ruled out|refuted|no|nil|none|not|den(?:y|ies|ied)|without|nein|keine?r?|nicht|ohne|pas|aucune?|sans"
    r"|nie|niega|sin|ningun[ao]?"
    r"|nessuna?|nega|non|senza|sem|nenhuma?|nao|geen|zonder)\b"
)
# "latex allergy: no" denies latex, and names no allergy.
_DENIED_FIELD: Final = re.compile(
    r"[^.;:,\n]+: ?(?:none|no|nil|keine?r?|nein|aucune?|non|ningun[ao]?|nessun[ao]?|nenhuma?|nega|geen|nee|negative"
    r"|denied)\b\s*(?=[.;,\n]|\Z)"
)
_ALLERGY: Final = re.compile(
    r"\b(?:\w*allergi\w*|allergy|alergi\w*|allergic|intoleran\w*|\w*unvertraglichkeit\w*|\w*overgevoelig\w*)"
)
# What may stand beside and still means every medicine, or everything.
_GENERAL: Final = re.compile(
    r"\b(?:known|bekannt\w*|connu\w*|conocid\w*|not[aeoi]|conhecid\w*|bekende?|any|other|all|current\w*|reported"
    r"|documented|reviewed|confirmed|verified|checked|updated|otherwise|today|pt|meds?|hay|existen|presenta"
    r"|refiere|refere|riferit\w*|true|history"
    r"|medic\w*|medik\w*|drug|drugs|arzneimittel\w*|farmac\w*|geneesmiddel\w*|pharma\w*"
    r"|substances?|agents?|anaesthetic|latex-free|of|to|a|an|the|les|le|la|de|des|du|d|au|aux|di|da|do|al|ai|il|el"
    r"|los|las|voor|auf|gegen|und|and|or|y|e|ou|et|o|patient|situation|finding|active|disorder|is|are|has|have"
    r"|at this time|per|since|yet|reactions?|adverse|alle?|en|have been|tiene|tem|ha|hat|heeft)\b"
)
# Whose name nobody knows, and which was given all the same: "anaesthetic, name unknown" is an allergy.
_A_SUBSTANCE: Final = re.compile(
    r"an(?:a)?esth\w*|anest[ei]\w*|nar[ck]o\w*|anasthe\w*|antibioti\w*|contrast\w*|kontrast\w*|vaccin\w*|injection"
    r"|spritze|analgesi\w*|painkill\w*|sedati\w*"
)
_NOBODY: Final = re.compile(
    r"\b(?:not on file|no (?:\w+ ){0,2}information|unknown|not (?:asked|assessed|recorded|documented|reviewed"
    r"|available)|unable to (?:be )?(?:assess|obtain)\w*|unbekannt|nicht (?:erhoben|bekannt ob|erfragt)"
    r"|keine (?:angaben?"
    r"|information\w*)|non renseigne\w*|inconnu\w*|desconocid\w*|sin (?:informacion|datos)|sconosciut\w*"
    r"|non (?:noto se|rilevato)|desconhecid\w*|sem informac\w*|onbekend|niet gevraagd)\b"
)


def answer_of(texts: Iterable[str], codes: Iterable[tuple[str, str]] = ()) -> Answer:
    """Read what an entry answers; "" where it names an allergy.   Source: house:allergies

    texts  its wordings;  codes  (code system, code)
    """
    for system, code in codes:
        if any(word in system.lower().replace("-", "") for word in (w.replace("-", "") for w in _ABSENT)):
            return "nobody asked"
        if code in _CODES:
            return _CODES[code]
    return next((answer for text in texts if (answer := _of_words(plain(text)))), "")


def _of_words(text: str) -> Answer:
    for pattern, words in _ABBREVIATED:
        text = pattern.sub(words, text)
    if text.strip(" .:;-()") in _BARE:
        return "none known"
    if text.strip(" .:;-()") in _BARE_NOBODY:
        return "nobody asked"
    if _EXCEPT.search(text):
        return ""
    text = _FOODS.sub(" ", text) if _MEDICINES.search(text) else text
    if _NOBODY.search(text):
        return "" if _A_SUBSTANCE.search(text) and not _ALLERGY.search(text) else "nobody asked"
    if not _ALLERGY.search(text) or not _NO.search(text):
        return ""
    if any(_names_one(part) for part in re.split(r"[.;:,](?=\s|$)|[\n()\[\]]", _DENIED_FIELD.sub(" ", text))):
        return ""
    left = _ALLERGY.sub(lambda hit: " " if _means_every(hit[0]) else f" {_of_one(hit[0])} ", text)
    left = re.sub(r"[\W\d_]+", "", _GENERAL.sub(" ", _NO.sub(" ", left)))
    return "one denied" if left else "none known"


def _names_one(part: str) -> bool:
    """Return whether a part names a substance and denies nothing: "ketamine: hives. No known allergies otherwise"."""
    if _NO.search(part):
        return False
    left = re.sub(r"[\W\d_]+", "", _GENERAL.sub(" ", _ALLERGY.sub(" ", part)))
    return len(left) > 2


def _means_every(word: str) -> bool:
    """Return whether a compound is of medicines or of everything: "Arzneimittelallergien", not "Latexallergie"."""
    return _of_one(word) == ""


def _of_one(word: str) -> str:
    stem = re.split(r"all?ergi|allergy|intoleran|unvertrag|overgevoelig", word)[0]
    return _GENERAL.sub("", stem).strip()
