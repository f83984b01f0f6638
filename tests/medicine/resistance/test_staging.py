"""Staging: Maudsley, Thase-Rush and MGH-s, each exact, with the parts it is added up from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.resistance import HALF_OR_MORE, UNKNOWN_DAY, History, course, staging
from euthymia.medicine.resistance.staging import Beside, NotStaged, maudsley, mgh_s, thase_rush
from euthymia.medicine.sources import SOURCES

SEVERITIES = ("subsyndromal", "mild", "moderate", "severe", "severe with psychosis")


@pytest.mark.parametrize(
    ("months", "severity", "failed", "augmentation", "ect", "total", "band"),
    [
        (6, "subsyndromal", 1, False, False, 3, "mild"),  # the least there is
        (30, "severe with psychosis", 11, True, True, 15, "severe"),  # and the most
        (12, "mild", 2, False, False, 4, "mild"),
        (12.1, "mild", 2, False, False, 5, "mild"),  # more than 12 months is sub-acute
        (24, "moderate", 2, False, False, 6, "mild"),
        (24.1, "moderate", 2, False, False, 7, "moderate"),
        (13, "moderate", 3, False, False, 7, "moderate"),
        (13, "moderate", 5, True, False, 9, "moderate"),
        (13, "severe", 7, True, False, 11, "severe"),
        (13, "severe", 4, True, True, 10, "moderate"),
    ],
)
def test_maudsley_adds_five_parts(months, severity, failed, augmentation, ect, total, band):
    found = maudsley(months=months, severity=severity, failed=failed, augmentation_failed=augmentation, ect_failed=ect)

    assert (found.total, found.band) == (total, band)
    assert sum(part.points for part in found.parts) == total


@pytest.mark.parametrize(
    ("failed", "points"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (10, 4), (11, 5), (20, 5)]
)
def test_maudsley_counts_failed_antidepressants_in_steps(failed, points):
    found = maudsley(months=1, severity="mild", failed=failed, augmentation_failed=False, ect_failed=False)

    assert found.parts[2].points == points


@pytest.mark.parametrize("change", [{"failed": 0}, {"months": -1}, {"severity": "bad"}])
def test_maudsley_stages_only_what_it_is_for(change):
    asked = {"months": 1, "severity": "mild", "failed": 1, "augmentation_failed": False, "ect_failed": False}

    with pytest.raises(NotStaged, match="at least one adequate trial failed"):
        maudsley(**asked | change)


@pytest.mark.parametrize(
    ("classes", "bilateral_ect", "stage"),
    [
        ([], False, "0"),
        (["SSRI"], False, "I"),
        (["SSRI", "SSRI"], False, "I"),
        (["SSRI", "SNRI"], False, "II"),
        (["SSRI", "SNRI"], True, "II"),  # ECT failed, and no tricyclic was tried
        (["SSRI", "TCA"], False, "III"),
        (["SSRI", "MAOI"], False, "II"),  # no tricyclic
        (["SSRI", "SNRI", "TCA"], False, "III"),
        (["SSRI", "TCA", "MAOI"], False, "IV"),
        (["SSRI", "TCA", "RIMA"], False, "III"),  # reversible: not counted as an MAOI
        (["SSRI", "TCA", "MAOI"], True, "V"),
    ],
)
def test_thase_rush_goes_step_by_step(classes, bilateral_ect, stage):
    assert thase_rush(classes, bilateral_ect_failed=bilateral_ect).band == stage


@pytest.mark.parametrize(
    ("failed", "optimised", "augmented", "ect", "total"),
    [(0, 0, 0, False, 0), (2, 0, 0, False, 2), (3, 1, 1, True, 7.0), (4, 2, 0, False, 5)],
)
def test_mgh_s_is_an_open_sum(failed, optimised, augmented, ect, total):
    assert mgh_s(failed=failed, optimised=optimised, augmented=augmented, ect_failed=ect).total == total


AS_OF, BEGAN = date(2025, 7, 1), date(2024, 1, 10)
FAILED = course("sertraline", 100, BEGAN, BEGAN + timedelta(weeks=8), ended_for="no response")
ANOTHER = course("amitriptyline", 150, BEGAN, BEGAN + timedelta(weeks=8), ended_for="no response")
KNOWN = Beside(severity="moderate", augmentation_failed=False, ect_failed=False, bilateral_ect_failed=False)


def staged(*trials, beside=KNOWN, began=BEGAN):
    return staging.stage(History(as_of=AS_OF, trials=trials, episode_began=began, history_complete=True), beside)


def shown(found):
    return [(one.lowest.total, one.highest.total) if one.lowest else None for one in found]


def test_a_history_is_staged_by_all_three():
    found = staged(FAILED, ANOTHER)

    assert shown(found) == [(6, 6), (3, 3), (2, 2)]  # 2 + 3 + 1; stage III; two trials
    assert all(one.missing == () for one in found)
    assert {one.lowest.source for one in found} <= set(SOURCES)


@pytest.mark.parametrize(
    ("beside", "began", "maudsley_range", "missing"),
    [
        (replace(KNOWN, severity=None), BEGAN, (4, 8), ("how severe the episode is",)),
        (replace(KNOWN, ect_failed=None), BEGAN, (6, 7), ("whether ECT failed",)),
        (KNOWN, UNKNOWN_DAY, None, ("a failed adequate trial: none is counted",)),
    ],
)
def test_what_is_not_known_makes_a_range_and_says_what_is_missing(beside, began, maudsley_range, missing):
    found = staged(FAILED, ANOTHER, beside=beside, began=began)[0]

    if maudsley_range is None:
        assert found.highest.total == 3 + 3 + 1 and found.lowest.total == 1 + 3 + 1  # perhaps both trials, at any time
        assert "when this episode began" in found.missing
    else:
        assert (found.lowest.total, found.highest.total) == maudsley_range
        assert found.missing == missing


def test_without_a_failed_trial_maudsley_does_not_stage_and_the_others_are_zero():
    found = staged(replace(FAILED, ended_for="other", improvement=HALF_OR_MORE))

    assert shown(found) == [None, (0, 0), (0, 0)]
    assert found[0].missing == ("a failed adequate trial: none is counted",)


def test_an_augmented_trial_that_failed_is_a_failed_augmentation():
    found = staged(replace(FAILED, augmented=True), beside=replace(KNOWN, augmentation_failed=None))

    assert found[0].lowest.parts[3].points == 1
    assert shown(found)[2] == (1.5, 1.5)


@given(months=st.floats(0, 60), failed=st.integers(1, 15), n=st.integers(0, 4), a=st.booleans(), e=st.booleans())
def test_maudsley_never_falls_as_more_is_tried(months, failed, n, a, e):
    asked = {"months": months, "severity": SEVERITIES[n], "failed": failed, "augmentation_failed": a, "ect_failed": e}
    total = maudsley(**asked).total

    assert 3 <= total <= 15
    worse = [{"months": months + 12}, {"failed": failed + 1}, {"ect_failed": True}, {"augmentation_failed": True}]
    assert all(maudsley(**asked | change).total >= total for change in worse)


@given(
    classes=st.lists(st.sampled_from(["SSRI", "SNRI", "TCA", "MAOI", "NDRI"])),
    more=st.sampled_from(["SSRI", "TCA", "MAOI"]),
)
def test_thase_rush_never_falls_as_more_is_tried(classes, more):
    assert (
        thase_rush([*classes, more], bilateral_ect_failed=True).total
        >= thase_rush(classes, bilateral_ect_failed=False).total
    )
