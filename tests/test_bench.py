"""The bench runs, prints its table and keeps its rows. Nothing is said here of how fast anything is."""

import json
import os
import subprocess
import sys

import pytest
from bench import rows
from bench.processes import BUILD, CHECKOUT

FIELDS = {"name", "ours", "peer", "peer_name", "unit", "ratio", "floor", "holds"}


@pytest.mark.parametrize(
    ("row", "ratio", "holds"),
    [
        (rows.against("faster", 30.0, 10.0, "peer", unit="/s", floor=2.5, goal=10), 3.0, True),
        (rows.against("too slow", 20.0, 10.0, "peer", unit="/s", floor=2.5, goal=10), 2.0, False),
        (rows.at_most("in time", 50.0, 100.0, unit="ms", goal=20), 2.0, True),
        (rows.at_most("late", 200.0, 100.0, unit="ms", goal=20), 0.5, False),
        (rows.against("beside a peer", 1.0, 10.0, "peer", unit="/s"), 0.1, True),
        (rows.measured("alone", 7.0, unit="s"), None, True),
    ],
    ids=lambda value: value.name if isinstance(value, rows.Row) else None,
)
def test_a_ratio_is_larger_the_better_and_holds_from_its_floor(row, ratio, holds):
    assert (row.ratio, row.holds) == (ratio, holds)
    line = json.loads(row.as_line())
    assert set(line) == FIELDS
    assert line["holds"] is holds


@pytest.mark.slow
def test_a_quick_run_prints_the_table_and_keeps_its_rows():
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("EUTHYMIA_", "DATABASE_", "DJANGO_"))
    }
    command = [sys.executable, "-m", "bench", "--quick", "--only", "reading", "steady", "--into", "bench-quick.jsonl"]
    done = subprocess.run(command, cwd=CHECKOUT, env=clean, capture_output=True, text=True, check=False)

    assert done.returncode in (0, 1), done.stderr  # 1: a floor does not hold, which a quick run may well say
    assert "Figures, each beside its peer in one run" in done.stdout
    lines = [json.loads(line) for line in (BUILD / "bench-quick.jsonl").read_text().splitlines()]
    assert len(lines) == 6
    assert all(set(line) == FIELDS for line in lines)
    assert any("PostgreSQL" in line["name"] for line in lines)
