"""What a clinic installs, made as docs/how-to/run-a-clinic.md says and installed without a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

UV = CHECKOUT / ".venv" / "bin" / "uv"
OFFLINE = {"UV": str(UV), "UV_OFFLINE": "1", "PYTHON": sys.executable}
_PARTS = ("src", "deploy", "requirements", "pyproject.toml", "setup.py", "README.md", "LICENSE", "package-lock.json")
_MAKES = ("Makefile", "set-up.sh", ".setup")  # .setup says that the environment is as locked: nothing is fetched


def run(*command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **more)


def made(copy: Path) -> Path:
    """Run `make wheel` in a copy of this checkout; give the folder of what a clinic installs.

    A copy, since what an earlier build left in build/ would join it.
    """
    if not (CHECKOUT / "node_modules" / ".package-lock.json").exists():
        pytest.skip("the browser libraries are not fetched: ./set-up.sh runtime")
    if not shutil.which("make"):
        pytest.skip("make is not on this machine (Debian: apt-get install make)")
    copy.mkdir()
    for name in ("node_modules", ".venv"):
        (copy / name).symlink_to(CHECKOUT / name)
    assert run("cp", "-r", *(CHECKOUT / name for name in (*_PARTS, *_MAKES)), copy).returncode == 0
    # After a new version the checkout's own stamp is old, and the copy would be installed over the checkout.
    (copy / ".setup" / "product").write_text(run("cksum", input=(copy / "pyproject.toml").read_text()).stdout)
    done = run("make", "--directory", copy, "wheel", env=os.environ | OFFLINE)
    if done.returncode and "network was disabled" in done.stderr:
        pytest.skip(f"setuptools is not in uv's cache, and a test asks no network: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stdout + done.stderr
    return copy / "build" / "wheel"


def installed(wheel: Path, folder: Path) -> Path:
    """Install a wheel with its locked packages, and nothing of this checkout; give the environment's folder."""
    done = run("sh", wheel.parent / "install.sh", wheel, folder, env=os.environ | OFFLINE)
    if done.returncode and "network was disabled" in done.stderr:
        pytest.skip(f"the locked packages are not all in uv's cache, and a test asks no network: {done.stderr[-200:]}")
    assert done.returncode == 0 and done.stdout == f"installed: {folder}/bin/euthymia\n", done.stderr
    return folder
