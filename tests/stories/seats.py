"""Run in a clinic's folder: seats a patient for each story it is asked for, through the actions staff use.

python -m tests.stories.seats    reads a seat a line as JSON; prints as JSON who sits there and what stands beside her
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys import chair as seating  # sets Django up

# isort: split
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.booking import actions as booking
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.infusion.chair import acts as infusion
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.models import LIVE, Device, Session
from euthymia.clinic.infusion.session.writer import writing
from euthymia.clinic.infusion.start import checklist
from euthymia.clinic.people.models import Patient
from euthymia.demo.cast.lena import LENA
from euthymia.demo.fill import BEFORE, on, ready_to_start
from tests.stories.story import Seat

NURSE = seating.TEAM["nurse"]


def seat(want: Seat, name: str) -> dict[str, Any]:
    """Seat her as far as the story says; nothing looks at her before she sits."""
    chair = booking.add_resource("chair", name[:60], by=seating.TEAM["owner"])
    devices = [_device(chair, kind, name) for kind in want.devices]
    patient = seating.another_lena()
    made = {
        "patient": str(patient.key), "number": patient.number, "family": patient.family, "given": patient.given,
        "born": f"{patient.birth_date}", "chair": chair.name, "chair_key": str(chair.key),
        "devices": {d.name: [d.sending_app, d.sending_facility] for d in devices},
        "team": {login: str(user.key) for login, user in seating.TEAM.items()},
    }  # fmt: skip
    if want.state == "registered":
        return made
    session = _session(want, chair, patient, devices)
    return made | {"key": str(session.key), "last": session.last_event_number}


def _device(chair: Resource, kind: str, name: str) -> Device:
    number = Device.objects.filter(chair=chair, kind=kind).count()
    sender = (f"{kind.upper()}-{chair.pk}-{number}", "STORY")
    return pairing.add_device(chair, kind=kind, sender=sender, by=seating.TEAM["owner"])


def _session(want: Seat, chair: Resource, patient: Patient, devices: list[Device]) -> Session:
    now = datetime.now(UTC)
    began = now - timedelta(minutes=want.began_min_ago)
    with on(now - timedelta(hours=want.ordered_h_ago) if want.ordered_h_ago else began):
        session = seating.opened(chair, patient)
    if want.state != "ordered":
        with on(began):
            _made_ready(want, session, devices)
    if want.state in ("running", "paused", "observing"):
        _infused(want, session, began)
    if want.began_min_ago and want.state != "ordered":  # what is looked at all the time was looked at just now
        fresh = {name: BEFORE[name] for name in ("pulse_bpm", "spo2_pct", "resp_rate_bpm")}
        infusion.enter_vitals(session, {**fresh, "sedation_moaas": 5.0, **want.values}, by=NURSE)
    return session


def _made_ready(want: Seat, session: Session, devices: list[Device]) -> None:
    patient = session.patient
    seating.second_checked(session)
    for device in devices if want.paired else ():
        pairing.pair(session, device, number=patient.number, birth_date=patient.birth_date, by=NURSE)
    now_values = {} if want.began_min_ago else want.values
    infusion.enter_vitals(session, {**BEFORE, "sedation_moaas": 5.0, **now_values}, by=NURSE)
    if want.listed:
        checklist.go_through(session, ready_to_start(), by=NURSE)
    if want.limits:
        with writing(session, at=datetime.now(UTC), by=NURSE, doing=Action.CHANGED_PATIENTS_LIMITS) as pen:
            pen.session.limits = {**pen.session.limits, **want.limits}


def _infused(want: Seat, session: Session, began: datetime) -> None:
    with on(began):
        infusion.act(session, "start", by=NURSE)
    if want.state in ("paused", "observing"):
        with on(min(began + timedelta(minutes=40), datetime.now(UTC))):
            infusion.act(session, "pause" if want.state == "paused" else "stop", by=NURSE)
            infusion.pump_seen(session, by=NURSE)


def clear(**which: str) -> None:
    """Clear a chair whose story is told: a clinic does not keep sixty patients in danger, and each costs every page."""
    for session in Session.objects.filter(state__in=LIVE, **which):
        with writing(session, at=datetime.now(UTC), by=NURSE, doing=Action.RECORDED_CANCEL) as pen:
            pen.session.state, pen.session.silence_due_at, pen.session.help_called_at = "discharged", None, None


def main() -> None:
    """Seat whoever is asked for, and clear chairs, until nobody asks any more."""
    clear()  # the demo's own people: an alarm of theirs that nobody acknowledges sounds at every chair
    print(json.dumps({"ready": LENA.login}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if "clear" in asked:
            clear(chair__key=asked["clear"])
            print(json.dumps({}), flush=True)
            continue
        with audit.atomic():  # the silence watch must not see a chair that is half an hour behind
            made = seat(Seat(**asked["seat"]), asked["name"])
        print(json.dumps(made), flush=True)


if __name__ == "__main__":
    main()
