"""HAM-D17: nine items run to 4 and eight to 2, so the total runs to 52."""

import pytest

from euthymia.medicine.instruments.hamd17 import HAMD17


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0] * 17, 0, "normal"),
        ([2, 2, 2, 2] + [0] * 13, 8, "mild"),
        ([4, 4, 4, 2, 2, 1] + [0] * 11, 17, "moderate"),
        ([4, 4, 4, 2, 2, 2, 4, 2] + [0] * 9, 24, "severe"),
        ([4, 4, 4, 2, 2, 2, 4, 4, 4, 4, 4, 2, 2, 2, 4, 2, 2], 52, "severe"),
    ],
)
def test_seventeen_ratings_make_a_total_and_a_band(answers, total, band):
    assert HAMD17.total(answers) == total
    assert HAMD17.band(total) == band
