"""docs/how-to/nonmem-user.md keeps its promises: each command in it runs, and so does its Python."""

import re
import shlex

import pytest

from euthymia.cli.main import main
from euthymia.wire.event_table.cells import read_sheet
from tests.conftest import CHECKOUT

FOLDER = CHECKOUT / "docs/how-to"
PAGE = (FOLDER / "nonmem-user.md").read_text("utf-8")
COMMANDS = re.findall(r"^    euthymia (estimate .+)$", PAGE, re.MULTILINE)
PYTHON = re.search(r"^    from pathlib.+", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def levels(tmp_path, monkeypatch):
    """The page's table, and the same without what it says of itself, in a folder to work in."""
    text = (FOLDER / "levels.csv").read_text("utf-8")
    (tmp_path / "levels.csv").write_text(text)
    bare = [",".join(line.split(",")[:9]) for line in text.splitlines() if not line.startswith("#")]
    (tmp_path / "bare.csv").write_text("\n".join(bare))
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_page_runs(command, tmp_path, capsys):
    assert main(shlex.split(command)) == 0

    named = re.findall(r"--(?:plot|csv|looks) (\S+\.\w+)", command)
    assert all((tmp_path / name).stat().st_size for name in named)
    assert capsys.readouterr().out


def test_the_page_has_commands_and_its_columns_are_there(tmp_path, capsys):
    assert len(COMMANDS) >= 5
    main(["estimate", "levels.csv", "--site", "venous", "--csv", "people.csv", "--looks", "looks.csv"])
    heads = [(tmp_path / name).read_text().split("\n")[0].split(",") for name in ("people.csv", "looks.csv")]
    for column in re.findall(r"`(\w+_\w+|iwres|cwres|npde)`", PAGE):
        assert column in heads[0] + heads[1]


def test_the_table_is_synthetic_and_says_so():
    text = (FOLDER / "levels.csv").read_text("utf-8")

    assert "# synthetic people" in text
    assert len({row.cells["ID"] for row in read_sheet(text.encode()).rows}) == 12


def test_its_python_runs(capsys):
    code = "\n".join(line.removeprefix("    ") for line in PYTHON[0].splitlines())
    exec(compile(code, "docs/how-to/nonmem-user.md", "exec"), {})

    assert len(capsys.readouterr().out.splitlines()) >= 12
