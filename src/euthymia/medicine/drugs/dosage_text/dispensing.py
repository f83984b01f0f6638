"""What an ordering system writes behind a dosage text: how much was dispensed, refills, the order's class and days.

None of it changes a dose. It is cut off only from the end and only as a whole: a word that is no such fact stays, and
asks.
"""

import re
from typing import Final

_FORM: Final = (
    r"(?:tab(?:let)?s?|tab\(s\)|cap(?:sule)?s?|cap\(s\)|capl(?:et)?s?|patch(?:es)?|pills?|each|ea|units?|strips?)\b"
)
_COUNT: Final = rf"\d{{1,4}}(?:\.\d+)?(?![\d/])(?:\s*{_FORM})?"
_REFILLS: Final = r"r(?:e?fills?|f|fl)?[\s:=-]{0,3}\d{1,2}(?!\d)|(?:\d{1,2}|no)\s*refills?(?:\(s\))?"
_DAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
# These stand behind a comma; the others may follow a space.
_CLASS: Final = (
    r"normal|print|local print|no print|fax|phone[- ]in|e-?prescrib(?:e|ing)|electronic|daw|otc|maintenance"
    r"|soft stop|hard stop|routine|long[- ]term|substitution (?:allowed|permitted)|do not substitute"
    rf"|pharmacy:[^,;]{{0,60}}|starting {_DAY}|until (?:discontinued|{_DAY})|first dose (?:on )?{_DAY}(?: at \d{{4}})?"
)
_HANDED_OUT: Final = rf"(?:disp(?:ense)?|#|qty|quantity)[\s:#-]{{0,3}}{_COUNT}|{_REFILLS}"
_LAST: Final = re.compile(
    rf"(?<![^\s,;.])(?:(?:{_HANDED_OUT})(?![a-z])|(?:(?<=[,;.] )|(?<=[,;.]))(?:{_CLASS}))[\s,;.]{{0,5}}\Z"
)
_MOST_FACTS: Final = 10  # what an ordering system writes behind one dosage
_LONGEST: Final = 120  # characters of one of them


def without_dispensing(text: str) -> str:
    """Return a text in small letters without the facts of dispensing and of the order that end it."""
    for _ in range(_MOST_FACTS):
        start = max(len(text) - _LONGEST, 0)
        found = _LAST.search(text[start:])
        if found is None:
            break
        text = text[: start + found.start()]
    return text
