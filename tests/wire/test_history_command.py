"""`euthymia history`: the same reading as a table or as JSON, without Django."""

import json
import sys

import pytest

from euthymia.cli.main import main
from tests.wire.fhir.made import ndjson, patient, phq9, request


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "history.ndjson"
    path.write_bytes(ndjson(patient(), request(), b"{", phq9(12)))
    return str(path)


def test_a_table_says_what_was_read_and_what_was_refused(file, capsys):
    assert main(["history", file]) == 0

    said = capsys.readouterr().out
    assert "sertraline" in said and "PHQ-9: 12 on 2024-03-01" in said and "Nothing is confirmed" in said
    assert "refused resource (line 3): it is no JSON" in said
    assert "Oak" not in said  # who the patient is stands nowhere


def test_json_is_the_documented_form_unconfirmed(file, capsys):
    assert main(["history", "--json", file]) == 0

    said = json.loads(capsys.readouterr().out)
    (trial,) = said["histories"][0]["trials"]
    assert (trial["drug"], trial["doses"], trial["confirmed"]) == (
        "sertraline",
        [{"from": "2024-01-01", "mg_per_day": 50.0}],
        False,
    )
    assert said["refused"][0]["line"] == 3 and said["seen"]["Patient"] == 1


def test_a_file_that_is_not_there_is_a_sentence_and_status_2(capsys):
    assert main(["history", "/nowhere/at-all"]) == 2
    assert "Name a FHIR R4 Bundle" in capsys.readouterr().err


def test_the_command_needs_no_django():
    import subprocess

    code = "import sys, euthymia.cli.history; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
