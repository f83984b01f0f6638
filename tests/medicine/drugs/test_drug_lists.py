"""Medicine lists of real people: each line is matched to a drug of the catalogue, or listed as none of ours."""

import csv
import gzip
import re
from collections import Counter

import pytest

from euthymia.medicine.drugs.antidepressants import ALL, match, match_agent

# Read by hand: no line beside these names an antidepressant or an agent of the catalogue.
NAMES_BESIDE = re.compile(r"tine|pram|triptyl|pramine|zodone|faxine|lithium|aprine|pine\b|giline|azine", re.IGNORECASE)


def lines(path, column):
    with gzip.open(path, "rt") as file:
        return Counter(row[column] for row in csv.DictReader(file))


@pytest.mark.parametrize(
    ("file", "column", "matched", "of", "antidepressants"),
    [
        ("home-meds/eicu_demo_home_meds.csv.gz", "drugname", 327, 2469, 281),
        ("phq9-nhanes/nhanes_2013_2014_rxq_psychotropics.csv.gz", "RXDDRUG", 844, 1067, 755),
    ],
)
def test_the_share_of_lines_that_name_a_drug_of_ours(shared_data, file, column, matched, of, antidepressants):
    """The others are medicines of other kinds; a person sees each of them in a list of what was not matched."""
    counted = lines(shared_data / file, column)

    ours = {name: match(name) or match_agent(name) for name in counted}
    assert sum(counted.values()) == of
    assert sum(n for name, n in counted.items() if ours[name]) == matched
    assert sum(n for name, n in counted.items() if match(name)) == antidepressants


@pytest.mark.parametrize(
    ("file", "column", "left"),
    [
        (
            "home-meds/eicu_demo_home_meds.csv.gz",
            "drugname",
            ["AMLODIPINE BESILATE", "AMLODIPINE BESYLATE", "ATROPINE", "CALMOSEPTINE", "COMPAZINE",
             "HYDRALAZINE HCL", "MEMANTINE HCL", "METOCLOPRAMIDE HCL", "MEXILETINE HCL", "NICOTINE",
             "PROCHLORPERAZINE EDISYLATE", "PROMETHAZINE HCL"],
        ),
        ("phq9-nhanes/nhanes_2013_2014_rxq_psychotropics.csv.gz", "RXDDRUG", []),
    ],
)  # fmt: skip
def test_what_sounds_like_an_antidepressant_and_was_not_matched_is_another_drug(shared_data, file, column, left):
    unmatched = {name for name in lines(shared_data / file, column) if not (match(name) or match_agent(name))}

    assert sorted(name for name in unmatched if NAMES_BESIDE.search(name)) == left


def test_no_unmatched_line_holds_a_name_or_a_brand_of_the_catalogue(shared_data):
    counted = lines(shared_data / "home-meds/eicu_demo_home_meds.csv.gz", "drugname")

    ours = {name.lower() for drug in ALL for name in (drug.name, *drug.brands)}
    unmatched = [name for name in counted if not (match(name) or match_agent(name))]
    assert [name for name in unmatched if ours & set(name.lower().split())] == []
