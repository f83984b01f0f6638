"""What a tap dials of a text that a person wrote: a name and a number, or a number alone."""

import re
from typing import Final

# A crisis line may have three digits. Of several numbers the longest, never a year.
_PHONE: Final = re.compile(r"\+?\d(?:[ ()./-]*\d){2,14}")
_YEAR: Final = re.compile(r"(19|20)\d\d")


def dialled(text: str) -> str:
    """Return the number a tap dials, "" where the text has none."""
    numbers = [re.sub(r"[^\d+]", "", found) for found in _PHONE.findall(text)]
    return max((number for number in numbers if not _YEAR.fullmatch(number)), key=len, default="")
