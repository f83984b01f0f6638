"""A table of events as a NONMEM user brings it: what each row means, and what is refused, where and what to do."""

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from euthymia.pharmacology.estimates.seen import ImpossibleMeasurement
from euthymia.pharmacology.kinetics import find
from euthymia.pharmacology.kinetics.follow import looked
from euthymia.pharmacology.kinetics.person import ImpossiblePerson
from euthymia.pharmacology.kinetics.records import ImpossibleDosing, plan
from euthymia.pharmacology.kinetics.schedule import UnorderedTimes
from euthymia.wire.event_table import (
    CannotBeHonoured,
    ImpossibleRow,
    NotANumber,
    Said,
    UnitNotSaid,
    UnitsMixed,
    UnknownUnit,
    UnreadableTable,
    read,
)
from tests.examples import examples

UNITS = {"TIME": "h", "AMT": "mg", "DV": "ng/mL", "WT": "kg", "AGE": "years"}
OTTO = find("otto")


def table(text, **said):
    """Read rows written with spaces under a header; everything is said unless the test says otherwise."""
    lines = [",".join(line.split()) for line in text.strip().splitlines()]
    return read("\n".join(lines).encode(), Said(**{"units": UNITS, "salt": "base", "weight_kg": 70, **said}))


def only(text, **said):
    (somebody,) = table(text, **said).people
    return somebody


def row(line, columns="ID TIME AMT RATE EVID DV MDV II ADDL SS CMT", **said):
    return only(f"{columns}\n{line}", **said)


@pytest.mark.parametrize(
    ("line", "mg", "mg_per_min"),
    [
        ("1 0 35 0    1 . 1 0 0 0 1", 35, 0),  # a bolus
        ("1 0 35 52.5 1 . 1 0 0 0 1", 35, 35 / 40),  # over 40 min
        ("1 0 35 52.5 4 . 1 0 0 0 .", 35, 35 / 40),  # after a reset
    ],
)
def test_a_dose_runs_for_its_amount_over_its_rate(line, mg, mg_per_min):
    given = row(line).records[0].given

    assert given.mg == mg and given.mg_per_min == pytest.approx(mg_per_min)


@pytest.mark.parametrize(("salt", "mg"), [("base", 100), ("hydrochloride", 86.7)])
def test_a_dose_counts_base_and_the_hydrochloride_is_converted(salt, mg):
    given = row("1 0 100 150 1 . 1 0 0 0 1", salt=salt).records[0].given

    assert given.mg == pytest.approx(mg) and given.minutes == pytest.approx(40)


@pytest.mark.parametrize(
    ("evid", "dv", "mdv", "looks", "seen"),
    [
        (0, "120", 0, True, 120),
        (0, "120", 1, True, None),  # MDV 1: a prediction is asked for, nothing was measured
        (2, ".", 1, True, None),
        (3, ".", 1, False, None),
    ],
)
def test_a_row_without_a_dose_looks_and_may_have_measured(evid, dv, mdv, looks, seen):
    somebody = row(f"1 1 . . {evid} {dv} {mdv} . . . .")

    assert somebody.records[0].looks == looks and somebody.records[0].empties == (evid == 3)
    assert [one and one.value for one in somebody.seen] == ([seen] if looks else [])


@pytest.mark.parametrize(
    ("line", "looks", "measured"),
    [("1 0 35 .", False, False), ("1 1 . 120", True, True)],
)
def test_without_evid_a_row_with_a_dose_is_one_and_any_other_a_measurement(line, looks, measured):
    somebody = only(f"ID TIME AMT DV\n{line}")

    assert somebody.records[0].looks == looks and (len([s for s in somebody.seen if s]) == 1) == measured


@pytest.mark.parametrize(
    ("units", "line", "kg", "minutes", "ng_per_ml"),
    [
        ({"TIME": "h", "DV": "ng/mL", "WT": "kg"}, "1 2 0 0.1 60", 60, 120, 0.1),
        ({"TIME": "min", "DV": "mg/L", "WT": "kg"}, "1 2 0 0.1 60", 60, 2, 100),
        ({"TIME": "d", "DV": "ug/L", "WT": "lb"}, "1 2 0 0.1 132.277", 60, 2880, 0.1),
    ],
)
def test_units_are_those_that_were_said(units, line, kg, minutes, ng_per_ml):
    somebody = only(f"ID TIME EVID DV WT\n{line}", units=units)

    assert somebody.records[0].at_min == minutes
    assert somebody.records[0].person.weight_kg == pytest.approx(kg, rel=1e-5)
    assert somebody.seen[0].value == pytest.approx(ng_per_ml) and somebody.seen[0].unit == "ng/mL"


def test_a_table_may_say_its_units_and_salt_itself():
    text = (
        "# units: TIME=min AMT=mg DV=nmol/L\n# salt: hydrochloride\n# a remark\nID,TIME,AMT,DV\n1,0,100,\n1,40,,500\n"
    )

    (somebody,) = read(text.encode(), Said(weight_kg=70)).people
    assert somebody.records[0].given.mg == pytest.approx(86.7)
    assert (somebody.seen[0].value, somebody.seen[0].unit) == (0.5, "umol/L")
    assert somebody.records[1].row == 6


@pytest.mark.parametrize(
    ("columns", "cells", "below", "value"),
    [
        ("DV CENS", "5 1", True, 5),  # DV holds the limit
        ("DV CENS LLOQ", ". 1 5", True, 5),
        ("DV CENS LLOQ", "3 1 5", True, 5),
        ("DV CENS LLOQ", "7 0 5", False, 7),
        ("DV LLOQ", "3 5", True, 5),  # without CENS what lies under LLOQ is censored
        ("DV LLOQ", "7 5", False, 7),
    ],
)
def test_a_level_under_the_limit_is_known_to_lie_under_it(columns, cells, below, value):
    (seen,) = only(f"ID TIME {columns}\n1 1 {cells}").seen

    assert seen.below == below and seen.value == value


def test_one_limit_named_by_all_censored_rows_is_the_limit_of_the_others_too():
    somebody = only("ID TIME DV CENS\n1 1 120 0\n1 9 5 1")

    assert [one.limit for one in somebody.seen] == [5, 5]


@pytest.mark.parametrize(
    ("columns", "cells", "said", "name"),
    [
        ("DV", "9", {}, "plasma"),
        ("DV DVID", "9 1", {}, "plasma"),
        ("DV DVID", "9 2", {"dvid": {2: "norketamine"}}, "norketamine"),
        ("DV CMT", "9 2", {"cmt": {2: "norketamine"}}, "norketamine"),
        ("DV CMT DVID", "9 3 0", {}, "plasma"),  # DVID, where there is one, decides
    ],
)
def test_what_was_measured_is_what_its_number_was_said_to_be(columns, cells, said, name):
    assert only(f"ID TIME {columns}\n1 1 {cells}", **said).seen[0].name == name


def test_people_stay_in_order_and_rows_in_theirs():
    found = table("ID TIME AMT EVID DV\n7 0 . 0 3\n7 0 35 1 .\nanna 0 35 1 .\nanna 0 . 0 3")

    assert [one.key for one in found.people] == ["7", "anna"]
    assert [[line.looks for line in one.records] for one in found.people] == [[True, False], [False, True]]


def test_what_is_left_aside_is_said():
    found = table("C ID TIME AMT RATE SEX DV\n. 1 0 35 10 1 .\nC 1 1 . . 1 99\n. 1 1 35 10 1 .")

    assert found.notes == (
        "Columns that are not used: SEX.",
        "1 rows marked in column C were left out.",
        "Row 4: an infusion begins while another runs: their rates are added.",
    )


def test_a_weight_that_changes_is_said_with_the_rule_for_the_time_between():
    text = "ID TIME AMT WT DV\n1 0 35 60 .\n1 1 . 62 99"

    assert "next observation backwards" in table(text).notes[0]
    assert "the earlier row's" in table(text, covariates="locf").notes[0]


@examples(30)
@drawn(amount=st.integers(1, 90), rate=st.sampled_from([0, 20, 60]), more=st.integers(1, 4), every=st.integers(1, 30))
def test_addl_and_ii_mean_the_rows_written_out(amount, rate, more, every):
    looks = "".join(f"1 {t} . . 0 . 1 . .\n" for t in (0.5, 13, 40, 200))
    heads = "ID TIME AMT RATE EVID DV MDV II ADDL"
    short = only(f"{heads}\n1 0 {amount} {rate} 1 . 1 {every} {more}\n{looks}")
    rows = [(n * every, f"1 {n * every} {amount} {rate} 1 . 1 0 0") for n in range(more + 1)]
    rows += [(t, f"1 {t} . . 0 . 1 . .") for t in (0.5, 13, 40, 200)]
    long = only("\n".join([heads, *(text for _, text in sorted(rows, key=lambda r: (r[0], " 0 . " in r[1])))]))

    np.testing.assert_allclose(plasma(short), plasma(long), rtol=1e-9)


@examples(20)
@drawn(amount=st.integers(1, 90), rate=st.sampled_from([0, 20, 60]), every=st.integers(6, 48))
def test_ss_1_means_a_long_run_in(amount, rate, every):
    heads = "ID TIME AMT RATE EVID DV MDV II ADDL SS"
    looks = "1 1000.5 . . 0 . 1 . . .\n1 1005 . . 0 . 1 . . ."
    settled = only(f"{heads}\n1 1000 {amount} {rate} 1 . 1 {every} 0 1\n{looks}")
    more = 1200 // every
    run_in = only(f"{heads}\n1 {1000 - more * every} {amount} {rate} 1 . 1 {every} {more} 0\n{looks}")

    np.testing.assert_allclose(plasma(settled), plasma(run_in), rtol=1e-8)


@examples(20)
@drawn(amount=st.integers(1, 90), minutes=st.integers(2, 240), share=st.floats(0.1, 0.9))
def test_an_infusion_in_two_rows_is_the_same_infusion(amount, minutes, share):
    units = UNITS | {"TIME": "min"}
    looks = "".join(f"1 {t} . . 0 . 1\n" for t in (250, 400))
    heads, rate = "ID TIME AMT RATE EVID DV MDV", amount / minutes
    whole = only(f"{heads}\n1 0 {amount} {rate} 1 . 1\n{looks}", units=units)
    rows = f"1 0 {amount * share} {rate} 1 . 1\n1 {minutes * share} {amount * (1 - share)} {rate} 1 . 1"
    cut = only(f"{heads}\n{rows}\n{looks}", units=units)

    np.testing.assert_allclose(plasma(cut), plasma(whole), rtol=1e-9)


def plasma(somebody):
    return looked(OTTO, plan(somebody.records), [{}])["plasma"][0]


@pytest.mark.parametrize(
    ("text", "wrong", "said"),
    [
        ("ID TIME AMT RATE\n1 0 35 -1", CannotBeHonoured, "Row 2, column RATE: -1 asks the model for the rate"),
        ("ID TIME AMT RATE\n1 0 35 -2", CannotBeHonoured, "Row 2, column RATE: -2 asks the model for the duration"),
        ("ID TIME AMT RATE\n1 0 35 -9", CannotBeHonoured, "column RATE: -9 is below 0"),
        ("ID TIME AMT EVID\n1 0 35 5", CannotBeHonoured, "column EVID: 5 is none of 0 to 4"),
        ("ID TIME AMT EVID\n1 0 35 0.5", NotANumber, "column EVID: 0.5 is not whole"),
        ("ID TIME AMT EVID\n1 0 35 0", ImpossibleRow, "column AMT: 35 in a row that gives no dose"),
        ("ID TIME AMT EVID\n1 0 0 1", ImpossibleRow, "column AMT: a dose of nothing"),
        ("ID TIME AMT\n1 0 -35", ImpossibleRow, "column AMT: -35 is below 0"),
        ("ID TIME AMT\n1 0 nan", NotANumber, "column AMT: 'nan' is no number"),
        ("ID TIME AMT\n1 0 35mg", NotANumber, "its unit is said once for the column"),
        ("ID TIME AMT\n1 . 35", ImpossibleRow, "column TIME: nothing stands there"),
        ("ID TIME AMT\n1 08:30 35", CannotBeHonoured, "column TIME: '08:30' is a time of day"),
        ("ID TIME AMT\n1 1 35\n1 0 35", UnorderedTimes, "Row 3: its time comes before that of row 2"),
        ("ID TIME AMT\n1 0 35\n2 0 35\n1 1 35", ImpossibleRow, "Row 4, column ID: this ID stood further up"),
        ("ID TIME AMT\n. 0 35", ImpossibleRow, "column ID: nothing stands there"),
        ("ID TIME AMT ADDL\n1 0 35 2", ImpossibleDosing, "Row 2, column ADDL: A dose that repeats has no interval"),
        ("ID TIME AMT II\n1 0 35 24", ImpossibleRow, "column II: an interval without ADDL or SS"),
        ("ID TIME AMT SS\n1 0 35 1", ImpossibleDosing, "Row 2, column SS: A dose that repeats has no interval"),
        ("ID TIME AMT SS II\n1 0 35 3 24", CannotBeHonoured, "column SS: 3 is none of 0, 1, 2"),
        ("ID TIME AMT II ADDL\n1 0 35 24 -3", ImpossibleDosing, "-3 further doses"),
        ("ID TIME AMT CMT\n1 0 35 2", CannotBeHonoured, "column CMT: a dose into compartment 2"),
        ("ID TIME AMT CMT EVID\n1 0 . -1 2", CannotBeHonoured, "column CMT: -1 turns a compartment off"),
        ("ID TIME DV DVID\n1 0 9 2", CannotBeHonoured, "nobody said what 2 is"),
        ("ID TIME AMT EVID MDV\n1 0 35 1 0", ImpossibleRow, "column MDV: 0 says that DV was measured"),
        ("ID TIME DV\n1 0 .", ImpossibleRow, "column DV: nothing stands there. Write MDV 1"),
        ("ID TIME DV\n1 0 0", ImpossibleMeasurement, "Row 2, column DV: A concentration of 0"),
        ("ID TIME DV\n1 0 -3", ImpossibleMeasurement, "A concentration of -3"),
        ("ID TIME DV CENS\n1 0 3 -1", CannotBeHonoured, "column CENS: -1"),
        ("ID TIME DV CENS LLOQ\n1 0 7 1 5", ImpossibleRow, "under the limit of 5, and DV is 7"),
        ("ID TIME DV CENS LLOQ\n1 0 3 0 5", ImpossibleMeasurement, "3 ng/mL lies under its own limit of 5"),
        ("ID TIME AMT WT\n1 0 35 29", ImpossiblePerson, "Row 2, column WT: Weight 29 kg"),
        ("ID TIME AMT WT\n1 0 35 301", ImpossiblePerson, "adults between 30 and 300 kg"),
        ("ID TIME AMT WT\n1 0 35 .", ImpossibleRow, "column WT: nothing stands there"),
        ("ID TIME AMT DATE\n1 0 35 1", CannotBeHonoured, "Column DATE: TIME counts from"),
        ("ID TIME AMT PCMT\n1 0 35 1", CannotBeHonoured, "Column PCMT: it steers NONMEM itself"),
        ("ID TIME AMT AMT\n1 0 35 1", UnreadableTable, "Column AMT stands there twice"),
        ("ID AMT\n1 35", UnreadableTable, "There is no column TIME"),
        ("ID TIME AMT", UnreadableTable, "no rows"),
        ("ID;TIME;AMT\n1;0;35", UnreadableTable, "separate columns by commas"),
        ("ID TIME AMT\n1 0", UnreadableTable, "Row 2 has 2 cells, and there are 3 columns"),
        ("", UnreadableTable, "The table is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_honoured_is_refused_with_row_column_and_remedy(text, wrong, said):
    with pytest.raises(wrong) as refused:
        table(text)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("said", "wrong", "words"),
    [
        ({"units": {}}, UnitNotSaid, "Nobody said the unit of TIME"),
        ({"units": {"TIME": "h"}}, UnitNotSaid, "Nobody said the unit of AMT"),
        ({"salt": ""}, UnitNotSaid, "Nobody said whether AMT counts ketamine base or its hydrochloride"),
        ({"salt": "sulfate"}, UnknownUnit, "known are base, hydrochloride"),
        ({"units": UNITS | {"TIME": "week"}}, UnknownUnit, "TIME in 'week'"),
        ({"units": UNITS | {"AMT": "mg/kg"}}, UnknownUnit, "AMT in 'mg/kg'"),
        ({"units": UNITS | {"RATE": "mL/h"}}, UnitsMixed, "a rate is an amount in one unit of TIME"),
        ({"weight_kg": None}, ImpossibleRow, "There is no column WT"),
        ({"dvid": {2: "ketamin"}}, CannotBeHonoured, "'ketamin' is no substance here"),
    ],
)
def test_nothing_is_guessed_about_units_salt_weight_or_substance(said, wrong, words):
    with pytest.raises(wrong) as refused:
        table("ID TIME AMT RATE DV\n1 0 35 52.5 .", **said)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("remark", "said"),
    [("units: TIME=min", {"units": UNITS}), ("salt: hydrochloride", {"salt": "base"})],
)
def test_a_table_that_says_one_thing_and_the_asker_another_is_refused(remark, said):
    with pytest.raises(UnitsMixed, match="Say one of the two"):
        read(f"# {remark}\nID,TIME,AMT\n1,0,35\n".encode(), Said(**{"units": UNITS, "salt": "base", **said}))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(UnreadableTable, match="is no UTF-8"):
        read(b"ID,TIME\n1,\xff\n", Said(units=UNITS))


@examples(200)
@drawn(data=st.binary(max_size=200) | st.text("ID,TIMEAVWRLOQ0123456789.-\n#", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_and_nothing_else(data):
    try:
        read(b"ID,TIME,AMT,RATE,EVID,DV\n" + data, Said(units=UNITS, salt="base", weight_kg=70))
    except ValueError as refused:
        assert type(refused).__module__.startswith("euthymia.")
