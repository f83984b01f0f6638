"""MOAA/S: 5 is awake, under 5 sedated, 0 unconscious."""

import pytest

from euthymia.medicine.instruments.instrument import TotalOutOfRange
from euthymia.medicine.instruments.moaas import LEVELS, read


@pytest.mark.parametrize(
    ("level", "sedated", "unconscious"),
    [(5, False, False), (4, True, False), (3, True, False), (2, True, False), (1, True, False), (0, True, True)],
)
def test_a_level_says_how_sedated_somebody_is(level, sedated, unconscious):
    reading = read(level)

    assert (reading.sedated, reading.unconscious) == (sedated, unconscious)
    assert reading.label == dict(LEVELS)[level]


@pytest.mark.parametrize("level", [6, -1, 2.5])
def test_a_level_that_does_not_exist_is_refused(level):
    with pytest.raises(TotalOutOfRange, match="0 to 5"):
        read(level)
