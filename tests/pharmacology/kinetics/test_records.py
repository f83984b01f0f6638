"""A person's record, line by line: ties by order, doses that repeat, steady states, resets, weight that changes."""

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import given as drawn
from hypothesis import strategies as st

from euthymia.pharmacology.kinetics import Person, find, simulate, typical
from euthymia.pharmacology.kinetics import infusion as one_infusion
from euthymia.pharmacology.kinetics.follow import looked
from euthymia.pharmacology.kinetics.records import Given, ImpossibleDosing, Record, plan
from euthymia.pharmacology.kinetics.schedule import ImpossibleDose, UnorderedTimes
from tests.examples import examples
from tests.pharmacology.kinetics import oracle_records
from tests.pharmacology.kinetics.given import PERSON, SESSION_MIN, models

OTTO = find("otto")
few = examples(40)

boluses = st.builds(Given, mg=st.floats(1, 100))
infusions = st.builds(Given, mg=st.floats(1, 100), mg_per_min=st.floats(0.05, 10))
repeated = st.builds(
    Given,
    mg=st.floats(1, 100),
    mg_per_min=st.just(0.0) | st.floats(0.05, 10),
    more=st.integers(1, 4),
    every_min=st.integers(30, 400).map(float),
)
steady = st.builds(
    Given,
    mg=st.floats(1, 100),
    mg_per_min=st.just(0.0) | st.floats(0.05, 10),
    more=st.integers(0, 2),
    every_min=st.integers(400, 1500).map(float),
    steady=st.sampled_from(["set", "add"]),
)
for_ever = st.builds(
    Given, mg_per_min=st.floats(0.05, 2), steady=st.sampled_from(["set", "add"]), endless=st.just(True)
)


def lines_of(doses):
    """Records in order of time, some of them resets."""

    def put_together(parts):
        gaps, rest = zip(*parts, strict=True)
        times = np.cumsum(gaps).tolist()
        return [
            Record(row=n, at_min=float(t), person=PERSON, given=g, looks=g is None and not e, empties=e)
            for n, (t, (g, e)) in enumerate(zip(times, rest, strict=True), 2)
        ]

    what = st.tuples(doses, st.booleans()) | st.just((None, False)) | st.just((None, False)) | st.just((None, True))
    parts = st.lists(st.tuples(st.integers(0, 300), what), min_size=1, max_size=9)
    return parts.map(put_together)


def look(at_min, row=9, person=PERSON):
    return Record(row=row, at_min=at_min, person=person, looks=True)


def dose(at_min, row=2, person=PERSON, **given):
    return Record(row=row, at_min=at_min, person=person, given=Given(**given))


def plasma(records, model=OTTO, etas=None, **rule):
    return looked(model, plan(records, **rule), [etas or {}])["plasma"][0]


@few
@drawn(model=models, records=lines_of(boluses | infusions | repeated))
def test_a_record_reads_as_all_doses_written_out(model, records):
    np.testing.assert_allclose(plasma(records, model), oracle_records.looked(model, records), rtol=1e-9, atol=1e-9)


@examples(20)
@drawn(model=models, records=lines_of(steady | for_ever | infusions))
def test_a_steady_state_reads_as_a_run_in_of_two_months(model, records):
    np.testing.assert_allclose(plasma(records, model), oracle_records.looked(model, records), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("minutes", [100, 480, 700, 2000])
def test_a_steady_state_of_infusions_longer_than_their_interval_keeps_those_that_still_run(minutes):
    settled = [dose(0, mg=35, mg_per_min=35 / minutes, every_min=480, steady="set"), look(1), look(300), look(1900)]

    np.testing.assert_allclose(plasma(settled), oracle_records.looked(OTTO, settled), rtol=1e-9)


@few
@drawn(model=models, one=repeated)
def test_further_doses_are_the_lines_written_out(model, one):
    written = [dose(one.every_min * n, mg=one.mg, mg_per_min=one.mg_per_min, row=2 + n) for n in range(one.more + 1)]
    looks = [look(t) for t in (0, 30, 777, 1600)]
    apart = sorted([*written, *looks], key=lambda line: (line.at_min, line.looks))
    together = [Record(row=2, at_min=0, person=PERSON, given=one), *looks]

    np.testing.assert_allclose(plasma(together, model), plasma(apart, model), rtol=1e-9)


def test_the_order_of_lines_decides_what_came_first_at_one_minute():
    before = plasma([look(0), dose(0, mg=35)])
    after = plasma([dose(0, mg=35), look(0)])

    assert before[0] == 0 and after[0] == pytest.approx(35 / 133 * 1000)


def test_a_further_dose_due_at_the_minute_of_a_line_comes_before_it():
    found = plasma([dose(0, mg=35, more=1, every_min=60), look(59.999), look(60)])

    assert found[1] - found[0] == pytest.approx(35 / 133 * 1000, rel=1e-3)


def test_a_reset_ends_infusions_and_what_is_still_due_and_time_may_begin_again():
    found = plasma(
        [
            dose(0, mg=35, mg_per_min=0.1, more=3, every_min=50),
            look(60),
            Record(row=4, at_min=0, person=PERSON, empties=True),
            look(30),
            look(300),
        ]
    )

    assert found[0] > 0 and found[1:].tolist() == [0, 0]


@few
@drawn(records=lines_of(boluses | infusions | repeated | steady), factor=st.floats(0.1, 10))
def test_twice_the_doses_read_twice_as_much(records, factor):
    def times(given):
        if given is None:
            return None
        return Given(
            mg=given.mg * factor,
            mg_per_min=given.mg_per_min * factor,
            more=given.more,
            every_min=given.every_min,
            steady=given.steady,
        )

    more = [
        Record(row=r.row, at_min=r.at_min, person=r.person, given=times(r.given), empties=r.empties, looks=r.looks)
        for r in records
    ]
    np.testing.assert_allclose(plasma(more), plasma(records) * factor, rtol=1e-9, atol=1e-9)


@few
@drawn(records=lines_of(boluses | infusions | repeated), at=st.integers(0, 1000))
def test_one_more_look_changes_no_other(records, at):
    place = next((n for n, r in enumerate(records) if r.at_min > at), len(records))
    assume(not any(r.empties for r in records))  # time may begin again there
    more = [*records[:place], look(float(at)), *records[place:]]
    kept = [n for n, r in enumerate(r for r in more if r.looks) if r is not more[place]]

    np.testing.assert_allclose(plasma(more)[kept], plasma(records), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("rule", "kg_between"),
    [
        ("nocb", 90),  # as NONMEM: from one line to the next the body is that of the later line
        ("locf", 60),
    ],
)
def test_between_two_lines_the_body_is_that_of_the_later_or_by_name_of_the_earlier_one(rule, kg_between):
    light, heavy = Person(weight_kg=60), Person(weight_kg=90)
    records = [dose(0, mg=35, person=light), look(40, person=heavy)]

    v1_left = simulate(
        OTTO, oracle_records.Schedule((oracle_records.Bolus(0, 35),)), [40], person=Person(weight_kg=kg_between)
    )
    own_v1 = typical(OTTO, heavy)["v1"] / typical(OTTO, Person(weight_kg=kg_between))["v1"]
    assert plasma(records, rule=rule)[0] == pytest.approx(v1_left["plasma"][0] / own_v1)


def test_many_sets_of_parameters_at_once_read_as_each_alone():
    records = [dose(0, mg=35, mg_per_min=35 / 40), *[look(t) for t in SESSION_MIN]]
    etas = [{"cl": 0.3}, {}, {"v1": -0.2, "nk_cl": 0.5}]

    together = looked(OTTO, plan(records), etas)
    for row, each in enumerate(etas):
        alone = simulate(OTTO, one_infusion(35, 40), SESSION_MIN, person=PERSON, etas=each)
        for name in together:
            np.testing.assert_allclose(together[name][row], alone[name], rtol=1e-9)


@pytest.mark.parametrize(
    ("given", "mg_in_a_day"),
    [
        ({"mg": 35}, 35),
        ({"mg": 10, "every_min": 480, "steady": "set"}, 30),  # every eight hours for ever: three in a day
        ({"mg_per_min": 0.1, "steady": "set", "endless": True}, 144),
    ],
)
def test_what_a_steady_state_gives_in_a_day_is_told(given, mg_in_a_day):
    (doses,) = plan([dose(0, **given)]).given

    assert sum(one.dose_mg for one in doses) == pytest.approx(mg_in_a_day)


def test_doses_on_both_sides_of_a_reset_are_kept_apart():
    again = Record(row=3, at_min=0, person=PERSON, empties=True, given=Given(mg=20))

    assert [[one.dose_mg for one in doses] for doses in plan([dose(0, mg=35), again]).given] == [[35], [20]]


def test_infusions_that_overlap_are_added_and_it_is_said():
    laid = plan([dose(0, mg=35, mg_per_min=1, row=2), dose(10, mg=35, mg_per_min=1, row=3), look(30)])

    assert laid.warnings == ("Row 3: an infusion begins while another runs: their rates are added.",)


def test_an_infusion_that_begins_as_another_ends_does_not_overlap_it():
    assert plan([dose(0, mg=30, mg_per_min=1), dose(30, mg=30, mg_per_min=1)]).warnings == ()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"mg": 35, "more": 2}, ImpossibleDosing),  # at which interval?
        ({"mg": 35, "steady": "set"}, ImpossibleDosing),
        ({"mg": 35, "more": -1, "every_min": 60}, ImpossibleDosing),
        ({"mg": 35, "more": 10_001, "every_min": 60}, ImpossibleDosing),
        ({"mg": 35, "more": 1, "every_min": -60}, ImpossibleDosing),
        ({"mg": 35, "more": 1, "every_min": float("nan")}, ImpossibleDosing),
        ({"mg": 35, "mg_per_min": 1, "steady": "set", "endless": True}, ImpossibleDosing),  # an amount, and for ever
        ({"mg_per_min": 1, "endless": True}, ImpossibleDosing),
        ({"mg": 35, "mg_per_min": 0.01, "every_min": 1, "steady": "set"}, ImpossibleDosing),  # 3,500 run at once
        ({"mg": -1}, ImpossibleDose),
        ({"mg": float("nan")}, ImpossibleDose),
    ],
)
def test_what_cannot_be_given_so_is_refused(given, wrong):
    with pytest.raises(wrong):
        Given(**given)


def test_time_that_falls_without_a_reset_is_refused_with_both_rows():
    with pytest.raises(UnorderedTimes, match="Row 7: its time comes before that of row 6"):
        plan([look(10, row=6), look(9, row=7)])
