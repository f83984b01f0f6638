"""A clinic that `euthymia init` made, once a module; a wheel and an environment that holds it alone, once a run."""

import shutil

import pytest

from tests.cli.operations import wheels
from tests.cli.operations.commands import made


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """The folder of a clinic, to be looked at and not changed."""
    home = tmp_path_factory.mktemp("made") / "clinic"
    made(home)
    return home


@pytest.fixture
def clinic_home(made_once, tmp_path):
    """A copy of it, to be changed."""
    return shutil.copytree(made_once, tmp_path / "clinic")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel, beside the packages' names and sums and the script that installs."""
    (path,) = wheels.made(tmp_path_factory.mktemp("source") / "euthymia").glob("*.whl")
    return path


@pytest.fixture(scope="session")
def environment(wheel, tmp_path_factory):
    """An environment with the wheel and its locked packages."""
    return wheels.installed(wheel, tmp_path_factory.mktemp("bare") / "euthymia")
