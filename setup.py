"""Build a wheel that needs neither Node nor a checkout: put the locked browser libraries and deploy files into it.

They are taken from node_modules as ./set-up.sh fetched them, and only where they are what package-lock.json names.
All else about the package stands in pyproject.toml.
"""

import json
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
DELIVERED = Path("euthymia") / "clinic" / "delivered"
FILES = {  # by package: what pages load or papers are printed with, and the licence it comes under
    "htmx.org": ("dist/htmx.min.js", "LICENSE"),
    "uplot": ("dist/uPlot.iife.min.js", "dist/uPlot.min.css", "LICENSE"),
    "dejavu-fonts-ttf": ("ttf/DejaVuSans.ttf", "ttf/DejaVuSans-Bold.ttf", "LICENSE"),
}


class WithLibraries(build_py):
    """Builds the package, then adds what a checkout has beside it."""

    def run(self) -> None:
        """Build. An editable install reads the checkout and needs no copies."""
        super().run()
        if self.editable_mode:
            return
        check_locked()
        into = Path(self.build_lib) / DELIVERED
        shutil.rmtree(into, ignore_errors=True)
        for package, names in FILES.items():
            for name in names:
                copy(MODULES / package / name, into / "libraries" / package / name)
        for path in sorted((HERE / "deploy").iterdir()):
            copy(path, into / "deploy" / path.name)


def copy(source: Path, target: Path) -> None:
    """Copy one file with the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def check_locked() -> None:
    """Check that what npm installed is what the lock names: the same versions, by the same sums."""
    wanted = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    try:
        found = json.loads((MODULES / ".package-lock.json").read_text("utf-8"))["packages"]
    except FileNotFoundError:
        raise SystemExit("node_modules is not there. Run ./set-up.sh runtime, then build again.") from None
    for package in FILES:
        path = f"node_modules/{package}"
        if any(found.get(path, {}).get(word) != wanted[path][word] for word in ("version", "integrity")):
            raise SystemExit(
                f"{package} is not as package-lock.json has it. Run ./set-up.sh runtime, then build again."
            )


setup(cmdclass={"build_py": WithLibraries})
