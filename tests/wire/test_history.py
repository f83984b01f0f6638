"""The documented form of a history: what is absent is unknown, and what cannot be read is said in a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from euthymia.medicine.diagnoses import read_words
from euthymia.medicine.drugs.antidepressants import UnknownDrug
from euthymia.medicine.resistance import (
    UNKNOWN_DAY,
    UNKNOWN_IMPROVEMENT,
    Between,
    Dose,
    History,
    ImpossibleTrial,
    Improvement,
    Trial,
    judge,
    preset,
)
from euthymia.medicine.resistance.trials import MeasuredLevel
from euthymia.wire.history import UnreadableHistory, beside, document, read, read_trial, verdict

WHOLE = {
    "as_of": "2025-01-01",
    "episode_began": "2024-01-05",
    "diagnosis": "major depressive disorder",
    "history_complete": True,
    "trials": [
        {
            "drug": "sertraline",
            "route": "oral",
            "form": "tablet",
            "salt": "hydrochloride",
            "doses": [{"from": "2024-02-01", "to": "2024-04-01", "mg_per_day": 100}],
            "adherence": "affirmed",
            "improvement_percent": 20,
            "ended_for": "no response",
        }
    ],
}


def with_trial(**change):
    trial = {key: value for key, value in (WHOLE["trials"][0] | change).items() if value is not ...}
    return WHOLE | {"trials": [trial]}


def test_a_whole_history_is_read():
    found = read(WHOLE)

    assert (found.as_of, found.episode_began, found.history_complete) == (date(2025, 1, 1), date(2024, 1, 5), True)
    (trial,) = found.trials
    assert trial.doses == (Dose(date(2024, 2, 1), date(2024, 4, 1), 100.0),)
    assert (trial.adherence, trial.ended_for, trial.improvement) == ("affirmed", "no response", Improvement(20, 20))


def test_what_is_absent_is_unknown():
    found = read({"as_of": "2025-01-01", "trials": [{"drug": "sertraline"}]})

    assert (found.episode_began, found.diagnosis, found.history_complete) == (UNKNOWN_DAY, "", False)
    (trial,) = found.trials
    assert (trial.doses, trial.adherence, trial.ended_for) == ((), "unknown", "unknown")
    assert trial.improvement == UNKNOWN_IMPROVEMENT


@pytest.mark.parametrize(
    ("dose", "ended_for", "read_as"),
    [
        ({"from": "2024-02", "to": "2024-06"}, "other",
         (Between(date(2024, 2, 1), date(2024, 2, 29)), Between(date(2024, 6, 1), date(2024, 6, 30)))),
        ({"from": "2023"}, "ongoing", (Between(date(2023, 1, 1), date(2023, 12, 31)), None)),
        ({"from": "2024-02-01"}, "other", (date(2024, 2, 1), UNKNOWN_DAY)),
        ({"to": "2024-02-01"}, "other", (UNKNOWN_DAY, date(2024, 2, 1))),
    ],
)  # fmt: skip
def test_a_day_may_be_a_month_a_year_or_not_known(dose, ended_for, read_as):
    (trial,) = read(with_trial(doses=[dose], ended_for=ended_for, improvement_percent=...)).trials

    assert (trial.doses[0].began, trial.doses[0].ended) == read_as


def test_exactly_six_weeks_are_42_days():
    six_weeks = [{"from": "2024-02-01", "to": "2024-03-14", "mg_per_day": 50}]
    a_day_less = [{"from": "2024-02-01", "to": "2024-03-13", "mg_per_day": 50}]

    assert [judge(read(with_trial(doses=d)), rule=preset("fda")).failed_count for d in (six_weeks, a_day_less)] == [
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ([], "the history is a list. Give an object"),
        ({"trials": []}, '"as_of" is absent'),
        (WHOLE | {"as_of": "yesterday"}, "as_of: 'yesterday' is not a date. Write YYYY-MM-DD"),
        (WHOLE | {"as_of": "2025-02-30"}, "is not a date"),
        (WHOLE | {"episode_began": "2024-13"}, "is not a date"),
        (WHOLE | {"trials": {}}, '"trials" is an object. Give a list'),
        (WHOLE | {"history_complete": "yes"}, "Write true or false"),
        (WHOLE | {"patient": "x"}, "'patient' is no field of the form"),
        (with_trial(drug=...), 'trial 1: "drug" is absent'),
        (with_trial(dose_mg=50), "trial 1: 'dose_mg' is no field"),
        (with_trial(doses=[{"from": "2024-02-01", "mg": 50}]), "dose 1: 'mg' is no field"),
        (with_trial(doses=[{"mg_per_day": "100 mg"}]), "'100 mg', not a number. Write the mg of a whole day"),
        (with_trial(improvement_percent="a little"), "'a little', not a number"),
        (WHOLE | {"diagnoses": [{"kind": "gloom", "standing": "present"}]}, "kind is 'gloom'. Choose one of"),
        (WHOLE | {"diagnoses": "depression"}, '"diagnoses" is a text. Give a list'),
        (WHOLE | {"other_causes": {"thyroid": True}}, 'Write "yes", "no" or "unknown"'),
    ],
)
def test_what_cannot_be_read_is_said(form, said):
    with pytest.raises(UnreadableHistory, match=said):
        read(form)


@pytest.mark.parametrize(
    ("change", "refusal", "said"),
    [
        ({"doses": [{"from": "2024-04-01", "to": "2024-02-01"}]}, ImpossibleTrial, "trial 1: sertraline: ended"),
        ({"adherence": "mostly"}, ImpossibleTrial, "not one of affirmed, poor, unknown"),
        ({"improvement_percent": 60}, ImpossibleTrial, "contradict each other"),
    ],
)
def test_what_cannot_be_names_the_trial(change, refusal, said):
    with pytest.raises(refusal, match=said):
        read(with_trial(**change))


def test_a_drug_that_no_table_has_costs_only_its_own_line():
    found = read(WHOLE | {"trials": [*WHOLE["trials"], {"drug": "sertralin tablets x"}]})

    assert [trial.drug for trial in found.trials] == ["sertraline"]
    assert [one.written for one in found.unlisted] == ["sertralin tablets x"]
    with pytest.raises(UnknownDrug, match="trial 1: 'sertralin tablets x' is not"):
        read_trial({"drug": "sertralin tablets x"})


def test_a_level_in_the_blood_is_read():
    (trial,) = read(with_trial(level={"value": 95, "unit": "ng/mL", "day": "2024-03-01"})).trials

    assert trial.level == MeasuredLevel(95.0, "ng/mL", date(2024, 3, 1))
    with pytest.raises(UnreadableHistory, match="'high', not a number"):
        read(with_trial(level={"value": "high"}))


def test_a_verdict_has_what_the_form_promises():
    found = verdict(judge(read(WHOLE), rule=preset("fda")))

    assert (found["verdict"], found["counted"]) == ("not resistant", 1)
    assert found["trials"][0]["counted"] is True
    assert {"drug", "counted", "reason", "source"} <= set(found["trials"][0])


def test_staging_is_read_beside_the_trials():
    assert beside(WHOLE | {"staging": {"severity": "severe", "ect_failed": True}}).severity == "severe"
    with pytest.raises(UnreadableHistory, match="severity is 'bad'"):
        beside({"staging": {"severity": "bad"}})


DAYS = st.dates(date(2020, 1, 1), date(2024, 6, 1))
MONTHS = st.sampled_from([Between(date(2022, 2, 1), date(2022, 2, 28)), Between(date(2021, 1, 1), date(2021, 12, 31))])


@given(
    began=st.one_of(st.just(UNKNOWN_DAY), DAYS, MONTHS), mg=st.none() | st.integers(1, 300).map(float),
    improvement=st.sampled_from(
        [UNKNOWN_IMPROVEMENT, Improvement(20, 20), Improvement(at_least=50), Improvement(10, 30)]
    ),
    ended_for=st.sampled_from(["other", "ongoing", "unknown", "intolerance"]), augmented=st.booleans(),
)  # fmt: skip
def test_what_is_written_is_read_again(began, mg, improvement, ended_for, augmented):
    ended = None if ended_for == "ongoing" else UNKNOWN_DAY
    trial = Trial(
        "sertraline", (Dose(began, ended, mg),), "poor", improvement, ended_for, augmented=augmented, route="oral"
    )
    history = History(
        as_of=date(2025, 1, 1), trials=(trial,), episode_began=began, history_complete=True,
        diagnoses=read_words("suspected bipolar disorder"),
    )  # fmt: skip

    assert read(document(history)) == history
