"""The words that name a disorder, in English, German, French, Spanish, Italian, Portuguese and Dutch.

Patterns are held against text without capitals and accents (`plain`). The words are ours, by hand. A list can say yes
and never no: what it does not name is listed by its words.
"""

import re
import unicodedata
from typing import Final, Literal

Term = Literal["bipolar", "psychotic", "feature", "major", "depression", "schizotypal", "dementia", "cognition"]


def plain(text: str) -> str:
    """Return text without capitals and accents; "ß" is "ss", "œ" is "oe"."""
    text = text.casefold().replace("’", "'").replace("œ", "oe").replace("æ", "ae")
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


# What holds the letters of a disorder and is none; it is taken out before anything is read.
NO_DISORDER: Final = re.compile(
    r"(?:non|nicht|niet|not)-(?:psy|psi|bip|man)\w*|(?:non|nicht|niet)(?:psy|psi|bip)\w*"
    r"|(?:non|not|nicht|niet) (?:psychoti|psicoti)\w* (?=depr|major|mdd|episod|severe|schwer|recurr|single)"
    r"|anti-?(?:de|psi|psy|ma)\w*|(?:klepto|pyro|nympho|trichotillo|dipso|eroto)mani\w*"
    r"|(?:respiratory|bone marrow|myelo|cns|st|st-segment|immune|atem\w*|knochenmark\w*) ?-?depress\w*"
    r"|bi-?polar\w* (?:hip|hemi\w*|(?:endo)?prosth\w*|arthroplast\w*|cauter\w*|electro\w*|elektro\w*|diatherm\w*"
    r"|[ck]oagul\w*|leads?|rese[ck]t\w*|turp?|forceps|radiofreq\w*|pacing|sensing|fracture prosth\w*)"
    r"|depres\w* (?:respirat\w*|medul\w*|skull|fracture\w*|level of consciousness)|depressed (?:skull |st\b)\w*"
    r"|(?:not|nicht|niet|non|nao|no|sans) (?:otherwise |elsewhere |naher |anderweitig |altrimenti |nader |autre )?"
    r"(?:specified|classified|bezeichnet\w*|klassifiziert\w*|especificad\w*|specificat\w*|gespecificeerd\w*|precision|"
    r"indication)|unspecified|schizoid\w*|depressive personality\w*"
    r"|(?:adjustment|anpassungs|adaptation|adaptativo|adattamento|adaptacao|aanpassings)\w*[^;.]*?depr\w*( mood)?"
    r"|mixed anxiety (?:and|with|-) ?depress\w*|anxiety-depress\w* disorder|anxio-?depres\w*|ansioso-?depres\w*"
    r"|angst(?:storung)? und depressi\w*( storung)?[, ]*gemischt|no (?:momento|passado|contexto|decurso)"
)
TERMS: Final[tuple[tuple[Term, re.Pattern[str]], ...]] = (
    (
        "bipolar",
        re.compile(
            r"\b(?:bi-?polar\w*|bipolair\w*|mani\w{0,6}[- ]?depress?i\w*|bpad"
            r"|b[pd] ?-?(?:i|ii|1|2)\b"
            r"|(?:hypo|hipo|ipo)mani\w*|mania|manias|manie|manies|mani[ac][acek]?[aeols]{0,3}|maniaque\w*|maniform\w*"
            r"|manisch\w*|manic\w*|(?:cyclo|zyklo|ciclo)t[hi]\w*"
            r"|(?:mixed (?:affective )?(?:episode|state)|gemischte (?:affektive )?episode"
            r"|episode mixte|episodio mi[sx]to))"
        ),
    ),
    ("schizotypal", re.compile(r"\b(?:schizot[yi]p\w*|esquizot[yi]p\w*)")),
    (
        "psychotic",
        re.compile(
            r"\b(?:(?:schi[zs]o|esquizo|skizo)(?:[- ]?(?:phren|fren|affe[ck]t|afe[ct]t?|affettiv|afetiv)\w*)"
            r"|hebe(?:ph|f)reni\w*|para(?:ph|f)reni\w*|schizophreniform\w*|folie a deux"
            r"|(?:delusional|psychotic) (?:disorder|illness)|(?:wahnhafte|psychotische) (?:storung|erkrankung)"
            r"|trouble (?:delirant|psychotique)\w*|trastorno (?:delirante|psicotico)|disturbo (?:delirante|psicotico)"
            r"|transtorno (?:delirante|psicotico)|(?:psychotische|waan)[- ]?stoornis|paranoia)"
        ),
    ),
    (
        "feature",
        re.compile(
            r"\b(?:\w{0,12}psychos[ei]s|\w{0,12}psychose[ns]?|psychotisch\w*|psychotic\w*|psychotique\w*"
            r"|psicos[ei]s?|psicotic\w*"
            r"|delusions?|delirante?s?|(?:hears?|hearing) voices|(?:hort|horen) stimmen|stimmenhoren|entend\w* des voix"
            r"|(?:oye|escucha|ouve) (?:voces|vozes)|sente (?:le )?voci|hoort stemmen|hallucinat\w*"
            r"|halluzinat\w*|wahn\w{0,8}|alucinac\w*|allucinaz\w*|waan\w{0,8})\b"
        ),
    ),
    (
        "major",
        re.compile(
            r"\b(?:mdd|mde|trd|major depres\w*|depres\w* majeure?|depres\w* (?:mayor|maior|maggiore)"
            r"|(?:(?:re[zc]id\w*|recurr\w*|ricorr\w*|wiederkehr\w*|terugk\w*|recorr\w*|schwere?|severe|moderate|mild|"
            r"unipolar\w*|treatment[- ]resistant|single) (?:major )?)+(?:depres\w*|depri\w*)|depress?i\w* episod\w*"
            r"|episod\w* depress?i\w*|(?:trouble|disturbo|trastorno|transtorno) depress?i\w+"
            r"|depressive (?:disorder|storung|stoornis)|melanchol\w*|melancol\w*)"
        ),
    ),
    (
        "depression",
        re.compile(r"\b(?:\w{0,12}depress\w*|depresi\w*|depri\w*|depriv\w*|d[iy]st[hiy]{1,2}m\w*|depressao)"),
    ),
    ("dementia", re.compile(r"\b(?:dement\w*|demenz\w*|demenc\w*|alzheimer\w*|lewy|frontotemporal\w*)")),
    ("cognition", re.compile(r"\b(?:mild cognitive|pseudo-?dement\w*|pseudo-?demenz\w*|delirium|delir\b|delirio)")),
)
MAJOR_ELSEWHERE: Final = re.compile(r"caracterise|major|majeur|mayor|maior|maggiore|recurr|rezidiv|recidiv|ricorr")
PASSING: Final = re.compile(
    r"\b(?:brief|short|transient|reactive|post-?partum|post-?natal|puerper\w*|after (?:child)?birth|kurze"
    r"|vorubergehend\w*|wochenbett\w*|nach der geburt|kraam\w*|breve\w*|brev[ei]|transitori\w*|transitoir\w*"
    r"|kortdurend\w*|apres (?:l')?accouch\w*)"
)
INDUCED: Final = re.compile(
    r"\b(?:\w+-)?(?:induced|induziert\w*|induit\w*|inducid\w*|indott\w*|induzid\w*|geinduceerd\w*)"
    r"|(?<!not )\bdue to\b|\bdelirium"
    r"|\b(?:drug|substance|steroid|cortisone|cannabis|alcohol|alkohol|drogen) ?(?:psychos\w*|mania|manie)"
    r"|organic\b|organisch\w*|durch (?:drogen|kortison|cannabis)"
)
