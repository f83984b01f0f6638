"""docs/compliance.md, printed: each requirement beside the tests that prove it, or "not yet" with what is missing."""

from tests import named

FOREWORD = """# What a credible clinic product must meet

Printed from `tests/compliance.py` (`make rulebook`). A row names the tests that prove it, or says "not yet". Where a row
names tests and still lacks something, it says what. **Training only**: nothing here has been certified by anybody.

| | requirement | proved by | still missing |
|---|---|---|---|
"""

# Requirement: (in our words, what is still missing, tests)
ROWS: dict[str, tuple[str, str, tuple[str, ...]]] = {}


def row(number: str, text: str, *tests: str, missing: str = "") -> None:
    """Add a requirement. Tests are named from the tests folder: "clinic/test_audit.py::test_…"."""
    ROWS[number] = (text, missing, tuple(f"tests/{t}" for t in tests))


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


AUDIT, DOORS = "clinic/test_audit.py::test_", "clinic/test_doors.py::test_"
row(
    "R1",
    "Every write and read carries one person or device",
    f"{AUDIT}a_clinic_table_cannot_be_written_outside_an_audited_action",
    f"{DOORS}an_opening_is_written_before_the_chart_is_given",
)
row(
    "R2",
    "Break-glass with a typed reason, in a review queue at once",
    f"{DOORS}a_clinician_off_the_team_breaks_the_glass_with_a_reason_and_someone_else_reviews_it",
)
row(
    "R3",
    "Automatic log-off; a live screen locks but keeps alarming",
    missing="log-off after idle minutes is set, not tested; the locked live screen",
)
row(
    "R4",
    "Encrypted in transit and at rest; plain HTTP refused in production",
    missing="at rest is documented, not checked",
)
row(
    "R5",
    "Audit always on; a deleted, cut or reordered row is detected",
    f"{AUDIT}tampering_below_the_database_is_found",
    f"{AUDIT}a_tail_cut_together_with_its_head_is_found_by_the_anchor",
    f"{AUDIT}the_database_itself_refuses_to_change_or_delete",
)
row("R6", "Audit report, sortable, with a signed review")
row("R7", "A patient sees who opened the chart", missing="the page shows it; its test")
row("R8", "Staff sign in with a second factor", f"{DOORS}staff_without_a_second_factor_are_sent_to_set_one_up")
row("R9", "Backup, restore, emergency mode, rehearsed")
row(
    "R10",
    "Signatures show name, time and meaning; edits void them",
    missing="orders and discharge show them; two components at signing",
)
row("R11", "Event, device, receive and entry time are kept apart")
row("R12", "Whole-record export in open formats")
row("R13", "Clock offsets measured and alarmed above 5 s")
for number, text in (
    ("R14", "Colour, pattern and text of alarms all differ"), ("R15", "Priority is computed in one place"),
    ("R16", "Audio pause is limited, shown, and broken by a new condition"), ("R17", "Alarm self-test through the same audio path"),
    ("R17b", "NOT RECORDING within 2 s on every live page"), ("R18", "Technical alarms apart from physiological ones"),
    ("R19", "Latched until acknowledged by name; escalation at 30 s and 60 s"), ("R20", "From receipt to screen within its time"),
    ("R21", "Limits per patient return by themselves"), ("R22", "Every live number carries its age"),
    ("R23", "ORU^R01 as real monitors send it"), ("R24", "ORU^R40 alarms"), ("R25", "Two identifiers, or a pairing, or quarantine"),
    ("R26", "Acknowledged only after the commit; repeats change nothing"), ("R27", "Raw and validated values both kept"),
    ("R28", "A device link needs a credential tied to a place"), ("R29", "Dose units round-trip; tenfold and swapped units caught"),
    ("R30", "Soft limits ask, hard limits stop, near misses counted"), ("R31", "Independent double check"),
    ("R32", "Ordered, programmed and delivered compared live"), ("R33", "Schedule III ledger"), ("R34", "No first dose without an in-person evaluation"),
    ("R35", "No start without ACLS, emergency kit and call signal"), ("R36", "REMS-style monitoring form"),
    ("R37", "Risk answers open a task with an owner and a clock"), ("R38", "Side effects at four time points"),
    ("R39", "axe-core and keyboard on every page; targets"), ("R40", "Alarms announced once, numbers never"), ("R41", "Every time limit is a policy"),
    ("R42", "Downtime pack"), ("R43", "A read-only copy with the server off"), ("R44", "Late entries keep their event time"),
    ("R45", "The chairside page keeps recording without network"),
):  # fmt: skip
    row(number, text)
