"""What a story is made of."""

from dataclasses import dataclass
from datetime import date

from euthymia.medicine.resistance import LESS_THAN_HALF, Trial, course
from euthymia.medicine.resistance.trials import EndedFor


@dataclass(frozen=True)
class Story:
    """One synthetic person. Dates are written as of `AS_OF`; the demo moves them to today."""

    login: str
    given: str
    family: str
    born: date
    shows: str
    weight_kg: float
    height_cm: float
    episode_began: date
    trials: tuple[Trial, ...] = ()
    history_complete: bool = True
    phq9: tuple[int, ...] = ()
    madrs: tuple[int, ...] = ()  # items 1 to 10 at baseline
    day_after: tuple[int, ...] = ()  # the same a day after each past infusion's last; () where none was given
    medicines: tuple[tuple[str, str, str, str], ...] = ()  # drug, dose, when, ordered for infusion days
    allergy: tuple[str, ...] = ()  # to what, and what happened; none known where empty
    past_infusions: int = 0
    monitor: str = ""  # how the monitor of today's session speaks; "" where there is none today
    body: str = "steady"  # how the simulated body behaves
    identity: bool = True  # whether the monitor sends who the patient is
    dissociation: int = 0  # as the nurse rates it today, 0 to 4
    pump_runs_on: bool = False  # after pause was pressed it goes on infusing
    chair: str = ""
    weight_typed: str = ""  # as it was typed, where that is the point of the story

    @property
    def email(self) -> str:
        return f"{self.login}@patients.example"

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


AS_OF = date(2026, 6, 1)


def failed(drug: str, mg_per_day: float, began: date, ended: date) -> Trial:
    """A drug that was taken and did not help."""
    return course(drug, mg_per_day, began, ended, adherence="affirmed", ended_for="no response")


def helped_little(drug: str, mg_per_day: float, began: date, ended: date | None = None) -> Trial:
    """A drug that was taken and helped by less than half; without an end it still is."""
    why: EndedFor = "other" if ended else "ongoing"
    return course(drug, mg_per_day, began, ended, adherence="affirmed", improvement=LESS_THAN_HALF, ended_for=why)
