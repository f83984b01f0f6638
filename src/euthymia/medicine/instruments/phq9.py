"""PHQ-9: nine questions about the last two weeks, 0 to 3 each, and one about difficulty that is not scored.

Any answer above zero to item 9 is acted on the moment it is given, whether or not the form is ever finished.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from euthymia.medicine.instruments.instrument import LOINC_SYSTEM, Instrument

LICENCE: Final = (
    "Copyright Pfizer Inc. Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with "
    "an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute."
)
LICENCE_SOURCE: Final = "phq9:licence"
BANDS_SOURCE: Final = "phq9:bands"

PHQ9: Final = Instrument(
    key="phq9",
    name="PHQ-9",
    scale="phq9",
    items=9,
    item_min=0,
    item_max=3,
    recall="the last 2 weeks",
    recall_days=14,
    wording="free",
    licence=LICENCE,
    code_system=LOINC_SYSTEM,
    code="44261-6",
    bands=((0, "none"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe")),
    rated_by="self",
    source="phq9:bands",
    risk_items=(9,),
    unscored=1,
)
PANEL_LOINC: Final = "44249-1"
TOTAL_LOINC: Final = "44261-6"


class Item(NamedTuple):
    """One question; `loinc` its code."""

    number: int
    text: str
    loinc: str


class Answer(NamedTuple):
    """One answer a question may have; `score` is what it adds, `loinc` its answer code."""

    score: int
    text: str
    loinc: str


STEM: Final = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
CODES_SOURCE: Final = "phq9:loinc"

ITEMS: Final[tuple[Item, ...]] = (
    Item(1, "Little interest or pleasure in doing things", "44250-9"),
    Item(2, "Feeling down, depressed, or hopeless", "44255-8"),
    Item(3, "Trouble falling or staying asleep, or sleeping too much", "44259-0"),
    Item(4, "Feeling tired or having little energy", "44254-1"),
    Item(5, "Poor appetite or overeating", "44251-7"),
    Item(
        6,
        "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
        "44258-2",
    ),
    Item(7, "Trouble concentrating on things, such as reading the newspaper or watching television", "44252-5"),
    Item(
        8,
        "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety or "
        "restless that you have been moving around a lot more than usual",
        "44253-3",
    ),
    Item(9, "Thoughts that you would be better off dead, or of hurting yourself in some way", "44260-8"),
)

ANSWERS: Final[tuple[Answer, ...]] = (
    Answer(0, "Not at all", "LA6568-5"),
    Answer(1, "Several days", "LA6569-3"),
    Answer(2, "More than half the days", "LA6570-1"),
    Answer(3, "Nearly every day", "LA6571-9"),
)

DIFFICULTY: Final = Item(
    10,
    "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of "
    "things at home, or get along with other people?",
    "69722-7",
)
# `score` orders these four; it is never added to the total.
DIFFICULTY_ANSWERS: Final[tuple[Answer, ...]] = (
    Answer(0, "Not difficult at all", "LA6572-7"),
    Answer(1, "Somewhat difficult", "LA6573-5"),
    Answer(2, "Very difficult", "LA6575-0"),
    Answer(3, "Extremely difficult", "LA6574-3"),
)


class Phq9Score(NamedTuple):
    """A total of 0 to 27, its band, and the answer to item 9."""

    total: int
    band: str
    item9: int


def score(answers: Sequence[int | None]) -> Phq9Score:
    """Score nine answers, in the order of the items; None is an item without an answer.

    The survey codes 7 (refused) and 9 (don't know) are out of range, never points.
    Raises WrongItemCount, MissingItem (it names the items), AnswerOutOfRange.   Source: phq9:bands
    """
    given = PHQ9.check_items(answers)
    total = sum(given)
    return Phq9Score(total, PHQ9.band(total), given[8])


def risk(item9: int) -> bool:
    """Return whether an answer to item 9 asks for action now: anything above zero does, on its own.

    Raises MissingItem, AnswerOutOfRange: an answer nobody can read is not a zero.   Source: house:item-9
    """
    return PHQ9.check_item(9, item9) > 0
