"""How many respond, asked of DuckDB and of plain Python."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from euthymia.medicine.response import Score, course
from euthymia.registry import snapshot
from euthymia.registry.deidentify import deidentify
from euthymia.registry.engines import on_duckdb
from euthymia.registry.measures.response_rate import MEASURE, Rate, oracle, publish
from tests.examples import examples
from tests.registry.clinic_rows import clinics, score, session

MADE_AT = datetime(2026, 6, 1, 2, tzinfo=UTC)


def asked(tables) -> tuple[Rate, ...]:
    with tempfile.TemporaryDirectory() as home:
        return on_duckdb(MEASURE, snapshot.write(Path(home), tables, made_at=MADE_AT))


def rates(scores, infusions=(0,)) -> dict[str, tuple[int, int]]:
    people = [{"person": "p", "birth_year": 1980}]
    tables = deidentify(people, [session("p", h) for h in infusions], [score("p", *s) for s in scores])
    answer = asked(tables)
    assert answer == oracle(tables["scores"])
    return {rate.scale: (rate.people, rate.responded) for rate in answer}


DAY = 24


@pytest.mark.parametrize(
    ("scores", "madrs", "phq9", "overall"),
    [
        ([(-1, "madrs", 30), (DAY, "madrs-24h", 15)], (1, 1), (0, 0), (1, 1)),  # half is a response
        ([(-1, "madrs", 30), (DAY, "madrs-24h", 16)], (1, 0), (0, 0), (1, 0)),
        ([(-1, "madrs", 31), (DAY, "madrs-24h", 16)], (1, 0), (0, 0), (1, 0)),  # 16 of 31 is not half: no rounding
        ([(-9, "madrs", 10), (-1, "madrs", 30), (DAY, "madrs-24h", 15)], (1, 1), (0, 0), (1, 1)),  # the last before
        ([(-1, "madrs", 30), (DAY, "madrs-24h", 5), (9 * DAY, "madrs", 20)], (1, 0), (0, 0), (1, 0)),  # the last after
        ([(-1, "madrs", 30)], (0, 0), (0, 0), (0, 0)),  # nobody came back
        ([(DAY, "madrs-24h", 5)], (0, 0), (0, 0), (0, 0)),  # nothing from before
        ([(-1, "madrs", 0), (DAY, "madrs-24h", 0)], (0, 0), (0, 0), (0, 0)),  # nothing to fall from
        ([(-1, "phq9", 20), (13 * DAY, "phq9", 2)], (0, 0), (0, 0), (0, 0)),  # it still looks back before the infusion
        ([(-1, "phq9", 20), (14 * DAY, "phq9", 2)], (0, 0), (1, 1), (1, 1)),
        (
            [(-1, "phq9", 20), (-1, "madrs", 30), (14 * DAY, "phq9", 2), (14 * DAY, "madrs", 29)],
            (1, 0),
            (1, 1),
            (1, 0),  # over all, the clinician's rating counts before the person's own
        ),
    ],
)
def test_who_responded(scores, madrs, phq9, overall):
    assert rates(scores) == {"madrs": madrs, "phq9": phq9, "overall": overall}


@examples(40, suppress_health_check=[HealthCheck.too_slow])
@given(clinics())
def test_duckdb_answers_as_plain_python_does(rows):
    tables = deidentify(*rows)

    assert asked(tables) == oracle(tables["scores"])


SCORES = st.fixed_dictionaries(
    {
        "person": st.sampled_from("abcdefgh"),
        "scale": st.sampled_from(["madrs", "phq9", "cadss"]),
        "total": st.integers(0, 12),
        "infusions": st.integers(0, 2),
        "result": st.booleans(),
        "day": st.integers(-9, 9),
    }
)


@examples(40)
@given(st.lists(SCORES, max_size=40))
def test_duckdb_answers_as_plain_python_does_whatever_the_table_holds(rows):
    scores = [{**row, "nth": n, "instrument": row["scale"]} for n, row in enumerate(rows)]

    assert asked({"persons": [], "sessions": [], "scores": scores}) == oracle(scores)


@given(clinics())
def test_the_registry_counts_who_has_response_on_the_chart(rows):
    persons, sessions, scores = rows
    found = {"madrs": [], "phq9": []}
    for person in (p["person"] for p in persons):
        given_at = [s["at"] for s in sessions if s["person"] == person]
        own = [Score(s["instrument"], s["total"], s["at"]) for s in scores if s["person"] == person]
        for scale, answers in found.items():
            if given_at and (said := course(own, given_at, instrument=scale).response) is not None:
                answers.append(said)

    by_scale = {rate.scale: (rate.people, rate.responded) for rate in oracle(deidentify(*rows)["scores"])}

    assert all(by_scale[scale] == (len(answers), sum(answers)) for scale, answers in found.items())


def test_a_rate_carries_its_share_and_interval():
    rate = Rate("madrs", 47, 30)

    assert rate.share == pytest.approx(0.638, abs=0.001)
    assert rate.interval == pytest.approx((0.495, 0.760), abs=0.0005)
    assert (Rate("madrs", 0, 0).share, Rate("madrs", 0, 0).interval) == (None, None)


@pytest.mark.parametrize(
    ("rates", "shown"),
    [
        # scale, people, responded, others, is the share shown
        ([("madrs", 47, 30), ("phq9", 0, 0), ("overall", 47, 30)], ["47 30 17 True", "- - - False", "47 30 17 True"]),
        ([("madrs", 47, 40), ("phq9", 0, 0), ("overall", 47, 40)], ["47 ? ? False", "- - - False", "47 ? ? False"]),
        ([("madrs", 10, 5), ("phq9", 4, 4), ("overall", 10, 5)], ["- - - False", "- - - False", "- - - False"]),
        # three people have PHQ-9 alone: the overall line less the MADRS line would tell how they did
        ([("madrs", 47, 30), ("phq9", 3, 2), ("overall", 50, 32)], ["47 30 17 True", "- - - False", "? ? ? False"]),
        (
            [("madrs", 47, 30), ("phq9", 40, 20), ("overall", 87, 50)],
            ["47 30 17 True", "40 20 20 True", "87 50 37 True"],
        ),
    ],
)
def test_what_a_page_may_show_of_an_answer(rates, shown):
    lines = publish(Rate(*rate) for rate in rates)

    mark = {"hidden": "?", "under 11": "-"}
    assert [
        f"{' '.join(mark.get(c.text, c.text) for c in line[1:4])} {line.share_pct is not None}" for line in lines
    ] == shown
