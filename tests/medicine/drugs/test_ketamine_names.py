"""Which words on an allergy mean ketamine, which are asked about, and which are other drugs."""

import pytest

from euthymia.medicine.drugs.interactions import GROUPS, near_ketamine, rules_out_ketamine


@pytest.mark.parametrize(
    "written",
    [
        "Ketamine", "KETAMINE-HCL", "ketamine hydrochloride 10 mg/mL injection", "ketamine10mg", "keta mine",
        "(S)-ketamine", "S(+)-Ketamin", "R-ketamine", "racemic-ketamine", "Arketamine", "esketamine (nasal spray)",
        "Ketamin", "Ketaminhydrochlorid", "Esketaminum", "Kétamine", "chlorhydrate de kétamine", "Ketamina",
        "Esketamina", "Cetamina", "Dextrocetamina", "Quetamina", "Ketamiini", "кетамин", "Кетамина гидрохлорид",
        "Κεταμίνη", "盐酸氯胺酮", "ケタミン", "케타민", "كيتامين",
        "Ketalar", "Ketanest S", "Ketolar", "Ketaset", "Calypsol", "Vesierra", "Spravato 84 mg",
        "N01AX03", "ATC N01AX14", "N06AX27", "373464007",
    ],
)  # fmt: skip
def test_an_allergy_by_any_name_brand_salt_or_code_stops_ketamine(written):
    assert rules_out_ketamine([written]) == (written,)
    assert near_ketamine([written]) == ()


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Ketmine", "a letter is missing"),
        ("Ketanine", "a letter is wrong"),
        ("Ketamien", "two letters are swapped"),
        ("ketam1ne", "a digit for a letter"),
        ("ketomene", "two letters are wrong"),
        ("Ketalr", "a brand with a slip"),
        ("Sprovato", "a brand with a slip"),
        ("norketamine", "a relative"),
        ("Methoxetamine", "a relative"),
        ("Tiletamine/zolazepam", "a relative"),
        ("Ketofol", "a mixture with it"),
        ("NMDA antagonists", "its class"),
        ("Imalgene", "a brand for animals"),
        ("Special K", "a name of the street"),
        ("Ke-ta-mine", "its letters are apart"),
        ("k e t a m i n e", "its letters are apart"),
        ("Ketamineallergie", "a compound"),
        ("(2R,6R)-hydroxynorketamine", "a relative"),
    ],
)
def test_a_name_near_one_of_them_is_asked_about(written, why):
    assert near_ketamine([written, "penicillin"]) == (written,), why
    assert rules_out_ketamine([written]) == ()


@pytest.mark.parametrize(
    "written",
    [
        "Ketoconazole", "Ketorolac", "Ketoprofen", "Ketotifen", "Ketobemidone", "Ketazolam", "Keppra", "Kenalog",
        "Phencyclidine", "Cetirizine", "Glucosamine", "Memantine", "Amantadine", "Galantamine", "Acetaminophen",
        "Paracetamol", "Dopamine", "Histamine", "Thiamine", "Vitamin B12", "Vitamina C", "Glutamine", "Escitalopram",
        "Captopril", "Spiriva", "6130", "latex", "",
    ],
)  # fmt: skip
def test_another_drug_neither_stops_nor_asks(written):
    assert (rules_out_ketamine([written]), near_ketamine([written])) == ((), ())


def test_no_medicine_of_the_table_is_taken_for_ketamine():
    every = [drug for group in GROUPS for drug in group.drugs]

    assert (rules_out_ketamine(every), near_ketamine(every)) == ((), ())
