"""A clinic that `euthymia init` made, once a module."""

import shutil

import pytest

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
