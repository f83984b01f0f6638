"""The subjects of commits: what is refused, by the hook while it is written and by `make check` before it is merged."""

import importlib.util
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

HOOKS = CHECKOUT / ".githooks"
spec = importlib.util.spec_from_file_location("subjects", HOOKS / "subjects.py")
subjects = importlib.util.module_from_spec(spec)
spec.loader.exec_module(subjects)


@pytest.mark.parametrize(
    "subject",
    [
        "watch: Keep a high run across a lost signal",
        "demo: Remove only what a demo made",
        "wire/fhir, clinic: Read one resource at a time",
        f"watch: Bring {'a' * 47}",  # 60 characters
        "audit: Address what a review named",
        "Merge an hour ahead at the chair, research, off until a medical director signs it on",
        "fixup! watch: Keep a high run across a lost signal",
    ],
)
def test_a_subject_that_reads_as_ours_passes(subject):
    assert subjects.wrong(subject) == ""


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        (f"watch: Bring {'a' * 48}", "61 characters: at most 60."),
        ("Keep a high run", "not of the form"),
        ("watch: keep a high run", "not of the form"),
        ("Watch: Keep a high run", "not of the form"),
        ("watch:Keep a high run", "not of the form"),
        ("watch: ", "not of the form"),
        ("watch: Added a rule", "`Added` is no imperative"),
        ("watch: Adding a rule", "`Adding` is no imperative"),
        ("watch: Adds a rule", "`Adds` is no imperative"),
        ("watch: Add a rule.", "full stop"),
    ],
)
def test_what_is_wrong_with_a_subject_is_said(subject, why):
    assert why in subjects.wrong(subject)


def test_the_subject_is_the_first_line_that_git_did_not_write():
    assert subjects.subject_of("# On branch wt\n\n  watch: Keep it  \n\nwhy\n") == "watch: Keep it"


# In a repository


class Scratch:
    """A repository of its own, with these hooks in it."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(HOOKS, folder / ".githooks", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(CHECKOUT / "set-up.sh", folder)
        alone = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.env = alone | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def run(self, *words):
        return subprocess.run(words, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)

    def begin(self, branch="main"):
        self.run("git", "init", "--quiet", f"--initial-branch={branch}")
        self.run("git", "config", "user.name", "A developer")
        self.run("git", "config", "user.email", "developer@example.org")
        return self

    def commit(self, message, *options):
        return self.run("git", "commit", "--quiet", "--allow-empty", "-m", message, *options)

    def set_up(self):
        return self.run("sh", "set-up.sh", "hooks")

    def hooks_path(self):
        return self.run("git", "config", "core.hooksPath").stdout.strip()

    def check(self):
        return self.run(sys.executable, ".githooks/subjects.py")


@pytest.fixture
def scratch(tmp_path):
    return Scratch(tmp_path)


def test_once_set_up_git_itself_refuses_a_bad_subject(scratch):
    scratch.begin()
    assert scratch.commit("anything at all").returncode == 0

    assert scratch.set_up().returncode == 0
    refused = scratch.commit("watch: Added a rule\n\nBecause.")
    assert (refused.returncode, "is no imperative" in refused.stderr) == (1, True)
    assert scratch.commit("watch: Add a rule\n\nBecause.").returncode == 0
    assert scratch.run("git", "log", "--format=%s").stdout == "watch: Add a rule\nanything at all\n"


def test_hooks_that_somebody_set_stay(scratch):
    scratch.begin()
    scratch.run("git", "config", "core.hooksPath", "elsewhere")

    assert scratch.set_up().returncode == 0
    assert scratch.hooks_path() == "elsewhere"


def test_without_a_repository_there_is_nothing_to_set_and_it_is_said_why_nothing_is_checked(scratch):
    scratch.env["GIT_CEILING_DIRECTORIES"] = str(scratch.folder.parent)

    assert (scratch.set_up().returncode, scratch.set_up().stdout) == (0, "")
    assert (scratch.check().returncode, scratch.check().stdout) == (0, "skipped: no git here\n")


def test_a_folder_inside_another_repository_is_left_alone(scratch):
    scratch.begin()
    inside = scratch.folder / "inside"
    inside.mkdir()

    assert Scratch(inside).set_up().returncode == 0
    assert scratch.hooks_path() == ""


def test_without_main_it_is_said_why_nothing_is_checked(scratch):
    scratch.begin(branch="work").commit("anything at all")

    assert (scratch.check().returncode, scratch.check().stdout) == (
        0,
        "skipped: neither origin/main nor main is here to compare with\n",
    )


def test_only_what_main_does_not_have_is_checked(scratch):
    scratch.begin().commit("anything at all")
    scratch.run("git", "switch", "--quiet", "-c", "work")
    scratch.commit("watch: Add a rule")
    assert (scratch.check().returncode, scratch.check().stdout) == (0, "1 new since main, all well\n")

    scratch.commit("more of it")
    checked = scratch.check()
    assert checked.returncode == 1
    assert "more of it\n  not of the form" in checked.stderr
    assert "anything at all" not in checked.stderr


def test_what_is_on_main_here_and_not_on_the_one_that_all_share_is_checked(scratch):
    scratch.begin().commit("anything at all")
    scratch.run("git", "update-ref", "refs/remotes/origin/main", "HEAD")
    scratch.commit("more of it")

    assert scratch.check().returncode == 1
