"""A virtual trial's design as people write it; what is not understood is refused, with its place and what to do."""

import pytest

from euthymia.pharmacology.virtual_trial import ImpossibleTrial, UnknownEndpoint
from euthymia.wire.trial_design import NotUnderstood, read

WHOLE = """
control: midazolam
arms:
  ketamine:  {days: [0, 3, 7], mg_per_kg: 0.5}
  midazolam: {days: [0, 3, 7], ketamine: no}
visits_days: [1, 7, 14]
population: {entry_least: 28}
drop_out: {per_visit: 0.05}
rescue: {from_day: 7, least: 30}
endpoints:
  - {kind: response, day: 1}
  - {kind: change, day: 14, on_rescue: hypothetical}
run: {per_arm: [20, 40], trials: 200, seed: 3}
"""
SHORT = "arms: {one: {days: [0]}}\nvisits_days: [1]\nendpoints: [{kind: change, day: 1}]\n"


def test_a_design_is_read():
    trial, run = (written := read(WHOLE.encode())).trial, written.run

    assert [arm.name for arm in trial.arms] == ["ketamine", "midazolam"]
    assert (trial.arm("ketamine").ketamine, trial.arm("midazolam").ketamine) == (True, False)
    assert trial.visits_days == (1.0, 7.0, 14.0)
    assert trial.population.entry_least == 28.0
    assert [one.name for one in trial.endpoints] == ["response, day 1", "change, day 14 (hypothetical on rescue)"]
    assert (run.per_arm, run.trials, run.seed, run.doubt) == ((20, 40), 200, 3, "both")


def test_the_control_is_the_last_arm_where_none_is_named_and_the_rest_has_proposals():
    trial = read(SHORT.encode()).trial

    assert trial.control == "one"
    assert (trial.rescue, trial.population.entry_least, trial.drop_out.per_visit) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mg_per_kg: 0.5", "mg_per_kg: 0.5 mg", "arms, ketamine, mg_per_kg: '0.5 mg' is no number"),
        ("mg_per_kg: 0.5", "dose: 35", "arms, ketamine: 'dose' is not known here. Known are name, days, context"),
        ("days: [0, 3, 7], mg", "mg", "arms, ketamine: nothing is said of days, nor of a table of events"),
        ("days: [0, 3, 7], mg", "days: 0, mg", "arms, ketamine, days: 0 is no list"),
        ("ketamine: no", "ketamine: 0", "arms, midazolam, ketamine: 0 is no yes or no"),
        ("trials: 200", "trials: 1.5", "run, trials: 1.5 is no whole number"),
        ("trials: 200", "trials: yes", "run, trials: True is no whole number"),
        ("visits_days: [1, 7, 14]", "visits: [1]", "the design: 'visits' is not known here"),
        ("visits_days: [1, 7, 14]", "", "The design says nothing of visits_days"),
        ("control: midazolam", "control: midazolam\ncontrol: ketamine", "line 3: control is written twice"),
        ("run: {", "run: {{", "line 14"),
        ("population: {entry_least: 28}", "population: 28", "population: 28; write names and values"),
        ("population: {entry_least: 28}", "population: {women_kg: [70]}", "women_kg: 1 values, and it is 2"),
        ("  ketamine:  {", "  ketamine:  {name: other, ", "an arm goes by the name before its colon"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(old, new, said):
    assert old in WHOLE

    with pytest.raises(NotUnderstood) as refused:
        read(WHOLE.replace(old, new).encode())
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "A design is names and values"),
        (b"- 1", "A design is names and values"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"a: !!python/object/apply:os.system ['true']", "could not determine a constructor"),
        (b"#" * 1_000_001, "1,000,001 bytes"),
    ],
)
def test_a_file_that_is_no_design_is_refused(data, said):
    with pytest.raises(NotUnderstood, match=said):
        read(data)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("mg_per_kg: 0.5", "mg_per_kg: 50", ImpossibleTrial),
        ("kind: change", "kind: QIDS", UnknownEndpoint),
        ("control: midazolam", "control: saline", ImpossibleTrial),
        ("mg_per_kg: 0.5", "mg_per_kg: .nan", ImpossibleTrial),
    ],
)
def test_what_medicine_refuses_is_its_own_refusal(old, new, kind):
    with pytest.raises(kind):
        read(WHOLE.replace(old, new).encode())


TABLE = b"""# units: TIME=h AMT=mg
# salt: base
ID,TIME,AMT,RATE,EVID,WT
1,0,35,52.5,1,70
1,72,35,52.5,1,70
2,0,50,75,1,100
"""
BY_TABLE = WHOLE.replace("days: [0, 3, 7], mg_per_kg: 0.5", "events: {file: doses.csv, units: {WT: kg}}")


def test_an_arm_may_be_a_table_of_events_as_a_nonmem_user_has_it():
    asked = []
    arm = read(BY_TABLE.encode(), table=lambda name: asked.append(name) or TABLE).trial.arm("ketamine")

    assert asked == ["doses.csv"]
    assert [(one.key, one.weight_kg, one.days) for one in arm.table] == [("1", 70.0, (0.0, 3.0)), ("2", 100.0, (0.0,))]
    assert arm.most_sessions == 2 and arm.flags == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{file: doses.csv, ", "{", "name its file"),
        ("units: {WT: kg}", "units: kg", "write names and values"),
        ("units: {WT: kg}", "unit: {WT: kg}", "'unit' is not known here"),
        ("events: {", "mg_per_kg: 1, events: {", "mg_per_kg stands beside events"),
    ],
)
def test_a_table_that_is_named_wrongly_is_refused(old, new, said):
    with pytest.raises(NotUnderstood, match=said):
        read(BY_TABLE.replace(old, new).encode(), table=lambda _: TABLE)


def test_where_no_file_can_be_opened_a_table_is_refused():
    with pytest.raises(NotUnderstood, match=r"'doses\.csv' cannot be opened from here"):
        read(BY_TABLE.encode())
