"""Antidepressants: the least daily dose at which a trial can count, and the codes of each drug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.antidepressants import (
    ALL,
    AUGMENTING,
    KNOWN,
    WITHOUT_DOSE,
    UnknownDrug,
    UnknownForm,
    find,
    level_reaches,
    match,
    match_agent,
    reaches_minimum,
    tenfold,
)
from euthymia.medicine.drugs.names import folded, one_slip
from euthymia.medicine.sources import SOURCES


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


def test_a_drug_without_a_published_dose_is_named_and_never_given_one():
    assert len(WITHOUT_DOSE) == 13 and (*ALL, *WITHOUT_DOSE) == KNOWN
    for row in WITHOUT_DOSE:
        assert (row.minimum_mg_permissive, row.minimum_mg_strict) == (None, None)
        assert reaches_minimum(row, 10_000) is None and tenfold(row, 10_000) == ""


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("Sertralina 50 mg", "sertraline"), ("Paroxétine", "paroxetine"), ("Amitriptilina", "amitriptyline"),
        ("Venlafaxina retard 75 mg", "venlafaxine"), ("Bupropiona", "bupropion"), ("Clomipramina", "clomipramine"),
        ("Duloxetin", "duloxetine"), ("Escitalopramum", "escitalopram"), ("Trazodona", "trazodone"),
        ("S-citalopram 10 mg", "escitalopram"), ("(S)-citalopram", "escitalopram"), ("R-citalopram", None),
        ("des-venlafaxine", "desvenlafaxine"), ("levo-milnacipran", "levomilnacipran"),
        ("welbutrin XL 150 mg", "bupropion"), ("Lexapo", "escitalopram"), ("Proszac", "fluoxetine"),
        ("Seroplex", "escitalopram"), ("amfebutamone", "bupropion"), ("dothiepin 75 mg", "dosulepin"),
        ("St John's wort 300 mg", "hypericum"), ("Johanniskraut", "hypericum"), ("Spravato 84 mg", "esketamine"),
        ("CELEBREX", None), ("LOSEC", None), ("ZYRTEC", None), ("Prolia", None),
    ],
)  # fmt: skip
def test_names_of_other_languages_and_countries_and_slips_are_read(written, drug):
    found = match(written)

    assert (found and found.name) == drug


@pytest.mark.parametrize(
    ("written", "agent"),
    [("litio", "lithium"), ("Lithiumcarbonat 450 mg", "lithium"), ("aripiprazol", "aripiprazole"),
     ("Quilonum retard", "lithium"), ("T3 triiodothyronine", "liothyronine"), ("risperidona", "risperidone"),
     ("DIVALPROEX SODIUM", "valproate"), ("litium", "lithium")],
)  # fmt: skip
def test_an_agent_is_read_by_its_names_too(written, agent):
    assert match_agent(written).name == agent


def test_no_two_generic_names_fold_to_one():
    names = [folded(row.name) for row in (*KNOWN, *AUGMENTING) if " " not in row.name]

    assert len(names) == len(set(names))


def test_the_strict_minimum_is_never_below_the_permissive_one():
    assert [d.name for d in ALL if d.minimum_mg_strict < d.minimum_mg_permissive] == []


def test_a_code_that_was_not_checked_beside_its_name_says_so():
    assert sum(d.rxcui_verified for d in ALL) == 19
    assert all(d.rxcui for d in ALL if d.rxcui_verified)
    assert not find("phenelzine").rxcui_verified


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("Zoloft", "sertraline"),
        ("SERTRALINE HCL", "sertraline"),
        ("sertraline 100 MG Oral Tablet", "sertraline"),
        ("n06ab06", "sertraline"),
        ("36437", "sertraline"),
        ("Effexor XR", "venlafaxine"),
        ("BUPROPION HBR", "bupropion"),
        ("Venlafaxin", "venlafaxine"),  # as German writes it
        ("ESCITALOPRA", "escitalopram"),  # a list that cuts names off
        ("Emsam", "selegiline transdermal"),
    ],
)
def test_a_drug_is_found_by_name_brand_or_code(written, drug):
    assert find(written).name == drug


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Symbyax", "fluoxetine and olanzapine in one"),
        ("lithium carbonate", "added to an antidepressant"),
        ("9639", "taken in more than one way"),  # selegiline, by mouth or by patch
        ("sertraline and fluoxetine", "not in the table"),
        ("ipramine", "Nearest"),
    ],
)
def test_what_is_no_single_antidepressant_is_refused_with_its_own_sentence(written, sentence):
    with pytest.raises(UnknownDrug, match=sentence):
        find(written)


@pytest.mark.parametrize(
    ("line", "drug", "agent"),
    [
        ("24 HR venlafaxine 150 MG Extended Release Oral Capsule", "venlafaxine", None),
        ("setraline", "sertraline", None),  # one slip, and no other name is as near
        ("fuloxetine", None, None),  # one slip from fluoxetine, and one from duloxetine
        ("scitalopram", None, None),  # citalopram or escitalopram
        ("sertraline or fluoxetine", None, None),
        ("FLUOXETINE; OLANZAPINE", "fluoxetine", "olanzapine"),
        ("Symbyax", "fluoxetine", "olanzapine"),
        ("selegiline 6 MG/24HR Transdermal System", "selegiline transdermal", None),
        ("selegiline 5 MG Oral Tablet", None, None),
        ("DOXEPIN CREAM", None, None),
        ("LAMICTAL (GREEN)", None, "lamotrigine"),
        ("CELEBREX", None, None),  # two letters from a brand are another drug
        ("ZYRTEC", None, None),
    ],
)
def test_a_line_of_another_system_is_matched_or_left_alone(line, drug, agent):
    found, added = match(line), match_agent(line)

    assert (found and found.name, added and added.name) == (drug, agent)


@pytest.mark.parametrize("row", [*KNOWN, *AUGMENTING], ids=lambda row: row.name)
def test_every_name_brand_and_code_leads_to_its_own_row(row):
    look = match if row in KNOWN else match_agent
    codes = [row.atc, str(row.rxcui or "")] if not getattr(row, "other_routes", ()) else []

    assert {look(text) for text in (row.name, *row.brands, *filter(None, codes))} == {row}


def test_no_two_drugs_share_a_code_a_name_or_a_brand():
    rows = (*KNOWN, *AUGMENTING)
    names = [name.lower() for row in rows for name in (row.name, *row.brands)]
    codes = [code for row in rows for code in (row.atc, row.rxcui) if code]

    assert sorted(names) == sorted(set(names)) and len(codes) == len(set(codes))


@pytest.mark.parametrize("row", [*KNOWN, *AUGMENTING], ids=lambda row: row.name)
def test_every_figure_and_name_has_a_source(row):
    keys = {row.source, row.code_source, row.names_source, getattr(row, "strict_source", row.source)}
    level = getattr(row, "level", None)
    keys |= {level.source} if level and row in ALL else set()

    assert keys <= set(SOURCES)
    assert row.brands and all(salt == salt.lower() for salt in row.salts)


def test_the_doses_of_added_agents_are_marked_to_be_confirmed():
    assert all(SOURCES[agent.source].to_be_confirmed for agent in AUGMENTING)
    assert {a.name: (a.lower_mg, a.upper_mg) for a in AUGMENTING if a.lower_mg} == {
        "aripiprazole": (2, 15),
        "brexpiprazole": (1, 3),
        "cariprazine": (1.5, 3),
        "quetiapine": (150, 300),
        "lumateperone": (42, 42),
        "liothyronine": (0.025, 0.05),
    }


@pytest.mark.parametrize(
    ("drug", "ng_ml", "reaches"),
    [
        ("nortriptyline", 50, True),
        ("nortriptyline", 49, False),
        ("imipramine", 175, True),
        ("amitriptyline", 79, False),
        ("desipramine", 100, True),
        ("clomipramine", 230, True),
        ("sertraline", 100, None),  # no level stands for its dose
    ],
)
def test_a_level_in_the_blood_may_stand_for_a_dose(drug, ng_ml, reaches):
    assert level_reaches(find(drug), ng_ml) is reaches


@pytest.mark.parametrize(
    ("drug", "dose_mg", "words"),
    [
        ("sertraline", 500, "10 times"),
        ("sertraline", 200, ""),
        ("escitalopram", 100, "10 times"),
        ("venlafaxine", 375, ""),
        ("sertraline", 4.9, "less than a tenth"),
        ("amitriptyline", 10, ""),
    ],
)
def test_a_slip_of_the_decimal_point_is_asked_about(drug, dose_mg, words):
    said = tenfold(find(drug), dose_mg)

    assert (words in said) if words else said == ""


@given(drug=st.sampled_from(ALL), data=st.data())
def test_one_slip_is_seen_both_ways(drug, data):
    place = data.draw(st.integers(0, len(drug.name) - 1))
    written = drug.name[:place] + drug.name[place + 1 :]

    assert one_slip(written, drug.name) and one_slip(drug.name, written) and not one_slip(drug.name, drug.name)


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
        ("paroxetine", 20, "", True),  # never made as controlled release: the dose names the form
        ("paroxetine", 22, "", True),
        ("paroxetine", 12.5, "", False),
        ("paroxetine", 30, "", True),
        ("paroxetine", 10, "", False),
        ("bupropion", 174, "hydrobromide", True),
        ("bupropion", 173, "hydrobromide", False),
        ("bupropion", 150, "", True),
        ("bupropion", 150, "hydrobromide", False),
        ("sertraline", 49.9, "", False),
        ("sertraline", 50, "", True),
    ],
)
def test_a_dose_between_two_forms_is_judged_only_when_the_form_is_known(drug, dose_mg, form, reached):
    assert reaches_minimum(find(drug), dose_mg, form=form) is reached


@pytest.mark.parametrize(
    ("drug", "dose_mg", "said", "reached"),
    [
        ("sertraline", 50, {"route": "oral", "form": "tablet", "salt": "hydrochloride"}, True),
        ("paroxetine", 20, {"form": "tablet"}, True),
        ("paroxetine", 25, {"form": "extended release"}, True),
        ("venlafaxine", 75, {"form": "extended release"}, True),
        ("bupropion", 150, {"form": "extended release", "salt": "hydrochloride"}, True),
        ("bupropion", 150, {"form": "extended release"}, True),
        ("selegiline transdermal", 6, {}, True),
        ("selegiline transdermal", 6, {"route": "patch"}, True),
        ("selegiline transdermal", 10, {"route": "oral"}, False),  # never by mouth
        ("selegiline transdermal", 10, {"route": ""}, None),
        ("selegiline transdermal", 5, {"route": ""}, False),
    ],
)
def test_route_form_and_salt_are_asked_for_only_where_they_decide(drug, dose_mg, said, reached):
    assert reaches_minimum(find(drug), dose_mg, **said) is reached


@pytest.mark.parametrize("written", ["selegiline", "N04BD01", "9639"])
def test_a_bare_name_of_a_drug_with_two_routes_is_found_where_the_route_is_asked_apart(written):
    assert find(written, route="").name == "selegiline transdermal"


def test_a_form_that_the_drug_does_not_have_is_refused():
    with pytest.raises(UnknownForm, match="only one form"):
        reaches_minimum(find("sertraline"), 50, form="hydrobromide")


@given(drug=st.sampled_from(ALL), dose_mg=st.floats(0.1, 1000), strict=st.booleans())
def test_more_of_a_drug_never_stops_reaching_its_minimum(drug, dose_mg, strict):
    order = {False: 0, None: 1, True: 2}
    less, more = (antidepressants.reaches_minimum(drug, d, strict=strict) for d in (dose_mg, 2 * dose_mg))

    assert order[less] <= order[more]
