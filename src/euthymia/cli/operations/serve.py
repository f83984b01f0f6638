"""What `euthymia serve` starts: flags win, then the settings, then the defaults."""

import argparse
from typing import Final

from euthymia.clinic.server.configuration import catalogue, reading

_FLAGS: Final = {  # by flag, the setting that says the same
    "host": "web_host",
    "port": "web_port",
    "devices": "devices_port",
    "devices_host": "devices_host",
    "backup_into": "backup_into",
    "backup_at": "backup_at",
}


def parts(arguments: argparse.Namespace) -> list[list[str]]:
    """Return the commands of the process tree, the one it is for first."""
    said = _said(arguments)
    at = ["--host", said["host"], "--port", said["port"]]
    at += ["--devices", said["devices"], "--devices-host", said["devices_host"]]
    tree = [["web", *at], ["listener", *at], ["silence-watch"], ["messenger", *at]]
    tree.append(["nightly", said["backup_into"], said["backup_at"]])  # without a folder the chain is verified alone
    return tree


def _said(arguments: argparse.Namespace) -> dict[str, str]:
    found = reading.read()
    said = {}
    for flag, key in _FLAGS.items():
        setting, value = catalogue.find(key), getattr(arguments, flag)
        said[flag] = str(value) if value is not None else found.get(setting.variable, "") or setting.default
    return said
