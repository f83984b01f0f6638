"""GAD-7: seven questions about the last two weeks, 0 to 3 each."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOINC_SYSTEM, Instrument
from euthymia.medicine.instruments.phq9 import LICENCE

GAD7: Final = Instrument(
    key="gad7",
    name="GAD-7",
    scale="gad7",
    items=7,
    item_min=0,
    item_max=3,
    recall="the last 2 weeks",
    recall_days=14,
    wording="free",
    licence=LICENCE,
    code_system=LOINC_SYSTEM,
    code="70274-6",
    source="gad7:bands",
    bands=((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")),
    labels=("nervousness", "uncontrolled worry", "too much worry", "relaxing", "restlessness", "irritability", "fear"),
    rated_by="self",
)
PANEL_LOINC: Final = "69737-5"
CODES_SOURCE: Final = "gad7:loinc"
WORDING_SOURCE: Final = "gad7:wording"
STEM: Final = "Over the last 2 weeks, how often have you been bothered by the following problems?"
# Question and LOINC code, in the form's order; the answers are those of the PHQ-9.
ITEMS: Final[tuple[tuple[str, str], ...]] = (
    ("Feeling nervous, anxious, or on edge", "69725-0"),
    ("Not being able to stop or control worrying", "68509-9"),
    ("Worrying too much about different things", "69733-4"),
    ("Trouble relaxing", "69734-2"),
    ("Being so restless that it is hard to sit still", "69735-9"),
    ("Becoming easily annoyed or irritable", "69689-8"),
    ("Feeling afraid as if something awful might happen", "69736-7"),
)
