"""A snapshot is whole or is not there, and tells when it was touched."""

import json
from datetime import UTC, datetime

import duckdb
import pytest

from euthymia.registry import snapshot
from euthymia.registry.deidentify import SCHEMA, deidentify
from tests.registry.clinic_rows import score, session

MADE_AT = datetime(2026, 6, 1, 2, 30, tzinfo=UTC)
EMPTY = {name: [] for name in SCHEMA}
RUTH = deidentify([{"person": "ruth", "birth_year": 1978}], [session("ruth", 0)], [score("ruth", -1, "madrs", 33)])


def test_a_snapshot_is_dated_and_says_what_is_in_it(tmp_path):
    folder = snapshot.write(tmp_path / "registry", RUTH, made_at=MADE_AT)

    manifest = snapshot.read_manifest(folder)
    assert folder.name == "2026-06-01T023000Z"
    assert manifest.made_at == MADE_AT
    assert {file.name: file.rows for file in manifest.files} == {
        "persons.parquet": 1,
        "sessions.parquet": 1,
        "scores.parquet": 1,
    }
    assert manifest.rule_versions["response"] == "response-1"
    assert snapshot.verify(folder) == ()
    assert snapshot.snapshots(tmp_path / "registry") == [folder]


@pytest.mark.parametrize("tables", [RUTH, EMPTY], ids=["a person", "an empty clinic"])
def test_what_was_written_is_read_back_as_the_schema_says(tmp_path, tables):
    folder = snapshot.write(tmp_path, tables, made_at=MADE_AT)

    for name, columns in SCHEMA.items():
        read = duckdb.connect().execute(f"SELECT * FROM read_parquet('{folder / name}.parquet')")
        assert {column[0]: str(column[1]) for column in read.description} == columns
        assert [dict(zip(columns, row, strict=True)) for row in read.fetchall()] == tables[name]


def test_a_folder_with_a_quote_in_its_name_is_written_and_read(tmp_path):
    assert snapshot.verify(snapshot.write(tmp_path / "Nia's clinic", RUTH, made_at=MADE_AT)) == ()


def test_no_snapshot_is_written_over(tmp_path):
    snapshot.write(tmp_path, RUTH, made_at=MADE_AT)

    with pytest.raises(snapshot.SnapshotExists):
        snapshot.write(tmp_path, EMPTY, made_at=MADE_AT)
    assert snapshot.read_manifest(snapshot.snapshots(tmp_path)[0]).files[0].rows == 1


def test_a_snapshot_that_fails_half_way_leaves_nothing(tmp_path):
    with pytest.raises(KeyError):
        snapshot.write(tmp_path, {"persons": RUTH["persons"], "sessions": RUTH["sessions"]}, made_at=MADE_AT)

    assert list(tmp_path.iterdir()) == []


def test_one_that_is_being_made_is_not_listed(tmp_path):
    (tmp_path / ".making-1234").mkdir()

    assert snapshot.snapshots(tmp_path) == []
    assert snapshot.snapshots(tmp_path / "not there") == []


def change(folder):
    path = folder / "scores.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def forget(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = manifest["files"][:2]
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("touch", "faults"),
    [
        (change, ("scores.parquet was changed.",)),
        (lambda folder: (folder / "persons.parquet").unlink(), ("persons.parquet is missing.",)),
        (lambda folder: (folder / "more.csv").write_text("x"), ("more.csv is not in the manifest.",)),
        (forget, ("scores.parquet is not in the manifest.",)),
    ],
    ids=["changed", "lost", "added", "left out of the manifest"],
)
def test_a_snapshot_that_was_touched_is_found(tmp_path, touch, faults):
    folder = snapshot.write(tmp_path, RUTH, made_at=MADE_AT)

    touch(folder)

    assert snapshot.verify(folder) == faults


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"files": [{}]}', "\x00\xff"])
def test_a_manifest_that_cannot_be_read_says_so(tmp_path, text):
    folder = snapshot.write(tmp_path, RUTH, made_at=MADE_AT)
    (folder / "manifest.json").write_text(text)

    with pytest.raises(snapshot.UnreadableManifest):
        snapshot.read_manifest(folder)
    assert "cannot be read" in snapshot.verify(folder)[0]


def test_the_manifests_own_hash_tells_that_it_was_written_again(tmp_path):
    folder = snapshot.write(tmp_path, RUTH, made_at=MADE_AT)
    kept = snapshot.read_manifest(folder).sha256

    forget(folder)

    assert snapshot.read_manifest(folder).sha256 != kept
