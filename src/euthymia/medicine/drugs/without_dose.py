"""Antidepressants of which we found no published minimum dose: named, with class and code, and never given a dose.

Whether a trial of one was adequate is for the prescriber to say. Codes by the WHO's ATC index; brands recalled.
"""

from typing import Final

from euthymia.medicine.drugs.row import Antidepressant

NONE: Final = "house:no-dose"


def _row(name: str, drug_class: str, atc: str, brands: tuple[str, ...], rxcui: int | None = None) -> Antidepressant:
    return Antidepressant(name, drug_class, atc, rxcui, False, None, None, NONE, NONE, brands=brands)


WITHOUT_DOSE: Final[tuple[Antidepressant, ...]] = (
    _row("dosulepin", "TCA", "N06AA16", ("Prothiaden", "Idom", "dothiepin")),
    _row("opipramol", "TCA", "N06AA05", ("Insidon",)),
    _row("tianeptine", "atypical", "N06AX14", ("Stablon", "Coaxil", "Tianeurax", "Tatinol")),
    _row("gepirone", "5HT1A", "N06AX19", ("Exxua",)),
    _row("esketamine", "NMDA", "N06AX27", ("Spravato",), 2119365),
    _row("zuranolone", "neurosteroid", "N06AX31", ("Zurzuvae",)),
    _row("brexanolone", "neurosteroid", "N06AX29", ("Zulresso",)),
    _row(
        "hypericum", "herbal", "N06AX25",
        ("Jarsin", "Laif", "Hyperiplant", "Neuroplant", "Felis", "St John's wort", "St. John's wort",
         "Saint John's wort", "millepertuis", "Johanniskraut", "hierba de San Juan", "hiperico", "iperico", "hipericao",
         "Sint-Janskruid"),
    ),
    _row("melitracen", "TCA", "N06AA14", ("Dixeran",)),
    _row("viloxazine", "NRI", "N06AX09", ("Qelbree", "Vivalan")),
    _row("amineptine", "TCA", "N06AA19", ("Survector",)),
    _row("toloxatone", "RIMA", "N06AG03", ("Humoryl",)),
    _row("tryptophan", "amino acid", "N06AX02", ("Optimax", "Kalma", "Ardeydorm")),
)  # fmt: skip
