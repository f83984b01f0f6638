"""Every scale states its name, items, range, recall period, licence and code."""

import pytest

from euthymia.medicine import instruments
from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, LOINC_NOTICE, LOINC_SYSTEM


@pytest.mark.parametrize(
    ("key", "items", "total_max", "recall_days", "wording", "code_system"),
    [
        ("phq9", 9, 27, 14, "free", LOINC_SYSTEM),
        ("madrs", 10, 60, 7, "not shown", LOCAL_SYSTEM),
        ("madrs-24h", 10, 60, 1, "not shown", LOCAL_SYSTEM),
        ("cadss", 23, 92, 0, "not shown", LOCAL_SYSTEM),
        ("moaas", 1, 5, 0, "not shown", LOCAL_SYSTEM),
        ("gad7", 7, 21, 14, "free", LOINC_SYSTEM),
        ("qids", 16, 27, 7, "not shown", LOCAL_SYSTEM),
        ("hamd17", 17, 52, 7, "not shown", LOCAL_SYSTEM),
        ("hamd6", 6, 22, 7, "not shown", LOCAL_SYSTEM),
        ("bprs-positive-0-6", 4, 24, 0, "not shown", LOCAL_SYSTEM),
        ("bprs-positive-1-7", 4, 28, 0, "not shown", LOCAL_SYSTEM),
        ("ymrs", 11, 60, 2, "not shown", LOCAL_SYSTEM),
        ("sds", 3, 30, 7, "not shown", LOCAL_SYSTEM),
        ("icsi", 4, 20, 30, "not shown", LOCAL_SYSTEM),
        ("cgi-s", 1, 7, 7, "not shown", LOCAL_SYSTEM),
        ("effects-screening", 8, 8, 36_500, "free", LOCAL_SYSTEM),
        ("effects-baseline", 11, 11, 7, "free", LOCAL_SYSTEM),
        ("effects-after", 13, 13, 0, "free", LOCAL_SYSTEM),
        ("effects-later", 8, 8, 30, "free", LOCAL_SYSTEM),
    ],
)
def test_a_scale_states_what_it_is(key, items, total_max, recall_days, wording, code_system):
    scale = instruments.find(key)

    assert (scale.items, scale.total_max, scale.recall_days) == (items, total_max, recall_days)
    assert (scale.wording, scale.code_system) == (wording, code_system)
    assert scale.name and scale.recall and scale.licence and scale.code


def test_the_notice_that_loinc_asks_for_is_kept():
    assert "Regenstrief" in LOINC_NOTICE


def test_a_scale_that_is_not_here_is_refused():
    with pytest.raises(instruments.UnknownInstrument, match="phq9, madrs"):
        instruments.find("bdi")
