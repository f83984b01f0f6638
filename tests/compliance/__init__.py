"""docs/compliance.md, printed: each requirement beside the tests that prove it, or "not yet" with what is missing."""

from tests import named
from tests.compliance import access_and_records, at_the_chair, care_and_trouble  # noqa: F401 - each adds its rows
from tests.compliance.table import ROWS

FOREWORD = """# What a credible clinic product must meet

Printed from `tests/compliance/` (`make rulebook`). A row names the tests that prove it, or says "not yet". Where a
row names tests and still lacks something, it says what. **Training only**: nothing here has been certified by anybody.

| | requirement | proved by | still missing |
|---|---|---|---|
"""


def pages() -> dict[str, str]:
    """Print the page. Raises LookupError for a named test that is not there."""
    lines = []
    for number, (text, missing, tests) in ROWS.items():
        gone = [t for t in tests if t not in named.tests()]
        if gone:
            raise LookupError(f"{number} names tests that are missing: {', '.join(gone)}")
        proof = "<br>".join(f"`{t.removeprefix('tests/')}`" for t in tests) or "not yet"
        lines.append(f"| {number} | {text} | {proof} | {missing} |")
    return {"docs/compliance.md": FOREWORD + "\n".join(lines) + "\n"}
