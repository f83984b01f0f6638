"""Run in a clinic's folder: a patient like Lena with a signed order, and a chair, as the how-to finds them.

python -m tests.journeys.ordered CHAIR    prints as JSON: the patient's record number; a chair that is not there is made
"""

import json
import sys

from euthymia.clinic.server import start

start.ready()

from euthymia.clinic.assessment.eligibility import decision as eligibility_decision  # noqa: E402
from euthymia.clinic.assessment.workup.results import Infused  # noqa: E402
from euthymia.clinic.booking import actions as booking  # noqa: E402
from euthymia.clinic.booking.models import Resource  # noqa: E402
from euthymia.clinic.infusion.devices import pairing  # noqa: E402
from euthymia.clinic.infusion.order import signing  # noqa: E402
from euthymia.medicine import eligibility  # noqa: E402
from tests.journeys import chair as chairs  # noqa: E402


def make(name: str) -> dict[str, str]:
    if not Resource.objects.filter(name=name).exists():
        chair = booking.add_resource("chair", name, by=chairs.TEAM["owner"])
        pairing.add_device(chair, kind="monitor", sender=(f"IntelliVue-{name}", "TEST"), by=chairs.TEAM["owner"])
    patient, prescriber = chairs.another_lena(), chairs.TEAM["prescriber"]
    eligibility_decision.decide_eligibility(
        patient, {c.key: "no" for c in eligibility.CRITERIA}, {}, infused=Infused(), by=prescriber
    )
    signing.sign_order(patient, chairs.ASKED, fields=chairs.FIELDS, reason="", by=prescriber)
    return {"number": patient.number}


def main(chair: str) -> None:
    print(json.dumps(make(chair)))


if __name__ == "__main__":
    main(*sys.argv[1:])
