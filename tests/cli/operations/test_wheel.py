"""A wheel alone runs the demo: built here, installed by deploy/install.sh without a network, asked for its pages."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile

import pytest

from tests import waits
from tests.cli.operations.wheels import run
from tests.conftest import CHECKOUT
from tests.postgres import free_port
from tests.waits import until

pytestmark = pytest.mark.slow


def test_it_carries_libraries_typeface_templates_migrations_and_deploy_files(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    delivered = "euthymia/clinic/delivered"

    assert {
        f"{delivered}/libraries/htmx.org/dist/htmx.min.js", f"{delivered}/libraries/htmx.org/LICENSE",
        f"{delivered}/libraries/uplot/dist/uPlot.min.css", f"{delivered}/libraries/uplot/LICENSE",
        f"{delivered}/libraries/dejavu-fonts-ttf/ttf/DejaVuSans.ttf", f"{delivered}/libraries/dejavu-fonts-ttf/LICENSE",
        *(f"{delivered}/deploy/{path.name}" for path in (CHECKOUT / "deploy").iterdir()),
    } <= names  # fmt: skip
    clinic = CHECKOUT / "src" / "euthymia"
    for pattern in ("**/templates/**/*.html", "**/static/**/*.*", "**/migrations/*.py", "**/*.py"):
        there = {f"euthymia/{path.relative_to(clinic)}" for path in clinic.glob(pattern) if path.is_file()}
        assert there and there - names == set()
    assert not [name for name in names if name.startswith(("tests", "node_modules")) or "__pycache__" in name]


def test_its_demo_shows_pages_without_node_and_without_a_checkout(environment, tmp_path):
    port, devices = free_port(), free_port()
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    log = tmp_path / "log"
    with log.open("wb") as said:
        command = [environment / "bin" / "euthymia", "demo", "--no-browser", "--port", str(port)]
        process = subprocess.Popen(
            [*map(str, command), "--devices", str(devices)],
            cwd=tmp_path, env=bare, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    try:
        until(
            lambda: "Everybody in it is synthetic" in log.read_text() or process.poll() is not None,
            within_s=3 * waits.WORKED_S, what="the demo's logins",
        )  # fmt: skip
        assert process.poll() is None, log.read_text()
        for path in ("/", "/account/login/"):
            page = _get(port, path)
            files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
            assert "euthymia" in page.lower() and any("htmx" in file for file in files)
            assert all(_get(port, file) for file in files)
        assert (tmp_path / ".local" / "share" / "euthymia" / "demo" / "demo.mark").exists()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(waits.UP_S)


def _get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=waits.PAGE_S) as answer:
        return answer.read().decode("utf-8", "replace")


def test_its_deploy_files_are_its_own(environment, tmp_path):
    done = run(environment / "bin" / "euthymia", "deploy", "nginx", cwd=tmp_path, env={"HOME": str(tmp_path)})

    assert done.returncode == 0 and "proxy_set_header X-Forwarded-Proto https;" in done.stdout


def test_a_library_that_is_not_as_locked_stops_the_build(tmp_path):
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "package-lock.json"):
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    code = "import setuptools; setuptools.setup = lambda **_: None\nimport setup\nsetup.check_locked()"

    without = run(sys.executable, "-c", code, cwd=tmp_path)
    (tmp_path / "node_modules").mkdir()
    other = (CHECKOUT / "package-lock.json").read_text().replace('"version": "2.0', '"version": "1.9')
    (tmp_path / "node_modules" / ".package-lock.json").write_text(other)
    changed = run(sys.executable, "-c", code, cwd=tmp_path)

    assert without.returncode and "node_modules is not there" in without.stderr
    assert changed.returncode and "htmx.org is not as package-lock.json has it" in changed.stderr
