"""BPRS positive items: four ratings, 0 to 6 or 1 to 7; the two are never compared."""

import pytest

from euthymia.medicine.instruments.bprs import BPRS_POSITIVE, BPRS_POSITIVE_1_7


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([0, 0, 0, 0], 0, ""),
        ([6, 6, 6, 6], 24, ""),
    ],
)
def test_four_ratings_make_a_total(answers, total, band):
    assert BPRS_POSITIVE.total(answers) == total
    assert BPRS_POSITIVE.band(total) == band


def test_the_variant_of_1_to_7_is_another_scale():
    assert (BPRS_POSITIVE_1_7.total_min, BPRS_POSITIVE_1_7.total_max) == (4, 28)
    assert BPRS_POSITIVE_1_7.scale != BPRS_POSITIVE.scale
