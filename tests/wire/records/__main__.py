"""Print every case of reading a record beside what must come of it: python -m tests.wire.records [PART OF A KIND]."""

import sys

from rich.console import Console
from rich.table import Table

from tests.wire.records.cases import every


def main() -> None:
    """Print the cases whose kind holds the words given, and count by kind."""
    asked = " ".join(sys.argv[1:])
    counted: dict[str, list[bool]] = {}
    table = Table("kind", "case", "expected", "got", "right")
    for case in every():
        counted.setdefault(case.kind, []).append(case.right)
        if asked in case.kind and (asked or not case.right):
            table.add_row(case.kind, case.given, case.expected, case.got, "yes" if case.right else "NO")
    console = Console()
    console.print(table)
    for kind, right in counted.items():
        console.print(f"{kind}: {sum(right)} of {len(right)} right")


if __name__ == "__main__":
    main()
