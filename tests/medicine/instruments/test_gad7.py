"""GAD-7: seven answers of 0 to 3 make a total of 0 to 21."""

import pytest

from euthymia.medicine.instruments.gad7 import GAD7


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0] * 7, 0, "minimal"),
        ([1, 1, 1, 1, 1, 0, 0], 5, "mild"),
        ([2, 2, 2, 2, 2, 0, 0], 10, "moderate"),
        ([3, 3, 3, 3, 3, 0, 0], 15, "severe"),
        ([3] * 7, 21, "severe"),
    ],
)
def test_seven_answers_make_a_total_and_a_band(answers, total, band):
    assert GAD7.total(answers) == total
    assert GAD7.band(total) == band
