"""SDS: three answers of 0 to 10 make a total of 0 to 30; it has no bands."""

import pytest

from euthymia.medicine.instruments.sds import SDS


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0, 0, 0], 0, ""),
        ([10, 10, 10], 30, ""),
        ([5, 4, 3], 12, ""),
    ],
)
def test_three_answers_make_a_total(answers, total, band):
    assert SDS.total(answers) == total
    assert SDS.band(total) == band
