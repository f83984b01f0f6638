"""A command ends quietly where nobody reads on."""

import subprocess
import sys

from tests import waits


def test_a_reader_that_had_enough_gets_no_traceback():
    command = [sys.executable, "-m", "euthymia.cli.main", "models"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        said = running.stderr.read().decode()
        assert running.wait(waits.WORKED_S) in (0, 141)

    assert "Traceback" not in said and "BrokenPipe" not in said
