"""Run inside a checkout that is compared: fill a demo clinic at one fixed moment, and serve its pages as of then.

    python compare_serve.py HOME PORT MOMENT     with that checkout's own interpreter

It uses only what every version of the project has. No device talks and nothing watches for silence, so that two
checkouts show the same readings. Writes HOME/keys.json: logins, and the keys by which pages are addressed.
"""

import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

LATER: Final = timedelta(minutes=5)


def main(home: Path, port: int, moment: datetime) -> None:
    """Fill and serve. The clinic's clock stands: at `moment` while it is filled, then LATER after it."""
    home.mkdir(parents=True)
    (home / "demo.mark").touch()
    os.environ |= {"EUTHYMIA_HOME": str(home), "EUTHYMIA_MODE": "demo"}
    os.environ.pop("DATABASE_URL", None)
    from django.utils import timezone

    timezone.now = lambda: moment
    from euthymia.clinic.server import start

    start.ready()
    start.migrate()
    from euthymia.demo import fill, logins

    filled = fill.fill(moment)
    _order_unchecked(fill)
    start.snapshot()
    logins.save(home, filled.logins)
    (home / "keys.json").write_text(json.dumps(_keys() | {"addresses": _addresses()}))
    timezone.now = lambda: moment + LATER
    start.web("127.0.0.1", port)


def _order_unchecked(fill: Any) -> None:
    """Sign an order for one of the cast that nobody has checked yet: its dose is shown to few."""
    from django.apps import apps

    patient = apps.get_model("people", "Patient").objects.get(given="Lena")
    prescriber = apps.get_model("people", "User").objects.filter(role="prescriber").first()
    order = fill.dosing.Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=77.0, vial_mg_per_ml=50, bag_ml=100)
    fields = {
        "indication": "Treatment-resistant depression",
        "endpoint": "MADRS after 24 h",
        "course": "Induction",
        "height_cm": 171,
        "weight_as_entered": "77 kg",
    }
    fill.ordering.sign_order(patient, order, fields=fields, reason="", by=prescriber)


def _keys() -> dict[str, Any]:
    """List each patient's key, session, order and the like by name: what an address of a page may ask for."""
    from django.apps import apps

    keys: dict[str, Any] = {"patients": {}}
    for patient in apps.get_model("people", "Patient").objects.order_by("pk"):
        keys["patients"][f"{patient.given} {patient.family}"] = {"patient": str(patient.key)}
    for session in apps.get_model("infusion", "Session").objects.order_by("pk"):
        name = f"{session.patient.given} {session.patient.family}"
        keys["patients"][name] |= {"session": str(session.key), "order": str(session.order.key)}
    return keys


def _addresses() -> dict[str, str]:
    """List every address by its name, with the names of what it asks for in <>."""
    from django.urls import URLPattern, get_resolver

    listed: dict[str, str] = {}

    def walk(patterns: Any, before: str, spaces: str) -> None:
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                name = spaces + str(pattern.name)
                listed[name if name not in listed else f"{name} {path}"] = path
            else:
                walk(pattern.url_patterns, path, f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces)

    walk(get_resolver().url_patterns, "/", "")
    return listed


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))
