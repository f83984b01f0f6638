"""Drugs of a record by code alone: RxNorm gives drug, strength, form and salt; ATC is read under every address."""

import pytest

from euthymia.medicine.drugs.rxnorm_products import PRODUCTS
from euthymia.wire.fhir import read_histories
from euthymia.wire.fhir.doses.drug_text import RXNORM, read_drug
from euthymia.wire.fhir.resources.reasons import uses_of
from euthymia.wire.fhir.values import Coding, Concept
from tests.wire.fhir.made import ndjson, patient, statement


def drug_of(system, code, text=""):
    return read_drug(Concept((Coding(system, code, ""),), text))


@pytest.mark.parametrize(
    ("code", "name", "mg", "salt"),
    [
        ("351250", "escitalopram", 20, ""),
        ("313989", "fluoxetine", 40, ""),
        ("993550", "bupropion", 174, "hydrobromide"),
        ("865210", "selegiline transdermal", 9, ""),  # 0.375 mg an hour
        ("309313", "citalopram", None, ""),  # a solution has no strength of a piece
        ("403971", "fluoxetine", None, ""),  # two drugs in one
    ],
)
def test_a_clinical_drug_by_code_alone_gives_drug_strength_and_salt(code, name, mg, salt):
    drug = drug_of(RXNORM[0], code)

    assert (drug.name, drug.strength_mg, drug.salt) == (name, mg, salt)


def test_every_clinical_drug_of_the_table_is_found_by_its_code():
    named = {code: drug_of(RXNORM[0], code).name.split()[:1] for code in PRODUCTS}

    left = {code for code, product in PRODUCTS.items() if named[code] != [product.drugs[0]]}
    assert {(PRODUCTS[code].drugs[0], PRODUCTS[code].unit) for code in left} == {("selegiline", "mg")}  # by mouth


@pytest.mark.parametrize(
    "system",
    ["http://www.whocc.no/atc", "https://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73",
     "http://fhir.de/CodeSystem/bfarm/atc", "http://fhir.de/CodeSystem/dimdi/atc"],
)  # fmt: skip
def test_an_atc_code_is_the_same_under_every_address(system):
    assert drug_of(system, "N06AB10").name == "escitalopram"
    assert drug_of("http://example.org/house", "N06AB10").name == ""


def test_a_product_that_is_sold_for_something_else_says_so_by_its_code():
    assert uses_of(Concept((Coding(RXNORM[0], "1801289", ""),), "")) == ("smoking cessation",)


@pytest.mark.parametrize(
    ("name", "doses"),
    [
        ("fluoxetine 50 MG / olanzapine 12 MG Oral Capsule", {"fluoxetine": 50, "olanzapine": 12}),
        ("olanzapine 6 MG / fluoxetine 25 MG Oral Capsule", {"fluoxetine": 25, "olanzapine": 6}),
        ("Symbyax 12 MG-50 MG Oral Capsule", {"fluoxetine": None, "olanzapine": None}),
        ("fluoxetine 20 MG Oral Capsule", {"fluoxetine": 20}),
    ],
)
def test_a_combination_gives_each_drug_with_its_dose_and_the_agent_as_an_agent(name, doses):
    line = statement(name, sig="Take 1 capsule every evening", end="2024-04-01")

    (found,), refused, _ = read_histories([ndjson(patient(), line)])

    read = {one["drug"]: one["doses"][0].get("mg_per_day") for one in (*found.trials, *found.agents)}
    assert refused == () and read == doses
    assert [one["drug"] for one in found.agents] == [name for name in doses if name == "olanzapine"]
