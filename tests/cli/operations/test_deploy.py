"""What `euthymia deploy` prints: read by the programs it is for, where they are on this machine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.operations.commands import euthymia
from tests.conftest import CHECKOUT

MOST_EXPOSED = 2.5  # of 10, by systemd's own weights


def printed(home, what, **more):
    done = euthymia(home, "deploy", what, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine: nothing else reads a unit as systemd does")
    path = tmp_path / "euthymia.service"
    path.write_text(printed(tmp_path / "clinic", "systemd"))
    return path


def test_systemd_reads_the_unit_without_a_word(unit):
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)

    ours = [line for line in (done.stdout + done.stderr).splitlines() if "euthymia" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_service_may_do_little_on_its_machine(unit):
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    found = re.search(r"Overall exposure level for euthymia.service: ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) <= MOST_EXPOSED


def test_the_unit_names_this_program_this_folder_and_the_copies(tmp_path):
    text = printed(tmp_path / "clinic", "systemd", EUTHYMIA_BACKUP_INTO="/mnt/copies")

    assert f"Environment=EUTHYMIA_HOME={tmp_path / 'clinic'}\n" in text
    assert f"ReadWritePaths={tmp_path / 'clinic'}\n" in text and "\nReadWritePaths=/mnt/copies\n" in text
    (command,) = re.findall(r"^ExecStart=(\S+) serve$", text, re.M)
    assert os.access(command, os.X_OK)
    for line in ("LimitNOFILE=65536", "Restart=always", "RestartPreventExitStatus=2", "UMask=0077"):
        assert f"\n{line}\n" in text


def test_what_is_printed_bears_the_clinics_names_and_port(tmp_path):
    said = {"EUTHYMIA_HOSTS": "care.example,www.care.example", "EUTHYMIA_WEB_PORT": "8123"}

    nginx, caddy = printed(tmp_path, "nginx", **said), printed(tmp_path, "caddy", **said)

    assert nginx.count("server_name care.example www.care.example;") == 2
    assert "/etc/letsencrypt/live/care.example/fullchain.pem" in nginx
    assert "\ncare.example, www.care.example {" in caddy
    for text in (nginx, caddy):
        assert "127.0.0.1:8123" in text and "8000" not in text and "clinic.example" not in text


def test_caddy_reads_its_file(tmp_path):
    if not shutil.which("caddy"):
        pytest.skip("caddy is not on this machine")
    (tmp_path / "Caddyfile").write_text(printed(tmp_path, "caddy"))

    command = ["caddy", "adapt", "--config", tmp_path / "Caddyfile"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"HOME": str(tmp_path)}
    )

    assert done.returncode == 0, done.stderr


def test_the_container_file_runs_the_one_script_and_names_no_other_way():
    text = (CHECKOUT / "deploy" / "Containerfile").read_text()
    (run,) = re.findall(r"^RUN (.*?)(?<!\\)$", text, re.M | re.S)

    assert run.startswith("sh /tmp/dist/install.sh /tmp/dist/euthymia-*.whl /opt/euthymia && ")
    assert "pip" not in text and "USER euthymia" in text


@pytest.mark.parametrize("path", sorted((CHECKOUT / "deploy").iterdir()), ids=lambda path: path.name)
def test_every_file_is_printed_as_it_lies_there_where_nothing_differs(tmp_path, path):
    from euthymia.cli.operations.deploy import FILES

    (what,) = (word for word, name in FILES.items() if name == path.name)
    text = printed(Path("/var/lib/euthymia"), what)

    assert [line for line in text.splitlines() if not line.startswith("ExecStart=")] == [
        line for line in path.read_text().splitlines() if not line.startswith("ExecStart=")
    ]
