"""Histories and records judged as `euthymia screen` and `euthymia history` judge them, many in one run."""

import contextlib
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from euthymia.cli import history, screen


def screened(given: Sequence[Any], rule: str) -> list[dict[str, Any]]:
    """Judge each history or Bundle by a rule; what is refused says so in its answer."""
    text = "\n".join(json.dumps(one) for one in given)
    said = _printed(
        text, ".ndjson",
        lambda path: screen.run(path, rule_name=rule, changes=(), as_of="", episode_began="", as_json=True),
    )  # fmt: skip
    return [json.loads(line) for line in said.splitlines()]


def shown(given: bytes) -> str:
    """Return what `euthymia history --json` prints of a file."""
    return _printed(given.decode(errors="surrogateescape"), "", lambda path: history.show(path, as_json=True))


def _printed(text: str, ending: str, run: Any) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"given{ending}"
        path.write_bytes(text.encode(errors="surrogateescape"))
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            run(str(path))
    return said.getvalue()
