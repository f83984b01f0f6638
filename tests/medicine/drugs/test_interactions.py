"""Other medicines beside ketamine: what the table says of each, and which allergies rule the infusion out."""

import pytest

from euthymia.medicine.drugs.interactions import (
    GROUPS,
    LEVELS,
    ask_a_reason,
    in_group,
    look,
    rules_out_ketamine,
    unknown,
)
from euthymia.medicine.sources import SOURCES


@pytest.mark.parametrize(
    ("written", "group", "level", "source"),
    [
        ("theophylline", "theophylline and aminophylline", "avoid", "ketalar:theophylline"),
        ("Lorazepam 1 mg", "benzodiazepines", "warn", "veraart:2021"),
        ("lamotrigine", "lamotrigine", "warn", "veraart:2021"),
        ("naltrexone", "opioid antagonists", "warn", "williams:2018"),
        ("Oxycodone, slow release", "opioids", "warn", "rems:sedatives"),
        ("pregabalin", "gabapentinoids", "warn", "rems:sedatives"),
        ("zolpidem", "other sedatives and hypnotics", "warn", "rems:sedatives"),
        ("alcohol", "alcohol", "warn", "rems:sedatives"),
        ("pseudoephedrine", "sympathomimetics and vasopressin", "warn", "ketalar:pressor"),
        ("levothyroxine", "thyroid hormones", "warn", "ketalar:pressor"),
        ("tranylcypromine", "MAO inhibitors", "caution", "spravato:interactions"),
        ("Methylphenidate", "stimulants", "caution", "spravato:interactions"),
        ("lithium carbonate", "lithium", "info", "veraart:2021"),
        ("clozapine", "antipsychotics that may blunt the effect", "info", "veraart:2021"),
        ("grapefruit juice", "CYP3A4 and CYP2B6 inhibitors", "info", "andrade:2017-interactions"),
        ("St John’s wort", "inducers", "info", "andrade:2017-interactions"),
        ("sertraline", "SSRIs", "info", "gdansk:ssri-pressure"),
    ],
)
def test_a_medicine_is_found_by_its_name_as_it_stands_on_the_chart(written, group, level, source):
    (found,) = look([written])

    assert (found.drug, found.group, found.level, found.source) == (written, group, level, source)
    assert found.effect and found.rule


def test_the_gravest_comes_first_and_a_drug_of_two_groups_is_found_twice():
    found = look(["lithium", "phenobarbital", "theophylline"])

    assert [(one.drug, one.level) for one in found] == [
        ("theophylline", "avoid"), ("phenobarbital", "warn"), ("lithium", "info"), ("phenobarbital", "info"),
    ]  # fmt: skip
    assert [one.drug for one in ask_a_reason(found)] == ["theophylline"]


@pytest.mark.parametrize(
    ("names", "not_in_the_table"),
    [(["mirtazapine", "Lorazepam 1 mg"], ("mirtazapine",)), (["lithium"], ()), ([], ())],
)
def test_a_medicine_that_is_not_in_the_table_is_said_to_be_unknown_never_harmless(names, not_in_the_table):
    assert unknown(names) == not_in_the_table


@pytest.mark.parametrize(
    ("substance", "stops"),
    [
        ("Ketamine", True),
        ("esketamine (nasal spray)", True),
        ("S-ketamine", True),
        ("Spravato", True),
        ("penicillin", False),
        ("", False),
    ],
)
def test_an_allergy_to_ketamine_under_any_of_its_names_rules_it_out(substance, stops):
    assert bool(rules_out_ketamine([substance])) == stops


def test_medicines_are_picked_by_their_group():
    assert in_group(["Lorazepam 1 mg", "zolpidem", "lithium"], "benzodiazepines") == ("Lorazepam 1 mg",)


def test_every_group_has_a_level_and_a_source_and_tells_nobody_to_skip_a_dose():
    for group in GROUPS:
        assert group.level in LEVELS
        assert group.source in SOURCES
        assert "skip" not in group.rule and "stop taking" not in group.rule
