"""What deploy/Containerfile runs, run in a Debian folder: no image can be built where there is no registry of images.

The folder is made once, by root and with a network; a test that asks for it skips without:
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm FOLDER
    EUTHYMIA_TEST_DEBIAN=FOLDER .venv/bin/python -m pytest tests/cli/operations/test_container.py
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.operations.commands import OWNER
from tests.cli.operations.wheels import run
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.slow
TEXT = (CHECKOUT / "deploy" / "Containerfile").read_text("utf-8")
INDEX = ("etc/pip.conf", "etc/xdg/pip", "etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt")  # of this machine


@pytest.fixture(scope="module")
def debian():
    """Where the image's base would be. What this test puts there is removed again."""
    named = os.environ.get("EUTHYMIA_TEST_DEBIAN", "")
    if not named:
        pytest.skip("EUTHYMIA_TEST_DEBIAN names no folder of debootstrap: its packages come from a network")
    if os.geteuid():
        pytest.skip("chroot takes root")
    folder = Path(named)
    removed(folder)  # what a run left that was broken off
    for name in INDEX:
        source, target = Path("/") / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, target)
    yield folder
    removed(folder)


def removed(folder):
    """Remove what the Containerfile's command makes in the folder: its account, the program, the clinic."""
    run("chroot", folder, "userdel", "euthymia")
    for name in ("opt/euthymia", "var/lib/euthymia", "tmp/dist"):
        shutil.rmtree(folder / name, ignore_errors=True)


@pytest.fixture(scope="module")
def built(debian, wheel):
    """The folder after the one RUN of the Containerfile, with what `make wheel` leaves in it."""
    shutil.copytree(wheel.parent, debian / "tmp/dist")
    (command,) = re.findall(r"^RUN (.*?)(?<!\\)$", TEXT, re.M | re.S)
    done = inside(debian, "sh", "-c", command.replace("\\\n", " "))
    assert done.returncode == 0, done.stdout + done.stderr
    return debian


def inside(folder, *words):
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return run("chroot", folder, "env", "-i", f"PATH={path}", "LANG=C.UTF-8", "PIP_DEFAULT_TIMEOUT=60", *words)


def test_its_one_command_installs_and_leaves_nothing_behind(built):
    assert (built / "opt/euthymia/bin/euthymia").exists() and not (built / "tmp/dist").exists()
    assert (built / "var/lib/euthymia").stat().st_mode & 0o777 == 0o700


def test_as_the_image_s_own_account_a_clinic_is_made_and_looked_at(built):
    environment = dict(re.findall(r"(\w+)=(/\S+)", re.search(r"^ENV (.*)$", TEXT, re.M)[1]))
    (program,) = re.findall(r'^ENTRYPOINT \["(.+)"\]$', TEXT, re.M)
    (account,) = re.findall(r"^USER (\w+)$", TEXT, re.M)
    words = ["setpriv", f"--reuid={account}", "--regid=euthymia", "--clear-groups", "env"]
    words += [f"{name}={value}" for name, value in environment.items()]

    made = inside(built, *words, program, "init", "--no-questions", *OWNER)
    seen = inside(built, *words, program, "doctor")

    assert made.returncode == 0 and "authenticator key" in made.stdout, made.stderr
    assert "right  audit chain: " in seen.stdout and "Traceback" not in seen.stderr, seen.stdout + seen.stderr
    assert (built / "var/lib/euthymia/euthymia.toml").stat().st_uid == 1000
