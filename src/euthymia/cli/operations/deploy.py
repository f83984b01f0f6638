"""`euthymia deploy`: print what a server needs, filled with the clinic's own names, paths and ports."""

import os
import sys
from pathlib import Path
from typing import Final

from euthymia.clinic.server.configuration import catalogue, places, reading

FILES: Final = {
    "systemd": "euthymia.service",
    "nginx": "nginx.conf",
    "caddy": "Caddyfile",
    "container": "Containerfile",
    "install": "install.sh",
}
_HOME: Final = "/var/lib/euthymia"
_NAME: Final = "clinic.example"


def run(what: str) -> int:
    """Print one file."""
    text = (places.deploy_files() / FILES[what]).read_text("utf-8")
    fill = {"systemd": _unit, "nginx": _nginx, "caddy": _caddy}.get(what)
    print(fill(text) if fill else text, end="")
    return 0


def _said(key: str) -> str:
    setting = catalogue.find(key)
    return reading.read().get(setting.variable, "") or setting.default


def _unit(text: str) -> str:
    """Fill in the command, the clinic's folder, and the folder of the nightly copies."""
    text = text.replace("/opt/euthymia/bin/euthymia", str(Path(sys.prefix) / "bin" / "euthymia"))
    home = os.environ.get("EUTHYMIA_HOME", _HOME)
    if home != _HOME:  # a state directory of systemd lies below /var/lib
        text = text.replace("StateDirectory=euthymia\nStateDirectoryMode=0700", f"ReadWritePaths={home}")
        text = text.replace(_HOME, home)
    if into := _said("backup_into"):
        text = text.replace("#ReadWritePaths=/mnt/other-disk/euthymia", f"ReadWritePaths={into}")
    return text


def _nginx(text: str) -> str:
    hosts = (_said("hosts") or _NAME).split(",")
    text = text.replace(f"server_name {_NAME}", f"server_name {' '.join(hosts)}")
    return _at(text.replace(_NAME, hosts[0]))


def _caddy(text: str) -> str:
    hosts = (_said("hosts") or _NAME).split(",")
    return _at(text.replace(f"{_NAME} {{", f"{', '.join(hosts)} {{"))


def _at(text: str) -> str:
    return text.replace("127.0.0.1:8000", f"{_said('web_host')}:{_said('web_port')}")
