"""A drug screen: a result per substance, presumptive or confirmed, beside the medicines that explain it.

A presumptive screen never excludes: ask, confirm, then decide. A confirmed substance that is prescribed here is the
treatment and no misuse.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from euthymia.medicine.refusal import Refusal

SOURCE: Final = "house:drug-screen"
State = Literal["nothing", "ask", "counts"]
# Substance as the screen names it; what finds it as such; what cross-reacts with its immunoassay, each with its source.
SUBSTANCES: Final = (
    "amphetamines", "barbiturates", "benzodiazepines", "buprenorphine", "cannabinoids", "cocaine", "ketamine",
    "methadone", "opiates", "phencyclidine", "other",
)  # fmt: skip
_IS_IT: Final[dict[str, tuple[str, ...]]] = {
    "amphetamines": ("amphetamine", "amfetamine", "dexamfetamine", "dextroamphetamine", "lisdexamfetamine"),
    "barbiturates": ("phenobarbital", "primidone"),
    "benzodiazepines": (
        "alprazolam", "bromazepam", "chlordiazepoxide", "clobazam", "clonazepam", "clorazepate", "diazepam",
        "flurazepam", "lorazepam", "lormetazepam", "midazolam", "nitrazepam", "oxazepam", "temazepam", "triazolam",
    ),
    "buprenorphine": ("buprenorphine",),
    "cannabinoids": ("dronabinol", "nabilone", "cannabis", "nabiximols"),
    "ketamine": ("ketamine", "esketamine"),
    "methadone": ("methadone", "levomethadone"),
    "opiates": ("morphine", "codeine", "dihydrocodeine", "hydromorphone", "hydrocodone", "oxycodone"),
}  # fmt: skip
_CROSS_REACTS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("phencyclidine", "label:venlafaxine-screen", ("venlafaxine",)),
    ("amphetamines", "label:venlafaxine-screen", ("venlafaxine",)),
    ("phencyclidine", "droracle:pcp-screen", ("desvenlafaxine", "diphenhydramine")),
    ("phencyclidine", "mgh:drug-screen", ("lamotrigine", "tramadol", "dextromethorphan", "doxylamine")),
    ("amphetamines", "mgh:drug-screen",
     ("bupropion", "labetalol", "trazodone", "ranitidine", "pseudoephedrine", "selegiline")),
    ("amphetamines", "droracle:amphetamine-screen", ("atomoxetine", "aripiprazole", "metoprolol")),
    ("methadone", "mgh:drug-screen", ("quetiapine", "diphenhydramine", "doxylamine")),
    ("benzodiazepines", "mgh:drug-screen", ("oxaprozin",)),
    ("benzodiazepines", "teamcme:benzodiazepine-screen", ("sertraline",)),
)  # fmt: skip
# Reported with a false positive screen, the assay not read: they explain any presumptive one.
_ANY_ASSAY: Final = (
    "brompheniramine", "bupropion", "chlorpromazine", "clomipramine", "ibuprofen", "naproxen", "promethazine",
    "quetiapine", "ofloxacin", "sertraline", "thioridazine", "trazodone", "venlafaxine", "verapamil",
)  # fmt: skip
# Past misuse of these never expires.
_LASTING: Final = ("ketamine", "phencyclidine")


class ImpossibleScreen(Refusal):
    """A result of a drug screen that cannot be as it was entered."""


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """One substance of one screen. Raises ImpossibleScreen.

    confirmed  by a laboratory's specific method; an immunoassay, and a screen of which nobody says, is presumptive
    """

    substance: str
    positive: bool
    on: date
    confirmed: bool = False

    def __post_init__(self) -> None:
        """Refuse a substance that the list does not have."""
        if self.substance not in SUBSTANCES:
            raise ImpossibleScreen(f"{self.substance!r} is not on the list. Choose one of: {', '.join(SUBSTANCES)}.")

    @property
    def said(self) -> str:
        """Return the result in words: "positive, presumptive"."""
        return f"{'positive' if self.positive else 'negative'}, {'confirmed' if self.confirmed else 'presumptive'}"


class Explanation(NamedTuple):
    """A medicine that explains a positive screen: it is the substance, or is known to cross-react with its assay."""

    medicine: str
    prescribed: bool
    source: str

    @property
    def said(self) -> str:
        """Return how it explains the screen, in words."""
        return f"{self.medicine}: {'it is the substance' if self.prescribed else 'known to cross-react'}"


class ScreenLine(NamedTuple):
    """One result with what explains it, what it means, and what to do."""

    result: ScreenResult
    explained_by: tuple[Explanation, ...]
    state: State
    next_step: str


def look(results: Iterable[ScreenResult], medicines: Iterable[str]) -> tuple[ScreenLine, ...]:
    """Weigh the newest result of each substance beside the medicines on the chart.   Source: house:drug-screen"""
    newest: dict[str, ScreenResult] = {}
    for result in sorted(results, key=lambda one: (one.on, one.confirmed)):
        newest[result.substance] = result
    taken = tuple(medicines)
    return tuple(_line(newest[name], taken) for name in SUBSTANCES if name in newest)


def to_ask(lines: Iterable[ScreenLine]) -> tuple[ScreenLine, ...]:
    """Keep the positive ones: asked about, or counting."""
    return tuple(line for line in lines if line.state != "nothing")


def _line(result: ScreenResult, medicines: tuple[str, ...]) -> ScreenLine:
    if not result.positive:
        return ScreenLine(result, (), "nothing", "Nothing.")
    explained = tuple(_explanations(result, medicines))
    beside = f" On the chart: {', '.join(one.medicine for one in explained)}." if explained else ""
    if not result.confirmed:
        step = "Presumptive, which never excludes: tell the person, ask, have it confirmed, then decide."
        return ScreenLine(result, explained, "ask", step + beside)
    if any(one.prescribed for one in explained):
        return ScreenLine(result, explained, "ask", f"Confirmed, and it is prescribed: taken as ordered?{beside}")
    lasting = " Misuse of it never expires." if result.substance in _LASTING else ""
    return ScreenLine(result, explained, "counts", f"Confirmed: tell the person, then decide.{lasting}")


def _explanations(result: ScreenResult, medicines: tuple[str, ...]) -> Iterable[Explanation]:
    for medicine in medicines:
        if _names(medicine, _IS_IT.get(result.substance, ())):
            yield Explanation(medicine, True, SOURCE)
        elif not result.confirmed and (source := _cross_reacts(medicine, result.substance)):
            yield Explanation(medicine, False, source)


def _cross_reacts(medicine: str, substance: str) -> str:
    """Return where it is written that a medicine makes a screen falsely positive; "" where it is nowhere here."""
    hits = (source for name, source, drugs in _CROSS_REACTS if name == substance and _names(medicine, drugs))
    return next(hits, "brahm:2010" if _names(medicine, _ANY_ASSAY) else "")


def _names(medicine: str, drugs: Iterable[str]) -> bool:
    text = medicine.casefold()
    return any(re.search(rf"(?<![\w-]){re.escape(drug)}(?![\w-])", text) for drug in drugs)
