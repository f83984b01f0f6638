"""Drugs of a record by code alone: RxNorm gives drug, strength, form and salt; ATC is read under every address."""

import pytest

from euthymia.medicine.drugs.rxnorm_products import PRODUCTS
from euthymia.wire.fhir.doses.drug_text import RXNORM, read_drug
from euthymia.wire.fhir.resources.reasons import uses_of
from euthymia.wire.fhir.values import Coding, Concept


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
