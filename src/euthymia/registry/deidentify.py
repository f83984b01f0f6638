"""A clinic's rows into rows that name nobody, after the safe-harbor list of the HIPAA privacy rule.

What goes: names, record numbers, addresses, keys, free text, and every date. What is built, not filtered: each row of a
snapshot is made from the few columns of SCHEMA, so a column that the clinic adds tomorrow does not leave with it.
Dates become whole days since the person's first session (since the first score, where there was no session), ages
become bands of five years with everybody of 90 and over together, and a person is a random word that is new in each
snapshot and made from nothing. Which score comes before which infusion is told by counting, not by dates.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from euthymia.medicine import instruments, response

RULE_VERSION: Final = "deidentify-1"
POLICY: Final = ("hipaa:safe-harbor", "house:deidentify")
BAND_YEARS: Final = 5
OLDEST_BAND_FROM: Final = 90

Row = Mapping[str, Any]
Tables = dict[str, list[dict[str, Any]]]

# Table -> column -> DuckDB type. Nothing else is ever written.
SCHEMA: Final[dict[str, dict[str, str]]] = {
    "persons": {"person": "VARCHAR", "age_band": "VARCHAR"},
    "sessions": {
        "person": "VARCHAR",
        "nth": "INTEGER",
        "day": "INTEGER",
        "dose_mg_per_kg": "DOUBLE",
        "minutes": "INTEGER",
    },
    "scores": {
        "person": "VARCHAR",
        "nth": "INTEGER",
        "day": "INTEGER",
        "instrument": "VARCHAR",
        "scale": "VARCHAR",
        "total": "INTEGER",
        "infusions": "INTEGER",
        "result": "BOOLEAN",
    },
}


def new_person() -> str:
    """Return a random word for a person: from chance alone, so that nothing about the person makes it again."""
    return secrets.token_hex(8)


def deidentify(
    persons: Iterable[Row],
    sessions: Iterable[Row],
    scores: Iterable[Row],
    *,
    new_id: Callable[[], str] = new_person,
) -> Tables:
    """Make the tables of a snapshot; columns that are not named here are dropped.

    persons   person (the clinic's own word for them), birth_year
    sessions  person, at (with its zone), dose_mg_per_kg, minutes
    scores    person, at (with its zone), instrument, total
    Gives the tables of SCHEMA, ordered by the random word, so that the order tells nothing either. A person without a
    session and a score is left out, and so are rows of nobody in `persons`.
    Raises UnknownInstrument, TimeWithoutZone.   Source: hipaa:safe-harbor, house:deidentify
    """
    sessions_of, scores_of = _by_person(sessions), _by_person(scores)
    stories = {
        new_id(): (p["birth_year"], sessions_of[p["person"]], scores_of[p["person"]])
        for p in persons
        if p["person"] in sessions_of or p["person"] in scores_of
    }
    tables: Tables = {name: [] for name in SCHEMA}
    for word in sorted(stories):
        _tell(tables, word, *stories[word])
    return tables


def _by_person(rows: Iterable[Row]) -> defaultdict[object, list[Row]]:
    found: defaultdict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["person"]].append(row)
    for own in found.values():
        own.sort(key=lambda row: row["at"])
    return found


def _tell(tables: Tables, word: str, birth_year: int, sessions: Sequence[Row], scores: Sequence[Row]) -> None:
    began = (sessions or scores)[0]["at"]
    ended = max(row["at"] for row in (*sessions, *scores))
    band = age_band(began.year - birth_year, oldest=ended.year - birth_year)
    given_at = [row["at"] for row in sessions]
    tables["persons"].append({"person": word, "age_band": band})
    tables["sessions"] += [_session(word, nth, row, began) for nth, row in enumerate(sessions, 1)]
    tables["scores"] += [_score(word, nth, row, began, given_at) for nth, row in enumerate(scores, 1)]


def _session(word: str, nth: int, row: Row, began: datetime) -> dict[str, Any]:
    return {
        "person": word,
        "nth": nth,
        "day": days_since(began, row["at"]),
        "dose_mg_per_kg": round(float(row["dose_mg_per_kg"]), 2),
        "minutes": round(row["minutes"]),
    }


def _score(word: str, nth: int, row: Row, began: datetime, given_at: Sequence[datetime]) -> dict[str, Any]:
    before = [at for at in given_at if at < row["at"]]
    return {
        "person": word,
        "nth": nth,
        "day": days_since(began, row["at"]),
        "instrument": row["instrument"],
        "scale": instruments.find(row["instrument"]).scale,
        "total": int(row["total"]),
        "infusions": len(before),
        "result": bool(before) and response.shows_as_infusion_result(row["instrument"], row["at"], before[-1]),
    }


def days_since(began: datetime, at: datetime) -> int:
    """Count whole days of 24 hours; the 24 hours before are day -1."""
    return (at - began) // timedelta(days=1)


def age_band(age_years: int, *, oldest: int | None = None) -> str:
    """Name the five-year band of an age: "40-44"; "90+" from 90 on, also where the last row is from that age.

    age_years  from the years alone, so at most one above the true age: nobody of 90 is ever shown as younger
    oldest     the age at the person's last row; with the days since the first it would tell an age over 89
    Source: hipaa:safe-harbor, house:deidentify
    """
    if max(age_years, oldest or 0) >= OLDEST_BAND_FROM:
        return f"{OLDEST_BAND_FROM}+"
    low = max(age_years, 0) // BAND_YEARS * BAND_YEARS
    return f"{low}-{low + BAND_YEARS - 1}"
