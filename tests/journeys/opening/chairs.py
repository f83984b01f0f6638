"""Run in a clinic's folder: chairs whose infusion runs, until the clinic has so many.

python -m tests.journeys.opening.chairs COUNT    prints as JSON each made session by its chair's name
"""

import json
import sys

from tests.journeys import chair

from euthymia.clinic.booking.models import Resource  # isort: skip
from euthymia.clinic.infusion.chair import acts  # isort: skip
from euthymia.clinic.infusion.models import Session  # isort: skip


def make(count: int) -> dict[str, dict[str, str]]:
    """Seat people like Lena at new chairs, and start their infusions."""
    made = {}
    while (have := Resource.objects.in_use().filter(kind="chair").count()) < count:
        name = f"Chair {have + 1}"
        made[name] = chair.make(name, 0)
        session = Session.objects.get(key=made[name]["key"])
        acts.act(session, "start", by=chair.TEAM["nurse"])
    return made


def main(count: str) -> None:
    print(json.dumps(make(int(count))))


if __name__ == "__main__":
    main(*sys.argv[1:])
