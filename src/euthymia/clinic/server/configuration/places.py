"""Where the product's own files lie: in a checkout as it is worked on, or in an installed package."""

import os
from pathlib import Path
from typing import Final

_CLINIC: Final = Path(__file__).resolve().parents[2]
DELIVERED: Final = _CLINIC / "delivered"  # made by setup.py when a wheel is built: libraries and deploy files
CHECKOUT: Final = Path(__file__).resolve().parents[5]


def is_installed() -> bool:
    """Return whether this is an installed package, which carries what a checkout fetches."""
    return DELIVERED.is_dir()


def libraries() -> Path:
    """Return the folder of the browser libraries and the typeface, as npm lays them out."""
    return DELIVERED / "libraries" if is_installed() else CHECKOUT / "node_modules"


def deploy_files() -> Path:
    """Return the folder of the templates for systemd and web servers."""
    return DELIVERED / "deploy" if is_installed() else CHECKOUT / "deploy"


def default_home(name: str) -> Path:
    """Return the folder of a clinic or a demo where EUTHYMIA_HOME names none.

    In a checkout it lies in build/. An installed package lies where nothing may be written: there it is the account's
    own folder for data (XDG base directories).
    """
    if not is_installed():
        return CHECKOUT / "build" / name
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "euthymia" / name
