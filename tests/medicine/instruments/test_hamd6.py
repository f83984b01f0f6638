"""HAM-D6: six items of the HAM-D17, 0 to 22; it has no official bands."""

import pytest

from euthymia.medicine.instruments.hamd6 import HAMD6


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0] * 6, 0, ""),
        ([4, 4, 4, 4, 4, 2], 22, ""),
    ],
)
def test_six_ratings_make_a_total(answers, total, band):
    assert HAMD6.total(answers) == total
    assert HAMD6.band(total) == band
