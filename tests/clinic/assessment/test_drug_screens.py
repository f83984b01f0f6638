"""A drug screen in the chart: by substance, presumptive or confirmed, beside the medicines that explain it."""

from datetime import date

import pytest
from django.utils import timezone

from euthymia.clinic.assessment.eligibility import decision as eligibility_decision
from euthymia.clinic.assessment.medicines import acts
from euthymia.clinic.assessment.models import WorkupResult
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.assessment.workup.results import Infused
from euthymia.medicine import eligibility
from euthymia.medicine.eligibility.workup import Result
from tests.clinic.chairside import checked
from tests.clinic.conftest import signed_in

ALL_NO = {c.key: "no" for c in eligibility.CRITERIA}


def workup(clinic):
    return f"/patients/{clinic.ruth.key}/workup"


def entered(clinic, *, confirmed=False, **found):
    rows = [Result(item="drug-screen", taken_on=timezone.localdate(), found=f, substance=s, confirmed=confirmed)
            for s, f in found.items()]  # fmt: skip
    results.add_all(clinic.ruth, rows, by=clinic.nurse)


def decided(clinic):
    return eligibility_decision.decide_eligibility(clinic.ruth, ALL_NO, {}, infused=Infused(), by=clinic.prescriber)


def test_a_screen_is_entered_by_substance_and_shown_beside_what_explains_it(clinic):
    acts.add_medicine(clinic.ruth, {"drug": "Venlafaxine", "dose": "150 mg"}, by=clinic.nurse)
    sent = {
        "screen": "", "screen-taken_on": str(timezone.localdate()), "screen-confirmed": "no",
        "screen-phencyclidine": "positive", "screen-cocaine": "negative",
    }  # fmt: skip

    assert signed_in(clinic.nurse).post(workup(clinic), sent).status_code == 302

    rows = {row.substance: (row.finding, row.confirmed) for row in WorkupResult.objects.filter(patient=clinic.ruth)}
    assert rows == {"phencyclidine": ("positive", False), "cocaine": ("negative", False)}
    shown = signed_in(clinic.nurse).get(workup(clinic)).content.decode()
    assert "positive, presumptive" in shown and "negative, presumptive" in shown
    assert "Venlafaxine 150 mg: known to cross-react" in shown
    assert "Presumptive, which never excludes: tell the person, ask, have it confirmed, then decide." in shown


def test_a_screen_without_a_result_is_said_and_keeps_what_was_typed(clinic):
    sent = {"screen": "", "screen-taken_on": "2026-03-02", "screen-confirmed": "yes"}

    answer = signed_in(clinic.nurse).post(workup(clinic), sent)

    assert answer.status_code == 422 and "No substance has a result." in answer.content.decode()
    assert 'value="2026-03-02"' in answer.content.decode()
    assert not WorkupResult.objects.filter(patient=clinic.ruth).exists()


def test_a_screen_of_tomorrow_keeps_none_of_its_substances(clinic):
    sent = {"screen": "", "screen-taken_on": "2190-01-01", "screen-confirmed": "no", "screen-cocaine": "positive"}

    assert "still to come" in signed_in(clinic.nurse).post(workup(clinic), sent).content.decode()
    assert not WorkupResult.objects.filter(patient=clinic.ruth).exists()


@pytest.mark.parametrize(
    ("found", "confirmed", "outcome"),
    [
        ({"phencyclidine": "positive"}, False, "go"),  # asked, never excluded
        ({"cocaine": "positive"}, True, "no-go"),
        ({"cocaine": "negative"}, True, "go"),
    ],
)
def test_a_presumptive_drug_screen_never_excludes(clinic, found, confirmed, outcome):
    entered(clinic, confirmed=confirmed, **found)

    assert decided(clinic).outcome == outcome


def test_a_screen_of_which_no_more_is_said_is_presumptive_and_gives_way_to_substances(clinic):
    results.add(clinic.ruth, Result(item="drug-screen", taken_on=date(2026, 1, 2), found="positive"), by=clinic.nurse)
    line = next(one for one in decided(clinic).lines if one["key"] == "substance-use")
    assert "presumptive, which never excludes" in line["seen"]

    entered(clinic, cocaine="negative")
    line = next(one for one in decided(clinic).lines if one["key"] == "substance-use")
    assert "presumptive" not in line["seen"]


@pytest.mark.parametrize("page", ["", "/eligibility"])
def test_a_positive_screen_is_asked_about_on_the_chart_and_the_list(clinic, page):
    entered(clinic, phencyclidine="positive", cocaine="negative")

    shown = signed_in(clinic.prescriber).get(f"/patients/{clinic.ruth.key}{page}").content.decode()

    assert "Drug screens to ask about" in shown and "Phencyclidine" in shown and "Cocaine" not in shown


def test_a_positive_screen_is_asked_about_before_the_start(clinic):
    session = checked(clinic)
    entered(clinic, phencyclidine="positive")

    shown = signed_in(clinic.nurse).get(f"/chair/{session.key}/pre-infusion").content.decode()

    assert "Drug screens to ask about" in shown and "Phencyclidine" in shown


@pytest.mark.parametrize(("item", "substance"), [("ecg", "cocaine"), ("drug-screen", "sugar")])
def test_a_substance_belongs_to_a_drug_screen(item, substance):
    with pytest.raises(eligibility.workup.ImpossibleResult, match="no substance of a drug screen"):
        Result(item=item, taken_on=date(2026, 1, 2), found="positive", substance=substance)
