"""Antidepressants: the least daily dose at which a trial can count, and the codes of each drug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine import antidepressants
from euthymia.medicine.antidepressants import ALL, UnknownDrug, UnknownForm, find, reaches_minimum


@pytest.mark.parametrize(
    ("drug", "drug_class", "atc", "rxcui", "permissive_mg", "strict_mg"),
    [
        ("citalopram", "SSRI", "N06AB04", 2556, 20, 20),
        ("fluvoxamine", "SSRI", "N06AB08", 42355, 50, 200),
        ("sertraline", "SSRI", "N06AB06", 36437, 50, 100),
        ("venlafaxine", "SNRI", "N06AX16", 39786, 75, 225),
        ("duloxetine", "SNRI", "N06AX21", 72625, 60, 60),  # the history form's dose is lower: the higher one is strict
        ("bupropion", "NDRI", "N06AX12", 42347, 150, 300),
        ("mianserin", "NaSSA", "N06AX03", 6929, 30, 60),  # a range: its ends
        ("amitriptyline", "TCA", "N06AA09", 704, 75, 200),
        ("protriptyline", "TCA", "N06AA11", 8886, 15, 41),  # Maudsley names none: the usual dose's lower bound
        ("lofepramine", "TCA", "N06AA07", None, 140, 140),
        ("selegiline transdermal", "MAOI", "N04BD01", 9639, 6, 6),
    ],
)
def test_a_drug_has_a_permissive_and_a_strict_minimum(drug, drug_class, atc, rxcui, permissive_mg, strict_mg):
    row = find(drug)

    assert (row.drug_class, row.atc, row.rxcui) == (drug_class, atc, rxcui)
    assert (row.minimum_mg_permissive, row.minimum_mg_strict) == (permissive_mg, strict_mg)


def test_the_table_holds_thirty_six_drugs_each_once():
    assert len({d.name for d in ALL}) == len({d.atc for d in ALL}) == len(ALL) == 36


def test_the_strict_minimum_is_never_below_the_permissive_one():
    assert [d.name for d in ALL if d.minimum_mg_strict < d.minimum_mg_permissive] == []


def test_a_code_that_was_not_checked_beside_its_name_says_so():
    assert sum(d.rxcui_verified for d in ALL) == 19
    assert all(d.rxcui for d in ALL if d.rxcui_verified)
    assert not find("phenelzine").rxcui_verified


@pytest.mark.parametrize("written", ["Sertraline", " SERTRALINE ", "sertraline", "Selegiline  Transdermal"])
def test_capitals_and_spaces_do_not_matter(written):
    assert find(written).name == " ".join(written.lower().split())


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("setraline", "sertraline"),
        ("selegiline", "selegiline transdermal"),  # an oral dose never meets the patch's minimum
        ("aspirin", "Choose the generic name"),
        ("", "No name is near it"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_names(written, nearest):
    with pytest.raises(UnknownDrug, match=nearest):
        find(written)


@pytest.mark.parametrize(
    ("drug", "dose_mg", "form", "reached"),
    [
        ("paroxetine", 20, "immediate release", True),
        ("paroxetine", 20, "controlled release", False),
        ("paroxetine", 25, "controlled release", True),
        ("paroxetine", 20, "", None),  # the form is unknown and decides
        ("paroxetine", 30, "", True),
        ("paroxetine", 10, "", False),
        ("bupropion", 174, "hydrobromide", True),
        ("bupropion", 173, "hydrobromide", False),
        ("bupropion", 150, "", None),
        ("sertraline", 49.9, "", False),
        ("sertraline", 50, "", True),
    ],
)
def test_a_dose_between_two_forms_is_judged_only_when_the_form_is_known(drug, dose_mg, form, reached):
    assert reaches_minimum(find(drug), dose_mg, form=form) is reached


def test_a_form_that_the_drug_does_not_have_is_refused():
    with pytest.raises(UnknownForm, match="only one form"):
        reaches_minimum(find("sertraline"), 50, form="hydrobromide")


@given(drug=st.sampled_from(ALL), dose_mg=st.floats(0.1, 1000), strict=st.booleans())
def test_more_of_a_drug_never_stops_reaching_its_minimum(drug, dose_mg, strict):
    order = {False: 0, None: 1, True: 2}
    less, more = (antidepressants.reaches_minimum(drug, d, strict=strict) for d in (dose_mg, 2 * dose_mg))

    assert order[less] <= order[more]
