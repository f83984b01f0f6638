"""Every number and rule names where it comes from.

A key is written in the code as a whole string ("fda:trd"), or in a docstring as `Source: key[, key]`.
"""

import ast
import re
from pathlib import Path

import pytest

import euthymia
from euthymia.medicine.sources import SOURCES, Source, together

PRODUCT = Path(euthymia.__file__).parent
MEDICINE = PRODUCT / "medicine"
TABLE = MEDICINE / "sources"
KEY = re.compile(r"[a-z0-9][a-z0-9.-]*:[a-z][a-z0-9.-]*|[a-z][a-z0-9.-]*:[0-9][a-z0-9.-]*")
IN_DOCSTRING = re.compile(r"Source:\s*((?:[\w.-]+:[\w.-]+)(?:,\s*[\w.-]+:[\w.-]+)*)")
LINK = re.compile(r"|doi:10\.\d{4,}/\S+|pubmed:\d+|pmc:PMC\d+|https://\S+")
DATED = re.compile(r"\b(19|20)\d\d\b|\bpolicy\b|\bundated\b", re.IGNORECASE)


def keys_named_in(code: str) -> set[str]:
    """Collect the keys that a piece of Python names."""
    texts = [n.value for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    keys = {text for text in texts if KEY.fullmatch(text)}
    for text in texts:
        for found in IN_DOCSTRING.findall(text):
            keys |= {key.strip().rstrip(".") for key in found.split(",")}
    return keys


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ('Rule("fda", source="fda:trd")', {"fda:trd"}),
        ('def f():\n    """Say it.   Source: fda:trd, house:item-9."""', {"fda:trd", "house:item-9"}),
        ('x = "urn:euthymia:instrument"', set()),
        ('x = "a: b"', set()),
    ],
)
def test_a_key_is_found_where_code_names_it(code, keys):
    assert keys_named_in(code) == keys


def test_every_key_that_medicine_names_is_in_the_bibliography():
    named = {path: keys_named_in(path.read_text("utf-8")) for path in MEDICINE.rglob("*.py") if path.parent != TABLE}

    unknown = {f"{path.relative_to(PRODUCT)}: {key}" for path, keys in named.items() for key in keys - set(SOURCES)}
    assert unknown == set()


def test_every_entry_of_the_bibliography_is_named_somewhere():
    files = (p for p in PRODUCT.rglob("*") if p.suffix in {".py", ".html", ".txt"} and p.parent != TABLE)
    texts = [path.read_text("utf-8") for path in files]

    unused = {key for key in SOURCES if not any(re.search(re.escape(key) + r"(?![\w-])", text) for text in texts)}
    assert unused == set()


@pytest.mark.parametrize("key", sorted(SOURCES))
def test_an_entry_can_be_looked_up(key):
    """A citation has a year, or says "policy" or "undated"; a link is empty or one a reader can open."""
    entry = SOURCES[key]

    assert KEY.fullmatch(key)
    assert DATED.search(entry.citation), f"{key}: no year in {entry.citation!r}; a policy says so"
    assert LINK.fullmatch(entry.link), f"{key}: {entry.link!r} is no doi:, pubmed:, pmc: or https link"
    assert entry.url == "" or entry.url.startswith("https://")


@pytest.mark.parametrize("key", sorted(k for k in SOURCES if k.startswith("house:")))
def test_a_policy_of_the_house_says_that_it_is_one(key):
    assert SOURCES[key].mark == "proposal"
    assert "policy" in SOURCES[key].citation.lower()


def test_a_key_that_is_cited_twice_is_refused_by_name():
    one, other = (Source(f"A paper, {year}", "found") for year in (2001, 2002))

    assert together([{"a:b": one}, {"a:c": other}]) == {"a:b": one, "a:c": other}
    with pytest.raises(ValueError, match="cited twice: a:b"):
        together([{"a:b": one}, {"a:b": other}])
