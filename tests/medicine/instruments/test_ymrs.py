"""YMRS: eleven ratings, four of them to 8, make a total of 0 to 60."""

import pytest

from euthymia.medicine.instruments.ymrs import YMRS


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0] * 11, 0, "remission"),
        ([3, 3, 3, 4] + [0] * 7, 13, "minimal"),
        ([4, 4, 4, 4, 4] + [0] * 6, 20, "mild"),
        ([4, 4, 4, 4, 8, 2] + [0] * 5, 26, "moderate"),
        ([4, 4, 4, 4, 8, 8, 4, 8, 8, 4, 4], 60, "severe"),
    ],
)
def test_eleven_ratings_make_a_total_and_a_band(answers, total, band):
    assert YMRS.total(answers) == total
    assert YMRS.band(total) == band
