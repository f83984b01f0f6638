"""`euthymia estimate`: levels in, each person's own parameters out, as a table, CSVs and a picture."""

import csv
import io
import math
import re
from pathlib import Path

import pytest

from euthymia.cli.main import main
from euthymia.pharmacology import kinetics
from tests.conftest import CHECKOUT

LEVELS = str(CHECKOUT / "docs/how-to/levels.csv")
ONE = "# units: TIME=h AMT=mg DV=ng/mL WT=kg\n# salt: base\nID,TIME,AMT,RATE,EVID,DV,WT\n"
DOSE = "7,0,35,52.5,1,.,{kg}\n"
LOOKS = "7,0.67,0,0,0,150,{kg}\n7,1.83,0,0,0,70,{kg}\n"


@pytest.fixture
def run(run):
    """Run `estimate`; gives its status, what it printed, and what it complained of."""
    return lambda *words: run("estimate", *words)


@pytest.fixture
def table(tmp_path):
    """Write a table of one person; gives its name."""

    def written(text=DOSE + LOOKS, units=True, **values):
        path = tmp_path / "events.csv"
        head = ONE if units else ONE.splitlines()[-1] + "\n"
        path.write_text((head + text).format(**{"kg": 70, **values}))
        return str(path)

    return written


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_person_a_line_with_clearance_volume_and_how_sure(run):
    status, out, _ = run(LEVELS, "--site", "venous")

    assert status == 0
    assert "12 people, 60 levels" in out and "against otto (venous)" in out
    assert "No model was named: it is otto." in out
    assert len(re.findall(r"^\d+ +\d+  [\d.]+ \([\d.]+ to [\d.]+\)", out, re.MULTILINE)) == 12
    assert "Eta shrinkage over 12 people: v1" in out
    assert "Not informed by these levels in anybody: nk_v, nk_cl." in out


def test_it_says_that_populations_are_not_its_work_and_who_does_that(run):
    _, out, _ = run(LEVELS, "--site", "venous")

    assert kinetics.RESEARCH in out
    assert "Population parameters are not estimated here: NONMEM, nlmixr2, Monolix and Pumas do that." in out


def test_a_csv_has_a_row_a_person_with_units_flags_and_the_word_research(run):
    _, out, _ = run(LEVELS, "--site", "venous", "--model", "otto", "--csv", "-")
    found = rows(out)

    assert [row["id"] for row in found] == [str(n) for n in range(1, 13)]
    for row in found:
        assert float(row["cl_l_per_h_p05"]) < float(row["cl_l_per_h"]) < float(row["cl_l_per_h_p95"])
        assert float(row["cl_l_per_min"]) * 60 == pytest.approx(float(row["cl_l_per_h"]))
        assert row["settled"] == "yes" and row["model"] == "otto" and row["site"] == "venous"
        assert row["label"] == kinetics.RESEARCH and "made of S-ketamine" in row["flags"]


def test_looks_come_in_the_tables_order_with_residuals_where_something_was_measured(run):
    _, out, _ = run(LEVELS, "--site", "venous", "--looks", "-", "--draws", "100")
    found = rows(out)

    assert len(found) == 60 and [int(row["row"]) for row in found] == sorted(int(row["row"]) for row in found)
    for row in found:
        measured = row["under_limit"] == "0"
        assert (row["ires_ng_per_ml"] != "") == (row["iwres"] != "") == (row["cwres"] != "") == measured
        assert math.isfinite(float(row["npde"]))
        if measured:
            left = float(row["dv_ng_per_ml"]) - float(row["ipred_ng_per_ml"])
            assert float(row["ires_ng_per_ml"]) == pytest.approx(left, abs=1e-6)


def test_one_seed_is_one_set_of_numbers_and_another_person_changes_nobodys(run, table, tmp_path):
    words = ["--site", "venous", "--looks", "-", "--draws", "100"]
    alone = rows(run(table(), *words)[1])
    again = rows(run(table(), *words)[1])
    two = rows(run(table(DOSE + LOOKS + (DOSE + LOOKS).replace("7,", "8,")), *words)[1])
    other = rows(run(table(), *words, "--seed", "2")[1])

    assert alone == again == two[:2]
    assert [row["npde"] for row in other] != [row["npde"] for row in alone]


def test_hydrochloride_and_base_say_the_same_when_the_doses_do(run, tmp_path, table):
    base = rows(run(table(), "--site", "venous", "--csv", "-")[1])
    path = tmp_path / "salt.csv"
    text = (ONE + DOSE + LOOKS).format(kg=70).replace("salt: base", "salt: hydrochloride")
    path.write_text(text.replace("7,0,35,52.5", f"7,0,{35 / 0.867},{52.5 / 0.867}"))
    salt = rows(run(str(path), "--site", "venous", "--csv", "-")[1])

    assert float(base[0]["cl_l_per_h"]) == pytest.approx(float(salt[0]["cl_l_per_h"]), rel=1e-6)


@pytest.mark.parametrize("words", [[], ["--corrected"]])
def test_a_picture_carries_model_site_n_bins_flags_and_the_word_research(run, tmp_path, words):
    plot = tmp_path / "vpc.svg"
    status, out, _ = run(LEVELS, "--site", "venous", "--plot", str(plot), "--draws", "100", *words)

    drawn = plot.read_text("utf-8")
    assert status == 0
    for said in ("RESEARCH", kinetics.RESEARCH, "venous samples", "n = 12 people, 60 levels", "made of S-ketamine"):
        assert said in drawn
    assert ("Prediction-corrected visual predictive check" in drawn) == bool(words)
    assert "bins in minutes, with their levels: 19.8 (6), 40.2 (12)" in out
    assert ("levels under the limit are left out, and those drawn there too" in out) == bool(words)


def test_the_same_check_gives_the_same_bytes(run, tmp_path):
    for name in ("one.svg", "two.svg"):
        run(LEVELS, "--site", "venous", "--plot", str(tmp_path / name), "--draws", "100")

    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_a_weight_outside_the_models_range_is_flagged_in_words_and_files(run, table):
    _, out, err = run(table(kg=120), "--site", "arterial", "--model", "simons", "--csv", "-")

    assert "simons: outside its range: weight 120 kg, studied 53 to 93 kg." in err
    assert "outside its range: weight 120 kg" in rows(out)[0]["flags"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "domino"], "domino: neither the spread between people nor the error of measurement is printed"),
        (["--model", "kamp"], "kamp: neither the spread"),
        (["--model", "clements"], "clements: neither the spread"),
        (["--model", "simons"], "The samples are venous and simons was made of arterial ones"),
        (["--model", "hijazi"], "Choose one of: domino, clements"),
        (["--salt", "hydrochloride"], "Say one of the two"),
        (["--units", "TIME=min"], "Say one of the two"),
        (["--units", "TIME"], "write NAME=VALUE"),
        (["--dvid", "two=norketamine"], "write NUMBER=SUBSTANCE"),
        (["--dvid", "2=esketamine"], "'esketamine' is no substance here"),
        (["--plot", "vpc.gif"], "written as .png or .svg"),
        (["--plot", "vpc.png", "--check", "norketamine"], "No norketamine was measured"),
        (["--looks", "looks.csv", "--draws", "20"], "draw 100 or more"),
        (["--csv", "no/such/folder/people.csv"], "No such file or directory"),
    ],
)
def test_refused_input_is_a_sentence_and_status_2(run, table, words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, _, err = run(table(), "--site", "venous", *words)

    assert status == 2
    assert said in err and "Traceback" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.csv"]


def test_a_bad_row_is_refused_with_its_row_and_column_and_never_whose_it_is(run, table):
    status, _, err = run(table(DOSE.replace("52.5", "-2").replace("7,", "Anna Muster,")), "--site", "venous")

    assert status == 2
    assert "Row 4, column RATE: -2 asks the model for the duration" in err and "Anna" not in err


def test_levels_in_another_unit_than_was_said_are_told_not_to_be_used(run, table):
    path = Path(table())
    path.write_text(path.read_text().replace("DV=ng/mL", "DV=mg/L"))
    _, out, _ = run(str(path), "--site", "venous")

    assert "NOT SETTLED: do not use" in out


def test_a_table_that_is_not_there_and_one_without_units_are_refused(run, table):
    assert "No such file or directory" in run("no.csv", "--site", "venous")[2]
    assert "Nobody said the unit of TIME" in run(table(units=False), "--site", "venous")[2]


def test_help_says_what_is_out_of_scope(capsys):
    with pytest.raises(SystemExit):
        main(["estimate", "--help"])
    said = " ".join(capsys.readouterr().out.split())

    assert "NONMEM, nlmixr2, Monolix and Pumas do that" in said
