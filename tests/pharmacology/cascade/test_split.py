"""The split between studies that calibrate and studies that validate, committed before any fit."""

import dataclasses

import pytest

from euthymia.medicine.sources import SOURCES
from euthymia.pharmacology.cascade.studies import CALIBRATING, SHOWN, STUDIES, VALIDATING, Study, people_of, split_hash
from euthymia.pharmacology.cascade.studies.kinds import MARKS, STATISTICS


def clashes(studies: tuple[Study, ...]) -> set[str]:
    """Name the studies whose people stand on more than one of the two sides."""
    sides = {"calibrate": set(), "validate": set()}
    for study in studies:
        if study.side in sides:
            sides[study.side] |= people_of(study)
    return sides["calibrate"] & sides["validate"]


def test_no_person_is_on_both_sides():
    assert clashes(STUDIES) == set()


@pytest.mark.parametrize(
    ("more", "on_both"),
    [
        (Study(key="singh:2016", title="again", side="validate"), {"singh:2016"}),
        (Study(key="a:pool", title="a pool", side="validate", members=("singh:2016",)), {"singh:2016"}),
        (Study(key="a:cohort", title="its companion", side="calibrate", companions=("lii:2023",)), {"lii:2023"}),
        (
            Study(key="a:pool", title="a pool that is only shown", side="shown", members=("singh:2016", "lii:2023")),
            set(),
        ),
    ],
    ids=lambda value: value.title if isinstance(value, Study) else "",
)
def test_a_pool_and_its_members_are_one_and_companions_stay_together(more, on_both):
    assert clashes((*STUDIES, more)) == on_both


def test_each_study_stands_once_on_the_side_of_its_table():
    keys = [study.key for study in STUDIES]

    assert len(keys) == len(set(keys))
    for table, side in ((CALIBRATING, "calibrate"), (VALIDATING, "validate"), (SHOWN, "shown")):
        assert {study.side for study in table} == {side}


def test_figures_recalled_with_low_confidence_are_shown_never_fitted_or_scored():
    low = [(study, figure) for study in STUDIES for figure in study.figures if figure.mark == "low"]

    assert low
    for study, figure in low:
        assert figure not in study.used
        assert figure not in dataclasses.replace(study, side="validate").used


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.key)
def test_each_figure_names_its_source_and_arms_that_are_there(study):
    assert study.figures
    for figure in study.figures:
        assert figure.source in SOURCES and figure.mark in MARKS and figure.statistic in STATISTICS
        for name in figure.arms:
            assert study.arm(name).n > 0
        assert figure.mark != "calc" or figure.reading


def test_every_trial_that_calibrates_gave_half_a_milligram_so_dose_and_response_is_not_identified():
    assert {arm.mg_per_kg for study in CALIBRATING for arm in study.arms} == {0.5}


def test_a_figure_that_changes_changes_the_hash():
    first = CALIBRATING[0]
    other = dataclasses.replace(first, figures=(dataclasses.replace(first.figures[0], value=-16.6), *first.figures[1:]))

    assert split_hash() == split_hash(STUDIES)
    assert split_hash((other, *STUDIES[1:])) != split_hash()
