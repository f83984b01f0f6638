"""All checks, in the order in which a clinic comes into being; one that fails by itself says so and stops no other."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from euthymia.clinic.server.configuration import reading
from euthymia.clinic.server.doctor import folder_files, front, machine, mail, records
from euthymia.clinic.server.doctor.finding import Finding, look, wrong


def examine(*, address: str = "", port: int = 443) -> list[Finding]:
    """Look at the clinic in EUTHYMIA_HOME; where there is none, at the machine alone. Changes nothing.

    address, port   where the web server in front is found, if not where DNS has it
    """
    home = reading.home(os.environ)
    settings = reading.read(os.environ)
    findings = _checked("machine", lambda: machine.examine(home))
    if not (home / "keys").is_dir():
        return [*findings, wrong("folder", f"{home} holds no clinic", "Make one: euthymia init")]
    from euthymia.clinic.server import start

    start.ready()
    findings += _checked("folder", lambda: folder_files.examine(home, settings))
    findings += _checked("records", lambda: records.examine(settings))
    findings += _checked("mail", lambda: mail.examine(settings))
    for at in _fronts(settings.get("EUTHYMIA_HOSTS", ""), address, port):
        findings += _checked(f"https://{at.name}", lambda at=at: _front(at, home))  # type: ignore[misc]
    return findings


def _fronts(hosts: str, address: str, port: int) -> Iterator[front.At]:
    return (front.At(name, address, port) for name in hosts.split(",") if name and not name.startswith((".", "*")))


def _front(at: front.At, home: Path) -> list[Finding]:
    findings = front.examine(at, home)
    if len(findings) > 1:
        findings.append(machine.clock_of_front(front.clock(at, home)))
    return findings


def _checked(check: str, examine: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return examine()
    except Exception as trouble:  # the other checks are wanted all the same
        return [
            look(check, f"could not be seen: {type(trouble).__name__}: {trouble}", "Put that right, then ask again.")
        ]
