"""`euthymia trial`: tables, Parquet, pictures; and the promises of its how-to."""

import re
import shlex
import subprocess
import sys

import duckdb
import pytest

from euthymia.cli.main import main
from euthymia.pharmacology.cascade.flags import RESEARCH
from tests.conftest import CHECKOUT

FOLDER = CHECKOUT / "docs/how-to"
PAGE = (FOLDER / "run-a-virtual-trial.md").read_text("utf-8")
COMMANDS = re.findall(r"^    euthymia (trial .+)$", PAGE, re.MULTILINE)
DESIGN = str(FOLDER / "trial.yaml")
FEW = ("--trials", "4", "--people", "10", "15", "--jobs", "1")


def test_power_and_assurance_are_printed_with_their_error_and_what_must_be_read_beside(run):
    status, out, _ = run("trial", DESIGN, *FEW)

    assert status == 0
    assert "4 trials of 10 and 15 an arm; against midazolam; seed 1" in out
    assert "power" in out and "assurance" in out and "filled in" in out
    assert RESEARCH in out and "who are no randomised groups" in out and "nobody measured it" in out


def test_people_alone_are_printed_arm_beside_arm(run):
    status, out, _ = run("trial", DESIGN, "--trials", "0", "--people", "300", "--jobs", "1")

    assert status == 0 and "300 people, each in every arm" in out
    assert "ketamine less midazolam" in out and "in the same people" in out
    assert "% lost" in out


def test_results_are_written_as_parquet_and_never_mixed_with_earlier_ones(run, tmp_path):
    folder = tmp_path / "results"
    assert run("trial", DESIGN, *FEW, "--doubt", "drawn", "--out", str(folder), "--everybody")[0] == 0

    assert sorted(file.name for file in folder.iterdir()) == [
        "answers-drawn.parquet", "everybody-drawn", "summary-drawn.parquet",
    ]  # fmt: skip
    ((people,),) = duckdb.sql(f"SELECT count(*) FROM '{folder}/everybody-drawn/*.parquet'").fetchall()
    assert people == 2 * 4 * 15
    ((label,),) = duckdb.sql(f"SELECT DISTINCT label FROM '{folder}/answers-drawn.parquet'").fetchall()
    assert RESEARCH in label

    status, _, err = run("trial", DESIGN, *FEW, "--out", str(folder))
    assert status == 2 and "results of two runs must not mix" in err


@pytest.mark.parametrize("words", [FEW, ("--trials", "0", "--people", "300", "--jobs", "1")])
def test_a_picture_says_that_it_is_research(run, tmp_path, words):
    picture = tmp_path / "trial.svg"

    assert run("trial", DESIGN, *words, "--plot", str(picture))[0] == 0
    assert RESEARCH in picture.read_text("utf-8")


def test_another_dose_says_prior_prediction_wherever_it_goes(run, tmp_path):
    design = tmp_path / "high.yaml"
    design.write_text((FOLDER / "trial.yaml").read_text("utf-8").replace("mg_per_kg: 0.5", "mg_per_kg: 1.0"), "utf-8")
    picture, folder = tmp_path / "trial.svg", tmp_path / "results"

    out = run("trial", str(design), *FEW, "--doubt", "point", "--plot", str(picture), "--out", str(folder))[1]
    ((label,),) = duckdb.sql(f"SELECT DISTINCT label FROM '{folder}/summary-point.parquet'").fetchall()
    for text in (out, picture.read_text("utf-8"), label):
        assert "ketamine: cascade: prior prediction" in text


def test_an_arm_is_read_from_a_table_beside_the_design(run, tmp_path):
    design = (FOLDER / "trial.yaml").read_text("utf-8")
    regular = "ketamine:  {days: [0, 3, 7, 10, 14, 17], mg_per_kg: 0.5, minutes: 40, context: midazolam}"
    assert regular in design
    (tmp_path / "design.yaml").write_text(design.replace(regular, "ketamine:  {events: {file: doses.csv}}"), "utf-8")
    (tmp_path / "doses.csv").write_text(
        "# units: TIME=h AMT=mg WT=kg\n# salt: base\nID,TIME,AMT,RATE,EVID,ADDL,II,WT\n"
        "1,0,35,52.5,1,5,72,70\n2,0,80,120,1,3,84,80\n"
    )

    status, out, _ = run("trial", str(tmp_path / "design.yaml"), *FEW, "--doubt", "point")
    assert status == 0
    assert "prior prediction: every trial that calibrates gave 0.5 mg/kg, and this is 1 mg/kg" in out
    (tmp_path / "doses.csv").unlink()
    status, _, err = run("trial", str(tmp_path / "design.yaml"), *FEW)
    assert status == 2 and "doses.csv: No such file or directory. Name a file that is there." in err


def test_the_same_seed_is_the_same_answer_and_another_is_not(run):
    outs = [run("trial", DESIGN, *FEW, "--seed", seed)[1] for seed in ("5", "5", "6")]

    assert outs[0] == outs[1] != outs[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such.yaml",), "no-such.yaml: No such file"),
        ((DESIGN, "--people", "3"), "5 are the least"),
        ((DESIGN, "--seed", "-1"), "seed -1"),
        ((DESIGN, "--plot", "trial.pdf"), "trial.pdf"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is(run, words, said):
    status, out, err = run("trial", *words)

    assert (status, out) == (2, "") and said in err


def test_other_commands_load_neither_numba_nor_yaml():
    code = (
        "import sys; from euthymia.cli.main import _parser; _parser(); import euthymia.cli.screen; "
        "print([name for name in ('numba', 'yaml', 'pyspark', 'scipy') if name in sys.modules])"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.slow
@pytest.mark.parametrize("command", [one for one in COMMANDS if "--spark" not in one])
def test_each_command_of_the_page_runs(command, tmp_path, monkeypatch, capsys):
    """As printed, but for fewer trials and people, which the page itself says takes less time."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trial.yaml").write_bytes((FOLDER / "trial.yaml").read_bytes())
    words = shlex.split(re.sub(r"--people [\d ]+", "", command))
    few = ["--people", "12"] if "--trials 0" in command else ["--people", "10", "--trials", "4"]

    assert main([*words, *few, "--jobs", "1"]) == 0
    assert capsys.readouterr().out
    named = re.findall(r"--(?:plot|out) (\S+)", command)
    assert all((tmp_path / name).exists() for name in named)


def test_the_page_shows_python_that_runs():
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    names = {}

    exec(compile(code, "run-a-virtual-trial.md", "exec"), names)
    assert names["frame"].shape[0] == len(names["found"].answers)


def test_the_page_has_commands_and_names_the_cluster():
    assert len(COMMANDS) >= 4
    assert "--spark spark://" in PAGE
