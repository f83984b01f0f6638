"""Finding a person at the desk: by name whatever the accents and case, by birth date, or by telephone."""

import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from euthymia.clinic.people.models import Patient
from euthymia.clinic.people.reasons import seen

MOST = 20
LEAST_LETTERS, LEAST_DIGITS = 2, 4
# Letters that are no letter with an accent to Unicode, and are typed as these.
_PLAIN: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_DATES: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y")


class Found(NamedTuple):
    """Who was found, at most twenty; and whether there are more."""

    people: list[Patient]
    more: bool


def plain(text: str) -> str:
    """Return a name's letters without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN)


def born(text: str) -> set[date]:
    """Read a birth date as it may be written; 3/4/1980 is read both ways."""
    found = set()
    for form in _DATES:
        try:
            found.add(datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date())
        except ValueError:
            continue
    return found


def find(text: str) -> Found:
    """Find people by what was typed in one field; nobody where it says too little."""
    text = seen(text)[:80]
    fields = Patient.objects.values_list("pk", "given", "family", "birth_date", "phone", "number").order_by()
    if dates := born(text):
        keys = list(Patient.objects.filter(birth_date__in=dates).order_by().values_list("pk", flat=True))
    elif re.fullmatch(r"[\d\s()+./-]+", text):
        digits = re.sub(r"\D", "", text).lstrip("0")
        keys = [pk for pk, *_, phone, _ in fields if len(digits) >= LEAST_DIGITS and digits in re.sub(r"\D", "", phone)]
    else:
        words = plain(text).split()
        enough = sum(map(len, words)) >= LEAST_LETTERS
        keys = [pk for pk, given, family, *_, number in fields if enough and _named(words, given, family, number)]
    return _rows(keys)


def _named(words: list[str], given: str, family: str, number: str) -> bool:
    names = [*re.split(r"[\s'’-]+", plain(f"{given} {family}")), *plain(f"{given} {family}").split(), plain(number)]
    return all(any(name.startswith(word) for name in names) for word in words)


def _rows(keys: Collection[int]) -> Found:
    people = Patient.objects.in_bulk(keys).values() if len(keys) <= MOST else []
    if len(keys) > MOST:
        people = list(Patient.objects.filter(pk__in=list(keys)[:5000])[:MOST])
    in_order = sorted(people, key=lambda p: (plain(p.family), plain(p.given), p.pk))
    return Found(in_order[:MOST], len(keys) > MOST)
