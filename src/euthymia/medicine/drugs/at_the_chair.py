"""A medicine given at the chair, held against the chart: allergies, QT, asthma, MAO inhibitors; and in an emergency
benzodiazepines, tricyclics, diabetes and glaucoma.

What stops is refused once: it is not given, or, where it was given all the same, recorded with the reason. In an
emergency everything is shown and nothing waits. Names beside these tables are looked for in allergies alone.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from euthymia.medicine.diagnoses.words import plain
from euthymia.medicine.drugs import antidepressants, interactions
from euthymia.medicine.drugs.allergies import Allergy, reaction_of
from euthymia.medicine.refusal import Refusal

About = Literal[
    "allergy", "intolerance", "QT", "asthma", "MAO inhibitor", "seizure", "diabetes", "glaucoma", "tricyclic"
]


class HeldAgainst(Refusal):
    """The chart warns of a medicine, and nobody wrote why it was given all the same."""


class Concern(NamedTuple):
    """What the chart says against one medicine; `stops`: it is not recorded without a reason."""

    about: About
    stops: bool
    says: str
    source: str


class _Family(NamedTuple):
    """One family of drugs: its stems and brands without accents, and the words for all of it."""

    drugs: tuple[str, ...]
    all_of_it: re.Pattern[str]


# Stems carry seven languages' endings: "clonidin" is clonidine, Clonidin, clonidina. Brands recalled.
_BETA_BLOCKERS: Final = _Family(
    ("labetalol", "trandate", "normodyne", "metoprolol", "beloc", "lopressor", "toprol", "esmolol", "brevibloc"),
    re.compile(r"\w+olol\w?\b|\bbeta-? ?(?:receptor)?-? ?block\w*|\bbetablo\w+"),
)
_FLUMAZENIL: Final = _Family(("flumazenil", "anexate", "romazicon"), re.compile(r"(?!)"))
_FAMILIES: Final = (
    _Family(("ondansetron", "zofran"), re.compile(r"\w+setron\w?\b|\b5-?ht3")),
    _BETA_BLOCKERS,
    _Family(("hydralazin", "hidralazin", "idralazin", "apresolin"), re.compile(r"(?!)")),
    _Family(("clonidin", "catapres", "paracefan"), re.compile(r"(?!)")),
    _Family(("amlodipin", "norvasc"), re.compile(r"\w+dipin\w?\b")),
    _Family(("captopril", "capoten", "lopirin"), re.compile(r"\w+pril\w?\b|\bace[- ]?(?:inhib\w+|hemm\w+)")),
    _Family(
        ("midazolam", "dormicum", "versed", "lorazepam", "ativan", "tavor", "temesta"),
        re.compile(r"\w+az(?:epam|olam)\w?\b|\bbenzodiaz\w+"),
    ),
    _FLUMAZENIL,
    _Family(("naloxon", "narcan", "nyxoid"), re.compile(r"(?!)")),
)
_IN_BRACKETS: Final = re.compile(r"[(\[]([^)\]]*)")
_SALTS: Final = re.compile(
    r"\b(?:\w*(?:chlorid|sul[fp]h?at|tartrat|acetat|maleat|besilat|phosphat)\w*|sodium|natrium|injection|tablets?"
    r"|solution|spray|forte|retard)\b"
)
_ANTIHYPERTENSIVES: Final = _FAMILIES[1:6]
# What prolongs QT among the medicines that somebody with depression takes, each with where it is written.
_PROLONG_QT: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "wenzel:2011",
        ("amisulprid", "amitriptylin", "citalopram", "clomipramin", "desipramin", "doxepin", "fluoxetin", "haloperidol",
         "imipramin", "maprotilin", "nortriptylin", "paroxetin", "quetiapin", "thioridazin", "trimipramin",
         "venlafaxin", "ziprasidon"),
    ),
    ("beach:2018", ("escitalopram", "iloperidon")),
)  # fmt: skip
_LONG_QT: Final = re.compile(r"\blong[- ]qt|\bqt\w*[- ]?(?:prolong|syndrom|verlang)\w*|\blqts\b|torsade\w*")
# Words and inhaled medicines that name an obstructive airway disease.   Source: labetalol:contraindications
_ASTHMA: Final = re.compile(
    r"\basthma\w*|\basma\b|\bcopd\b|\bobstructive (?:lung|airway|pulmonary)|\bj4[45]\b|\bchronic obstructive"
    r"|\b(?:salbutamol|albuterol|levalbuterol|terbutalin|formoterol|salmeterol|vilanterol|olodaterol|indacaterol"
    r"|fenoterol|tiotropium|umeclidinium|montelukast)\w*"
)
# With an MAO inhibitor these are contraindicated.   Source: phenelzine:contraindications
_NOT_WITH_MAOI: Final = ("pethidine", "meperidine", "dextromethorphan", "tramadol")


def held_against(
    drug: str, *, allergies: Iterable[Allergy], medicines: Iterable[str], conditions: Iterable[str] = ()
) -> tuple[Concern, ...]:
    """Return what the chart says against a medicine at the chair, what stops first.   Source: house:chair-allergies

    drug        as it stands on the chip, or as it was typed
    allergies   those on the chart with reaction, day and who said it;  medicines  taken now
    conditions  of the person, in words, other than the psychiatric ones
    """
    taken, known = tuple(medicines), tuple(conditions)
    found = [
        *(_of_allergy(one) for one in allergies if _names(one.substance, drug)),
        *_of_qt(drug, taken, known),
        *_of_asthma(drug, taken, known),
        *_of_maoi(drug, taken),
        *_marks(drug, taken, known),
    ]
    return tuple(sorted(found, key=lambda one: not one.stops))


def lowers_pressure(drug: str) -> bool:
    """Return whether a medicine is one of the antihypertensives known here, by name, stem or brand."""
    return any(_is_of(family, plain(drug)) for family in _ANTIHYPERTENSIVES)


def check(drug: str, concerns: Iterable[Concern], *, despite: str) -> None:
    """Refuse to record a medicine that the chart warns of, unless somebody wrote why. Raises HeldAgainst."""
    stops = [one.says for one in concerns if one.stops]
    if stops and not despite.strip():
        raise HeldAgainst(
            f"Not recorded. {drug.capitalize()}: {'; '.join(stops)}. Do not give it; ask the prescriber. "
            'If it was given all the same, write why under "Given all the same" and save again.'
        )


def _of_allergy(entry: Allergy) -> Concern:
    notes = ", ".join(filter(None, [entry.reaction or "reaction not known", str(entry.on or ""), entry.said_by]))
    written = "; ".join(filter(None, [entry.reaction, *_IN_BRACKETS.findall(entry.substance)]))
    if reaction_of(written) == "intolerance":
        return Concern("intolerance", False, f"intolerance of {entry.substance} ({notes})", "house:chair-allergies")
    return Concern("allergy", True, f"allergy to {entry.substance} ({notes})", "house:chair-allergies")


def _names(substance: str, drug: str) -> bool:
    """Return whether an entry names a drug, one of its family, or all of it."""
    text, given = plain(substance), plain(drug)
    for family in _FAMILIES:
        if _is_of(family, given) and (family.all_of_it.search(text) or _is_of(family, text)):
            return True
    stems = [word[:-1] if word[-1] in "aeo" else word for word in re.findall(r"[a-z]{5,}", _SALTS.sub(" ", given))]
    return any(re.search(rf"\b{stem}", text) for stem in stems)


def _is_of(family: _Family, text: str) -> bool:
    return any(re.search(rf"\b{drug}", text) for drug in family.drugs) or family.all_of_it.search(text) is not None


def _of_qt(drug: str, taken: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Concern]:
    if not _is_of(_FAMILIES[0], plain(drug)):
        return
    for one in known:
        if _LONG_QT.search(plain(one)):
            yield Concern("QT", True, f"prolongs QT, and the chart says {one}", "fda:ondansetron-qt")
    for source, stems in _PROLONG_QT:
        for name in taken:
            if any(re.search(rf"\b{stem}", plain(name)) for stem in stems):
                yield Concern("QT", False, f"prolongs QT, as does {name}", source)


def _of_asthma(drug: str, taken: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Concern]:
    if _is_of(_BETA_BLOCKERS, plain(drug)):
        for one in [name for name in (*known, *taken) if _ASTHMA.search(plain(name))]:
            yield Concern("asthma", True, f"a beta blocker, and the chart says {one}", "labetalol:contraindications")


def _of_maoi(drug: str, taken: tuple[str, ...]) -> Iterator[Concern]:
    inhibitors = interactions.in_group(taken, "MAO inhibitors")
    pressor = interactions.in_group([drug], "sympathomimetics and vasopressin", "stimulants")
    if inhibitors and (pressor or any(name in plain(drug) for name in _NOT_WITH_MAOI)):
        says = f"not with an MAO inhibitor ({', '.join(inhibitors)})"
        yield Concern("MAO inhibitor", True, says, "phenelzine:contraindications")


# Chips that this person's illnesses or medicines mark: they are shown, and nothing waits.   Source: house:chair-marks
_ADRENALINE: Final = ("adrenalin", "epinephrin")
_DIABETES: Final = re.compile(r"\bdiabet\w*|\bzuckerkrank\w*|\be1[0-4](?:\.\d+)?\b")
_GLAUCOMA: Final = re.compile(r"\bglau[ck]om\w*|\bgruner star|\bh40(?:\.\d+)?\b")


def _marks(drug: str, taken: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Concern]:
    given, source = plain(drug), "house:chair-marks"
    tricyclics = [name for name in taken if _is_tricyclic(name)]
    if given.startswith(_FLUMAZENIL.drugs):
        for name in (*interactions.in_group(taken, "benzodiazepines"), *tricyclics):
            yield Concern("seizure", False, f"may bring on a seizure beside {name}", source)
    if given.startswith(_ADRENALINE):
        for name in tricyclics:
            yield Concern("tricyclic", False, f"the chart says {name}, a tricyclic", source)
    if given.startswith(("glucose", "dextrose", "glukose")):
        for name in dict.fromkeys(
            (*filter(lambda one: _DIABETES.search(plain(one)), known), *interactions.fasting_matters(taken))
        ):
            yield Concern("diabetes", False, f"measure the sugar first: the chart says {name}", source)
    if given.startswith("atropin"):
        for name in (one for one in known if _GLAUCOMA.search(plain(one))):
            yield Concern("glaucoma", False, f"the chart says {name}", source)


def _is_tricyclic(name: str) -> bool:
    drug = antidepressants.match(name)
    return drug is not None and drug.drug_class == "TCA"
