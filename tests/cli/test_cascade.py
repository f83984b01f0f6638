"""`euthymia course`, `validate` and `calibrate`: tables, files, pictures; flags travel; refusals are sentences."""

import csv
import io
import subprocess
import sys

import pytest

from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.pharmacology.cascade.studies import VALIDATING


def test_a_course_is_printed_with_intervals_beside_none_at_all(run):
    status, out, _ = run("course", "--days", "0,3,7,10", "--context", "saline")

    assert status == 0 and out.startswith(RESEARCH)
    assert "90% interval" in out and "without infusions" in out
    assert "doubt about parameters, between studies and people" in out
    assert "prior prediction" not in out


def test_another_dose_says_prior_prediction_in_table_file_and_picture(run, tmp_path):
    picture = tmp_path / "course.svg"
    words = ("course", "--dose", "0.75", "--days", "0,3", "--until", "14")
    assert "prior prediction: every trial that calibrates gave 0.5 mg/kg, and this is 0.75 mg/kg" in run(*words)[1]

    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv", "-")[1])))
    assert len(rows) == 15 and all("prior prediction" in row["flags"] and row["label"] == RESEARCH for row in rows)
    assert run(*words, "--plot", str(picture))[0] == 0
    assert ">PRIOR PREDICTION<" in picture.read_text() and "this is 0.75 mg/kg" in picture.read_text()


def test_the_same_seed_is_the_same_people(run):
    words = ("course", "--days", "0", "--until", "7", "--csv", "-")

    assert run(*words)[1] == run(*words)[1] != run(*words, "--seed", "2")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["course", "--days", "soon"], "give numbers with commas between"),
        (["course", "--days", "3,0"], "times must rise"),
        (["course", "--until", "0"], "Give a later day"),
        (["course", "--context", "hopeful"], "Choose one of: open"),
        (["course", "--baseline", "70"], "up to 60"),
        (["course", "--dose", "-1"], "0 or more"),
        (["course", "--days", "0,nan"], "give numbers with commas between"),
        (["course", "--now", "3"], "--now is about one person: give --scores too"),
        (["course", "--scores", "0:34,soon"], 'score 2 ("soon"): give a day and a score'),
        (["course", "--scores", "0:34,1:61"], "Score 2 (61 on day 1): a score is a whole number from 0 to 60"),
        (["course", "--scores", "0:34,1:20,1:22"], "Two scores on day 1"),
        (["course", "--scores", "1:20"], "No score from before the first session (day 0)"),
        (["course", "--scores", "0:34,1:20", "--baseline", "30"], "Leave it out"),
        (["course", "--scores", "0:34,1:20", "--spacing", "90"], "none falls before day 56"),
        (["course", "--scores", "0:34,1:20", "--now", "nan"], "--now nan"),
        (["course", "--scores", "0:34,9:20", "--now", "4"], "A score of day 9 is not known on day 4"),
        (["course", "--scores", "0:34,60:20"], "days ahead: ask for 1 to"),
        (["course", "--scores", "0:34", "--days", ""], "--days is empty"),
        (["course", "--weight", "20"], "between 30 and 300 kg"),
        (["course", "--plot", "curve.gif"], "written as .png or .svg"),
        (["course", "--csv", "no/such/folder/x.csv"], "Name a file in a folder that is there"),
        (["calibrate", "--steps", "1"], "Ask for more"),
        (["calibrate", "--into", "no/such/folder"], "is no folder"),
        (["validate", "--plot", "table.pdf"], "written as .png or .svg"),
    ],
)
def test_refused_input_is_a_sentence_and_status_2(run, words, said):
    status, _, err = run(*words)

    assert status == 2 and said in err and "Traceback" not in err


SO_FAR = ("course", "--scores", "0:34,1:20,4:22")


def test_one_person_s_scores_give_response_wear_off_and_what_more_would_change(run):
    status, out, _ = run(*SO_FAR, "--spacing", "14")

    assert status == 0 and out.startswith(RESEARCH)
    assert "sessions on days 0, 3; planned: 7, 10, 14, 17" in out and "since then: 20 on day 1, 22 on day 4" in out
    for asked in ("by session six:", "Wear-off after the last session (day 17)", "One more session (day 7) against"):
        assert asked in out
    assert "Longer spacing (days 17, 31, 45) against no further session" in out
    assert "model extrapolation: spacing rests on one trial" in out
    assert "No other scale is turned into it" in out


def test_the_order_of_scores_does_not_matter_on_paper(run):
    assert run(*SO_FAR)[1] == run("course", "--scores", "4:22, 0:34, 1:20")[1]


def test_one_person_s_file_and_picture_carry_flags_and_the_word_research(run, tmp_path):
    words, picture = (*SO_FAR, "--spacing", "14", "--dose", "0.75"), tmp_path / "person.svg"

    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv", "-")[1])))
    assert all("prior prediction" in row["flags"] and row["label"] == RESEARCH for row in rows)
    assert {row["what"] for row in rows} == {
        "as planned", "no further session", "one more session", "the sessions as planned", "longer spacing",
    }  # fmt: skip
    assert run(*words, "--plot", str(picture))[0] == 0
    assert ">PRIOR PREDICTION<" in picture.read_text() and "MODEL EXTRAPOLATION" not in picture.read_text()
    assert "model extrapolation" in picture.read_text().lower()


@pytest.mark.slow
def test_the_table_of_validation_shows_every_figure_and_says_what_misses(run, tmp_path):
    status, out, _ = run("validate", "--plot", str(tmp_path / "table.svg"), "--csv", str(tmp_path / "table.csv"))

    assert status == 0
    rows = list(csv.DictReader((tmp_path / "table.csv").read_text().splitlines()))
    assert len(rows) == sum(len(study.used) for study in VALIDATING)
    assert out.count("MISS") == sum(row["inside"] == "False" for row in rows)
    assert "inside only 68% of the time" in out and "naive random-effects mean" in out
    assert RESEARCH in (tmp_path / "table.svg").read_text()


def test_a_short_fit_is_diagnosed_and_compared_with_what_is_shipped(run):
    status, out, _ = run("calibrate", "--steps", "12", "--ensembles", "2", "--jobs", "1")

    assert status == 0
    assert "R-hat" in out and "not informed by data" in out and "not settled" in out
    assert "not the same draws as shipped" in out


def test_neither_django_nor_the_sampler_is_loaded_unasked():
    code = (
        "import sys; from euthymia.cli.main import main; status = main(['course', '--days', '0', '--until', '3']);"
        "heavy = {'django', 'matplotlib', 'numba', 'scipy', 'emcee'} & {name.split('.')[0] for name in sys.modules};"
        "assert not heavy, heavy;"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
