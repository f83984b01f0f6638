"""What the tests of commands have in common."""

import pytest

from euthymia.cli.main import main


@pytest.fixture
def run(capsys):
    """Run the command; gives its status, what it printed, and what it complained of."""

    def said(*words):
        status = main(list(words))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return said
