"""docs/how-to/simulate.md keeps its promises: each command in it runs, and so does its Python."""

import re
import shlex

import pytest

from euthymia.cli.main import main
from tests.conftest import CHECKOUT

PAGE = (CHECKOUT / "docs/how-to/simulate.md").read_text("utf-8")
COMMANDS = re.findall(r"^    euthymia (simulate .+)$", PAGE, re.MULTILINE)
PYTHON = re.search(r"^    from euthymia.+?(?=^\S)", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_page_runs(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(shlex.split(command)) == 0
    named = re.findall(r"--(?:plot|csv) (\S+\.\w+)", command)
    assert all((tmp_path / name).stat().st_size for name in named)
    assert capsys.readouterr().out


def test_the_page_has_commands_and_its_columns_are_there(capsys):
    assert len(COMMANDS) >= 8
    main(["simulate", "--model", "all", "--times", "40", "--csv", "-"])
    main(["simulate", "--enantiomers", "--times", "40", "--csv", "-"])
    printed = capsys.readouterr().out
    for column in re.findall(r"`(\w+_ng_per_ml|time_min)`", PAGE):
        assert column in printed


def test_its_python_runs(capsys):
    code = "\n".join(line.removeprefix("    ") for line in PYTHON[0].splitlines())
    exec(compile(code, "docs/how-to/simulate.md", "exec"), {})

    assert "otto" in capsys.readouterr().out
