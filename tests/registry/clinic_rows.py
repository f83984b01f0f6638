"""Rows as a clinic hands them over, for the tests of the registry: made up, and made by chance."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOP = {"phq9": 27, "madrs": 60, "madrs-24h": 60}


def at(hours: float) -> datetime:
    return BEGAN + timedelta(hours=hours)


def session(person: str, hours: float, **more: object) -> dict[str, object]:
    return {"person": person, "at": at(hours), "dose_mg_per_kg": 0.5, "minutes": 40.0, **more}


def score(person: str, hours: float, instrument: str, total: int, **more: object) -> dict[str, object]:
    return {"person": person, "at": at(hours), "instrument": instrument, "total": total, **more}


@st.composite
def clinics(draw: st.DrawFn, *, people: int = 12):
    """Some people, each with a few infusions and scores, in any order, with small totals: zeros and halves occur."""
    persons, sessions, scores = [], [], []
    hours = st.integers(-60 * 24, 60 * 24)
    for n in range(draw(st.integers(0, people))):
        person = f"p{n}"
        persons.append({"person": person, "birth_year": draw(st.integers(1925, 2008))})
        sessions += [session(person, h) for h in draw(st.lists(hours, max_size=3))]
        for h, (instrument, top) in draw(st.lists(st.tuples(hours, st.sampled_from(sorted(TOP.items()))), max_size=6)):
            scores.append(score(person, h, instrument, draw(st.integers(0, min(top, 8)))))
    return persons, sessions, scores
