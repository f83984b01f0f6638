"""The requirements of docs/compliance.md, by number."""

# Requirement: (in our words, what is still missing, tests)
ROWS: dict[str, tuple[str, str, tuple[str, ...]]] = {}


def row(number: str, text: str, *tests: str, missing: str = "") -> None:
    """Add a requirement. Tests are named from the tests folder: "clinic/audit/test_audit.py::test_…"."""
    ROWS[number] = (text, missing, tuple(f"tests/{t}" for t in tests))
