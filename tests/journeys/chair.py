"""Run in a clinic's folder: sets up a chair of its own with an infusion for Lena, through the actions staff use.

python -m tests.journeys.chair NAME [HOURS_AGO [ready]]    prints as JSON: the session's key, its patient's number,
                                                          its monitor

Without hours: checked, paired, vital signs taken, ready to start. With hours: begun so long ago, stopped after 40 min,
and, where that is more than a day ago, left the clinic after 105 min; with `ready`: ready to start since then.
"""

import json
import sys
from datetime import UTC, datetime, timedelta

from euthymia.clinic.server import start

start.ready()

from euthymia.clinic.assessment.medicines import acts  # noqa: E402
from euthymia.clinic.booking import actions as booking  # noqa: E402
from euthymia.clinic.infusion.chair import acts as infusion  # noqa: E402
from euthymia.clinic.infusion.devices import pairing  # noqa: E402
from euthymia.clinic.infusion.discharge import leave  # noqa: E402
from euthymia.clinic.infusion.models import Device, Session  # noqa: E402
from euthymia.clinic.infusion.order import signing  # noqa: E402
from euthymia.clinic.infusion.start import checklist, second_check  # noqa: E402
from euthymia.clinic.outcomes import actions as outcomes  # noqa: E402
from euthymia.clinic.people import doors  # noqa: E402
from euthymia.clinic.people.models import Patient, User  # noqa: E402
from euthymia.demo.cast.lena import LENA  # noqa: E402
from euthymia.demo.fill import BEFORE, on, ready_to_leave, ready_to_start  # noqa: E402
from euthymia.medicine import dosing  # noqa: E402

TEAM = {user.email.split("@")[0]: user for user in User.objects.exclude(role="patient")}
ASKED = dosing.Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=LENA.weight_kg, vial_mg_per_ml=50, bag_ml=100)
FIELDS = {
    "indication": "Treatment-resistant depression", "endpoint": "MADRS 24 h after the infusion", "course": "Induction",
    "height_cm": LENA.height_cm, "weight_as_entered": f"{LENA.weight_kg:g} kg",
}  # fmt: skip


def make(name: str, hours_ago: float, *, ready: bool = False) -> dict[str, str]:
    """A session at a new chair, for a patient of its own, as far as the time it began says."""
    chair = booking.add_resource("chair", name, by=TEAM["owner"])
    device = pairing.add_device(chair, kind="monitor", sender=(f"IntelliVue-{name}", "TEST"), by=TEAM["owner"])
    began = datetime.now(UTC) - timedelta(hours=hours_ago)
    with on(began):
        session = _checked(chair, device)
    if hours_ago and not ready:
        _infused(session, began, left=hours_ago > 24)
    return {
        "key": str(session.key),
        "number": session.patient.number,
        "monitor": f"{device.sending_app}|{device.sending_facility}",
    }


def _checked(chair: object, device: Device) -> Session:
    session = second_checked(opened(chair, another_lena()))
    patient = session.patient
    pairing.pair(session, device, number=patient.number, birth_date=patient.birth_date, by=TEAM["nurse"])
    infusion.enter_vitals(session, {**BEFORE, "sedation_moaas": 5.0}, by=TEAM["nurse"])
    return checklist.go_through(session, ready_to_start(), by=TEAM["nurse"])


def opened(chair: object, patient: Patient) -> Session:
    """An order signed and its session opened; it waits for the second check."""
    order = signing.sign_order(patient, ASKED, fields=FIELDS, reason="", by=TEAM["prescriber"])
    return signing.open_session(order, chair, by=TEAM["nurse"])


def second_checked(session: Session) -> Session:
    """The second nurse reads the same and works out the same."""
    patient = session.patient
    plan = dosing.plan(ASKED, limits=dosing.DoseLimits())
    read = dosing.SecondCheck(
        weight_kg=ASKED.weight_kg,
        drug=ASKED.drug,
        vial_mg_per_ml=ASKED.vial_mg_per_ml,
        dose_mg=plan.dose_mg,
        concentration_mg_per_ml=plan.concentration_mg_per_ml,
        rate_ml_h=plan.rate_ml_h,
    )
    second_check.second_check(session, read, number=patient.number, birth_date=patient.birth_date, by=TEAM["nurse2"])
    session.refresh_from_db()
    return session


def another_lena() -> Patient:
    """Someone like Lena: one patient is in one chair at a time."""
    patient = doors.register(
        given=LENA.given, family=LENA.family, birth_date=LENA.born, email="", phone="", by=TEAM["prescriber"]
    )
    for colleague in ("nurse", "nurse2"):
        doors.join_care_team(patient, TEAM[colleague], by=TEAM["prescriber"])
    acts.say_none_known(patient, by=TEAM["prescriber"])
    outcomes.rate_madrs(patient, list(LENA.madrs), by=TEAM["prescriber"], at=patient.created_at)
    return patient


def _infused(session: Session, began: datetime, *, left: bool) -> None:
    nurse = TEAM["nurse"]
    with on(began + timedelta(minutes=1)):
        infusion.act(session, "start", by=nurse)
    with on(began + timedelta(minutes=41)):
        infusion.act(session, "stop", by=nurse)
        infusion.pump_seen(session, by=nurse)
    if left:
        with on(began + timedelta(minutes=105)):
            leave.leave(session, ready_to_leave(), by=nurse)


def main(name: str, hours_ago: str = "0", since_then: str = "") -> None:
    print(json.dumps(make(name, float(hours_ago), ready=since_then == "ready")))


if __name__ == "__main__":
    main(*sys.argv[1:])
