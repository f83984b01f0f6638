"""What is named and asked, and neither counted nor refused: unlisted entries, slips of a dose, early dates; levels.

The episode began on 1 January and the verdict is of 1 July, by the rule `fda`, unless another is named.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from euthymia.medicine.resistance import Dose, ImpossibleTrial, course, judge, preset
from euthymia.medicine.resistance.trials import MeasuredLevel
from euthymia.medicine.resistance.unlisted import Unlisted
from tests.medicine.resistance.test_verdict import ANOTHER, BEGAN, FAILED, WEEKS_8, counts, exactly, history, verdict_on


def with_unlisted(*trials, names, complete=True):
    entries = tuple(Unlisted(name, f"{name!r} is not in the table.") for name in names)
    return judge(replace(history(*trials, complete=complete), unlisted=entries), rule=preset("fda"))


@pytest.mark.parametrize(
    ("trials", "names", "outcome"),
    [
        ([FAILED, ANOTHER], ["esketomine"], "resistant"),  # it can change nothing
        ([FAILED], ["esketomine"], "cannot tell"),  # it could decide
        ([], ["esketomine"], "not resistant"),  # one alone could not
        ([], ["esketomine", "Esketomine"], "not resistant"),  # the same entry twice is one
        ([FAILED], ["ECT"], "not resistant"),  # a treatment that is no drug never counts among drugs
        ([FAILED], ["rTMS", "Elektrokrampftherapie", "Psychotherapie"], "not resistant"),
    ],
)
def test_an_unlisted_entry_is_named_and_open_only_where_it_could_decide(trials, names, outcome):
    verdict = with_unlisted(*trials, names=names)

    assert verdict.outcome == outcome and len(verdict.history.unlisted) == len(names)
    if outcome == "cannot tell":
        assert "not judged: 'esketomine' is not in the table." in verdict.would_decide


@pytest.mark.parametrize(
    "written", ["ECT", "right unilateral ECT x 8", "TMS", "electroconvulsive therapy", "CBT", "Lichttherapie"]
)
def test_a_treatment_that_is_no_drug_is_named_as_one(written):
    assert "no drug" in Unlisted(written, "").sentence


@pytest.mark.parametrize("written", ["Tectosin", "Imsertraline", "vnsx"])
def test_a_name_that_only_holds_its_letters_could_be_a_drug(written):
    assert Unlisted(written, "").could_count


@pytest.mark.parametrize(
    ("drug", "mg", "confirmed", "does_count"),
    [
        ("escitalopram", 200, False, None),  # twenty times the minimum: a slip to be asked about
        ("escitalopram", 200, True, True),
        ("citalopram", 0.04, False, None),  # typed in grams
        ("citalopram", 0.04, True, False),
        ("escitalopram", 20, False, True),
    ],
)
def test_a_dose_ten_times_off_neither_counts_nor_fails_until_somebody_has_confirmed_it(drug, mg, confirmed, does_count):
    trial = replace(course(drug, mg, BEGAN, WEEKS_8, ended_for="no response"), dose_confirmed=confirmed)

    assert counts(trial) is does_count
    asked = "Look for a decimal point" in " ".join(verdict_on(trial).findings[0].reasons)
    assert asked is (does_count is None)


def test_a_slip_beside_weeks_that_are_enough_changes_nothing():
    rows = (Dose(BEGAN, WEEKS_8, 100), Dose(WEEKS_8, WEEKS_8 + timedelta(days=7), 2))

    assert counts(replace(FAILED, doses=rows)) is True


@pytest.mark.parametrize(
    ("drug", "mg", "level", "does_count"),
    [
        ("nortriptyline", 50, None, False),  # below 75 mg
        ("nortriptyline", 50, MeasuredLevel(95, "ng/mL"), True),  # 50 to 150 ng/mL stands for the dose
        ("nortriptyline", 50, MeasuredLevel(50, "µg/L"), True),
        ("nortriptyline", 50, MeasuredLevel(49, "ng/mL"), False),
        ("nortriptyline", 50, MeasuredLevel(95, "nmol/L"), False),  # another unit says nothing here
        ("nortriptyline", None, MeasuredLevel(95, "ng/mL"), True),
        ("sertraline", 25, MeasuredLevel(95, "ng/mL"), False),  # no level stands for its dose
    ],
)
def test_a_level_in_the_blood_may_stand_for_the_dose(drug, mg, level, does_count):
    trial = replace(course(drug, mg, BEGAN, WEEKS_8, ended_for="no response"), level=level)

    assert counts(trial) is does_count


def test_a_level_stands_for_the_dose_of_its_day_and_those_above():
    rows = (Dose(BEGAN, BEGAN + timedelta(days=20), 25), Dose(BEGAN + timedelta(days=20), WEEKS_8, 50))
    trial = replace(course("nortriptyline", 50, BEGAN, WEEKS_8, ended_for="no response"), doses=rows)

    early = replace(trial, level=MeasuredLevel(60, "ng/mL", BEGAN + timedelta(days=10)))
    late = replace(trial, level=MeasuredLevel(60, "ng/mL", BEGAN + timedelta(days=30)))
    assert (counts(early), counts(late)) == (True, False)  # 36 days at 50 mg alone are too short


@pytest.mark.parametrize(("level", "does_count"), [(None, None), (0.7, True), (0.5, True), (0.4, None)])
def test_lithium_counts_by_its_level_alone(level, does_count):
    measured = MeasuredLevel(level, "mmol/L") if level else None
    lithium = replace(course("lithium", None, BEGAN, WEEKS_8, ended_for="no response"), level=measured)

    assert verdict_on(lithium, FAILED, rule="elekt-d").findings[0].counts is does_count


def test_a_level_of_nothing_is_none():
    with pytest.raises(ImpossibleTrial, match="Enter the number of the laboratory"):
        MeasuredLevel(0, "ng/mL")


@pytest.mark.parametrize(("year", "does_count"), [(1999, None), (2014, True)])
def test_a_trial_before_the_drug_was_sold_is_asked_about(year, does_count):
    trial = course("vortioxetine", 20, date(year, 3, 1), date(year, 9, 1), improvement=exactly(10), ended_for="other")
    verdict = verdict_on(trial, rule="elekt-d")

    assert verdict.findings[0].counts is does_count
    assert ("first sold" in " ".join(verdict.findings[0].reasons)) is (does_count is None)


def test_paroxetine_and_bupropion_are_known_by_a_strength_that_one_form_alone_has():
    trials = [replace(ANOTHER, drug="paroxetine", doses=(Dose(BEGAN, WEEKS_8, mg),)) for mg in (20, 12.5, 25)]

    assert [counts(trial) for trial in trials] == [True, False, True]
