"""A clinic with as many live sessions as asked, one a chair: `python -m bench.fill SESSIONS COOKIES`.

Run as a process with the clinic's environment. Prints JSON: the sessions' ids and keys, and cookies of a nurse who may
open every one of them.
"""

import json
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.messages import BORN, chair
from euthymia.clinic.server import start

start.ready()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from euthymia.clinic.audit import chain as audit  # noqa: E402
from euthymia.clinic.booking.models import Resource  # noqa: E402
from euthymia.clinic.infusion.models import Device, Order, Session, SessionEvent  # noqa: E402
from euthymia.clinic.people import staff  # noqa: E402
from euthymia.clinic.people.models import CareTeamMember, Patient, User  # noqa: E402
from euthymia.medicine import dosing, watch  # noqa: E402

NOW = timezone.now()
ORDERED = dosing.Order(dose_mg_per_kg=0.5, duration_min=40, weight_kg=70, vial_mg_per_ml=50, bag_ml=100)
_PLAN = dosing.plan_as_dict(dosing.plan(ORDERED, limits=dosing.DoseLimits()))


@dataclass
class Team:
    """Who works here."""

    prescriber: User
    nurse: User


def main(sessions: int, cookies: int) -> None:
    start.migrate()
    team = Team(
        staff.add(email="p@bench.example", name="Prescriber", role="prescriber", by="system:bench")[0],
        staff.add(email="n@bench.example", name="Nurse", role="nurse", by="system:bench")[0],
    )
    with audit.atomic():
        made = _sessions(team, sessions)
        audit.write("filled for a measurement", by="system:bench", at=timezone.now())
    found = [{"id": row.pk, "key": str(row.key)} for row in made]
    print(json.dumps({"sessions": found, "cookies": [_signed_in(team.nurse) for _ in range(cookies)]}))


def _sessions(team: Team, count: int) -> list[Session]:
    chairs = Resource.objects.bulk_create(Resource(kind="chair", name=chair(n).sender) for n in range(count))
    Device.objects.bulk_create(Device(kind="monitor", sending_app=seat.name, chair=seat) for seat in chairs)
    patients = Patient.objects.bulk_create(
        Patient(number=chair(n).number, given="Given", family=chair(n).family, birth_date=BORN, created_at=NOW)
        for n in range(count)
    )
    CareTeamMember.objects.bulk_create(CareTeamMember(patient=p, user=team.nurse, since=NOW) for p in patients)
    orders = Order.objects.bulk_create(_order(patient, team) for patient in patients)
    made = Session.objects.bulk_create(
        Session(
            order=order, patient=order.patient, chair=seat, nurse=team.nurse, state="running", opened_at=NOW,
            last_event_number=1, alarm_state=_watched(), pump_confirmed=True,
        )
        for order, seat in zip(orders, chairs, strict=True)
    )  # fmt: skip
    body = {"action": "start", "text": "Started", "baseline": {}}
    SessionEvent.objects.bulk_create(
        SessionEvent(session=row, number=1, kind="act", event_at=NOW, at=NOW, actor="system:bench", body=body)
        for row in made
    )
    return made


def _order(patient: Patient, team: Team) -> Order:
    asked: dict[str, Any] = {name: getattr(ORDERED, name) for name in ("dose_mg_per_kg", "duration_min", "weight_kg")}
    return Order(
        patient=patient, indication="TRD", endpoint="MADRS", course="2 a week", weight_as_entered="70 kg",
        vial_mg_per_ml=ORDERED.vial_mg_per_ml, bag_ml=ORDERED.bag_ml, plan=_PLAN, signed_by=team.prescriber,
        signed_at=NOW, expires_at=NOW + timedelta(days=1), **asked,
    )  # fmt: skip


def _watched() -> dict[str, Any]:
    return watch.as_dict(watch.initial(now_s=NOW.timestamp(), limits=watch.Limits()))


def _signed_in(user: User) -> str:
    """Sign in with both factors, as a browser of its own; give the cookie."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_factor"] = True
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
