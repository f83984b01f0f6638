"""`euthymia screen`: a history in, a verdict out; refused input is a sentence and status 2."""

import json
import subprocess
import sys

import pytest

from euthymia.cli.main import main
from tests.wire.fhir.made import bundle, patient, phq9, statement
from tests.wire.test_history import WHOLE, with_trial


@pytest.fixture
def screen(tmp_path, capsys):
    """Run the command on a history; gives its status, what it printed, and what it complained of."""

    def run(given, *words, name="history.json"):
        path = tmp_path / name
        text = given if isinstance(given, bytes | str) else json.dumps(given)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = main(["screen", str(path), *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (WHOLE, "not resistant"),
        (WHOLE | {"history_complete": False}, "cannot tell"),
        (WHOLE | {"diagnosis": "bipolar I disorder"}, "rule does not apply"),
        (WHOLE | {"trials": WHOLE["trials"] + with_trial(drug="duloxetine")["trials"]}, "resistant"),
    ],
)
def test_any_verdict_is_status_0(screen, given, verdict):
    status, out, _ = screen(given, "--rule", "fda", "--json")

    assert (status, json.loads(out)["verdict"]) == (0, verdict)


def test_the_tree_shows_each_trial_each_check_and_its_source(screen):
    status, out, _ = screen(WHOLE)

    assert status == 0
    for line in (
        "NOT RESISTANT  (as of 2025-01-01)",
        "+ 1. sertraline (SSRI): counts",
        "    + 8 weeks and 4 days, at least the 6 weeks needed at the minimum dose or above  [house:resistance]",
        "  weeks at the minimum dose or above: 6  (our reading) [house:resistance]",
        "  Thase-Rush: I",
        "This explains; the clinician decides. No verdict bars a consult.",
    ):
        assert line in out.splitlines()


@pytest.mark.parametrize(
    ("given", "words", "said"),
    [
        ("{", (), "the history is no JSON"),
        (WHOLE | {"as_of": "soon"}, (), "'soon' is not a date"),
        (with_trial(adherence="mostly"), (), "trial 1: sertraline: adherence 'mostly' is not one of"),
        (WHOLE, ("--rule", "best"), "'best' is not a rule. Choose one of: fda, ema"),
        (WHOLE, ("--rule", "clinic"), "lives in its records"),
        (WHOLE, ("--with", "weeks=8"), "is not a parameter and its value"),
    ],
)
def test_refused_input_is_a_sentence_and_status_2(screen, given, words, said):
    status, out, err = screen(given, *words)

    assert (status, out) == (2, "")
    assert said in err and "Traceback" not in err


def test_a_file_that_is_not_there_is_said(capsys):
    assert main(["screen", "no-such-file.json"]) == 2
    assert "no-such-file.json: No such file" in capsys.readouterr().err


def test_a_parameter_can_be_changed(screen):
    _, out, _ = screen(WHOLE, "--with", "min_failed_trials=1", "--json")

    assert json.loads(out)["verdict"] == "resistant"


def test_a_line_each_gives_a_verdict_each_and_a_refused_line_stops_nothing(screen):
    lines = [json.dumps(WHOLE), "{broken", "", json.dumps(with_trial(adherence="mostly")), json.dumps(WHOLE)]

    status, out, _ = screen("\n".join(lines), name="histories.ndjson")

    found = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [one.get("verdict") for one in found] == ["not resistant", None, None, "not resistant"]
    assert [one.get("line") for one in found] == [None, 2, 4, None]
    assert "adherence 'mostly'" in found[2]["refused"]


def test_a_drug_that_no_table_has_is_named_beside_the_verdict(screen):
    status, out, _ = screen(with_trial(drug="placebo"))

    assert status == 0 and "? placebo: not judged: 'placebo' is not in the table of antidepressants" in out


TAKEN = statement(start="2024-02-01", end="2024-03-31", statusReason=[{"text": "no response"}])


def test_a_bundle_is_judged_and_said_to_be_unconfirmed(screen):
    record = bundle(patient(), TAKEN, phq9(12))

    status, out, _ = screen(record, "--as-of", "2025-01-01", "--episode-began", "2024-01-05", "--json")
    found = json.loads(out)
    assert (status, found["verdict"], found["counted"], found["confirmed"]) == (0, "cannot tell", 1, False)
    assert found["as_of"] == "2025-01-01" and found["trials"][0]["drug"] == "sertraline"

    _, out, _ = screen(record, "--as-of", "2025-01-01")
    assert out.startswith("UNCONFIRMED: read from another system's record")


@pytest.mark.parametrize("whole", [True, False])
def test_what_history_prints_is_taken_and_said_to_be_unconfirmed(screen, tmp_path, capsys, whole):
    path = tmp_path / "record.json"
    path.write_bytes(bundle(patient(), statement("lithium carbonate 300 MG", id="l"), statement(end="2024-06-30")))
    assert main(["history", "--json", str(path)]) == 0
    printed = json.loads(capsys.readouterr().out)

    status, out, _ = screen(printed if whole else printed["histories"][0], "--rule", "elekt-d", "--json")

    judged = json.loads(out)
    assert status == 0 and judged["confirmed"] is False
    assert sorted(trial["drug"] for trial in judged["trials"]) == ["lithium", "sertraline"]


def test_a_record_is_judged_as_it_stood_on_the_day(screen):
    later = statement("venlafaxine 150 MG", id="v", start="2024-06-01", end="2024-12-31")

    _, out, _ = screen(bundle(patient(), TAKEN, later), "--as-of", "2024-03-01", "--json")

    (trial,) = json.loads(out)["trials"]
    assert trial["drug"] == "sertraline" and "so far" in "".join(c["reason"] for c in trial["checks"])


@pytest.mark.parametrize(
    ("given", "said"),
    [(TAKEN, "a MedicationStatement alone is no history"), (bundle(patient(id="a"), patient(id="b")), "2 people")],
)
def test_what_is_no_record_of_one_person_is_refused(screen, given, said):
    status, _, err = screen(given)

    assert status == 2 and said in err


def test_a_line_each_may_be_a_bundle(screen):
    lines = bundle(patient(), TAKEN) + b"\n" + json.dumps(WHOLE).encode()

    _, out, _ = screen(lines, name="many.ndjson")

    assert [one.get("confirmed") for one in map(json.loads, out.splitlines())] == [False, None]


def test_standard_input_is_read_and_django_is_never_loaded():
    code = (
        "import sys; from euthymia.cli.main import main; status = main(['screen', '-', '--json']);"
        "assert not any(name.split('.')[0] in ('django', 'numba') for name in sys.modules), 'loaded'; sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(WHOLE), capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counted"] == 1
