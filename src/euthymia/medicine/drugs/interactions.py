"""What other medicines do to an infusion of ketamine, by group; and which allergies rule it out.

A table of names is never complete: a name that is not in it is said to be unknown, never taken for harmless.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from euthymia.medicine.drugs import allergies

Level = Literal["avoid", "warn", "caution", "info"]
LEVELS: Final[tuple[Level, ...]] = ("avoid", "warn", "caution", "info")


class Group(NamedTuple):
    """Drugs that act alike here: what they do, and what the rule is. No rule tells a patient to skip a dose."""

    name: str
    level: Level
    effect: str
    rule: str
    source: str
    drugs: tuple[str, ...]


class Finding(NamedTuple):
    """One medicine that is in the table, and what the table says of its group."""

    drug: str
    group: str
    level: Level
    effect: str
    rule: str
    source: str


GROUPS: Final[tuple[Group, ...]] = (
    Group(
        "theophylline and aminophylline", "avoid", "lower the seizure threshold", "Avoid together with ketamine.",
        "ketalar:theophylline", ("theophylline", "aminophylline"),
    ),
    Group(
        "benzodiazepines", "warn", "shorten or weaken the antidepressant effect; add to sedation",
        "Held only on the prescriber's order, drug by drug: stopping a daily one risks a withdrawal seizure.",
        "veraart:2021",
        ("alprazolam", "bromazepam", "chlordiazepoxide", "clobazam", "clonazepam", "clorazepate", "diazepam",
         "flurazepam", "lorazepam", "lormetazepam", "midazolam", "nitrazepam", "oxazepam", "temazepam", "triazolam"),
    ),
    Group(
        "lamotrigine", "warn", "weakened the effect in 2 of 5 studies",
        "Held only on the prescriber's order.", "veraart:2021", ("lamotrigine",),
    ),
    Group(
        "opioid antagonists", "warn", "may blunt the antidepressant effect; the evidence conflicts",
        "The prescriber decides; taken as ordered until then.", "williams:2018", ("naltrexone", "nalmefene"),
    ),
    Group(
        "opioids", "warn", "add to sedation and slow breathing",
        "Watch breathing; held only on the prescriber's order.", "rems:sedatives",
        ("buprenorphine", "codeine", "dihydrocodeine", "fentanyl", "hydrocodone", "hydromorphone", "methadone",
         "morphine", "oxycodone", "pethidine", "tapentadol", "tilidine", "tramadol"),
    ),
    Group(
        "gabapentinoids", "warn", "add to sedation and slow breathing",
        "Watch breathing; held only on the prescriber's order.", "rems:sedatives", ("gabapentin", "pregabalin"),
    ),
    Group(
        "other sedatives and hypnotics", "warn", "add to sedation and slow breathing",
        "Watch sedation; held only on the prescriber's order.", "rems:sedatives",
        ("zolpidem", "zopiclone", "eszopiclone", "zaleplon", "phenobarbital", "chloral hydrate", "clomethiazole",
         "doxylamine", "diphenhydramine", "promethazine", "sodium oxybate"),
    ),
    Group("alcohol", "warn", "adds to sedation and slow breathing", "None for 24 h.", "rems:sedatives", ("alcohol",)),
    Group(
        "sympathomimetics and vasopressin", "warn", "raise pressure and pulse", "Watch pressure and pulse.",
        "ketalar:pressor",
        ("ephedrine", "pseudoephedrine", "phenylephrine", "adrenaline", "epinephrine", "noradrenaline",
         "norepinephrine", "vasopressin"),
    ),
    Group(
        "thyroid hormones", "warn", "raise pressure and pulse", "Watch pressure and pulse.", "ketalar:pressor",
        ("levothyroxine", "liothyronine"),
    ),
    Group(
        "MAO inhibitors", "caution", "could raise pressure; case reports saw no relevant change",
        "Watch pressure closely.", "spravato:interactions",
        ("tranylcypromine", "phenelzine", "isocarboxazid", "selegiline", "moclobemide", "rasagiline"),
    ),
    Group(
        "stimulants", "caution", "raise pressure", "Watch pressure closely; held only on the prescriber's order.",
        "spravato:interactions",
        ("methylphenidate", "dexmethylphenidate", "amphetamine", "amfetamine", "dextroamphetamine", "dexamfetamine",
         "lisdexamfetamine", "modafinil", "armodafinil"),
    ),
    Group("lithium", "info", "no significant interaction found", "Nothing to do.", "veraart:2021", ("lithium",)),
    Group(
        "antipsychotics that may blunt the effect", "info", "may blunt the effect; olanzapine did not",
        "Nothing to do on the day.", "veraart:2021", ("clozapine", "haloperidol", "risperidone"),
    ),
    Group(
        "CYP3A4 and CYP2B6 inhibitors", "info", "raise exposure, little by the vein", "Consider a lower dose.",
        "andrade:2017-interactions",
        ("clarithromycin", "ketoconazole", "itraconazole", "voriconazole", "posaconazole", "fluconazole", "ritonavir",
         "grapefruit", "ticlopidine", "clopidogrel"),
    ),
    Group(
        "inducers", "info", "lower exposure", "Nothing to do on the day.", "andrade:2017-interactions",
        ("rifampicin", "rifampin", "carbamazepine", "st john's wort", "phenytoin", "phenobarbital"),
    ),
    Group(
        "SSRIs", "info", "saw higher peaks of pressure in one series of 49 patients", "Nothing to do.",
        "gdansk:ssri-pressure",
        ("citalopram", "escitalopram", "fluoxetine", "fluvoxamine", "paroxetine", "sertraline"),
    ),
)  # fmt: skip

# Fasting with these needs a plan by the prescriber, drug by drug.   Source: house:fasting
_FASTING: Final = (
    "insulin", "metformin", "gliclazide", "glimepiride", "glipizide", "glyburide", "glibenclamide", "sitagliptin",
    "linagliptin", "empagliflozin", "dapagliflozin", "canagliflozin", "pioglitazone", "semaglutide", "liraglutide",
    "dulaglutide", "exenatide", "tirzepatide",
)  # fmt: skip


ASKS_A_REASON: Final[Level] = "avoid"


def look(names: Iterable[str]) -> tuple[Finding, ...]:
    """Find what the table says of these medicines, the gravest first; a drug in two groups is found twice.

    names   as written on the chart: "Lorazepam 1 mg" is read as lorazepam
    """
    found = [
        Finding(name.strip(), group.name, group.level, group.effect, group.rule, group.source)
        for name in names
        for group in GROUPS
        if _names_one(name, group.drugs)
    ]
    return tuple(sorted(found, key=lambda one: LEVELS.index(one.level)))


def ask_a_reason(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep those that an order passes only with the prescriber's reason.   Source: house:medicines"""
    return tuple(one for one in findings if one.level == ASKS_A_REASON)


def unknown(names: Iterable[str]) -> tuple[str, ...]:
    """Name the medicines that the table does not have: nothing is known of them, so somebody looks them up."""
    every = [drug for group in GROUPS for drug in group.drugs]
    return tuple(name.strip() for name in names if not _names_one(name, every))


def in_group(names: Iterable[str], *groups: str) -> tuple[str, ...]:
    """Name those medicines that belong to one of these groups."""
    drugs = [drug for group in GROUPS if group.name in groups for drug in group.drugs]
    return tuple(name.strip() for name in names if _names_one(name, drugs))


def fasting_matters(names: Iterable[str]) -> tuple[str, ...]:
    """Name the diabetes drugs and GLP-1 agonists among these: fasting with them needs a plan."""
    return tuple(name.strip() for name in names if _names_one(name, _FASTING))


def rules_out_ketamine(substances: Iterable[str]) -> tuple[str, ...]:
    """Return the allergies that are to ketamine itself, by any name, brand or code: absolute, nobody overrides it.

    A reaction that stands in brackets and is plain intolerance is asked about instead: "Spravato (nausea)".
    Source: spravato:contraindications, house:allergies
    """
    return tuple(name.strip() for name in substances if _weight(name) == "stop")


def near_ketamine(substances: Iterable[str]) -> tuple[str, ...]:
    """Return the allergies that a prescriber is asked about: nearly one of ketamine's names, or an intolerance of it.

    Source: house:medicines, house:allergies
    """
    return tuple(name.strip() for name in substances if _weight(name) == "ask")


def _weight(written: str) -> allergies.Weight:
    return allergies.weigh(allergies.Allergy(written)).weight


def _names_one(name: str, drugs: Iterable[str]) -> bool:
    """Whole words only: "desketamine" is no ketamine, "Esketamine (nasal)" is esketamine."""
    text = name.casefold().replace("’", "'")
    return any(re.search(rf"(?<![\w-]){re.escape(drug)}(?![\w-])", text) for drug in drugs)
