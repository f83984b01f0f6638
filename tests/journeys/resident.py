"""Runs modules of the tests in a clinic's folder, one after another in one process: starting one takes seconds.

python -m tests.journeys.resident    reads {"module", "words"} a line, answers {"said", "fault"} a line
"""

import contextlib
import importlib
import io
import json
import sys
import traceback

from django.db import connection


def answer(module: str, words: list[str]) -> dict[str, str]:
    """Run one module's `main` and return what it printed, or why it failed."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            importlib.import_module(module).main(*words)
    except Exception:
        return {"said": said.getvalue(), "fault": traceback.format_exc()}
    finally:
        connection.close()  # as a process that ends does
    return {"said": said.getvalue().strip(), "fault": ""}


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(answer(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
