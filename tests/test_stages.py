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
    given = stages.main(["test"], {"test": tuple((ending_with(status),) for status in statuses)})

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
    first, beside = stages.RUNS["test"]

    assert [stage.measures for stage in (*first, *beside)] == [False, True, False]
    assert [stage.leaves for stage in beside] == [False, True]  # what measures comes first on the machine


@pytest.mark.parametrize(("machine_s", "stage_s", "others_s"), [(1.5, 0.5, 1.0), (2.0, 2.0, 0.0)])
def test_what_others_take_is_told_from_what_a_stage_takes_itself(machine_s, stage_s, others_s, monkeypatch):
    """By what the machine has worked meanwhile, less what the stage's own processes have used."""
    machine, own = iter((10.0, 10.0 + machine_s)), iter((10.0, 10.0 + stage_s))
    monkeypatch.setattr(stages.waits, "worked_s", lambda: next(machine))
    monkeypatch.setattr(stages, "_ours_s", lambda: next(own))

    (ended,) = stages.run((ending_with(0),))

    assert ended.others * ended.took_s * (os.cpu_count() or 1) == pytest.approx(others_s, rel=0.1)


@pytest.mark.parametrize(
    ("first", "again", "others", "verdict"),
    [
        (1, 0, 0.9, "passed, some of it at the second measuring"),
        (1, 0, 0.0, "passed, some of it at the second measuring"),  # a stage of ours was beside it
        (1, 1, 0.9, "not measured: busy (others took 90% of the machine)"),
        (1, 1, 0.0, "FAILED (1)"),
        (2, 0, 0.0, "FAILED (2)"),  # no seconds were missed: it was interrupted
    ],
)
def test_what_missed_its_seconds_is_measured_once_more_by_itself(first, again, others, verdict, monkeypatch, tmp_path):
    """The second time only what failed is asked for, one by one; what it says then holds."""
    program = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'words')!r}).open('a').write(f'{{sys.argv[1:]}} '); "
    program += f"sys.exit({again} if '--last-failed' in sys.argv else {first})"
    stage = stages.Stage("measures", (sys.executable, "-c", program), measures=True)
    monkeypatch.setattr(stages, "_ours_s", lambda: 0.0)
    monkeypatch.setattr(stages.waits, "worked_s", lambda: others * (os.cpu_count() or 1) * stages.time.monotonic())

    (ended, _) = stages.run((stage, ending_with(0)), "-x")

    assert (tmp_path / "words").read_text() == "['-x'] " + "['-x', '-n', '0', '--last-failed'] " * (first == 1)
    assert ended.verdict == verdict


def test_stages_that_stand_together_run_at_the_same_time_and_speak_one_after_another(tmp_path, capfd):
    """Each waits for the other's mark: one after another they would wait for ever."""
    waits_for = "import pathlib, time; pathlib.Path({!r}).touch(); print('{} speaks')\n"
    waits_for += "while not pathlib.Path({!r}).exists(): time.sleep(.01)"
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    both = (
        stages.Stage("a", (sys.executable, "-c", waits_for.format(a, "a", b))),
        stages.Stage("b", (sys.executable, "-c", waits_for.format(b, "b", a)), leaves=True),
    )

    ended = stages.run(both)

    said = capfd.readouterr().out.splitlines()
    assert [each.verdict for each in ended] == ["passed", "passed"]
    assert said.index("a speaks") < said.index("==> what was said by: b") < said.index("b speaks")


def test_a_stage_that_takes_what_is_left_yields_to_the_others():
    program = "import os, sys; sys.exit(os.nice(0))"

    (ended,) = stages.run((stages.Stage("any", (sys.executable, "-c", program), leaves=True),))

    assert ended.status == int(stages.LEAVES)


def test_programs_of_a_stage_keep_compiled_code(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    program = "import sys; sys.exit(sys.dont_write_bytecode)"

    (ended,) = stages.run((stages.Stage("any", (sys.executable, "-c", program)),))

    assert ended.status == 0


def test_the_line_of_a_stage_says_how_it_went_and_its_time():
    ended = [stages.Ended("quick", 0, 61.0), stages.Ended("slow", 1, 600.0), stages.Ended("other", 5, 1.0)]

    assert stages.summed_up(ended, 660.0).splitlines() == [
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
