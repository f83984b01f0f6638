"""`euthymia doctor`: every finding as a line, what to do below it; the exit status is the worst."""

import dataclasses
import json

from euthymia.clinic.server.doctor.examine import examine
from euthymia.clinic.server.doctor.finding import Finding, Level

_WORDS = {Level.RIGHT: "right", Level.LOOK: "look", Level.WRONG: "WRONG"}


def run(front: str, *, as_json: bool) -> int:
    """Look at the clinic and print what was found. Return 0 right, 1 to be looked at, 2 wrong."""
    address, _, port = front.rpartition(":") if ":" in front else (front, "", "443")
    findings = examine(address=address, port=int(port))
    if as_json:
        rows = [dataclasses.asdict(finding) | {"level": finding.level.name.lower()} for finding in findings]
        print(json.dumps(rows, indent=1))
    else:
        for finding in findings:
            _print(finding)
    return int(max(finding.level for finding in findings))


def _print(finding: Finding) -> None:
    print(f"{_WORDS[finding.level]:<6} {finding.check}: {finding.seen}")
    if finding.advice:
        print(f"       {finding.advice}")
