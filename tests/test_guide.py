"""The developer guide keeps its promises: what it names exists, what it quotes stands there, what it shows runs."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

PAGES = [CHECKOUT / "DEVELOPERS.md", *sorted((CHECKOUT / "docs/developers").glob("*.md"))]
RECIPES = CHECKOUT / "docs/developers/changes.md"
BLOCK = re.compile(r"^```python\n# ([^\n]+)\n(.*?)^```$", re.M | re.S)
# Words in backticks that are no name of ours: what a future change adds, and what shells, tools and languages say.
OTHERS = {
    "LANGUAGES", "LocaleMiddleware", "locale", "utils", "page.pause()", "page.clock", "import numba", "mypy --strict",
    "Raises", "Source: key", "found", "seen", "one", "what", "can_…", "check_…",
}  # fmt: skip

MADE = ("build/", ".venv/")  # what runs make


def named(page: Path) -> list[str]:
    """List what stands in backticks outside of blocks."""
    text = re.sub(r"^```.*?^```$|^    [^\n]*$", "", page.read_text("utf-8"), flags=re.M | re.S)
    return re.findall(r"`([^`\n]+)`", text)


@cache
def listed() -> list[str]:
    """List the files of the checkout, ignored ones aside."""
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("without git nobody knows which files belong to the project")
    return [path for path in done.stdout.splitlines() if (CHECKOUT / path).is_file()]


@cache
def words() -> frozenset[str]:
    """List every word of the project's code, scripts and settings; this file says nothing of the others."""
    code = [path for path in listed() if path.endswith((".py", ".html", ".js", ".toml", "Makefile", "set-up.sh"))]
    texts = [(CHECKOUT / path).read_text("utf-8") for path in code if path != "tests/test_guide.py"]
    return frozenset(re.findall(r"\w+", "\n".join(texts)))


def exists(name: str) -> bool:
    """Return whether a path, command or name of the guide is there; a file may be named by its last parts."""
    if name in OTHERS or name.startswith(MADE):
        return True
    if ("/" in name and " " not in name) or re.fullmatch(r"[\w.-]+\.(py|md|js|txt|html)", name):
        tail = "/" + name.strip("/")
        return any(f"/{path}".endswith(tail) or f"{tail}/" in f"/{path}/" for path in listed())
    return set(re.findall(r"[A-Za-z_]\w{2,}", name.partition("=")[0])) <= words()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_guide_names_exists(page):
    assert [name for name in named(page) if not exists(name)] == []


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("src/euthymia/medicine/watch", True),
        ("src/euthymia/medicine/watches", False),
        ("oracle.py", True),
        ("no_such_file.py", False),
        ("Limits", True),
        ("NoSuchLimits" + "Anywhere", False),
        ("EUTHYMIA_WAITS_FACTOR=3", True),
        ("make quick", True),
    ],
)
def test_a_name_that_is_not_there_is_found(name, there):
    assert exists(name) is there


def blocks() -> list[tuple[Path, str, str]]:
    return [(page, head, body) for page in PAGES for head, body in BLOCK.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize(
    ("page", "path", "body"), [pytest.param(*b, id=b[1].rpartition("/")[2]) for b in blocks() if b[1] != "runs"]
)
def test_what_the_guide_quotes_stands_there(page, path, body):
    lines = {line.strip() for line in (CHECKOUT / path).read_text("utf-8").splitlines()}

    assert [line for line in body.splitlines() if line.strip() not in lines] == []


def recipes() -> list[tuple[str, str]]:
    return re.findall(r"^## \d+\. (.+?)\n(.*?)(?=^## |\Z)", RECIPES.read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize(
    "code",
    [pytest.param(body, id=title) for title, text in recipes() for head, body in BLOCK.findall(text) if head == "runs"],
)
def test_what_the_guide_shows_runs(code):
    assert "assert " in code
    exec(compile(code, "docs/developers/changes.md", "exec"), {})


def test_there_are_ten_recipes_and_the_commonest_run():
    run = {title for title, text in recipes() if "```python\n# runs" in text}

    assert len(recipes()) == 10
    assert run >= {"An alarm rule", "A discharge criterion", "A scale", "A drug", "A registry measure"}


def test_there_is_no_second_language_as_the_guide_says():
    """The day there is one, the recipe is written by its example."""
    assert not list((CHECKOUT / "src").rglob("*.po"))
    assert "gettext" not in words()
