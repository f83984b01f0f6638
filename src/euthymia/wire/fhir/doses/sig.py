"""A SIG ("take 2 tablets by mouth every morning") to how much how often; what it does not say plainly stays unknown."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from euthymia.wire.fhir.doses.drug_text import as_mg

_COUNTS: Final = {"half": 0.5, "½": 0.5, "1/2": 0.5, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
                  "six": 6, "a half": 0.5, "one-half": 0.5, "one and a half": 1.5, "1 1/2": 1.5}  # fmt: skip
_TIMES: Final[tuple[tuple[str, float], ...]] = (
    (r"every other day|alternate days?|\bqod\b|every 2 days|every two days", 0.5),
    (r"once (?:a|per|every) week|once weekly|every week|\bweekly\b", 1 / 7),
    (r"(?:twice|two times|2 times|2x) (?:a |per |every )?(?:day|daily)|\bbid\b|b\.i\.d|twice daily"
     r"|every 12 hours|\bq12h", 2),
    (r"(?:three times|3 times|3x) (?:a |per |every )?(?:day|daily)|\btid\b|t\.i\.d|every 8 hours|\bq8h", 3),
    (r"(?:four times|4 times|4x) (?:a |per |every )?(?:day|daily)|\bqid\b|q\.i\.d|every 6 hours|\bq6h", 4),
    (r"once (?:a |per |every )?(?:day|daily)|every day|each day|\bdaily\b|a day\b|per day|\bqd\b|\bqday\b|q\.d\."
     r"|every 24 hours|\bq24h|every morning|each morning|in the morning|\bqam\b|every evening|in the evening|\bqpm\b"
     r"|at bedtime|before bed|\bqhs\b|nightly|at night|every night|with breakfast|with dinner|with supper", 1),
)  # fmt: skip
_HIDDEN: Final = re.compile(
    r"\bthen\b|taper|titrat|increase|decrease|up to|\bmax|if needed|as needed|\bprn\b|as required|when required|"
    r"\bor\b|\balternat(?:e|ing) (?!days?)|\bexcept\b|\bweek ?\d",
    re.IGNORECASE,
)
_AS_NEEDED: Final = re.compile(r"as needed|\bprn\b|as required|when required|if needed", re.IGNORECASE)
_RANGE: Final = re.compile(r"\d+(?:\.\d+)?\s*(?:-|–|to)\s*\d", re.IGNORECASE)
_MASS: Final = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s*(mg|mcg|ug|µg|g)\b(?!\s*/)", re.IGNORECASE)
_UNIT: Final = re.compile(
    r"(?<![\w.,])(one and a half|1 1/2|one-half|a half|half|½|1/2|\d+(?:\.\d+)?|one|two|three|four|five|six|a)\s*"
    r"(?:\([^)]*\)\s*)?(?:of\s+)?(?:an?\s+)?(tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?)\b",
    re.IGNORECASE,
)


_SLOTS: Final = (
    r"morning|breakfast|\bqam\b",
    r"noon|lunch|midday",
    r"evening|dinner|supper|\bqpm\b",
    r"bed|night|\bqhs\b",
)
_BARE: Final = re.compile(
    r"\s*(?:take\s+)?(\d+(?:\.\d+)?)\s+(?:at|in|every|each|before|with|by|po|daily|once|twice|qd|bid|tid|qhs|qam)\b"
)


class Sig(NamedTuple):
    """What a SIG says: mg at a time or units (tablets) at a time, and times a day; None where it does not say.

    total  the mg are those of all units together ("2 tablets (100 mg total)")
    """

    mg: float | None
    units: float | None
    times_a_day: float | None
    as_needed: bool = False
    total: bool = False

    def mg_per_day(self, strength_mg: float | None) -> float | None:
        """Multiply; None where a part is missing, or where mg and tablets contradict each other."""
        at_a_time = self._at_a_time(strength_mg)
        if at_a_time is None or self.times_a_day is None:
            return None
        return round(at_a_time * self.times_a_day, 6)

    def _at_a_time(self, strength_mg: float | None) -> float | None:
        if self.units is None or self.total:
            return self.mg
        if strength_mg is None:
            return self.mg if self.units == 1 else None
        together = self.units * strength_mg
        return together if self.mg in (None, strength_mg, together) else None


UNKNOWN: Final = Sig(None, None, None)


@lru_cache(maxsize=4096)
def read_sig(sig: str) -> tuple[Sig, ...]:
    """Read each part of a SIG ("1 tablet in the morning and 2 at night"); one unknown part where it cannot be told.

    As needed, "then", tapers, ranges and "up to" are never read as a daily dose.
    """
    plain = " ".join(sig.lower().split())
    if _HIDDEN.search(plain) or _RANGE.search(plain):
        return (Sig(None, None, None, bool(_AS_NEEDED.search(plain))),)
    parts = [part for part in re.split(r"\band\b(?! a half)|[;,+&]", plain) if _says_how_much(part)]
    if len(parts) < 2:
        return (_part(plain),)
    read = tuple(part for part in map(_part, parts) if part.times_a_day or part.units is not None)
    return read if read and all(part.times_a_day for part in read) else (UNKNOWN,)


def _says_how_much(part: str) -> bool:
    return bool(_UNIT.search(part) or _MASS.search(part) or _BARE.match(part))


def _part(part: str) -> Sig:
    units = [_count(count) for count, _ in _UNIT.findall(part)]
    masses = [as_mg(float(size.replace(",", ".")), unit) for size, unit in _MASS.findall(part)]
    if not units and not masses and (bare := _BARE.match(part)):
        units = [float(bare[1])]
    return Sig(_only(masses), _only(units), _times(part), total="total" in part)


def _only(found: list[float | None]) -> float | None:
    return found[0] if len(set(found)) == 1 else None


def _count(said: str) -> float | None:
    said = said.strip().lower()
    return _COUNTS[said] if said in _COUNTS else float(said)


def _times(part: str) -> float | None:
    """Say how often a day. Morning and bedtime are two; evening and bedtime may be one or two: unknown."""
    times = next((times for pattern, times in _TIMES if re.search(pattern, part)), None)
    slots = [bool(re.search(pattern, part)) for pattern in _SLOTS]
    if times != 1 or sum(slots) < 2:
        return times
    return None if slots[2] and slots[3] else float(sum(slots))
