"""A patient who surprises the model: rarely said of one who does not, soon of one whose pressure has moved."""

import numpy as np
import pytest

from euthymia.pharmacology.forecast import RARE, Reading, Surprise, follow_from, how_rare, take
from tests.pharmacology.forecast.given import DENSE_MIN, ORDERED, RUTH, drawn, followed_until, session, stir


def steady(systolic, diastolic, *, times=(-5.0, 10.0, 20.0)):
    return [Reading(at, systolic, diastolic, 74) for at in times]


@pytest.mark.parametrize(
    ("newest", "surprises"),
    [
        ([(128, 80), (131, 82)], False),
        ([(170, 112), (172, 110)], True),  # both numbers
        ([(178, 80), (176, 82)], True),  # the systolic alone
        ([(84, 45), (82, 44)], True),  # a fall as well
        ([(160, 80), (128, 78)], False),  # one high reading that the next takes back
    ],
)
def test_two_readings_together_surprise_or_do_not(newest, surprises):
    chance, found = np.random.default_rng(1), follow_from(RUTH, drawn(np.random.default_rng(2), 512))
    later = [Reading(30 + 10 * number, *pair, 74) for number, pair in enumerate(newest)]

    for reading in (*steady(124, 77), *later):
        found = take(found, reading, stir(chance, 512), schedule=ORDERED)

    assert bool(found.surprises) is surprises
    assert (how_rare(_before(later), later, schedule=ORDERED) < RARE) is surprises


def _before(later):
    chance, found = np.random.default_rng(1), follow_from(RUTH, drawn(np.random.default_rng(2), 512))
    for reading in steady(124, 77):
        found = take(found, reading, stir(chance, 512), schedule=ORDERED)
    return found.crowd


def test_nobody_s_first_readings_are_a_surprise():
    chance, found = np.random.default_rng(1), follow_from(RUTH, drawn(np.random.default_rng(2), 100))
    for reading in (Reading(-5, 190, 120, 70), Reading(5, 188, 119, 70)):
        found = take(found, reading, stir(chance, 100), schedule=ORDERED)

    assert found.surprises == ()


def test_a_surprise_says_what_was_read_and_not_to_go_by_the_bands():
    found = Surprise(40.0, (Reading(30, 170, 112), Reading(40, 172, 110)), 1e-5)

    assert found.sentence == (
        "This patient surprises the model: 170/112 then 172/110 mmHg was expected 1 in 100,000. Do not go by its bands."
    )


@pytest.mark.slow
def test_it_is_seldom_said_of_sessions_true_to_the_model_and_soon_of_a_shift_of_25():
    """Here 120 sessions of 13 readings, and 60 whose pressure moves by 25 mmHg; the bench runs thousands."""
    chance = np.random.default_rng(9)
    false = sum(bool(followed_until(chance, session(chance, DENSE_MIN).readings).surprises) for _ in range(120))
    seen = sum(_seen_within_two(chance) for _ in range(60))

    assert false <= 4  # of 100 at most 1 in the long run
    assert seen >= 42  # of 10 at least 8 in the long run


def _seen_within_two(chance):
    told, at = session(chance, DENSE_MIN), int(chance.integers(2, 11))
    moved = [
        one._replace(systolic=one.systolic + 25, diastolic=one.diastolic + 25) for one in told.readings[at : at + 2]
    ]
    before = followed_until(chance, told.readings[:at])
    after = followed_until(chance, moved, found=before)
    return len(after.surprises) > len(before.surprises)
