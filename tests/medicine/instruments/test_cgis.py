"""CGI-S: one judgement of 1 to 7."""

import pytest

from euthymia.medicine.instruments.cgis import CGI_S


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([1], 1, ""),
        ([7], 7, ""),
    ],
)
def test_the_judgement_is_the_total(answers, total, band):
    assert CGI_S.total(answers) == total
    assert CGI_S.band(total) == band
