"""Medicines given at the chair, side effects seen there, and steps of an emergency: what a hand taps, and what fits.

It lists names, units and routes and advises no dose.
"""

from math import isfinite
from typing import Final

from euthymia.medicine.refusal import Refusal

# Given against high pressure, nausea and distress, and against other drugs' depression of breathing.
# Source: house:chair-medicines
MEDICINES: Final = (
    "ondansetron", "labetalol", "hydralazine", "clonidine", "metoprolol", "esmolol", "amlodipine", "captopril",
    "midazolam", "lorazepam", "flumazenil", "naloxone", "oxygen",
    "another medicine",
)  # fmt: skip
UNITS: Final = ("mg", "micrograms", "g", "mL", "L/min")
ROUTES: Final = ("IV", "by mouth", "under the tongue", "IM", "mask or nasal")
SIDE_EFFECTS: Final = (
    "Nausea", "Anxiety", "Headache", "Dizziness", "Dissociation", "Double vision", "Drowsiness", "Vomiting",
    "Hallucination", "Confusion", "Agitation", "Chest pain", "Shortness of breath", "Desaturation", "Other",
)  # fmt: skip
# A sheet of what was done, in no order that it asks for. Source: house:chair-medicines
CALLED: Final = ("Team", "Prescriber", "Emergency services")
HERE: Final = "Help is here"
STEPS: Final = (
    "Airway opened", "Oxygen", "Suction", "Bag-valve mask", "Recovery position", "Laid flat", "Compressions",
    "AED attached", "AED shock", "Breathing again", "Emergency services here",
)  # fmt: skip
LONGEST_TEXT: Final = 300


class NotListed(Refusal):
    """Something was chosen that the page does not offer."""


class NoDose(Refusal):
    """A medicine without an amount that can be given."""


class NoWords(Refusal):
    """A note, an order or a reason without words, or with too many."""


def one_of(chosen: str, offered: tuple[str, ...], what: str) -> str:
    """Return what was chosen, where it is offered. Raises NotListed."""
    if chosen not in offered:
        raise NotListed(f'{what}: read as "{chosen[:40]}". Choose one of: {", ".join(offered)}.')
    return chosen


def words(text: str, what: str) -> str:
    """Return a text without its outer blanks. Raises NoWords."""
    text = text.strip()
    if not text:
        raise NoWords(f"{what}: nothing was written. Write a few words.")
    if len(text) > LONGEST_TEXT:
        raise NoWords(f"{what}: {len(text)} letters, at most {LONGEST_TEXT}. Make it shorter.")
    return text


def amount(dose: float, unit: str) -> str:
    """Write an amount as staff read it: "4 mg". Raises NoDose, NotListed."""
    if not (isfinite(dose) and 0 < dose < 10_000):
        raise NoDose(f"Dose {dose:g}: not an amount that was given. Enter it as it stood in the order.")
    return f"{dose:g} {one_of(unit, UNITS, 'Unit')}"
