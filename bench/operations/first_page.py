"""`make demo` on a fresh clone, packages and all, then once more on what is there: seconds to the first page.

The two steps of the make target are run as it runs them, with the ports as arguments: 8000 may be in use.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from tests import postgres

from bench.processes import BUILD, CHECKOUT
from bench.rows import Row, measured

LONGEST_S = 900


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure both; a quick run leaves them out, since the first downloads every package."""
    if quick:
        say("make demo is left out of a quick run")
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-clone-", dir=BUILD))
    try:
        clone = folder / "clone"
        subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(clone)], check=True)
        say("make demo on a fresh clone, every cache empty")
        yield measured("make demo on a fresh clone, to the first page", _demo(clone, folder), unit="s")
        say("make demo once more")
        yield measured("make demo again, to the first page", _demo(clone, folder), unit="s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _demo(clone: Path, folder: Path) -> float:
    """Set up, start, wait for the first page; give the seconds and end it as Ctrl-C does."""
    pages, devices = postgres.free_port(), postgres.free_port()
    command = f"./set-up.sh runtime && exec .venv/bin/euthymia demo --no-browser --port {pages} --devices {devices}"
    began_s = time.monotonic()
    with (folder / "log").open("wb") as log:
        child = subprocess.Popen(
            ["sh", "-c", command], cwd=clone, env=_fresh(folder), stdout=log, stderr=log, start_new_session=True
        )
        try:
            return _first_page(pages, child, folder / "log") - began_s
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGINT)
            child.wait(30)


def _fresh(folder: Path) -> dict[str, str]:
    """Caches in the folder, empty at first; nothing of this run's own settings."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("EUTHYMIA_") and k not in ("DATABASE_URL", "VIRTUAL_ENV")
    }
    names = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "NPM_CONFIG_CACHE")
    return {**kept, **{name: str(folder / name.lower()) for name in names}}


def _first_page(port: int, child: subprocess.Popen[bytes], log: Path) -> float:
    began_s = time.monotonic()
    while time.monotonic() - began_s < LONGEST_S and child.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://localhost:{port}/", timeout=5).close()
            return time.monotonic()
        time.sleep(0.05)
    raise SystemExit(f"make demo showed no page:\n{log.read_text(errors='replace')[-1500:]}")
