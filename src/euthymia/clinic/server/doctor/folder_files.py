"""The clinic's folder and settings: whose it is, who may read it, how it is run, by which names."""

import os
from collections.abc import Mapping
from pathlib import Path

from euthymia.clinic.server import folder, mode
from euthymia.clinic.server.doctor.finding import Finding, right, wrong


def examine(home: Path, settings: Mapping[str, str]) -> list[Finding]:
    """Look at the folder and at what the settings say."""
    return [kind(settings), names(settings), believed(settings), owner(home), readers(home)]


def kind(settings: Mapping[str, str]) -> Finding:
    """Judge the mode."""
    said = mode.read_mode(settings)
    if said == mode.PRODUCTION:
        return right("mode", said)
    return wrong(
        "mode", f"{said}: cookies without TLS, policies unsigned", "Set mode to production, or unset EUTHYMIA_MODE."
    )


def names(settings: Mapping[str, str]) -> Finding:
    """Judge the names that pages answer to."""
    hosts = [host for host in settings.get("EUTHYMIA_HOSTS", "").split(",") if host]
    if not hosts:
        return wrong("names", "none: every page is refused", "Run: euthymia configure hosts clinic.example")
    if any(host.startswith((".", "*")) for host in hosts):
        return wrong("names", f"{', '.join(hosts)}: any name is believed", "Name each name by itself.")
    return right("names", ", ".join(hosts))


def believed(settings: Mapping[str, str]) -> Finding:
    """Judge whose word about the visitor is believed."""
    proxies = settings.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
    if "*" in proxies:
        return wrong(
            "web servers believed", "all: a visitor chooses his own address", "Set proxies to their addresses."
        )
    return right("web servers believed", proxies)


def owner(home: Path) -> Finding:
    """Judge whose the folder is, and that no demo made it."""
    if folder.is_demo(home):
        return wrong("folder", f"{home} holds a demo, whose logins were printed", "Make a clinic: euthymia init")
    others = sorted(path.name for path in (home, *home.iterdir()) if path.lstat().st_uid != os.geteuid())
    if others:
        advice = "Run this as the account that runs the clinic, or: chown -R euthymia: " + str(home)
        return wrong("folder", f"{home}: {', '.join(others[:3])} belongs to another account than this", advice)
    return right("folder", f"{home}, this account's")


def readers(home: Path) -> Finding:
    """Judge who else may read the folder and its keys."""
    open_to_all = [path for path in (home, *sorted((home / "keys").rglob("*"))) if path.stat().st_mode & 0o077]
    if open_to_all:
        advice = f"Run: chmod 700 {home} {home}/keys; chmod 600 {home}/keys/*"
        return wrong("keys", f"others may read {', '.join(path.name for path in open_to_all[:3])}", advice)
    return right("keys", "for this account alone")
