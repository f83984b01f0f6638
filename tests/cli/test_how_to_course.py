"""docs/how-to/expect-a-course.md keeps its promises: each quick command in it runs."""

import re
import shlex

import pytest

from euthymia.cli.main import main
from tests.conftest import CHECKOUT

PAGE = (CHECKOUT / "docs/how-to/expect-a-course.md").read_text("utf-8")
COMMANDS = re.findall(r"^    euthymia (course .+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_page_runs(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(shlex.split(command)) == 0
    named = re.findall(r"--(?:plot|csv) (\S+\.\w+)", command)
    assert all((tmp_path / name).stat().st_size for name in named)
    assert capsys.readouterr().out


def test_the_page_has_commands_and_names_those_that_take_longer():
    assert len(COMMANDS) >= 3
    for words in ("validate --plot", "validate --fitted", "calibrate --into"):
        assert f"    euthymia {words}" in PAGE
