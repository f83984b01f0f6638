"""A release of RxNorm to the table of clinical drugs. The release here is made by hand: none may be given on."""

import importlib.util

import pytest

from euthymia.cli.rxnorm import NoRelease, write
from euthymia.medicine.drugs.rxnorm_products import PRODUCTS, Product
from euthymia.wire.rxnorm import NotRxNorm, read_products, table_lines


def row(code, name, kind="SCD", source="RXNORM", suppressed="N"):
    return f"{code}|ENG||||||{code}|{code}|{code}||{source}|{kind}|{code}|{name}||{suppressed}|4096|\n"


RELEASE = [
    row(312940, "sertraline 25 MG Oral Tablet"),
    row(1738805, "24 HR paroxetine hydrochloride 25 MG Extended Release Oral Tablet"),
    row(1801289, "Smoking Cessation 12 HR bupropion hydrochloride 150 MG Extended Release Oral Tablet"),
    row(721787, "fluoxetine 25 MG / olanzapine 3 MG Oral Capsule"),
    row(865206, "selegiline 0.25 MG/HR Transdermal System"),
    row(351285, "escitalopram 1 MG/ML Oral Solution"),
    row(313995, "fluoxetine 90 MG Delayed Release Oral Capsule"),
    row(208161, "sertraline 50 MG Oral Tablet [Zoloft]", kind="SBD"),
    row(1, "sertraline 50 MG Oral Tablet", source="MTHSPL"),
    row(2, "sertraline 30 MG Oral Tablet", suppressed="O"),
    row(3, "sertraline", kind="IN"),
    row(4, "atorvastatin 20 MG Oral Tablet"),
    row(5, "selegiline 5 MG Oral Capsule"),
]


@pytest.mark.parametrize(
    ("code", "product"),
    [
        ("312940", Product(("sertraline",), 25, "mg", "tablet", "", "")),
        ("1738805", Product(("paroxetine",), 25, "mg", "extended release tablet", "hydrochloride", "")),
        ("1801289",
         Product(("bupropion",), 150, "mg", "extended release tablet", "hydrochloride", "smoking cessation")),
        ("721787", Product(("fluoxetine", "olanzapine"), 25, "mg", "capsule", "", "")),
        ("865206", Product(("selegiline",), 0.25, "mg/h", "patch", "", "")),
        ("351285", Product(("escitalopram",), 1, "mg/mL", "solution", "", "")),
        ("313995", Product(("fluoxetine",), 90, "mg", "delayed release capsule", "", "")),
        ("208161", Product(("sertraline",), 50, "mg", "tablet", "", "")),
    ],
)  # fmt: skip
def test_a_clinical_drug_of_a_release_is_read_by_its_name(code, product):
    assert dict(read_products(RELEASE))[code] == product


def test_other_sources_suppressed_rows_ingredients_and_other_drugs_are_passed_over():
    assert len(dict(read_products(RELEASE))) == 8


def test_another_file_is_refused_with_its_line():
    with pytest.raises(NotRxNorm, match="line 1 has 1 fields"):
        list(read_products(["sertraline\n"]))


def test_the_table_in_use_is_written_as_it_stands():
    lines = list(table_lines(PRODUCTS))

    assert sum(line.count("=") for line in lines) == len(PRODUCTS) == 166 and max(map(len, lines)) <= 120


def test_a_clinic_writes_the_table_from_its_own_release(tmp_path, capsys):
    (tmp_path / "RXNCONSO.RRF").write_text("".join(RELEASE), encoding="utf-8")
    module = tmp_path / "rxnorm_products.py"

    assert write(str(tmp_path), into=str(module)) == 0 and "8 clinical drugs" in capsys.readouterr().out
    spec = importlib.util.spec_from_file_location("made", module)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert {code: tuple(one) for code, one in made.PRODUCTS.items()} == {
        code: tuple(one) for code, one in read_products(RELEASE)
    }
    with pytest.raises(NoRelease, match="Name RXNCONSO"):
        write(str(tmp_path / "nowhere"), into="")
