"""A number as a hand typed it: read in one way or refused, never guessed."""

import re
from typing import Final

from euthymia.medicine.refusal import Refusal

# Digits with at most one decimal sign. Python reads more ("1_0", "1e3", "nan", digits of other scripts): a slip of the
# hand must not become a value.
_NUMBER: Final = re.compile(r"-?\d{1,12}(?:[.,]\d{1,12})?", re.ASCII)
_THOUSANDS: Final = re.compile(r"-?[1-9]\d{0,2},\d{3}", re.ASCII)


class NotANumber(Refusal):
    """What was typed cannot be read as one number."""


def number(text: str, label: str) -> float:
    """Return the number; a comma is the decimal sign, but where it may part thousands. Raises NotANumber."""
    typed = text.strip()
    if _THOUSANDS.fullmatch(typed):
        plain, decimal = typed.replace(",", ""), typed.replace(",", ".")
        raise NotANumber(f'{label}: "{typed}" may be {plain} or {decimal}. Type it with a point, or without a comma.')
    if not _NUMBER.fullmatch(typed):
        raise NotANumber(f'{label}: "{typed[:20]}" is not a number. Type digits, like 12 or 0.5.')
    return float(typed.replace(",", "."))


def whole(text: str, label: str) -> int:
    """Return the whole number. Raises NotANumber."""
    value = number(text, label)
    if value != int(value):
        raise NotANumber(f"{label}: {value:g} is not a whole number. Type digits.")
    return int(value)
