"""Allergies: a substance, a reaction, a date and who said it; what stops ketamine, what is asked, what stands beside.

Dissociation, vomiting or fear are intolerance: shown and asked, no stop. Hives, swelling, wheeze, shock, or an unknown
reaction stop.
"""

from datetime import date

import pytest

from euthymia.medicine.drugs.allergies import Allergy, reaction_of, weigh, weigh_all
from euthymia.medicine.drugs.interactions import near_ketamine, rules_out_ketamine
from euthymia.medicine.drugs.no_allergy import answer_of


@pytest.mark.parametrize(
    ("reaction", "read_as"),
    [
        ("Hives", "allergic"), ("swelling of the lips", "allergic"), ("wheeze", "allergic"),
        ("anaphylactic shock", "allergic"), ("Nesselsucht", "allergic"), ("Angioödem", "allergic"),
        ("urticaria", "allergic"), ("Hautausschlag", "allergic"), ("nausea and a rash", "allergic"),
        ("dissociation", "intolerance"), ("severe vomiting", "intolerance"), ("fear", "intolerance"),
        ("nausea, no hives", "intolerance"), ("Übelkeit und Erbrechen", "intolerance"), ("bad trip", "intolerance"),
        ("vomissements", "intolerance"), ("náuseas", "intolerance"), ("panic attack, felt unreal", "intolerance"),
        ("", "unknown"), ("unknown", "unknown"), ("bad reaction", "unknown"), ("422587007", "unknown"),
        ("nausea, heart stopped", "unknown"),  # one part that is not read keeps all of it unknown
        ("œdème de Quincke", "allergic"), ("ronchas", "allergic"), ("Kreislaufkollaps", "allergic"),
        ("no hives", "unknown"),
    ],
)  # fmt: skip
def test_a_reaction_is_allergic_intolerance_or_unknown(reaction, read_as):
    assert reaction_of(reaction) == read_as


@pytest.mark.parametrize(
    ("substance", "reaction", "weight"),
    [
        ("Ketamine", "hives", "stop"),
        ("Ketamine", "", "stop"),
        ("Ketamine", "dissociation", "ask"),
        ("Esketamin", "Erbrechen", "ask"),
        ("Spravato (nausea)", "", "ask"),
        ("Spravato (rash)", "", "stop"),
        ("esketamine (nasal spray)", "", "stop"),
        ("Spravato: vomiting", "", "ask"),
        ("Ketamine (nausea)", "hives", "stop"),
        ("Ketmine (ketamine)", "nausea", "stop"),  # a prescriber's word that ketamine is meant
        ("Esketamine (Spravato)", "vomiting", "ask"),  # a brand in brackets says nothing of what happened
        ("Esketamine (Spravato)", "swollen lips", "stop"),
        ("Ketamine", "vomited after ketamine", "ask"),
        ("Ketamine", "ketamine/hives", "stop"),
        ("Ketmine", "", "ask"),
        ("norketamine", "", "ask"),
        ("latex", "hives", "beside"),
        ("Chlorhexidine gluconate", "", "beside"),
        ("adhesive tape", "blisters", "beside"),
        ("benzethonium chloride", "", "beside"),
        ("penicillin", "shock", "other"),
    ],
)
def test_an_entry_stops_is_asked_or_stands_beside(substance, reaction, weight):
    assert weigh(Allergy(substance, reaction)).weight == weight


@pytest.mark.parametrize(
    ("substance", "reaction", "answer", "weight"),
    [
        ("Ketamine", "nausea", True, "stop"),
        ("Ketamine", "nausea", False, "beside"),
        ("Ketmine", "", True, "stop"),
        ("Ketmine", "", False, "other"),
        ("Ketamine", "hives", False, "stop"),  # no answer sets aside what stops
        ("Ketamine", "", False, "stop"),
    ],
)
def test_a_prescribers_answer_decides_what_was_asked_and_nothing_else(substance, reaction, answer, weight):
    assert weigh(Allergy(substance, reaction, to_ketamine=answer)).weight == weight


def test_an_entry_is_shown_with_all_that_is_known_of_it():
    entry = Allergy("Ketamine", "nausea", date(2019, 4, 2), "the patient")

    assert weigh(entry).line == (
        "Ketamine (nausea, 2019-04-02, the patient): intolerance and no allergy: shown and asked, no stop"
    )
    assert [one.weight for one in weigh_all([Allergy("latex"), entry, Allergy("Ketalar")])] == ["stop", "ask", "beside"]


def test_what_stands_in_brackets_is_read_where_only_a_text_is_kept():
    written = ["Spravato (nausea)", "Ketamine (hives)", "latex"]

    assert (rules_out_ketamine(written), near_ketamine(written)) == (("Ketamine (hives)",), ("Spravato (nausea)",))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("No known allergies", "none known"), ("No Known Drug Allergies (situation)", "none known"),
        ("NKDA", "none known"), ("N.K.D.A.", "none known"), ("NKA", "none known"), ("NKMA", "none known"),
        ("Denies any drug allergies", "none known"), ("No allergies to medications", "none known"),
        ("Allergies: none known", "none known"), ("none", "none known"),
        ("Keine bekannten Arzneimittelallergien", "none known"), ("Keine Allergien bekannt", "none known"),
        ("Pas d'allergie médicamenteuse connue", "none known"), ("Aucune allergie connue", "none known"),
        ("Sin alergias medicamentosas conocidas", "none known"), ("Nessuna allergia nota", "none known"),
        ("Sem alergias conhecidas", "none known"), ("Geen bekende allergieën", "none known"),
        ("No known allergy to penicillin", "one denied"), ("No known latex allergy", "one denied"),
        ("No known food allergies", "one denied"), ("Keine Penicillinallergie", "one denied"),
        ("Pas d'allergie à la pénicilline", "one denied"), ("keine Latexallergie", "one denied"),
        ("Not on File", "nobody asked"), ("No information about allergies", "nobody asked"),
        ("Unknown", "nobody asked"), ("Allergiestatus nicht erhoben", "nobody asked"),
        ("NKDA (no known drug allergies)", "none known"), ("allergies: NKDA", "none known"),
        ("No known medication or food allergies", "none known"), ("No tiene alergias", "none known"),
        ("No food allergies", "one denied"), ("NKFA", "one denied"),
        ("No refiere alergias", "none known"), ("Allergie: nein", "none known"), ("none reported", "none known"),
        ("NKDA / NKFA", "none known"), ("No true allergies", "none known"), ("Ø", "none known"),
        ("nicht bekannt", "nobody asked"), ("k.A.", "nobody asked"), ("N/A", "nobody asked"),
        ("No allergy information available", "nobody asked"),
        ("No known drug allergies except penicillin", ""), ("No known allergies but rash with sulfa", ""),
        ("Penicillin", ""), ("Known peanut allergy", ""), ("Seasonal allergies", ""), ("Allergic rhinitis", ""),
    ],
)  # fmt: skip
def test_no_allergy_is_an_answer_and_a_denial_of_one_substance_says_nothing_of_others(text, answer):
    assert answer_of([text]) == answer


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("716186003", "none known"), ("409137002", "none known"), ("no-known-medication-allergies", "none known"),
        ("no-known-food-allergies", "one denied"), ("no-allergy-info", "nobody asked"), ("373464007", ""),
    ],
)  # fmt: skip
def test_the_public_codes_for_no_allergy_are_read(code, answer):
    assert answer_of([], [("http://snomed.info/sct", code)]) == answer
    assert answer_of([], [("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown")]) == "nobody asked"
