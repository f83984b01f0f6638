"""Run in a clinic's folder: a patient like Lena with a signed order, and a chair of its own, as the how-to finds them.

python -m tests.journeys.ordered CHAIR    prints as JSON: the patient's record number
"""

import json
import sys

from euthymia.clinic import start
from euthymia.clinic.assessment.workup import Infused

start.ready()

from euthymia.clinic.assessment import actions as assessment  # noqa: E402
from euthymia.clinic.booking import actions as booking  # noqa: E402
from euthymia.clinic.infusion import actions as infusion  # noqa: E402
from euthymia.clinic.infusion import ordering  # noqa: E402
from euthymia.medicine import eligibility  # noqa: E402
from tests.journeys import chair as chairs  # noqa: E402


def make(name: str) -> dict[str, str]:
    chair = booking.add_resource("chair", name, by=chairs.TEAM["owner"])
    infusion.add_device(chair, kind="monitor", sender=(f"IntelliVue-{name}", "TEST"), by=chairs.TEAM["owner"])
    patient, prescriber = chairs.another_lena(), chairs.TEAM["prescriber"]
    assessment.decide_eligibility(
        patient, {c.key: "no" for c in eligibility.CRITERIA}, {}, infused=Infused(), by=prescriber
    )
    ordering.sign_order(patient, chairs.ASKED, fields=chairs.FIELDS, reason="", by=prescriber)
    return {"number": patient.number}


def main(chair: str) -> None:
    print(json.dumps(make(chair)))


if __name__ == "__main__":
    main(*sys.argv[1:])
