"""A virtual trial is the same numbers no matter who runs it: another order, processes, arms, or a smaller one."""

from dataclasses import replace
from functools import partial

import duckdb
import numpy as np
import pandas
import pytest

from euthymia.pharmacology.virtual_trial import Arm, Endpoint, ImpossibleTrial
from euthymia.research.engines.processes import on_processes
from euthymia.research.virtual_trials import plan as planning
from euthymia.research.virtual_trials.drawn import SHARED, arm_number, keys, people_chance
from euthymia.research.virtual_trials.result import answer_columns, together
from euthymia.research.virtual_trials.run import run
from euthymia.research.virtual_trials.tables import people_columns
from tests.research.virtual_trials.given import KETAMINE, MIDAZOLAM, design, plan, ran

HIGH = Arm(name="high", days=(0.0, 3.0), mg_per_kg=1.0, minutes=60.0)


def bits(found):
    """Write a result so that two are equal to the last bit where their texts are; NaN is NaN here."""
    tallies = [(key, one.had, one.never, one.total, one.squares, one.counts.tolist()) for key, one in found.items()]
    return repr(tallies)


def same(one, other):
    """Return whether two results are the same to the last bit."""
    pairs = ((one.people, other.people), (one.apart, other.apart), (one.lost, other.lost))
    return all(bits(mine) == bits(theirs) for mine, theirs in pairs) and repr(one.answers) == repr(other.answers)


@pytest.fixture
def small_blocks(monkeypatch):
    """Cut the work into many pieces, as a large trial is."""
    monkeypatch.setattr(planning, "IN_A_BLOCK", 64)
    monkeypatch.setattr(planning, "IN_A_BLOCK_OF_TRIALS", 64)


@pytest.mark.parametrize("trials", [0, 6])
def test_blocks_in_any_order_give_the_same(small_blocks, trials):
    asked = plan(trials=trials, per_arm=(150,) if trials == 0 else (20, 30))
    blocks = asked.blocks()
    done = [run(asked, block) for block in blocks]

    assert len(blocks) == 3
    assert same(together(asked, done), together(asked, reversed(done)))


def test_two_processes_give_what_one_gives(small_blocks):
    asked = plan(trials=4)

    one, two = (together(asked, on_processes(partial(run, asked), asked.blocks(), jobs=jobs)) for jobs in (1, 2))
    assert same(one, two)


def test_whatever_the_block_a_trial_gives_the_same_answers(monkeypatch):
    whole = ran(plan())
    monkeypatch.setattr(planning, "IN_A_BLOCK_OF_TRIALS", 30)

    assert len(plan().blocks()) == 6
    assert repr(ran(plan()).answers) == repr(whole.answers)


def test_an_arm_more_changes_no_other():
    two, three = ran(plan()), ran(plan(design=design(arms=(HIGH, KETAMINE, MIDAZOLAM))))

    kept = [one for one in three.answers if one.arm == "ketamine"]
    assert repr(tuple(kept)) == repr(two.answers)
    assert all(three.people[key].total == two.people[key].total for key in two.people)


def test_an_endpoint_and_a_visit_more_change_no_other():
    base = ran(plan(design=design(rescue=None, endpoints=(Endpoint(kind="response", day=1.0),))))
    more = design(
        rescue=None,
        visits_days=(1.0, 21.0, 28.0, 60.0),
        endpoints=(Endpoint(kind="peak CADSS", session=2), Endpoint(kind="response", day=1.0)),
    )

    found = [one for one in ran(plan(design=more)).answers if one.endpoint == "response, day 1"]
    assert repr(tuple(found)) == repr(base.answers)


def test_a_smaller_trial_is_the_first_people_of_a_larger_one():
    small, both = ran(plan(per_arm=(20,))), ran(plan(per_arm=(20, 30)))

    assert repr(small.answers) == repr(tuple(one for one in both.answers if one.per_arm == 20))


def test_arms_share_their_people_where_nobody_is_compared_in_groups():
    """The same person in both arms: the difference between arms is the drug's, and has little chance in it."""
    people = plan(trials=0, per_arm=(400,))
    found = ran(people)

    apart = found.apart["ketamine", "change, day 14"]
    together_se = np.hypot(*(found.people[arm, "change, day 14"].se for arm in ("ketamine", "midazolam")))
    assert apart.had == 400
    assert apart.se < 0.8 * together_se
    sum_of_means = found.people["ketamine", "change, day 14"].mean - found.people["midazolam", "change, day 14"].mean
    assert apart.mean == pytest.approx(sum_of_means, abs=1e-9)


def test_another_seed_is_other_people():
    assert ran(plan(seed=1)).answers != ran(plan(seed=2)).answers


def test_a_persons_key_is_hers_alone():
    trials, places = np.repeat(np.arange(5), 7), np.tile(np.arange(7), 5)

    every = np.concatenate([keys(trials, arm, places) for arm in (SHARED, arm_number("a"), arm_number("b"))])
    assert len(np.unique(every)) == 3 * 35


def test_a_persons_chance_hangs_on_her_key_alone():
    people = keys(np.zeros(50, int), SHARED, np.arange(50))
    every, some = people_chance(3, people, design()), people_chance(3, people[[41, 7]], design())

    np.testing.assert_array_equal(every.ratings[:, [41, 7]], some.ratings)
    np.testing.assert_array_equal(every.kinetic[[41, 7]], some.kinetic)
    np.testing.assert_array_equal(every.sessions[1].cuff["systolic"][:, [41, 7]], some.sessions[1].cuff["systolic"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"per_arm": ()}, "people an arm: none"),
        ({"per_arm": (30, 20)}, "30, 20; whole numbers that rise"),
        ({"per_arm": (4,)}, "5 are the least that is analysed"),
        ({"per_arm": (30_000,)}, "under 20,000. Ask for fewer"),
        ({"trials": -1}, "-1 trials"),
        ({"alpha": 0.0}, "alpha 0"),
        ({"worse_points": (2.0,)}, "begin with 0 and rise"),
        ({"design": design(arms=(MIDAZOLAM,), endpoints=(Endpoint(kind="change", day=1.0),))}, "held against nothing"),
    ],
)
def test_a_plan_that_nobody_could_run_is_refused(asked, said):
    with pytest.raises(ImpossibleTrial, match=said):
        plan(**asked)


def test_two_names_that_would_draw_the_same_people_are_refused():
    numbers = {}
    first, second = next(
        (numbers[arm_number(name)], name)
        for name in (f"arm {n}" for n in range(100_000))
        if numbers.setdefault(arm_number(name), name) != name
    )
    arms = tuple(replace(KETAMINE, name=name) for name in (first, second))

    with pytest.raises(ImpossibleTrial, match=r"would draw the same people\. Rename one"):
        plan(design=design(arms=arms, control=first))


def test_everybody_is_written_as_parquet_block_by_block(small_blocks, tmp_path):
    asked = plan(trials=0, per_arm=(150,))
    for block in asked.blocks():
        run(asked, block, str(tmp_path))

    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"people-{n:07d}.parquet" for n in range(3)]
    read = duckdb.sql(f"SELECT * FROM '{tmp_path}/*.parquet'")
    assert len(read.fetchall()) == 300
    ((count, mean),) = duckdb.sql(
        f"""SELECT count(*), avg("change, day 14") FROM '{tmp_path}/*.parquet' WHERE arm = 'ketamine'"""
    ).fetchall()
    tallied = ran(asked).people["ketamine", "change, day 14"]
    assert (count, mean) == (tallied.had, pytest.approx(tallied.mean))
    assert duckdb.sql(f"SELECT DISTINCT label FROM '{tmp_path}/*.parquet'").fetchall()[0][0].startswith("Research:")


def test_a_data_frame_takes_the_columns_as_they_are():
    found = ran(plan(trials=2))

    frame = pandas.DataFrame(answer_columns(found))
    assert len(frame) == len(found.answers)
    assert set(frame.columns) >= {"trial", "arm", "endpoint", "per_arm", "difference", "p", "low", "high", "label"}


def test_columns_of_people_are_arrays_of_one_length():
    from euthymia.pharmacology.virtual_trial import admit, treat
    from euthymia.research.virtual_trials.drawn import assumed

    asked = plan(trials=0, per_arm=(12,))
    where = asked.whereabouts(asked.blocks()[0])
    chance = people_chance(1, keys(where.trials, SHARED, where.places), asked.design)
    admitted = admit(asked.design, assumed(1, where.places, "drawn", effect=True), chance)

    columns = people_columns(asked, where, {arm.name: treat(admitted, arm) for arm in asked.design.arms})
    assert {len(values) for values in columns.values()} == {24}
