"""An allergy is a substance, a reaction, a date and who said it: what it means for ketamine, and what stands beside.

Dissociation, vomiting or fear under ketamine are intolerance: shown and asked, no stop. Hives, swelling, wheeze, shock
or an unknown reaction stop. A prescriber corrects the entry, with reason and source, and never overrides it.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

from euthymia.medicine.diagnoses import scope
from euthymia.medicine.diagnoses.words import plain
from euthymia.medicine.drugs import ketamine_names

Weight = Literal["stop", "ask", "beside", "other"]
Reaction = Literal["allergic", "intolerance", "unknown"]
SOURCE: Final = "house:allergies"

# Words of seven languages, without accents, by hand. One that is not here is an unknown reaction, which stops.
_ALLERGIC: Final = re.compile(
    r"\b(?:hives|urti[ck]ari\w*|orticaria|nesselsucht|quaddel\w*|habon\w*|ronchas?|netelroos|wheals?|rash\w*"
    r"|exanthem\w*"
    r"|exantem\w*|\w*ausschlag\w*|erupt\w*|eruzion\w*|erupc\w*|huiduitslag|swell\w*|\w*schwellung\w*|gonfl\w*"
    r"|gonfior\w*|hinchaz\w*|inchaco|zwelling\w*|angio-?o?edem\w*|\w*odem\w*|o?edem\w*|oedeem|wheez\w*"
    r"|bronchospas\w*|broncoespas\w*|asthma\w*|asma|stridor|siffl\w*|sibilanc\w*|chiado|piepen\w*|\w*shock"
    r"|\w*schock|choc"
    r"|choque|anafila\w*|anaphyla\w*|collapse|\w*kollaps|dyspn\w*|disnea|dispneia|atemnot|luftnot|benauwd\w*"
    r"|(?:short\w* of|difficult\w*) breath\w*|throat|tongue|lips?|larynx|laryng\w*|itch\w*|prurit\w*|juck\w*"
    r"|juckreiz|picor|prurido|coceira|jeuk|stevens|lyell|dress|necrolysis|blister\w*|blasen|hypersensitiv\w*|allerg\w*)"
)
_INTOLERANCE: Final = re.compile(
    r"\b(?:dis+o[cz]i\w*|deperson\w*|dereali\w*|bad trip|horror ?trip|k-?hole|unreal\w*|out of body|floating"
    r"|spac(?:y|ey)|nause\w*|nausea|ubel\w*|misselijk\w*|enjoo|vomit\w*|vomissem\w*|erbrech\w*|brak\w*|emesis"
    r"|sick(?:ness)?|fear\w*|afraid|scared|peur|miedo|paura|medo|bang|anxi\w*|angst\w*|angoiss\w*|ansi\w*"
    r"|pani[ckq]\w*|hallucin\w*|halluzin\w*|alucinac\w*|allucinaz\w*|nightmare\w*|alptraum\w*|albtraum\w*"
    r"|cauchemar\w*|nachtmerri\w*|pesadill\w*|incub[oi]|pesadelo\w*|emergence (?:reaction|delirium)|agitat\w*"
    r"|dysphori\w*"
    r"|confus\w*|verwirr\w*|disorient\w*|dizz\w*|schwindel\w*|vertig\w*|mareo\w*|tontura\w*|duizel\w*|head-?aches?"
    r"|kopfschmerz\w*|cephal\w*|cefale\w*|hoofdpijn|drows\w*|sleepy|somnol\w*|mude|mudigkeit|tired\w*|sedat\w*"
    r"|(?:blurred|double) vision|diplopia|doppelbilder|dry mouth|mundtrocken\w*|crying)"
)
_DEGREE: Final = re.compile(
    r"\b(?:very|severe\w*|mild\w*|moderate\w*|bad|strong\w*|extreme\w*|intense|marked|feeling|felt|like|of|and|or"
    r"|with|after|during|the|infusion|reaction|schwer\w*|stark\w*|leicht\w*|und|mit|fort\w*|et|avec|y|con|e|com|en"
    r"|met|attacks?|episodes?|patient|from|only|just|caused|causes|made|him|her|me|in|on)\b|[\W\d_]+"
)
_BESIDE: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\blatex|kautschuk"), "latex: gloves, tourniquet and line without it"),
    (re.compile(r"chlorhexidin\w*|clorh?exidin\w*"), "chlorhexidine: clean the skin with another antiseptic"),
    (
        re.compile(
            r"\b(?:adhesi\w*|tape|plasters?|pflaster\w*|klebstoff\w*|klebeb\w*|pleisters?\b"
            r"|sparadrap|esparadrapo|cerott[oi])"),
        "adhesive: fix line and electrodes in another way",
    ),
    (
        re.compile(r"benz(?:et|eth)onium\w*|\bpreservativ\w*|konservierungs\w*|conservateur\w*|conservant\w*"),
        "preservative: some ketamine vials hold benzethonium chloride, so look at the vial",
    ),
)  # fmt: skip
_NO_KETAMINE: Final = ": no ketamine; a prescriber may correct the entry, with reason and source"
_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|[:;]\s*(.+)$")


class Allergy(NamedTuple):
    """One entry as somebody made it; what nobody wrote is "" or None.

    to_ketamine  a prescriber's answer whether it is an allergy to ketamine, where the entry asks one
    """

    substance: str
    reaction: str = ""
    on: date | None = None
    said_by: str = ""
    to_ketamine: bool | None = None


class Weighed(NamedTuple):
    """What an entry means: stop, ask a prescriber, have it stand beside, or another substance."""

    allergy: Allergy
    weight: Weight
    why: str

    @property
    def line(self) -> str:
        """Return the entry as it is shown: substance, reaction, date, who said it, and what follows."""
        known = [self.allergy.reaction, str(self.allergy.on or ""), self.allergy.said_by]
        notes = ", ".join(filter(None, known))
        return f"{self.allergy.substance}{f' ({notes})' if notes else ''}: {self.why}"

    @property
    def is_near_ketamine(self) -> bool:
        """Return whether its name is nearly one of ketamine's and nobody has said yet which substance it was."""
        return self.weight == "ask" and ketamine_names.is_near_ketamine(self.allergy.substance)


def weigh(allergy: Allergy) -> Weighed:
    """Weigh one entry for an infusion of ketamine.   Source: house:allergies, spravato:contraindications

    The reaction may stand in the substance's own text: "Spravato (nausea)". A prescriber's answer decides what was
    asked and never what stops: an allergic or unknown reaction to ketamine stops whatever the answer.
    """
    written = allergy.substance
    if allergy.to_ketamine:
        return Weighed(allergy, "stop", f"a prescriber said that it is an allergy to ketamine{_NO_KETAMINE}")
    if ketamine_names.is_ketamine(written):
        return _of_ketamine(allergy)
    if allergy.to_ketamine is None and ketamine_names.is_near_ketamine(written):
        return Weighed(allergy, "ask", "nearly one of ketamine's names: a prescriber says which substance it was")
    for pattern, what in _BESIDE:
        if pattern.search(plain(written)):
            return Weighed(allergy, "beside", what)
    return Weighed(allergy, "other", "another substance")


def _of_ketamine(allergy: Allergy) -> Weighed:
    noted = [next(filter(None, hit)) for hit in _IN_BRACKETS.findall(allergy.substance) if any(hit)]
    names = [text for text in noted if ketamine_names.is_ketamine(text)]
    said = [allergy.reaction, *(text for text in noted if text not in names)]
    read = reaction_of("; ".join(filter(None, map(_without_ketamine, said))))
    if names and not ketamine_names.is_ketamine(_IN_BRACKETS.sub(" ", allergy.substance)):
        read = "unknown"  # a prescriber's own word that ketamine is meant
    if read == "intolerance" and allergy.to_ketamine is False:
        return Weighed(allergy, "beside", "intolerance and no allergy, as a prescriber has said: no stop")
    if read == "intolerance":
        return Weighed(allergy, "ask", "intolerance and no allergy: shown and asked, no stop")
    why = "an allergic reaction" if read == "allergic" else "the reaction is not known"
    return Weighed(allergy, "stop", f"{why}{_NO_KETAMINE}")


def _without_ketamine(reaction: str) -> str:
    """Return what happened without the drug's own name: "vomited after ketamine" is vomiting."""
    return re.sub(r"[^\W_]+", lambda word: "" if ketamine_names.is_ketamine(word[0]) else word[0], reaction)


def reaction_of(text: str) -> Reaction:
    """Read what happened: allergic where one word of it is, intolerance where all of it is, else unknown."""
    left = plain(text)
    if _ALLERGIC.search(_without_denials(left)):
        return "allergic"
    left = _without_denials(left)
    if not _INTOLERANCE.search(left):
        return "unknown"
    return "unknown" if _DEGREE.sub("", _INTOLERANCE.sub(" ", left)) else "intolerance"


def _without_denials(text: str) -> str:
    """Return a text without the parts that deny an allergic sign: "no hives"."""
    parts = [part for sentence in scope.sentences(text) for part in sentence]
    return "; ".join(part for part in parts if not _is_denied(part))


def _is_denied(part: str) -> bool:
    hits = [hit.span() for hit in _ALLERGIC.finditer(part)]
    return bool(hits) and all(scope.said_of(part, place) == "denied" for place in hits)


def weigh_all(entries: Iterable[Allergy]) -> tuple[Weighed, ...]:
    """Weigh every entry, what stops first."""
    order: tuple[Weight, ...] = ("stop", "ask", "beside", "other")
    return tuple(sorted(map(weigh, entries), key=lambda one: order.index(one.weight)))
