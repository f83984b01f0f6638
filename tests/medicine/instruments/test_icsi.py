"""ICSI: four answers of 0 to 5 make a total of 0 to 20; it has no official bands."""

import pytest

from euthymia.medicine.instruments.icsi import ICSI


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0, 0, 0, 0], 0, ""),
        ([5, 5, 5, 5], 20, ""),
    ],
)
def test_four_answers_make_a_total(answers, total, band):
    assert ICSI.total(answers) == total
    assert ICSI.band(total) == band
