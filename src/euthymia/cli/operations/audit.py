"""`euthymia audit verify`: what a walk over the chain found, a line each; the first says whether it holds."""

import sys
from pathlib import Path


def show(anchor: str) -> int:
    """Print what the walk found, and give 1 where the chain does not hold."""
    from euthymia.clinic.audit import actions, verification

    found = verification.verify(Path(anchor) if anchor else None, guarded=True)
    print(f"{found.rows:,} rows, {found.anchored:,} anchored heads: {found.fault or 'the chain holds'}")
    for note in found.notes:
        print(note)
    for action, rows in found.unknown.items():
        print(f"{rows:,} rows: {actions.shown(action)}")
    for fault in found.faults:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if found.faults else 0
