"""A snapshot: a dated folder of Parquet files and a manifest that says what is in them.

It is written in a folder beside its place and renamed when every byte is on the disk: a snapshot is whole or is not
there. The manifest names each file's rows and hash, so a file that was changed or lost is found; the manifest's own
hash is for the one who made the snapshot to keep elsewhere.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import euthymia
from euthymia.medicine import response
from euthymia.medicine.refusal import Refusal
from euthymia.registry import deidentify
from euthymia.registry.deidentify import SCHEMA
from euthymia.registry.measures import response_rate
from euthymia.research.engines.duckdb_in_memory import connect, quoted

FORMAT: Final = "euthymia-registry-1"
MANIFEST: Final = "manifest.json"
RULE_VERSIONS: Final = {
    "deidentify": deidentify.RULE_VERSION,
    "response": response.RULE_VERSION,
    "response rate": response_rate.RULE_VERSION,
}
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")


class SnapshotExists(Refusal):
    """A snapshot of this second is there already; none is ever written over."""


class UnreadableManifest(Refusal):
    """A snapshot has no manifest, or one that cannot be read."""


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file as the manifest tells it; `schema` column -> type."""

    name: str
    rows: int
    sha256: str
    schema: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says about itself. `sha256` is the manifest's own hash, as it was read."""

    made_at: datetime
    euthymia: str
    rule_versions: Mapping[str, str]
    files: tuple[File, ...]
    sha256: str


def write(home: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]], *, made_at: datetime) -> Path:
    """Write the tables of SCHEMA as a snapshot under `home`; give its folder, named by `made_at` in UTC.

    Raises SnapshotExists.
    """
    folder = home / f"{made_at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    if folder.exists():
        raise SnapshotExists(f"The snapshot {folder.name} is there already. Wait a second and make another.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = home / f".making-{secrets.token_hex(4)}"
    making.mkdir(mode=0o700)
    try:
        files = [_write_table(making, name, tables[name]) for name in SCHEMA]
        _write_manifest(making, files, made_at)
        _put_in_place(making, folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return folder


def _write_table(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    path, columns = folder / f"{name}.parquet", SCHEMA[name]
    fill = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(columns.values(), 1))
    with connect() as database:
        database.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {kind}' for c, kind in columns.items())})")
        database.execute(f"INSERT INTO {name} SELECT {fill}", [[row[c] for row in rows] for c in columns])
        database.execute(f"COPY {name} TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")
    _onto_disk(path)
    return {"name": path.name, "rows": len(rows), "sha256": _sha256(path), "schema": columns}


def _write_manifest(folder: Path, files: Sequence[Mapping[str, Any]], made_at: datetime) -> None:
    told = {
        "format": FORMAT,
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "euthymia": euthymia.__version__,
        "rule_versions": RULE_VERSIONS,
        "files": files,
    }
    path = folder / MANIFEST
    path.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    _onto_disk(path)


def _put_in_place(making: Path, folder: Path) -> None:
    _onto_disk(making)
    try:
        making.rename(folder)
    except OSError as taken:
        raise SnapshotExists(f"The snapshot {folder.name} is there already. Wait a second and make another.") from taken
    _onto_disk(folder.parent)


def _onto_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def snapshots(home: Path) -> list[Path]:
    """List the snapshots under `home`, the newest first; [] where there is none. One being made is not listed."""
    if not home.is_dir():
        return []
    return sorted((p for p in home.iterdir() if p.is_dir() and _NAME.fullmatch(p.name)), reverse=True)


def read_manifest(folder: Path) -> Manifest:
    """Read what a snapshot says about itself. Raises UnreadableManifest."""
    try:
        text = (folder / MANIFEST).read_bytes()
        told = json.loads(text)
        files = tuple(File(f["name"], int(f["rows"]), f["sha256"], f["schema"]) for f in told["files"])
        made_at = datetime.fromisoformat(told["made_at"])
        return Manifest(made_at, told["euthymia"], dict(told["rule_versions"]), files, hashlib.sha256(text).hexdigest())
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise UnreadableManifest(
            f"The manifest of {folder.name} is missing or cannot be read. Make another snapshot."
        ) from wrong


def verify(folder: Path) -> tuple[str, ...]:
    """Find what is wrong with a snapshot: a file missing, changed or added; () where it holds."""
    try:
        files = {file.name: file for file in read_manifest(folder).files}
    except UnreadableManifest as wrong:
        return (str(wrong),)
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    missing = [f"{name} is missing." for name in sorted({*files, *(f"{t}.parquet" for t in SCHEMA)} - there)]
    added = [f"{name} is not in the manifest." for name in sorted(there - set(files))]
    changed = [f"{n} was changed." for n in sorted(there & set(files)) if _sha256(folder / n) != files[n].sha256]
    return (*missing, *changed, *added)
