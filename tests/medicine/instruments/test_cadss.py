"""CADSS: a total of 0 to 92 from 23 items; above 4, dissociation is present. There are no official bands."""

import pytest

from euthymia.medicine.instruments.cadss import CADSS, from_total
from euthymia.medicine.instruments.instrument import TotalOutOfRange


@pytest.mark.parametrize(("total", "present"), [(0, False), (4, False), (5, True), (92, True)])
def test_dissociation_is_present_above_4(total, present):
    assert from_total(total) == (total, present)


@pytest.mark.parametrize("total", [-1, 93, 4.5, None])
def test_a_total_that_the_scale_cannot_give_is_refused(total):
    with pytest.raises(TotalOutOfRange, match="0 to 92"):
        from_total(total)


def test_a_clinic_may_set_its_own_line():
    assert not from_total(8, present_above=10).present
    assert CADSS.bands == ()
