"""Loaded before Django's settings: a home of its own for each test process, and PostgreSQL where it is asked for.

EUTHYMIA_TEST_DATABASE=postgresql starts a temporary cluster on a free port, once for all processes of a run.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import examples, postgres, waits

_home = Path(tempfile.mkdtemp(prefix="euthymia-test-"))
os.environ["EUTHYMIA_HOME"] = str(_home)
os.environ["EUTHYMIA_MODE"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser tests' driver keeps a loop running
atexit.register(shutil.rmtree, _home, ignore_errors=True)
examples.load()
os.environ.setdefault("PYTEST_TIMEOUT", str(waits.TEST_S))  # a test that stands still fails, and says where

if os.environ.get("EUTHYMIA_TEST_DATABASE") == "postgresql":
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = postgres.start()
else:
    os.environ.pop("DATABASE_URL", None)
