"""What leaves the clinic names nobody."""

import json
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import given

from euthymia.medicine.response import Score, TimeWithoutZone, course
from euthymia.registry.deidentify import SCHEMA, age_band, days_since, deidentify
from tests.registry.clinic_rows import at, clinics, score, session

TELLING = {
    "name": "Ruth Amsel",
    "number": "E00001",
    "email": "ruth@patients.example",
    "phone": "555 0100",
    "key": "c0ffee00-0000-4000-8000-000000000000",
    "note": "told us about her sister",
    "birth_date": date(1978, 4, 2),
}


def numbered():
    n = count(1)
    return lambda: f"r{next(n)}"


def test_a_person_becomes_days_a_band_and_a_random_word():
    tables = deidentify(
        [{"person": "ruth", "birth_year": 1978}],
        [session("ruth", 48), session("ruth", 0)],
        [score("ruth", -2, "madrs", 33), score("ruth", 72, "madrs-24h", 15)],
        new_id=numbered(),
    )

    assert tables["persons"] == [{"person": "r1", "age_band": "45-49"}]
    assert [(s["nth"], s["day"], s["dose_mg_per_kg"], s["minutes"]) for s in tables["sessions"]] == [
        (1, 0, 0.5, 40),
        (2, 2, 0.5, 40),
    ]
    assert [tuple(s.values()) for s in tables["scores"]] == [
        ("r1", 1, -1, "madrs", "madrs", 33, 0, False),
        ("r1", 2, 3, "madrs-24h", "madrs", 15, 2, True),
    ]


def test_nothing_that_tells_who_it_is_leaves():
    tables = deidentify(
        [{"person": "ruth", "birth_year": 1978, **TELLING}],
        [session("ruth", 0, **TELLING)],
        [score("ruth", -2, "madrs", 33, **TELLING)],
    )

    text = json.dumps(tables)
    assert not [value for value in TELLING.values() if str(value) in text]
    assert "ruth" not in text and "2026" not in text and "1978" not in text
    assert all(set(row) == set(SCHEMA[name]) for name, rows in tables.items() for row in rows)


def test_a_person_is_another_word_in_each_snapshot():
    rows = ([{"person": "ruth", "birth_year": 1978}], [session("ruth", 0)], [])

    words = {deidentify(*rows)["persons"][0]["person"] for _ in range(20)}

    assert len(words) == 20


@pytest.mark.parametrize(
    ("age_years", "oldest", "band"),
    [
        (18, 18, "15-19"),
        (44, 44, "40-44"),
        (45, 45, "45-49"),
        (89, 89, "85-89"),
        (90, 90, "90+"),
        (104, 104, "90+"),
        (88, 90, "90+"),  # the days to the last row would tell an age of 90
    ],
)
def test_an_age_becomes_a_band_of_five_years(age_years, oldest, band):
    assert age_band(age_years, oldest=oldest) == band


@pytest.mark.parametrize(("hours", "days"), [(0, 0), (23.9, 0), (24, 1), (-0.1, -1), (-24, -1), (-24.1, -2)])
def test_a_time_becomes_whole_days(hours, days):
    assert days_since(at(0), at(hours)) == days


def test_without_an_infusion_days_count_from_the_first_score():
    tables = deidentify([{"person": "noah", "birth_year": 1990}], [], [score("noah", 50, "phq9", 12)])

    assert (tables["scores"][0]["day"], tables["scores"][0]["infusions"]) == (0, 0)


def test_who_has_no_row_is_left_out_and_so_is_a_row_of_nobody():
    tables = deidentify([{"person": "dora", "birth_year": 1990}], [session("gone", 0)], [])

    assert tables == {"persons": [], "sessions": [], "scores": []}


def test_a_time_without_its_zone_is_refused():
    naive = datetime(2026, 3, 1, 9, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(TimeWithoutZone):
        deidentify(
            [{"person": "p", "birth_year": 1990}],
            [{**session("p", 0), "at": naive}],
            [{**score("p", 0, "phq9", 3), "at": naive.replace(day=20)}],
        )


@given(clinics())
def test_a_score_is_a_result_in_the_registry_where_it_is_one_on_the_chart(rows):
    persons, sessions, scores = rows

    tables = deidentify(persons, sessions, scores, new_id=numbered())

    known = [p["person"] for p in persons if any(r["person"] == p["person"] for r in (*sessions, *scores))]
    for n, person in enumerate(known, 1):
        told = [r for r in tables["scores"] if r["person"] == f"r{n}"]
        given_at = [s["at"] for s in sessions if s["person"] == person]
        own = [Score(s["instrument"], s["total"], s["at"]) for s in scores if s["person"] == person]
        for scale in ("phq9", "madrs"):
            points = course(own, given_at, instrument=scale).points
            assert [(p.infusions, p.result_of is not None) for p in points] == [
                (r["infusions"], r["result"]) for r in told if r["scale"] == scale
            ]
