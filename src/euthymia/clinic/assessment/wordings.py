"""Which words a form shows beside its item numbers: those that ship, or none but short labels of ours."""

from typing import Final

from euthymia.medicine.instruments import gad7, phq9
from euthymia.wire.fhir.wording import Question, Wording

_HOW_OFTEN: Final = tuple((answer.score, answer.text) for answer in phq9.ANSWERS)
_HOW_HARD: Final = tuple((answer.score, answer.text) for answer in phq9.DIFFICULTY_ANSWERS)
SHIPPED: Final[dict[str, Wording]] = {
    "phq9": Wording(
        (
            *(Question(str(i.number), i.text, _HOW_OFTEN, (phq9.STEM,) if i.number == 1 else ()) for i in phq9.ITEMS),
            Question(str(phq9.DIFFICULTY.number), phq9.DIFFICULTY.text, _HOW_HARD),
        ),
        copyright=phq9.LICENCE,
    ),
    "gad7": Wording(
        tuple(
            Question(str(n), text, _HOW_OFTEN, (gad7.STEM,) if n == 1 else ())
            for n, (text, _) in enumerate(gad7.ITEMS, 1)
        ),
        copyright=gad7.GAD7.licence,
    ),
}


def shown(key: str) -> Wording | None:
    """Give the words a scale's form shows; None where it shows item numbers and short labels alone."""
    return SHIPPED.get(key)
