"""docs/how-to/run-a-clinic.md keeps its promises: what an account without root can do is done word by word."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests import waits
from tests.cli.operations.commands import bare, euthymia
from tests.conftest import CHECKOUT

PAGE = (CHECKOUT / "docs/how-to/run-a-clinic.md").read_text("utf-8")
LINES = [line.strip() for line in re.sub(r" \\\n +", " ", PAGE).splitlines() if re.match(r" {4,}[$#] ", line)]
OURS = [line.removeprefix("$ ") for line in LINES if line.startswith("$")]
ROOTS = [line.removeprefix("# ") for line in LINES if line.startswith("#")]
ASKS = "euthymia init"  # at a terminal: test_init.py answers its questions
PROGRAMS = {"apt-get", "useradd", "install", "sh", "runuser", "systemctl", "systemd-run", "nginx"}


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Each command of the page with its status and what it printed, in order, in one shell; and the folder."""
    folder = tmp_path_factory.mktemp("how-to")
    (folder / "password.txt").write_text("orange-kettle-seven\n")
    (folder / "mail.txt").write_text("smtp://user:password@mail.example:587\n")
    (folder / "copies").mkdir()
    here = {"/var/lib/euthymia": folder / "home", "/opt/euthymia/bin": Path(sys.executable).parent}
    here["/mnt/other-disk/euthymia"] = folder / "copies"
    script = ""
    for number, command in enumerate(done_here()):
        for there, path in here.items():
            command = command.replace(there, str(path))
        script += f'{command}\necho "\nstatus {number} $?"\n'
    done = subprocess.run(
        ["sh"], input=script, cwd=folder, env=bare(Path("unset")), capture_output=True, text=True, check=False,
        timeout=4 * waits.WORKED_S,
    )  # fmt: skip
    parts = re.split(r"\nstatus \d+ (\d+)\n", done.stdout)
    answers = dict(zip(done_here(), zip(map(int, parts[1::2]), parts[0::2], strict=False), strict=True))
    return folder, answers, done.stderr


def done_here():
    return [command for command in OURS if command != ASKS]


def test_every_command_of_the_page_does_what_it_says(followed):
    _, answers, stderr = followed

    failed = {command: status for command, (status, _) in answers.items() if status}
    assert failed == {"euthymia doctor": 2}, stderr  # nothing runs, and no web server is in front
    assert "Traceback" not in stderr
    (made,) = (text for command, (_, text) in answers.items() if "--no-questions" in command)
    assert "Ann Other signs in as owner@clinic.example" in made and "authenticator key" in made
    assert "mail          is set" in answers["euthymia configure"][1]


def test_what_the_doctor_says_is_advice_of_the_page(followed):
    text = followed[1]["euthymia doctor"][1]

    assert "WRONG  https://clinic.example: nothing answers" in text and "euthymia deploy nginx" in text
    for check in ("mode", "names", "folder", "keys", "tables", "audit rows", "audit chain"):
        assert f"right  {check}: " in text


def test_what_it_prints_for_root_is_what_root_installs(followed):
    folder = followed[0]
    printed = [command.split("> ")[1] for command in OURS if "> " in command]
    installed = [shlex.split(command)[3] for command in ROOTS if command.startswith("install -m 644")]

    assert set(installed) <= set(printed) and all((folder / name).stat().st_size > 500 for name in printed)
    assert f"EUTHYMIA_HOME={folder / 'home'}" in (folder / "euthymia.service").read_text()
    assert f"ReadWritePaths={folder / 'copies'}" in (folder / "euthymia.service").read_text()


def test_root_runs_programs_of_the_system_alone():
    assert {shlex.split(command)[0] for command in ROOTS} <= PROGRAMS
    assert any(command.startswith("sh install.sh ") for command in ROOTS) and (CHECKOUT / "deploy/install.sh").exists()


def test_every_command_and_setting_that_it_names_is_there(tmp_path):
    known = set(re.findall(r"^    ([a-z-]+) ", euthymia(tmp_path, "--help").stdout, re.M))
    named = set(re.findall(r"`euthymia ([a-z-]+)", PAGE))
    settings = set(re.findall(r"^([a-z_]+) ", euthymia(tmp_path, "configure").stdout, re.M))

    assert len(named) >= 7 and named <= known
    words = set(re.findall(r"`([a-z]+_[a-z]+)`", PAGE))
    assert {"backup_into", "devices_host"} <= words <= settings


def test_every_option_that_it_names_is_there(tmp_path):
    helps = " ".join(
        euthymia(tmp_path, *words.split(), "--help").stdout
        for words in ("init", "doctor", "restore", "device add", "device re-key", "device retire", "backup", "serve")
    )
    systems = {"--system", "--home-dir", "--shell", "--now", "--pipe", "--uid"}  # of useradd, systemctl, systemd-run
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) - systems

    assert len(named) >= 12 and named <= set(re.findall(r"--[a-z][a-z-]+", helps))


def test_every_file_of_ours_that_it_names_is_there(followed):
    named = set(re.findall(r"`(deploy/\w+|install\.sh)`", PAGE)) | set(re.findall(r"\]\(([\w./-]+)\)", PAGE))

    places = (CHECKOUT, CHECKOUT / "docs/how-to", CHECKOUT / "deploy")
    assert len(named) >= 5 and [name for name in named if not any((place / name).exists() for place in places)] == []
    for name in ("euthymia.toml", "keys/secrets.toml", "audit.anchor"):
        assert f"`{name}`" in PAGE and (followed[0] / "home" / name).exists()


def test_every_page_and_line_that_it_names_is_there():
    """Its bold words are on a page, its table has the lines of the set-up list in their order."""
    shown = "".join(
        path.read_text("utf-8")
        for path in (CHECKOUT / "src/euthymia/clinic").rglob("*")
        if path.suffix in (".html", ".py")
    )
    steps = PAGE.partition("## 5. Open it")[2].partition("## 6. ")[0]
    lines = [row.split("|")[1].strip() for row in steps.splitlines() if row.startswith("| ") and "done when" not in row]

    named = set(re.findall(r"\*\*([^*]+)\*\*", steps + PAGE.partition("## People")[2]))
    assert {"Today", "Go on", "Staff", "Policies"} <= named
    assert [word for word in named if word not in shown and word != "recovery code"] == []
    assert len(lines) == 14 and [line for line in lines if f'"{line}"' not in shown] == []


def test_a_copy_of_the_clinic_is_made_and_given_back(followed):
    folder = followed[0]

    done = euthymia(folder / "home", "backup", str(folder / "copies"))
    (copy,) = (folder / "copies").iterdir()
    back = euthymia(folder / "home", "restore", str(copy), "--into", str(folder / "back"))

    assert (done.returncode, back.returncode) == (0, 0), done.stderr + back.stderr
    for name in ("euthymia.toml", "keys/secrets.toml", "keys/audit.key"):
        assert (folder / "back" / name).read_text() == (folder / "home" / name).read_text()
    assert (folder / "back" / "keys" / "secrets.toml").stat().st_mode & 0o777 == 0o600
