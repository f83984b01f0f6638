"""A run of several stages: a failure stops no later stage and hides none, and the worst status is the run's own."""

import subprocess
import sys

import pytest

from tests import stages
from tests.conftest import CHECKOUT


def ending_with(status: int) -> stages.Stage:
    return stages.Stage(f"ends with {status}", (sys.executable, "-c", f"raise SystemExit({status})"))


@pytest.mark.parametrize(
    ("statuses", "whole", "last_line"),
    [
        ([0, 0, 0], 0, "0 of 3 stages failed, 0.0 min in all"),
        ([1, 0, 0], 1, "1 of 3 stages failed, 0.0 min in all"),
        ([1, 2, 0], 2, "2 of 3 stages failed, 0.0 min in all"),
        ([0, 5, 0], 0, "0 of 3 stages failed, 0.0 min in all"),  # nothing was asked of one
        ([5, 5, 5], 5, "0 of 3 stages failed, 0.0 min in all"),  # a misspelt name passes nowhere
        ([5, 1, 5], 1, "1 of 3 stages failed, 0.0 min in all"),
    ],
)
def test_all_stages_run_and_the_worst_status_is_given(statuses, whole, last_line, capsys):
    given = stages.main(["test"], {"test": tuple(ending_with(status) for status in statuses)})

    said = capsys.readouterr().out.splitlines()
    assert given == whole
    assert [line for line in said if line.startswith("==> ends")] == [f"==> ends with {s}" for s in statuses]
    assert said[-1] == last_line


def test_a_stage_that_is_killed_fails():
    assert stages.worst([0, -9]) == 1


def test_the_line_of_a_stage_says_how_it_went_and_its_time():
    ended = [stages.Ended("quick", 0, 61.0), stages.Ended("slow", 1, 600.0), stages.Ended("other", 5, 1.0)]

    assert stages.summed_up(ended).splitlines() == [
        "==> all stages",
        "   1.0 min  passed: quick",
        "  10.0 min  FAILED (1): slow",
        "   0.0 min  no test asked for: other",
        "1 of 3 stages failed, 11.0 min in all",
    ]


def test_what_is_asked_of_the_run_is_asked_of_each_stage():
    done = subprocess.run(
        [str(CHECKOUT / ".ci/tests"), "tests/wire/test_mllp.py", "--collect-only"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("test_a_stream_is_cut_into_messages_and_faults") > 1
    assert "no test asked for: what runs alone" in done.stdout
