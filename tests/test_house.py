"""The walls of the house are tests, and each wall is tested: a broken sample that its contract must catch."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

HOUSE = CHECKOUT / "src" / "euthymia"


def sample(folder: Path, wrong: dict[str, str]) -> Path:
    """Build a house of the real rooms, all empty, and the wrong lines in it: module to text."""
    rooms = [path.parent for path in HOUSE.rglob("__init__.py")]
    files = [path for room in ("clinic", "clinic/infusion") for path in (HOUSE / room).glob("*.py")]
    for path in [*(room / "__init__.py" for room in rooms), *files]:
        place = folder / path.relative_to(HOUSE.parent)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    for module, text in wrong.items():
        path = folder / "euthymia" / module.replace(".", "/")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        path.write_text(text + "\n")
    return folder


def broken_contracts(folder: Path) -> list[str]:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("lint-imports")),
            "--no-cache",
            "--config",
            str(CHECKOUT / ".importlinter"),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")] or (
        [done.stdout.strip().splitlines()[-1]] if done.returncode else []
    )


def test_a_house_of_empty_rooms_stands(tmp_path):
    assert broken_contracts(sample(tmp_path, {})) == []


@pytest.mark.parametrize(
    ("wrong", "wall"),
    [
        ({"medicine": "import euthymia.wire"}, "The house has one direction"),
        ({"medicine": "import euthymia.pharmacology"}, "The house has one direction"),
        ({"pharmacology": "import euthymia.wire"}, "The house has one direction"),
        ({"pharmacology": "import euthymia.medicine.dosing"}, "Pharmacology borrows"),
        ({"research": "import euthymia.wire"}, "The house has one direction"),
        ({"research": "import euthymia.registry"}, "The house has one direction"),
        ({"clinic": "import euthymia.demo"}, "The house has one direction"),
        ({"demo": "import euthymia.cli"}, "The house has one direction"),
        ({"attic": "x = 1"}, "The house has one direction"),  # a new room must be placed
        ({"clinic.audit": "import euthymia.clinic.people"}, "The rooms of the clinic"),
        ({"clinic.assessment": "import euthymia.clinic.infusion"}, "The rooms of the clinic"),
        ({"clinic.people": "import euthymia.clinic.tasks"}, "The rooms of the clinic"),
        ({"clinic.tasks": "import euthymia.clinic.front_door"}, "The rooms of the clinic"),
        ({"clinic.booking": "import euthymia.clinic.infusion"}, "The rooms of the clinic"),
        ({"clinic.assessment": "import euthymia.clinic.booking"}, "The rooms of the clinic"),
        ({"clinic.exchange": "import euthymia.clinic.pages"}, "The rooms of the clinic"),
        ({"clinic.cellar": "x = 1"}, "The rooms of the clinic"),
        *[
            ({f"clinic.infusion.{room}": "import euthymia.pharmacology.kinetics"}, "What watches, doses, starts")
            for room in ("session", "order", "start", "devices", "oversight", "discharge", "report", "chair")
        ],
        ({"medicine.watch": "import euthymia.pharmacology.forecast"}, "What watches, doses, starts"),
        ({"clinic.infusion.session": "import euthymia.clinic.infusion.chair"}, "The rooms of an infusion"),
        ({"clinic.infusion.chair": "import euthymia.clinic.infusion.forecast"}, "The rooms of an infusion"),
        ({"medicine": "import django.db"}, "Medicine, models, wire, research and registry know no Django"),
        ({"research": "import sesame"}, "Medicine, models, wire, research and registry know no Django"),
        ({"wire": "from django.conf import settings"}, "Medicine, models, wire, research and registry know no Django"),
        ({"cli": "import django"}, "Command and demo reach Django only through the clinic"),
        ({"demo": "from django.utils import timezone"}, "Command and demo reach Django only through the clinic"),
        *[
            ({"medicine": f"import {name}"}, "Medicine and pharmacology have no clock, file, socket or chance")
            for name in (
                "asyncio",
                "io",
                "logging",
                "os",
                "pathlib",
                "random",
                "socket",
                "sqlite3",
                "subprocess",
                "time",
            )
        ],
        ({"medicine.a": "import euthymia.medicine.b", "medicine.b": "import euthymia.medicine.a"}, "No rings anywhere"),
    ],
)
def test_each_wall_catches_what_it_is_for(tmp_path, wrong, wall):
    assert any(wall in broken for broken in broken_contracts(sample(tmp_path, wrong)))


def test_a_researcher_imports_the_models_without_django():
    asked = "import sys; from euthymia.pharmacology import cascade, kinetics; print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("place", "text", "rule"),
    [
        ("medicine", "from datetime import datetime, UTC\nnow = datetime.now(UTC)\n", "TID251"),
        ("wire", "import time\nnow = time.time()\n", "TID251"),
        ("medicine", 'text = open("x").read()\n', "PTH123"),
    ],
)
def test_ruff_bans_the_clock_and_the_file(place, text, rule):
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("ruff")),
            "check",
            "--stdin-filename",
            f"src/euthymia/{place}/sample.py",
            "-",
        ],
        cwd=CHECKOUT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert rule in done.stdout
