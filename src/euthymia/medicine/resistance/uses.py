"""What a drug was given for: depression, or something else that says nothing of the depression."""

import re
from collections.abc import Iterable
from typing import Final, Literal

from euthymia.medicine.diagnoses import scope
from euthymia.medicine.diagnoses.words import plain

Use = Literal["depression", "other"]
SOURCE: Final = "house:resistance"

_DEPRESSION: Final = re.compile(
    r"\b(?:\w{0,12}depress\w*|depresi\w*|depri\w*|mdd|trd|tdm|edm"
    r"|d[iy]st[hiy]{1,2}m\w*|melan[ck]\w*|bi-?polar\w*|bipolair\w*"
    r"|low mood|mood|stimmung\w*|humeur|estado de animo|umore|humor deprimido|stemming\w*|f3[1-4](?:\.\w{1,3})?"
    r"|296\.[2-8]\d?|300\.4|311|6a[67]\d(?:\.\w)?)\b"
)
# Depressions of something else than the mood.
_NO_DEPRESSION: Final = re.compile(
    r"\b(?:respiratory|cns|bone marrow|immune|cardiac|myocardial|st|st-segment|atem|knochenmark\w*)[ -]?depress\w*"
    r"|\bmyelodepress\w*"
)
# Other usual uses of these drugs, in seven languages, by hand; read in a dosage text and in a product's name.
_OTHER: Final = (
    r"sleep\w*|insomn\w*|bedtime sedation|\w*schlaf\w*|sommeil|dormir|sueno|sonno|sono|slaap|slapen|\w{0,12}pain"
    r"|neuropath\w*|neuralg\w*|fibromyalg\w*|migr\w*|head-?aches?|\w{0,12}schmerz\w*|douleur\w*|dolor\w*|dolore"
    r"|dores|pijn|smok\w*|tobacco|nicotin\w*|rauch\w*|tabac|tabaco|tabagis\w*|fumo|fumar|roken|anxiety|anxi\w*"
    r"|panic|panik\w*|ocd|zwang\w*|ptsd|hot flash\w*|hot flush\w*|vasomotor\w*|hitzewallung\w*|menopaus\w*"
    r"|\w{0,8}incontinen\w*|inkontinenz|enuresis|bed-?wetting|pmdd|premenstr\w*|adhd|attention\w*|appetite|weight"
    r"|itch\w*|prurit\w*|urticaria|irritable bowel|reizdarm|premature ejacul\w*|nausea|cataplexy|narcolepsy"
    r"|bulimi\w*|obesity"
)
# What follows "did not help" and is no depression: "her sleep".
OTHER_NEXT: Final = re.compile(rf"\s+(?:(?:her|his|their|the|my|with|for|on|back) )*(?:{_OTHER})\b")
_SAID_IN_DOSE: Final = re.compile(
    r"\b(?:for|against|to help(?: with)?|gegen|bei|zum|zur|fur|pour|contre|para|per|contro|voor|tegen)"
    rf" (?:the |den |die |das |les? |la |el |il |l'|o |a |het |de |better |chronic |your )*({_OTHER})\b"
)
_IN_PRODUCT: Final = re.compile(
    r"\b(smoking cessation|stop smoking|nicotine withdrawal|premenstrual dysphoric disorder)\b"
)
# Brands that are sold for another use alone. Recalled.
_BRAND_USES: Final = {
    "zyban": "smoking cessation", "quomem": "smoking cessation", "silenor": "insomnia",
    "sarafem": "premenstrual dysphoria", "yentreve": "stress incontinence", "savella": "fibromyalgia",
    "contrave": "weight", "mysimba": "weight", "brisdelle": "hot flushes", "qelbree": "ADHD",
    "priligy": "premature ejaculation",
}  # fmt: skip


def use_of(reasons: str) -> Use:
    """Return what reasons say a drug was given for: depression where one of them is, else something else.

    A reason that is not read as a depression is something else: it is shown and asked about.   Source: house:resistance
    """
    for part in (part for sentence in scope.sentences(_NO_DEPRESSION.sub(" ", plain(reasons))) for part in sentence):
        for hit in _DEPRESSION.finditer(part):
            if scope.said_of(part, hit.span()) not in ("denied", "another's"):
                return "depression"
    return "other"


def uses_in(dose_texts: Iterable[str], product_names: Iterable[str]) -> tuple[str, ...]:
    """Find other uses that a dosage text or a product's name says: "1 tablet at bedtime for sleep", "Zyban"."""
    found = [hit[1] for text in dose_texts for hit in _SAID_IN_DOSE.finditer(plain(text))]
    for name in map(plain, product_names):
        found += [hit[1] for hit in _IN_PRODUCT.finditer(name)]
        found += [use for brand, use in _BRAND_USES.items() if re.search(rf"\b{brand}\b", name)]
    return tuple(dict.fromkeys(found))
