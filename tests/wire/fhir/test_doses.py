"""Doses: what a SIG, a Dosage element and a drug's own text say of the mg taken a day; unknown stays unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.drugs.antidepressants import find, reaches_minimum
from euthymia.wire.fhir.doses.dosage import read_doses
from euthymia.wire.fhir.doses.drug_text import RXNORM, read_drug, strength_mg
from euthymia.wire.fhir.values import Coding, Concept, UnreadableResource


@pytest.mark.parametrize(
    ("sig", "tablet_mg", "mg_per_day"),
    [
        ("Take 2 tablets by mouth daily", 100, 200),
        ("1 tab PO BID", 75, 150),
        ("50 mg daily", None, 50),
        ("take one capsule twice a day", 30, 60),
        ("1 tablet every other day", 100, 50),
        ("Take 1 tablet (50 mg total) by mouth daily", None, 50),
        ("Take 2 tablets (100 mg total) by mouth daily", 50, 100),
        ("1 tablet in the morning and 2 at night", 25, 75),
        ("1 tablet every morning and at bedtime", 25, 50),
        ("Sertraline 100 mg tablet, take 1 tablet daily", 100, 100),
        ("take 1/2 tablet nightly", 100, 50),
        ("one and a half tablets daily", 100, 150),
        ("1 tablet every 8 hours", 50, 150),
        ("90 mg once weekly", None, None),  # a weekly dose has no daily minimum beside it
        ("25 mcg daily", None, 0.025),
        ("0.5 g daily", None, 500),
        ("1 tablet daily", None, None),  # of what strength?
        ("1-2 tablets daily", 50, None),
        ("1 tablet daily as needed", 50, None),
        ("1 tablet daily for a week, then 2 tablets daily", 50, None),
        ("increase to 2 tablets daily", 50, None),
        ("up to 3 tablets daily", 50, None),
        ("1 or 2 tablets daily", 50, None),
        ("1 tablet in the evening and at bedtime", 50, None),  # once or twice?
        ("2 tablets", 50, None),
        ("Take 2 tablets (75 mg) daily", 50, None),  # words that contradict each other
        ("as directed", 50, None),
        ("take 1e5 mg daily", None, None),
        ("0 tablets daily", 50, None),
        ("take 99999999 tablets daily", 50, None),
        ("", 50, None),
    ],
)
def test_a_sig_is_read_where_it_says_plainly_how_much_how_often(sig, tablet_mg, mg_per_day):
    dose = read_doses([{"text": sig}], tablet_mg)

    assert dose.mg_per_day == (None if mg_per_day is None else pytest.approx(mg_per_day, abs=1e-5))
    assert bool(dose.why_unknown) == (mg_per_day is None)


def dosage(value=None, unit="", *, frequency=1, period=1, period_unit="d", **members):
    repeat = {"frequency": frequency, "period": period, "periodUnit": period_unit}
    quantity = {"doseQuantity": {"value": value, "unit": unit}}
    return {"timing": {"repeat": repeat}, "doseAndRate": [quantity]} | members


def at_time(value, when):
    return dosage(value, "mg") | {"timing": {"repeat": {"when": [when]}}}


def lasting(value, days):
    made = dosage(value, "mg")
    made["timing"]["repeat"]["boundsDuration"] = {"value": days, "unit": "d", "code": "d"}
    return made


ONE_TO_THREE = {"doseAndRate": [{"doseRange": {"low": {"value": 1, "unit": "tablet"}, "high": {"value": 3}}}]}


@pytest.mark.parametrize(
    ("dosages", "tablet_mg", "mg_per_day"),
    [
        ([dosage(75, "mg", frequency=2)], None, 150),
        ([dosage(25, "ug")], None, 0.025),
        ([dosage(0.3, "g")], None, 300),
        ([dosage(2, "tablet")], 50, 100),
        ([dosage(1)], 25, 25),
        ([dosage(1)], None, None),
        ([dosage(5, "mL")], 20, None),
        ([dosage(50, "mg", period=8, period_unit="h")], None, 150),
        ([dosage(90, "mg", period_unit="wk")], None, None),  # a weekly dose is no daily one
        ([dosage(50, "mg", asNeededBoolean=True)], None, None),
        ([dosage(50, "mg", text="100 mg daily")], None, None),  # the element and its words contradict each other
        ([dosage(50, "mg", text="50 mg daily")], None, 50),
        ([dosage(50, "mg"), dosage(100, "mg")], None, None),  # together, or one after the other?
        ([dosage(50, "mg", sequence=1), dosage(100, "mg", sequence=1)], None, 150),  # concurrent by their number
        ([at_time(50, "MORN"), at_time(100, "HS")], None, 150),  # at two times of the same days
        ([at_time(50, "MORN"), at_time(100, "MORN")], None, None),
        ([lasting(4, 10), dosage(6, "mg")], None, None),  # ten days of 4 mg, later 6 mg
        ([{"text": "25 mg at bedtime for 2 weeks"}, {"text": "50 mg at bedtime thereafter"}], None, None),
        ([{"text": "1 tablet every morning"}, {"text": "2 tablets at bedtime"}], 50, 150),
        ([dosage(text="1 tablet daily") | ONE_TO_THREE], 20, None),
        ([dosage(50, "mg", frequency=2, text="Take 1 tablet (50 mg total) by mouth 2 (two) times a day")], 50, 100),
        ([dosage(1, "Tablette", text="0-0-1")], 25, 25),
        ([dosage(50, "mg", text="twice a day")], None, None),  # once by its structure
        ([dosage(50, "mg", text="stop on Friday")], None, None),
        ([dosage(50, "mg", sequence=1), dosage(100, "mg", sequence=2)], None, None),  # a taper
        ([dosage(1) | {"timing": {"code": {"coding": [{"code": "BID"}]}}}], 75, 150),
        ([dosage(True, "mg")], None, None),
        ([dosage(50, "mg", period=0)], None, None),
        ([dosage(1e308, "mg", frequency=1e308)], None, None),
        ([], 50, None),
    ],
)  # fmt: skip
def test_a_dosage_element_is_multiplied_out(dosages, tablet_mg, mg_per_day):
    dose = read_doses(dosages, tablet_mg)

    assert dose.mg_per_day == (None if mg_per_day is None else pytest.approx(mg_per_day, abs=1e-5))


@pytest.mark.parametrize(
    ("dosages", "steps"),
    [
        ([lasting(4, 10), dosage(6, "mg")], ((4, 10), (6, None))),
        ([{"text": "25 mg at bedtime for 2 weeks"}, {"text": "50 mg at bedtime thereafter"}], ((25, 14), (50, None))),
        ([dosage(6, "mg", sequence=2), lasting(4, 10) | {"sequence": 1}], ((4, 10), (6, None))),
        ([{"text": "10 mg daily x 1 week, 20 mg daily thereafter"}], ((10, 7), (20, None))),
        ([dosage(50, "mg", sequence=1), dosage(100, "mg", sequence=2)], ()),  # until when, nobody wrote
    ],
)
def test_steps_are_kept_with_their_days(dosages, steps):
    dose = read_doses(dosages, None)

    assert (dose.mg_per_day, dose.steps) == (None, steps)


def test_a_dose_without_a_unit_is_pointed_at():
    assert "no unit" in read_doses([dosage(1)], 25).sentences[0]


def test_bounds_that_cannot_be_are_refused():
    bounds = {"boundsPeriod": {"start": "2024-02-01", "end": "2024-01-01"}, "frequency": 1}
    with pytest.raises(UnreadableResource, match="before it began"):
        read_doses([{"timing": {"repeat": bounds}}], 50)


@given(units=st.integers(1, 4), mg=st.sampled_from([10, 25, 37.5, 50, 100]), times=st.sampled_from([1, 2, 3, 4]))
def test_words_and_elements_say_the_same_dose(units, mg, times):
    words = {1: "once daily", 2: "twice daily", 3: "three times daily", 4: "four times daily"}[times]

    told = read_doses([{"text": f"Take {units} tablets {words}"}], mg)
    assert (
        told.mg_per_day == read_doses([dosage(units, "tablets", frequency=times)], mg).mg_per_day == units * mg * times
    )


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("24 HR venlafaxine 150 MG Extended Release Oral Capsule", 150),
        ("Fluoxetine 25MG", 25),
        ("fluoxetine 20 MG/5 ML Oral Solution", None),
        ("fluoxetine 25 MG / olanzapine 6 MG Oral Capsule", None),
        ("liothyronine 25 MCG Oral Tablet", 0.025),
        ("selegiline 6 MG/24HR Transdermal System", 6),
        ("sertraline", None),
    ],
)
def test_the_strength_stands_in_the_drug_s_text(text, mg):
    assert strength_mg(text) == mg


@pytest.mark.parametrize(
    ("code", "display", "text", "name"),
    [
        ("36437", "", "", "sertraline"),
        ("328670", "Sertraline 100MG", "Sertraline 100MG", "sertraline"),  # a code we do not know: its words
        ("328670", "", "", ""),
        ("36437", "fluoxetine", "", ""),  # code and words contradict each other
        ("6448", "", "", "lithium"),
        ("9639", "", "", ""),  # selegiline by whichever route
    ],
)
def test_a_drug_is_told_by_code_or_words_and_not_where_they_differ(code, display, text, name):
    assert read_drug(Concept((Coding(RXNORM[0], code, display),), text)).name == name


@pytest.mark.parametrize(
    ("text", "route", "form", "salt"),
    [
        ("bupropion hydrobromide 348 MG Extended Release Oral Tablet", "oral", "extended release", "hydrobromide"),
        ("Aplenzin 348 MG", "", "", "hydrobromide"),  # a brand of one salt
        ("Paxil CR", "", "controlled release", ""),
        ("duloxetine 60 MG Delayed Release Oral Capsule", "oral", "delayed release", ""),
        ("mirtazapine hydrochloride 15 MG Disintegrating Oral Tablet", "oral", "orodispersible tablet", ""),
        ("Emsam 6 MG/24HR patch", "transdermal", "", ""),
    ],
)
def test_what_a_drug_s_text_says_of_route_form_and_salt_can_be_judged_by(text, route, form, salt):
    drug = read_drug(Concept((), text))

    assert (drug.route, drug.form, drug.salt) == (route, form, salt)
    reaches_minimum(find(drug.name), 10, route=route or None, form=form, salt=salt)  # none of it is refused
