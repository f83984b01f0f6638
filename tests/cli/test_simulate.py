"""`euthymia simulate` and `euthymia models`: curves as a table, a CSV and a picture; refused input is a sentence."""

import csv
import io
import subprocess
import sys

import pytest

from euthymia.pharmacology import kinetics


@pytest.fixture
def rows(run):
    """Run `simulate` with a CSV on standard output; gives its rows."""

    def read(*words):
        status, out, _ = run("simulate", *words, "--csv", "-")
        assert status == 0
        return list(csv.DictReader(io.StringIO(out)))

    return read


def test_a_csv_has_units_in_its_names_and_a_row_a_minute_asked_for(rows):
    found = rows("--model", "domino", "--times", "0,10,40,60,120")

    assert list(found[0])[:2] == ["time_min", "plasma_ng_per_ml"]
    assert [float(row["time_min"]) for row in found] == [0, 10, 40, 60, 120]
    assert float(found[2]["plasma_ng_per_ml"]) == pytest.approx(240.4, abs=0.05)
    assert {row["model"] for row in found} == {"domino"}


def test_without_a_model_it_is_otto_and_says_so(run, rows):
    _, out, _ = run("simulate", "--dose", "0.5", "--minutes", "40", "--weight", "70")

    assert "No model was named: it is otto." in out
    (row,) = rows("--times", "40")
    assert row["model"] == "otto" and float(row["plasma_ng_per_ml"]) == pytest.approx(158.0, abs=0.05)
    assert row["norketamine_ng_per_ml"] and "norketamine: ketamine mass" in row["basis"]


def test_all_models_come_in_one_table_with_empty_cells_where_a_model_has_no_such_curve(rows):
    found = rows("--model", "all", "--times", "40")

    assert [row["model"] for row in found] == list(kinetics.ALL)
    filled = {row["model"] for row in found if row["hydroxynorketamine_ng_per_ml"]}
    assert filled == {"simons"}
    assert {row["site"] for row in found} == {"arterial", "venous", "not verified"}


def test_a_flag_and_the_word_research_are_in_every_row(rows):
    for row in rows("--model", "simons", "--times", "0,40"):
        assert "simons: outside its range: dose 35 mg, studied up to 20 mg." in row["flags"]
        assert row["label"] == kinetics.RESEARCH


def test_enantiomers_have_columns_of_their_own(rows):
    (row,) = rows("--enantiomers", "--times", "40")

    s, r, both = (float(row[f"{name}_ng_per_ml"]) for name in ("plasma_s", "plasma_r", "plasma"))
    assert s + r == pytest.approx(both) and r > s
    assert "that of S over 1.06 [hasan:2021]" in row["flags"]
    assert float(rows("--enantiomers", "persson", "--times", "40")[0]["plasma_r_ng_per_ml"]) > r


@pytest.mark.parametrize(
    ("words", "mg"),
    [(["--dose", "0.5"], 35), (["--dose", "0.5mg/kg"], 35), (["--dose", "35 mg"], 35), (["--dose", "35MG"], 35)],
)
def test_a_dose_is_mg_per_kg_unless_it_names_its_unit(run, words, mg):
    assert f"{mg:g} mg of ketamine base in all" in run("simulate", *words)[1]


def test_a_bolus_a_pause_and_a_course(rows):
    (bolus,) = rows("--model", "clements", "--minutes", "0", "--times", "0")
    assert float(bolus["plasma_ng_per_ml"]) == pytest.approx(0.5 / 1.7522 * 1000)

    paused = rows("--pause", "10-20", "--times", "10,20,50")
    assert float(paused[1]["plasma_ng_per_ml"]) < float(paused[0]["plasma_ng_per_ml"])

    course = rows("--days", "0,3,7", "--times", "40,4360,10120")
    peaks = [float(row["plasma_ng_per_ml"]) for row in course]
    assert peaks[0] == pytest.approx(peaks[2], rel=0.02) and len(peaks) == 3


def test_people_drawn_give_a_band_around_the_typical_curve_and_the_same_seed_the_same_people(rows):
    (row,) = rows("--people", "60", "--times", "40")

    low, middle, high = (float(row[f"plasma{end}_ng_per_ml"]) for end in ("_p05", "", "_p95"))
    assert low < middle < high
    assert "neither assay error nor doubt about parameters and model is in it" in row["flags"]
    assert rows("--people", "60", "--times", "40") == [row]
    assert rows("--people", "60", "--seed", "2", "--times", "40") != [row]


def test_a_band_says_which_spread_nobody_published(rows):
    (row,) = rows("--model", "perez-ruixo", "--people", "3", "--times", "40")

    assert "perez-ruixo: the spread of kmet is printed blank" in row["flags"]


def test_a_model_without_spread_has_no_band(rows):
    (row,) = rows("--model", "domino", "--people", "10", "--times", "40")

    assert row["plasma_p05_ng_per_ml"] == "" and "so no band is drawn" in row["flags"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--weight", "29"], "adults between 30 and 300 kg"),
        (["--weight", "nan"], "adults between 30 and 300 kg"),
        (["--dose", "-0.5"], "a dose is a number of mg of ketamine base, 0 or more"),
        (["--dose", "nan"], "a dose is a number of mg"),
        (["--dose", "0.5 mL"], "give mg/kg as a number"),
        (["--dose", "1.2.3"], "'1.2.3' is no number"),
        (["--minutes", "-40"], "a number of minutes above 0"),
        (["--times", "0,40,10"], "times must rise"),
        (["--times", "soon"], "'soon' is no number"),
        (["--days", "0,0"], "times must rise"),
        (["--pause", "20-10"], "times must rise"),
        (["--model", "hijazi"], "Choose one of: domino, clements"),
        (["--model", "domino", "--enantiomers"], "has no clearance of S alone"),
        (["--enantiomers", "best"], "Choose one of: hasan, persson"),
        (["--people", "-1"], "draws 1 or more"),
        (["--people", "5", "--enantiomers"], "leave --enantiomers out"),
        (["--plot", "curve.gif"], "written as .png or .svg"),
        (["--plot", "no/such/folder/curve.png"], "No such file or directory"),
        (["--csv", "no/such/folder/curve.csv"], "No such file or directory"),
    ],
)
def test_refused_input_is_a_sentence_and_status_2(run, words, said):
    status, _, err = run("simulate", *words)

    assert status == 2
    assert said in err and "Traceback" not in err


@pytest.mark.parametrize("words", [["--model", "simons"], ["--model", "all"], ["--days", "0,3", "--people", "5"]])
def test_a_picture_carries_model_site_flags_and_the_word_research(run, tmp_path, words):
    path = tmp_path / "curve.svg"
    assert run("simulate", *words, "--plot", str(path))[0] == 0

    text = path.read_text()
    assert ">RESEARCH<" in text and "it never doses anyone" in text
    if "--days" not in words:
        assert "simons: outside its range: dose 35 mg, studied up to 20 mg." in text
        assert "arterial" in text and "simons" in text


def test_a_picture_is_written_as_png_too_and_an_svg_is_the_same_each_time(run, tmp_path):
    run("simulate", "--plot", str(tmp_path / "curve.png"))
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")

    for name in ("one.svg", "two.svg"):
        run("simulate", "--plot", str(tmp_path / name))
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_a_csv_goes_to_the_file_that_was_named(run, tmp_path):
    status, out, _ = run("simulate", "--times", "40", "--csv", str(tmp_path / "curve.csv"))

    assert status == 0 and "No model was named" in out
    assert (tmp_path / "curve.csv").read_text().startswith("time_min,plasma_ng_per_ml,norketamine_ng_per_ml")


def test_models_lists_each_with_population_site_and_source(run):
    _, out, _ = run("models")

    for model in kinetics.ALL.values():
        assert f"\n{model.name}: {model.title}" in out
        assert " ".join(model.population.split()) in " ".join(out.split())
        assert f"{model.form}; sampling site {model.site}" in out
    assert "https://doi.org/10.3389/fpain.2022.946486" in out
    assert out.startswith(kinetics.RESEARCH)


def test_one_model_says_what_it_lacks(run):
    _, out, _ = run("models", "perez-ruixo")

    assert "missing     the spread of kmet is printed blank" in out
    assert "kel" in out and "variance of its log between people 0.892" in out
    assert run("models", "hijazi")[0] == 2


def test_django_is_never_loaded():
    code = (
        "import sys; from euthymia.cli.main import main; status = main(['simulate', '--csv', '-', '--times', '40']);"
        "heavy = {'django', 'matplotlib', 'numba', 'scipy'} & {name.split('.')[0] for name in sys.modules};"
        "assert not heavy, heavy;"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
