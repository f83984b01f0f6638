"""What a written name says of form and salt beside the drug: "Paxil CR", "BUPROPION HBR", "Aplenzin"."""

from typing import Final

from euthymia.medicine.drugs.names import FORM_WORDS, SALTS, words
from euthymia.medicine.drugs.row import Antidepressant

# Brands that are one salt alone, where the salt decides what a dose is.
BRAND_SALTS: Final = {"aplenzin": "hydrobromide", "wellbutrin": "hydrochloride", "zyban": "hydrochloride",
                      "forfivo": "hydrochloride"}  # fmt: skip
RELEASES: Final = {"extended": "extended release", "controlled": "controlled release", "sustained": "extended release",
                   "modified": "extended release", "immediate": "immediate release",
                   "delayed": "delayed release"}  # fmt: skip


def form_said(text: str) -> str:
    """Read the form in a text: how it is released before what it looks like; "" where it says neither."""
    said = words(text)
    release = next((RELEASES[word] for word in said if word in RELEASES and "release" in said), "")
    found = [FORM_WORDS[word] for word in said if word in FORM_WORDS]
    return release or next((form for form in found if "release" in form), found[0] if found else "")


def salt_said(drug: Antidepressant, text: str) -> str:
    """Read which of the drug's salts a text names, or its brand stands for; "" where it names none of them."""
    said = [SALTS.get(word) or BRAND_SALTS.get(word) for word in words(text)]
    return next((salt for salt in said if salt in drug.salts), "") or ""
