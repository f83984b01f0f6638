"""A run of several stages: a failure stops no later stage and hides none, and the worst status is the run's own."""

import os
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
        ([0, 75, 0], 75, "0 of 3 stages failed, 1 not measured, 0.0 min in all"),  # no failure, and no pass
        ([1, 75, 0], 1, "1 of 3 stages failed, 1 not measured, 0.0 min in all"),
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


@pytest.mark.parametrize(
    ("measures", "status", "others", "judged"),
    [
        (True, 1, 0.9, 75),
        (True, 1, 0.1, 1),  # nobody to blame
        (True, 0, 0.9, 0),  # measured all the same
        (True, 2, 0.9, 2),  # interrupted, or could not be collected
        (False, 1, 0.9, 1),  # another stage has no such excuse
    ],
)
def test_only_missed_seconds_on_a_busy_machine_are_not_measured(measures, status, others, judged):
    assert stages.judged(stages.Stage("any", (), measures=measures), status, others) == judged


def test_only_the_stage_that_measures_seconds_has_that_excuse():
    assert [stage.measures for stage in stages.RUNS["test"]] == [False, True, False]


@pytest.mark.parametrize(("machine_s", "stage_s", "others_s"), [(1.5, 0.5, 1.0), (2.0, 2.0, 0.0)])
def test_what_others_take_is_told_from_what_a_stage_takes_itself(machine_s, stage_s, others_s, monkeypatch):
    """By what the machine has worked meanwhile, less what the stage's own processes have used."""
    machine, own = iter((10.0, 10.0 + machine_s)), iter((10.0, 10.0 + stage_s))
    monkeypatch.setattr(stages.waits, "worked_s", lambda: next(machine))
    monkeypatch.setattr(stages, "_ours_s", lambda: next(own))

    ended = stages.run(ending_with(0))

    assert ended.others * ended.took_s * (os.cpu_count() or 1) == pytest.approx(others_s)


def test_what_missed_its_seconds_beside_others_is_measured_once_more(monkeypatch, tmp_path):
    """The first time it fails and others held the machine; the second time it is asked for what failed, and passes."""
    program = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'words')!r}).open('a').write(f'{{sys.argv[1:]}} '); "
    program += "sys.exit('--last-failed' not in sys.argv)"
    stage = stages.Stage("measures", (sys.executable, "-c", program), measures=True)
    monkeypatch.setattr(stages, "judged", lambda stage, status, others: 75 if status else 0)

    ended = stages.run(stage, "-x")

    assert (tmp_path / "words").read_text() == "['-x'] ['-x', '--last-failed'] "
    assert (ended.status, ended.verdict) == (0, "passed, some of it at the second measuring")


def test_programs_of_a_stage_keep_compiled_code(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    program = "import sys; sys.exit(sys.dont_write_bytecode)"

    assert stages.run(stages.Stage("any", (sys.executable, "-c", program))).status == 0


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
        [str(CHECKOUT / ".ci/tests"), "test", "tests/wire/test_mllp.py", "--collect-only"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("test_a_stream_is_cut_into_messages_and_faults") > 1
    assert "no test asked for: what measures seconds" in done.stdout
