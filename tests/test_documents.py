"""Documents keep their promises: named tests exist, each hazard has one, no file carries an address of a registry.

That printed pages are fresh is a step of `make check`, and of it alone: rendering them takes a while.
"""

import ast
import re
import subprocess

import pytest

from tests import compliance, named
from tests.conftest import CHECKOUT


def hazards() -> list[tuple[str, list[str]]]:
    lines = (CHECKOUT / "docs/safety.md").read_text().splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| H-")]
    return [(row[1].strip(), re.findall(r"`([^`]+)`", row[4])) for row in rows]


@pytest.mark.parametrize(("hazard", "tests"), hazards())
def test_each_hazard_names_tests_that_are_there(hazard, tests):
    assert tests, f"{hazard} has no test"
    for name in tests:
        assert f"tests/{name}" in named.tests(), f"{hazard} names {name}, which is not there"


def security() -> list[tuple[str, list[str]]]:
    """Return each line of a table in SECURITY.md with the tests it names."""
    lines = (CHECKOUT / "SECURITY.md").read_text("utf-8").splitlines()
    rows = [line.strip("|").rsplit("|", 1) for line in lines if line.startswith("| ") and not line.endswith("tests |")]
    return [(claim.strip(), re.findall(r"`([^`]+)`", names)) for claim, names in rows]


@pytest.mark.parametrize(("claim", "tests"), security())
def test_each_claim_of_security_names_tests_that_are_there(claim, tests):
    assert tests, f"no test: {claim}"
    assert {f"tests/{name}" for name in tests} <= named.tests(), claim


def alarm_rules() -> list[tuple[str, list[str]]]:
    rows = re.findall(r"^\| (C\d+ \| [^|]+) \| ([^|]+) \|$", (CHECKOUT / "docs/safety.md").read_text("utf-8"), re.M)
    return [(rule, re.findall(r"`([^`]+)`", tests)) for rule, tests in rows]


@pytest.mark.parametrize(("rule", "tests"), alarm_rules())
def test_each_rule_about_alarms_names_tests_that_are_there(rule, tests):
    assert tests, rule
    assert [test for test in tests if f"tests/{test}" not in named.tests()] == []


def test_no_subject_of_the_rules_about_alarms_is_left_out():
    assert {rule.split()[0] for rule, _ in alarm_rules()} == {"C1", "C2", "C3", "C13", "C14", "C20", "C21"}


def test_the_ten_checks_of_security_are_ten():
    numbers = [claim.partition(".")[0] for claim, _ in security() if re.match(r"\d+\. ", claim)]

    assert numbers == [str(number) for number in range(1, 11)] and len(security()) > 30


def test_each_story_can_be_named():
    from tests.stories.told import STORIES

    assert sorted(named.stories()) == sorted(story.name for story in STORIES)


def test_hazards_are_numbered_once():
    numbers = [hazard for hazard, _ in hazards()]

    assert numbers == sorted(set(numbers), key=lambda one: int(one.removeprefix("H-"))) and len(numbers) >= 20


def test_every_requirement_has_a_row():
    numbers = {f"R{n}" for n in range(1, 50)} | {"R17b"}

    assert set(compliance.ROWS) == numbers
    assert compliance.pages()


def tracked(*patterns: str) -> list[str]:
    done = subprocess.run(["git", "ls-files", *patterns], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return done.stdout.split()


def test_no_lock_carries_an_address():
    for path in [*tracked("requirements/*.txt"), "package-lock.json"]:
        text = (CHECKOUT / path).read_text()
        assert not re.search(r'https?://|"resolved"', text), path


def test_links_between_documents_lead_somewhere():
    for path in tracked("*.md"):
        page = CHECKOUT / path
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{path} links to {target}"


def test_changes_are_listed_by_version_and_kind():
    text = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (.+)$", text, re.M)
    sections = re.findall(r"^### (.+)\n(.*)", text, re.M)

    assert [version.partition(" ")[0] for version in versions[-2:]] == ["0.2.0", "0.1.0"]
    assert {kind for kind, _ in sections} == {"Added", "Changed", "Fixed", "Security"}
    assert all(first.startswith("- ") for _, first in sections), "a heading without content"


OLD_WORDS = re.compile(r"\b(whoever|anew|nought|hang on|an own)\b", re.IGNORECASE)
# What was stored or said once stays: migrations, what earlier versions changed, and a list of former names.
KEPT_AS_IT_WAS = ("/migrations/", "CHANGELOG.md", "docs/decisions/0018-")


def test_the_words_are_those_of_modern_english():
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in tracked("src/*.py", "src/*.html", "src/*.js", "src/*.css", "*.md")
        if not any(part in path for part in KEPT_AS_IT_WAS)
        for number, line in enumerate((CHECKOUT / path).read_text("utf-8").splitlines(), start=1)
        if OLD_WORDS.search(line)
    ]
    assert found == []


def test_no_docstring_begins_with_give_or_say():
    found = [
        f"{path}:{node.lineno}"
        for path in tracked("src/*.py", "tests/*.py", "bench/*.py")
        for node in ast.walk(ast.parse((CHECKOUT / path).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module)
        and re.match(r"(Give|Say)s?\b", ast.get_docstring(node, clean=False) or "")
    ]
    assert found == []
