"""Antidepressants: class, codes and the least daily dose at which a trial can count.

Two doses per drug. Permissive is the Maudsley minimum effective dose, or the lower bound of the usual dose where
Maudsley names none. Strict is the higher of Maudsley's and the history form's "adequate" dose. This is not the dose
list of the ATHF Short Form, which we do not have.
"""

import difflib
from dataclasses import dataclass
from typing import Final

from euthymia.medicine.refusal import Refusal

MAUDSLEY: Final = "maudsley:minimum-dose"
LESS_SURE: Final = "maudsley:minimum-dose-less-sure"
USUAL: Final = "uptodate:usual-dose"
HISTORY_FORM: Final = "athf:adequate-dose"
STRICT_POLICY: Final = "house:strict-dose"


class UnknownDrug(Refusal):
    """The name is not in the table of antidepressants."""


class UnknownForm(Refusal):
    """The drug does not come in a form that the table names so."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the drug whose dose reads differently: `times` the plain form's dose gives the same effect."""

    name: str
    times: float


@dataclass(frozen=True, slots=True)
class Antidepressant:
    """One row. Doses are mg a day, by the plain form; `rxcui` None where no code was found; `atc` recalled.

    `source` is where the permissive dose comes from, `strict_source` where the strict one does. Where a drug has
    `forms`, a dose between two forms' minimums cannot be judged until the form is known.
    """

    name: str
    drug_class: str
    atc: str
    rxcui: int | None
    rxcui_verified: bool
    minimum_mg_permissive: float
    minimum_mg_strict: float
    source: str
    strict_source: str
    forms: tuple[Form, ...] = ()


Code = tuple[str, int | None, bool]
Dose = tuple[float, float, str, str]


def _row(name: str, drug_class: str, code: Code, dose: Dose, *, forms: tuple[Form, ...] = ()) -> Antidepressant:
    atc, rxcui, verified = code
    permissive_mg, strict_mg, source, strict_source = dose
    return Antidepressant(
        name, drug_class, atc, rxcui, verified, permissive_mg, strict_mg, source, strict_source, forms
    )


def _checked(atc: str, rxcui: int) -> Code:
    return atc, rxcui, True


def _unchecked(atc: str, rxcui: int | None) -> Code:
    return atc, rxcui, False


def _same(mg: float, source: str = MAUDSLEY, *, upper_mg: float | None = None) -> Dose:
    return mg, upper_mg or mg, source, source


def _stricter(mg: float, strict_mg: float, source: str = MAUDSLEY, *, by: str = HISTORY_FORM) -> Dose:
    return mg, strict_mg, source, by


_PLAIN_AND_CR = (Form("immediate release", 1.0), Form("controlled release", 1.25))
_SALTS = (Form("hydrochloride", 1.0), Form("hydrobromide", 1.16))

ALL: Final[tuple[Antidepressant, ...]] = (
    _row("citalopram", "SSRI", _checked("N06AB04", 2556), _same(20)),
    _row("escitalopram", "SSRI", _checked("N06AB10", 321988), _same(10)),
    _row("fluoxetine", "SSRI", _checked("N06AB03", 4493), _same(20)),
    _row("fluvoxamine", "SSRI", _checked("N06AB08", 42355), _stricter(50, 200)),
    _row("paroxetine", "SSRI", _checked("N06AB05", 32937), _same(20), forms=_PLAIN_AND_CR),
    _row("sertraline", "SSRI", _checked("N06AB06", 36437), _stricter(50, 100)),
    _row("vilazodone", "SPARI", _unchecked("N06AX24", 1086769), _same(20, LESS_SURE)),
    _row("vortioxetine", "multimodal", _checked("N06AX26", 1455099), _same(10)),
    _row("venlafaxine", "SNRI", _checked("N06AX16", 39786), _stricter(75, 225)),
    _row("desvenlafaxine", "SNRI", _unchecked("N06AX23", 734064), _same(50)),
    _row("duloxetine", "SNRI", _checked("N06AX21", 72625), _same(60)),
    _row("milnacipran", "SNRI", _unchecked("N06AX17", 588250), _same(100)),
    _row("levomilnacipran", "SNRI", _unchecked("N06AX28", 1433212), _same(40)),
    _row("bupropion", "NDRI", _checked("N06AX12", 42347), _stricter(150, 300), forms=_SALTS),
    _row("mirtazapine", "NaSSA", _checked("N06AX11", 15996), _same(30)),
    _row("mianserin", "NaSSA", _unchecked("N06AX03", 6929), _same(30, LESS_SURE, upper_mg=60)),
    _row("trazodone", "SARI", _unchecked("N06AX05", 10737), _stricter(150, 400)),
    _row("nefazodone", "SARI", _unchecked("N06AX06", 31565), _same(300, LESS_SURE)),
    _row("agomelatine", "MT/5HT2C", _unchecked("N06AX22", None), _same(25)),
    _row("reboxetine", "NRI", _unchecked("N06AX18", 60842), _same(8)),
    _row("amitriptyline", "TCA", _checked("N06AA09", 704), _stricter(75, 200)),
    _row("clomipramine", "TCA", _checked("N06AA04", 2597), _stricter(75, 200)),
    _row("desipramine", "TCA", _checked("N06AA01", 3247), _stricter(75, 200)),
    _row("doxepin", "TCA", _checked("N06AA12", 3638), _stricter(75, 200)),
    _row("imipramine", "TCA", _checked("N06AA02", 5691), _stricter(75, 200)),
    _row("nortriptyline", "TCA", _checked("N06AA10", 7531), _stricter(75, 76, LESS_SURE)),
    _row("protriptyline", "TCA", _checked("N06AA11", 8886), _stricter(15, 41, USUAL)),
    _row("trimipramine", "TCA", _checked("N06AA06", 10834), _stricter(75, 200)),
    _row("lofepramine", "TCA", _unchecked("N06AA07", None), _same(140)),
    _row("amoxapine", "TCA-like", _unchecked("N06AA17", 722), _stricter(200, 200, USUAL)),
    _row("maprotiline", "tetracyclic", _unchecked("N06AA21", 6646), _stricter(100, 200, USUAL)),
    _row("phenelzine", "MAOI", _unchecked("N06AF03", 8123), _stricter(45, 61, LESS_SURE, by=STRICT_POLICY)),
    _row("tranylcypromine", "MAOI", _unchecked("N06AF04", 10734), _stricter(30, 41, LESS_SURE, by=STRICT_POLICY)),
    _row("isocarboxazid", "MAOI", _unchecked("N06AF01", 6011), _stricter(30, 41, LESS_SURE, by=STRICT_POLICY)),
    _row("selegiline transdermal", "MAOI", _unchecked("N04BD01", 9639), _same(6)),
    _row("moclobemide", "RIMA", _unchecked("N06AG02", 30121), _same(300)),
)

_BY_NAME: Final = {drug.name: drug for drug in ALL}


def find(name: str) -> Antidepressant:
    """Find a drug by its generic name, capitals and outer spaces aside.

    Selegiline is here as the patch alone ("selegiline transdermal", mg in 24 h): an oral dose never meets its minimum.
    Raises UnknownDrug with the nearest names.
    """
    wanted = " ".join(name.lower().split())
    if wanted in _BY_NAME:
        return _BY_NAME[wanted]
    near = difflib.get_close_matches(wanted, _BY_NAME, n=3, cutoff=0.6) or [
        n for n in _BY_NAME if wanted and wanted in n
    ]
    hint = f"Nearest: {', '.join(near)}." if near else "No name is near it."
    raise UnknownDrug(f"{name!r} is not in the table of antidepressants. {hint} Choose the generic name from the list.")


def reaches_minimum(drug: Antidepressant, dose_mg: float, *, form: str = "", strict: bool = False) -> bool | None:
    """Say whether a daily dose reaches the drug's minimum.

    dose_mg  mg a day of the form named;  form  one of the drug's own forms, "" where nobody knows
    Gives None where the form is unknown and would decide.
    Raises UnknownForm.
    """
    minimum_mg = drug.minimum_mg_strict if strict else drug.minimum_mg_permissive
    known = [f.times for f in drug.forms if f.name == form]
    if form and not known:
        names = ", ".join(f.name for f in drug.forms) or "only one form"
        raise UnknownForm(f"{drug.name}: {form!r} is not a form in the table ({names}). Choose one, or leave it empty.")
    answers = {dose_mg >= round(minimum_mg * times, 6) for times in known or [f.times for f in drug.forms] or [1.0]}
    return answers.pop() if len(answers) == 1 else None
