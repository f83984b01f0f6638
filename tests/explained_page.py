"""What the page "how it works" is made of, printed from the model: numbers as scripts, pictures as they stand still.

The web process computes none of it: the browser does, from these numbers (held to it by `journeys/test_chain.py`).
"""

from dataclasses import asdict
from functools import cache
from typing import Any

import numpy as np
import orjson

from euthymia.medicine.cascade.hundred import Standing, days_of
from euthymia.registry.calibration import hundred

STATIC = "src/euthymia/clinic/static/how_it_works"
HEAD = "// Printed from the model by `make rulebook`: do not edit.\n"
DEFAULT = (days_of(6, 2), "midazolam")


@cache
def pages() -> dict[str, str]:
    """Print all."""
    return {f"{STATIC}/people.js": script(people())}


def script(value: Any) -> str:
    """Write a value as a module."""
    return f"{HEAD}export default {orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()};\n"


def people() -> dict[str, Any]:
    """Give what the course is computed from in the browser."""
    of = hundred.hundred()
    values = {name: found for name, found in of.values.items() if not name.endswith("masked")}
    chance = asdict(of.chance)
    return {
        "values": values, "study": of.study, "pick": of.pick, "chance": chance, "noise": of.noise, "places": places(),
    }  # fmt: skip


@cache
def places() -> Any:
    """Put the hundred into the order in which every picture has them: whom the default course helps longest first."""
    with_it, without = (hundred.shown(*DEFAULT, given=given).standing for given in (True, False))
    helped = (with_it == Standing.RESPONDING).sum(axis=0) + 0.01 * (without == Standing.RESPONDING).sum(axis=0)
    return np.argsort(-helped, kind="stable")
