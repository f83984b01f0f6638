"""A medicine at the chair is held against the chart: allergies, QT, asthma and MAO inhibitors.

An allergic or unknown reaction stops, intolerance is shown. What stops is recorded only with a reason.
"""

import pytest

from euthymia.medicine.charting.catalogue import MEDICINES
from euthymia.medicine.drugs.allergies import Allergy
from euthymia.medicine.drugs.at_the_chair import HeldAgainst, check, held_against
from euthymia.medicine.sources import SOURCES


@pytest.mark.parametrize(
    ("drug", "substance", "reaction", "about", "stops"),
    [
        ("ondansetron", "Ondansetron", "hives", "allergy", True),
        ("ondansetron", "Ondansetron", "", "allergy", True),  # an unknown reaction stops
        ("ondansetron", "Zofran 4 mg", "swelling of the lips", "allergy", True),
        ("ondansetron", "ondansétron (urticaire)", "", "allergy", True),
        ("ondansetron", "Granisetron", "Nesselsucht", "allergy", True),  # its family
        ("ondansetron", "Ondansetron", "headache", "intolerance", False),
        ("ondansetron", "Penicillin", "hives", None, None),
        ("labetalol", "Metoprolol", "wheeze", "allergy", True),
        ("labetalol", "beta-blockers", "shock", "allergy", True),
        ("hydralazine", "Hidralazina", "rash", "allergy", True),
        ("clonidine", "Clonidin", "", "allergy", True),
        ("captopril", "Enalapril", "angioedema", "allergy", True),
        ("midazolam", "Benzodiazepines", "rash", "allergy", True),
        ("lorazepam", "Tavor", "Ausschlag", "allergy", True),
        ("naloxone", "Narcan", "", "allergy", True),
        ("oxygen", "Latex", "hives", None, None),
        ("dexamethasone sodium phosphate", "Dexamethason", "hives", "allergy", True),  # another medicine, as typed
        ("dexamethasone sodium phosphate", "sodium benzoate", "hives", None, None),
    ],
)
def test_every_medicine_is_held_against_the_allergies(drug, substance, reaction, about, stops):
    found = held_against(drug, allergies=[Allergy(substance, reaction)], medicines=[])

    assert [(one.about, one.stops) for one in found] == ([(about, stops)] if about else [])
    assert all(one.source in SOURCES for one in found)


@pytest.mark.parametrize(
    ("drug", "medicines", "conditions", "about", "stops"),
    [
        ("ondansetron", ["Citalopram 20 mg"], [], "QT", False),
        ("ondansetron", ["Escitalopram"], [], "QT", False),
        ("ondansetron", ["Venlafaxin 150 mg"], [], "QT", False),
        ("ondansetron", [], ["Congenital long QT syndrome"], "QT", True),
        ("ondansetron", ["Sertraline"], [], None, None),
        ("labetalol", [], ["Asthma bronchiale"], "asthma", True),
        ("esmolol", ["Salbutamol inhaler"], [], "asthma", True),
        ("metoprolol", [], ["COPD"], "asthma", True),
        ("hydralazine", [], ["Asthma"], None, None),
        ("ephedrine", ["Tranylcypromine 20 mg"], [], "MAO inhibitor", True),
        ("pethidine", ["Phenelzine"], [], "MAO inhibitor", True),
        ("ondansetron", ["Phenelzine"], [], None, None),
    ],
)
def test_every_medicine_is_held_against_qt_asthma_and_mao_inhibitors(drug, medicines, conditions, about, stops):
    found = held_against(drug, allergies=[], medicines=medicines, conditions=conditions)

    assert [(one.about, one.stops) for one in found] == ([(about, stops)] if about else [])
    assert all(one.source in SOURCES for one in found)


@pytest.mark.parametrize(
    ("drug", "medicines", "conditions", "about"),
    [
        ("flumazenil", ["Lorazepam 1 mg"], [], "seizure"),
        ("flumazenil", ["Amitriptyline 25 mg"], [], "seizure"),
        ("flumazenil", ["Sertraline"], [], None),
        ("adrenaline", ["Nortriptylin 50 mg"], [], "tricyclic"),
        ("epinephrine", ["Venlafaxine"], [], None),
        ("glucose", [], ["Type 2 diabetes mellitus"], "diabetes"),
        ("glucose", ["Metformin 500 mg"], [], "diabetes"),
        ("atropine", [], ["Glaukom"], "glaucoma"),
        ("atropine", [], ["Type 2 diabetes mellitus"], None),
    ],
)
def test_a_medicine_of_an_emergency_is_marked_and_never_stopped(drug, medicines, conditions, about):
    found = held_against(drug, allergies=[], medicines=medicines, conditions=conditions)

    assert [(one.about, one.stops) for one in found] == ([(about, False)] if about else [])
    assert all(one.source in SOURCES for one in found)


@pytest.mark.parametrize("drug", [one for one in MEDICINES if one not in ("oxygen", "another medicine")])
def test_each_medicine_that_the_chair_offers_knows_its_own_name(drug):
    (concern,) = held_against(drug, allergies=[Allergy(drug.capitalize(), "hives")], medicines=[])

    assert concern.stops and concern.says.startswith("allergy to")


def test_what_stops_is_recorded_only_with_a_reason():
    concerns = held_against("ondansetron", allergies=[Allergy("Zofran", "hives")], medicines=["Citalopram"])

    with pytest.raises(HeldAgainst, match=r"allergy to Zofran \(hives\). Do not give it"):
        check("ondansetron", concerns, despite=" ")
    check("ondansetron", concerns, despite="given before the entry was read; team called")
    check("ondansetron", [one for one in concerns if not one.stops], despite="")
