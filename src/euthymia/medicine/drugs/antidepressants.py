"""Antidepressants: class, codes, names and the least daily dose at which a trial can count.

Two doses per drug. Permissive is the Maudsley minimum effective dose, or the lower bound of the usual dose where
Maudsley names none. Strict is the higher of Maudsley's and the history form's "adequate" dose. This is not the dose
list of the ATHF Short Form, which we do not have. How to add a drug: docs/how-to/add-a-drug.md.
"""

from dataclasses import replace
from typing import Final

from euthymia.medicine.drugs.augmenting import AUGMENTING as _AUGMENTING
from euthymia.medicine.drugs.augmenting import COMBINATIONS
from euthymia.medicine.drugs.brands import MORE_NAMES
from euthymia.medicine.drugs.names import FORM_WORDS, SALTS, Index, is_code, words
from euthymia.medicine.drugs.row import Agent, Antidepressant, Form, Level
from euthymia.medicine.drugs.without_dose import WITHOUT_DOSE
from euthymia.medicine.refusal import Refusal

__all__ = [
    "ALL",
    "AUGMENTING",
    "KNOWN",
    "WITHOUT_DOSE",
    "Agent",
    "Antidepressant",
    "Form",
    "Level",
    "UnknownDrug",
    "UnknownForm",
    "find",
    "find_agent",
    "level_reaches",
    "match",
    "match_agent",
    "reaches_minimum",
    "tenfold",
]

MAUDSLEY: Final = "maudsley:minimum-dose"
LESS_SURE: Final = "maudsley:minimum-dose-less-sure"
USUAL: Final = "uptodate:usual-dose"
HISTORY_FORM: Final = "athf:adequate-dose"
STRICT_POLICY: Final = "house:strict-dose"
TENFOLD: Final = 10
SLIP: Final = "house:tenfold"
FIRST_SOLD: Final = "labels:first-sold"


class UnknownDrug(Refusal):
    """The name is not in the table of antidepressants."""


class UnknownForm(Refusal):
    """The drug does not come in a form that the table names so."""


# Recalled, to be confirmed: the first year of sale anywhere; an earlier date is asked about. Source: labels:first-sold
_FIRST_SOLD: Final = {
    "sertraline": 1990, "venlafaxine": 1993, "escitalopram": 2001, "duloxetine": 2004, "agomelatine": 2009,
    "vortioxetine": 2013,
}  # fmt: skip
Code = tuple[str, int | None, bool]
Dose = tuple[float, float, str, str]


def named(name: str, brands: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row's brands with the further names of it."""
    return (*brands, *MORE_NAMES.get(name, ()))


def _row(
    name: str,
    drug_class: str,
    code: Code,
    dose: Dose,
    *,
    brands: tuple[str, ...] = (),
    salts: tuple[str, ...] = (),
    forms: tuple[Form, ...] = (),
    level: Level | None = None,
) -> Antidepressant:
    patch = name.endswith("transdermal")
    permissive_mg, strict_mg, source, strict_source = dose
    return Antidepressant(
        name, drug_class, *code, permissive_mg, strict_mg, source, strict_source, forms, named(name, brands), salts,
        route="transdermal" if patch else "oral", other_routes=("oral",) if patch else (), level=level,
        first_sold=_FIRST_SOLD.get(name),
    )  # fmt: skip


def _checked(atc: str, rxcui: int) -> Code:
    return atc, rxcui, True


def _unchecked(atc: str, rxcui: int | None) -> Code:
    return atc, rxcui, False


def _same(mg: float, source: str = MAUDSLEY, *, upper_mg: float | None = None) -> Dose:
    return mg, upper_mg or mg, source, source


def _stricter(mg: float, strict_mg: float, source: str = MAUDSLEY, *, by: str = HISTORY_FORM) -> Dose:
    return mg, strict_mg, source, by


_SLOW: Final = ("extended release", "sustained release", "modified release", "cr", "xr", "er")
_PLAIN_AND_CR = (Form("immediate release", 1.0, ("ir",)), Form("controlled release", 1.25, _SLOW, 12.5))
_PLAIN_AND_XR = (Form("immediate release", 1.0, ("ir",)), Form("extended release", 1.0, (*_SLOW, "controlled release")))
_SALTS = (Form("hydrochloride", 1.0, ("hcl",)), Form("hydrobromide", 1.16, ("hbr",), 174))
_HCL, _HBR = ("hydrochloride",), ("hydrobromide",)

ALL: Final[tuple[Antidepressant, ...]] = (
    _row("citalopram", "SSRI", _checked("N06AB04", 2556), _same(20),
         brands=("Celexa", "Cipramil", "Seropram"), salts=_HBR),
    _row("escitalopram", "SSRI", _checked("N06AB10", 321988), _same(10),
         brands=("Lexapro", "Cipralex"), salts=("oxalate",)),
    _row("fluoxetine", "SSRI", _checked("N06AB03", 4493), _same(20),
         brands=("Prozac", "Sarafem", "Fluctin"), salts=_HCL),
    _row("fluvoxamine", "SSRI", _checked("N06AB08", 42355), _stricter(50, 200),
         brands=("Luvox", "Faverin", "Fevarin"), salts=("maleate",)),
    _row("paroxetine", "SSRI", _checked("N06AB05", 32937), _same(20), forms=_PLAIN_AND_CR,
         brands=("Paxil", "Seroxat", "Pexeva", "Aropax"), salts=("hydrochloride", "mesylate")),
    _row("sertraline", "SSRI", _checked("N06AB06", 36437), _stricter(50, 100),
         brands=("Zoloft", "Lustral"), salts=_HCL),
    _row("vilazodone", "SPARI", _unchecked("N06AX24", 1086769), _same(20, LESS_SURE), brands=("Viibryd",), salts=_HCL),
    _row("vortioxetine", "multimodal", _checked("N06AX26", 1455099), _same(10),
         brands=("Trintellix", "Brintellix"), salts=_HBR),
    _row("venlafaxine", "SNRI", _checked("N06AX16", 39786), _stricter(75, 225),
         brands=("Effexor", "Efexor", "Trevilor"), salts=("hydrochloride", "besylate"), forms=_PLAIN_AND_XR),
    _row("desvenlafaxine", "SNRI", _unchecked("N06AX23", 734064), _same(50),
         brands=("Pristiq", "Khedezla"), salts=("succinate",)),
    _row("duloxetine", "SNRI", _checked("N06AX21", 72625), _same(60), brands=("Cymbalta", "Drizalma"), salts=_HCL),
    _row("milnacipran", "SNRI", _unchecked("N06AX17", 588250), _same(100), brands=("Savella", "Ixel"), salts=_HCL),
    _row("levomilnacipran", "SNRI", _unchecked("N06AX28", 1433212), _same(40), brands=("Fetzima",), salts=_HCL),
    _row("bupropion", "NDRI", _checked("N06AX12", 42347), _stricter(150, 300), forms=_SALTS,
         brands=("Wellbutrin", "Zyban", "Aplenzin", "Forfivo", "Elontril"), salts=("hydrochloride", "hydrobromide")),
    _row("mirtazapine", "NaSSA", _checked("N06AX11", 15996), _same(30),
         brands=("Remeron", "RemeronSolTab", "Zispin", "Remergil", "Avanza")),
    _row("mianserin", "NaSSA", _unchecked("N06AX03", 6929), _same(30, LESS_SURE, upper_mg=60),
         brands=("Tolvon", "Lerivon"), salts=_HCL),
    _row("trazodone", "SARI", _unchecked("N06AX05", 10737), _stricter(150, 400),
         brands=("Desyrel", "Oleptro", "Molipaxin", "Trittico"), salts=_HCL),
    _row("nefazodone", "SARI", _unchecked("N06AX06", 31565), _same(300, LESS_SURE), brands=("Serzone",), salts=_HCL),
    _row("agomelatine", "MT/5HT2C", _unchecked("N06AX22", None), _same(25), brands=("Valdoxan",)),
    _row("reboxetine", "NRI", _unchecked("N06AX18", 60842), _same(8), brands=("Edronax",), salts=("mesylate",)),
    _row("amitriptyline", "TCA", _checked("N06AA09", 704), _stricter(75, 200),
         brands=("Elavil", "Endep", "Saroten"), salts=_HCL,
         level=Level("amitriptyline and nortriptyline together", 80, 200)),
    _row("clomipramine", "TCA", _checked("N06AA04", 2597), _stricter(75, 200),
         brands=("Anafranil",), salts=_HCL, level=Level("clomipramine and desmethylclomipramine together", 230, 450)),
    _row("desipramine", "TCA", _checked("N06AA01", 3247), _stricter(75, 200),
         brands=("Norpramin",), salts=_HCL, level=Level("desipramine", 100, 300)),
    _row("doxepin", "TCA", _checked("N06AA12", 3638), _stricter(75, 200),
         brands=("Sinequan", "Silenor", "Aponal"), salts=_HCL),
    _row("imipramine", "TCA", _checked("N06AA02", 5691), _stricter(75, 200),
         brands=("Tofranil",), salts=("hydrochloride", "pamoate"),
         level=Level("imipramine and desipramine together", 175, 300)),
    _row("nortriptyline", "TCA", _checked("N06AA10", 7531), _stricter(75, 76, LESS_SURE),
         brands=("Pamelor", "Aventyl", "Allegron"), salts=_HCL, level=Level("nortriptyline", 50, 150)),
    _row("protriptyline", "TCA", _checked("N06AA11", 8886), _stricter(15, 41, USUAL), brands=("Vivactil",), salts=_HCL),
    _row("trimipramine", "TCA", _checked("N06AA06", 10834), _stricter(75, 200),
         brands=("Surmontil", "Stangyl"), salts=("maleate",)),
    _row("lofepramine", "TCA", _unchecked("N06AA07", None), _same(140), brands=("Gamanil",), salts=_HCL),
    _row("amoxapine", "TCA-like", _unchecked("N06AA17", 722), _stricter(200, 200, USUAL), brands=("Asendin",)),
    _row("maprotiline", "tetracyclic", _unchecked("N06AA21", 6646), _stricter(100, 200, USUAL),
         brands=("Ludiomil",), salts=_HCL),
    _row("phenelzine", "MAOI", _unchecked("N06AF03", 8123), _stricter(45, 61, LESS_SURE, by=STRICT_POLICY),
         brands=("Nardil",), salts=("sulfate",)),
    _row("tranylcypromine", "MAOI", _unchecked("N06AF04", 10734), _stricter(30, 41, LESS_SURE, by=STRICT_POLICY),
         brands=("Parnate", "Jatrosom"), salts=("sulfate",)),
    _row("isocarboxazid", "MAOI", _unchecked("N06AF01", 6011), _stricter(30, 41, LESS_SURE, by=STRICT_POLICY),
         brands=("Marplan",)),
    _row("selegiline transdermal", "MAOI", _unchecked("N04BD01", 9639), _same(6), brands=("Emsam",)),
    _row("moclobemide", "RIMA", _unchecked("N06AG02", 30121), _same(300), brands=("Aurorix", "Manerix")),
)  # fmt: skip

KNOWN: Final = (*ALL, *WITHOUT_DOSE)
_INDEX: Final = Index(KNOWN)
AUGMENTING: Final = tuple(replace(agent, brands=named(agent.name, agent.brands)) for agent in _AUGMENTING)
_AGENTS: Final = Index(AUGMENTING)
_ONE_ROUTE: Final = {
    word: drug
    for drug in ALL
    if drug.other_routes
    for word in (drug.name.split()[0], drug.atc.lower(), str(drug.rxcui))
}


def find(text: str, *, route: str | None = None) -> Antidepressant:
    """Find a drug by its generic name, brand, ATC code or RxNorm number; salt, form and strength may stand beside it.

    route  how it was taken; "" where nobody knows; None where the text has to say it itself
    A drug of which one route alone is in the table (selegiline: the patch) is found by its bare name or code only where
    the route is asked about apart, as `reaches_minimum` does.
    A name cut short is read where one name alone begins so. Raises UnknownDrug with the nearest names.
    """
    whole = " ".join(text.lower().split())
    if whole in _ONE_ROUTE and route is not None:
        return _ONE_ROUTE[whole]
    drug = _INDEX.exactly(text)
    if drug is not None and whole not in _ONE_ROUTE:
        return drug
    raise UnknownDrug(_unknown(text, whole))


def _unknown(text: str, whole: str) -> str:
    if whole in COMBINATIONS:
        return f"{text!r} is {' and '.join(COMBINATIONS[whole])} in one. Enter each with its own dose."
    if whole in _ONE_ROUTE:
        name = _ONE_ROUTE[whole].name
        return (
            f"{text!r} is taken in more than one way. Nearest: {name}. Choose it if that was the way, or say the route."
        )
    agent = _AGENTS.exactly(text)
    if agent is not None:
        return f"{text!r} is added to an antidepressant ({agent.name}) and is none itself. Enter it as an augmentation."
    near = _INDEX.nearest(text)
    hint = f"Nearest: {', '.join(near)}." if near else "No name is near it."
    return f"{text!r} is not in the table of antidepressants. {hint} Choose the generic name from the list."


def match(text: str) -> Antidepressant | None:
    """Find the antidepressant that a line of another system names, in whatever words; None where none or several.

    One slip of the pen in a long name is read where it fits one name alone: somebody still confirms the line.
    """
    if is_code(text):
        drug = _INDEX.by_code(text)
        return None if drug is None or drug.other_routes else drug
    said = words(text)
    for word in said:
        if word in COMBINATIONS:
            return _INDEX.within(COMBINATIONS[word][0])
    return _INDEX.within(text)


def find_agent(text: str) -> Agent | None:
    """Find an augmenting agent by name, brand, ATC code or RxCUI; None where it is none of the table."""
    return _AGENTS.exactly(text)


def match_agent(text: str) -> Agent | None:
    """Find the augmenting agent that a line of another system names; None where none or several."""
    if is_code(text):
        return _AGENTS.by_code(text)
    for word in words(text):
        for part in COMBINATIONS.get(word, ()):
            if agent := _AGENTS.within(part):
                return agent
    return _AGENTS.within(text)


def reaches_minimum(
    drug: Antidepressant,
    dose_mg: float,
    *,
    form: str = "",
    salt: str = "",
    route: str | None = None,
    strict: bool = False,
) -> bool | None:
    """Return whether a daily dose reaches the drug's minimum.

    dose_mg     mg a day of the form named
    form, salt  as the table names them, or in a prescription's usual words; "" where nobody knows
    route       None: the route of the row; "" where nobody knows; another route never reaches the minimum
    Gives None where the form, the salt or the route is unknown and would decide, and the dose is made in both forms.
    Raises UnknownForm.
    """
    minimum_mg = drug.minimum_mg_strict if strict else drug.minimum_mg_permissive
    if minimum_mg is None:
        return None
    answers = {dose_mg >= round(minimum_mg * times, 6) for times in _times(drug, form, salt, dose_mg)}
    if route == "" and drug.other_routes:
        answers.add(False)
    if route and _plain(route) != drug.route:
        return False
    return answers.pop() if len(answers) == 1 else None


def _plain(route: str) -> str:
    return {"by mouth": "oral", "po": "oral", "patch": "transdermal"}.get(route.lower().strip(), route.lower().strip())


def _times(drug: Antidepressant, form: str, salt: str, dose_mg: float) -> list[float]:
    """List what the plain dose is multiplied by, for each form that this may be: named, or made in such a strength."""
    named = [_form(drug, said) for said in (form, salt) if said]
    chosen = [f.times for f in named if f is not None]
    return chosen or [f.times for f in drug.forms if f.gives(dose_mg)] or [1.0]


def _form(drug: Antidepressant, said: str) -> Form | None:
    """Find the form or salt named; None where the word says nothing about the dose."""
    word = " ".join(said.lower().split())
    for form in drug.forms:
        if word == form.name or word in form.also:
            return form
    if word in _DOSE_FORMS or SALTS.get(word, word) in drug.salts:
        return None
    names = ", ".join(f.name for f in drug.forms) or "only one form"
    raise UnknownForm(f"{drug.name}: {said!r} is not a form in the table ({names}). Choose one, or leave it empty.")


_DOSE_FORMS: Final = {
    *FORM_WORDS, *FORM_WORDS.values(), "delayed release", "sustained release", "modified release", "patch",
    "oral tablet", "oral capsule", "oral solution",
}  # fmt: skip


def level_reaches(drug: Antidepressant, ng_ml: float) -> bool | None:
    """Return whether a level in the blood may stand for the minimum dose; None where the drug has no such level.

    ng_ml  of what `drug.level.measured` names, nanograms a millilitre
    """
    return None if drug.level is None else ng_ml >= drug.level.lower_ng_ml


def tenfold(drug: Antidepressant, dose_mg: float) -> str:
    """Return that a daily dose looks like a slip of the decimal point; "" where it does not.   Source: house:tenfold"""
    low, mg = drug.minimum_mg_permissive, f"{drug.name}: {dose_mg:g} mg a day"
    if low is None:
        return ""
    if dose_mg >= TENFOLD * low:
        return f"{mg} is {TENFOLD} times the minimum of {low:g} mg or more. Look for a decimal point or another unit."
    if dose_mg * TENFOLD < low:
        return f"{mg} is less than a tenth of the minimum of {low:g} mg. Look for a decimal point or another unit."
    return ""
