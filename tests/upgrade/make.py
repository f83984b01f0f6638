"""Make the small clinic that a release leaves behind for later versions to upgrade: once a release, on both engines.

python -m tests.upgrade.make VERSION

Its people are synthetic, and each table of the product has a row. It lies beside this file as
VERSION-sqlite.tar.xz and VERSION-postgresql.tar.xz, each a copy as `euthymia backup` takes it, keys included.
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

FOLDER = Path(__file__).parent
MADE_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def main(version: str) -> None:
    """Make both archives anew."""
    from tests import postgres

    for engine in ("sqlite", "postgresql"):
        url = postgres.start() if engine == "postgresql" else ""
        with tempfile.TemporaryDirectory() as scratch:
            environment = {**os.environ, "EUTHYMIA_HOME": f"{scratch}/home", "EUTHYMIA_MODE": "demo"}
            environment |= {"DATABASE_URL": url} if url else {}
            command = [sys.executable, "-m", "tests.upgrade.make", "--fill", scratch]
            subprocess.run(command, env=environment, check=True)
            (copy,) = (path for path in Path(scratch).iterdir() if path.name.startswith("euthymia-"))
            archive = FOLDER / f"{version}-{engine}.tar.xz"
            with tarfile.open(archive, "w:xz", preset=9) as tar:
                tar.add(copy, arcname="copy")
            print(f"{archive.name}: {archive.stat().st_size:,} bytes")


def fill_and_copy(into: Path) -> None:
    """Fill the clinic of this process's environment, and take a copy of it."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "euthymia.clinic.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from euthymia.clinic.server.copies import backup
    from euthymia.demo.fill import fill, on

    call_command("migrate", verbosity=0)
    with on(MADE_AT):
        fill(MADE_AT)
        _further()
    backup.take(Path(settings.HOME), into, now=MADE_AT)


def _further() -> None:
    """Act as staff do where the cast left a table empty."""
    from euthymia.clinic.infusion.models import Session
    from euthymia.clinic.people.models import Patient, User

    staff = {user.role: user for user in User.objects.exclude(role="patient").order_by("-pk")}
    people = {patient.given: patient for patient in Patient.objects.all()}
    ruth, session = people["Ruth"], Session.objects.filter(state="running").order_by("pk").first()
    _at_the_desk(staff)
    _in_the_chart(ruth, staff)
    _at_the_chair(session, staff)
    _twice_signed(people["Iris"], staff)
    _over_the_clinic(ruth, staff)
    _of_the_devices(staff)
    _of_the_accounts(ruth, staff)


def _at_the_desk(staff: dict[str, Any]) -> None:
    from euthymia.clinic.front_door import actions

    actions.ask_for_consult(
        {
            "given": "Nell", "family": "Example", "birth_date": date(1980, 1, 2), "email": "nell@example.org",
            "phone": "555 010 0100", "reason": "Read about it.", "preferred_contact": "phone", "safe": "yes",
        }
    )  # fmt: skip


def _in_the_chart(ruth: Any, staff: dict[str, Any]) -> None:
    from euthymia.clinic.assessment.danger import assessment, safety_plan
    from euthymia.clinic.assessment.history import imports
    from euthymia.clinic.assessment.medicines import acts
    from euthymia.clinic.assessment.scales import asking, wordings
    from euthymia.clinic.assessment.workup import results
    from euthymia.clinic.exchange import packet
    from euthymia.medicine.eligibility.workup import Result
    from tests.wire.fhir import questionnaires_made

    prescriber, nurse = staff["prescriber"], staff["nurse"]
    screen = assessment.begin(ruth, by=nurse)
    assessment.touch(screen, "1", yes=True, by=nurse)
    assessment.judge(ruth, level="low", words="Spoke for half an hour.", seen_until=MADE_AT, by=prescriber)
    assessment.hand_over(ruth, kind="today", recipient="Dr Example", said="Sees her at noon.", by=prescriber)
    safety_plan.write(ruth, {"signs": "Cannot sleep"}, by=prescriber)
    statement = {
        "resourceType": "MedicationStatement", "id": "a", "status": "completed",
        "medicationCodeableConcept": {"text": "sertraline 50 mg"},
        "effectivePeriod": {"start": "2024-01-01", "end": "2024-04-01"}, "dosage": [{"text": "50 mg daily"}],
    }  # fmt: skip
    imports.read([json.dumps(statement).encode() + b"\n"], ruth, by=prescriber)
    row = acts.add_medicine(ruth, {"drug": "Lorazepam", "dose": "1 mg"}, by=nurse)
    acts.order_for_the_day(row, "hold", by=prescriber)
    near = acts.add_allergy(
        ruth, {"substance": "Ketomine", "reaction": "rash", "severity": "mild", "source": "patient"}, by=nurse
    )
    acts.answer_ketamine(near, is_ketamine=False, reason="An antifungal, by the box she brought.", by=prescriber)
    asking.ask(ruth, "gad7", (MADE_AT + timedelta(days=3)).date(), by=nurse)
    results.add(ruth, Result(item="alt", taken_on=MADE_AT.date(), value=22, unit="U/L", high=40), by=nurse)
    licence = wordings.Licence("Made-up press", "Use here", MADE_AT.date())
    wordings.load("phq9", questionnaires_made.data("phq9"), licence, by=staff["medical_director"])
    packet.sign(ruth, clinic="Euthymia Demo Clinic", by=prescriber)


def _at_the_chair(session: Any, staff: dict[str, Any]) -> None:
    """One message from the paired monitor, and one press of a button by its key."""
    from euthymia.clinic.infusion.chair import acts, entries
    from euthymia.clinic.infusion.devices.intake import Intake, arrive
    from euthymia.clinic.infusion.models import Device

    monitor = Device.objects.get(chair=session.chair, kind="monitor")
    at = f"{MADE_AT:%Y%m%d%H%M%S}+0000"
    rows = (
        f"MSH|^~\\&|{monitor.sending_app}|{monitor.sending_facility}|||{at}||ORU^R01^ORU_R01|1|P|2.6",
        f"PID|||{session.patient.number}^^^^MR||{session.patient.family}^{session.patient.given}",
        f"OBR|1|||monitor|||{at}",
        f"OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.1.1.1|97|262688^MDC_DIM_PERCENT^MDC|||||R|||{at}",
    )
    intake = Intake()
    intake.roster._read()
    raw = "\r".join(rows).encode() + b"\r"
    intake.commit([arrive(raw, MADE_AT.timestamp(), intake.roster)])
    with entries.once(session, {"entry": str(uuid4())}, by=staff["nurse"]) as is_new:
        assert is_new
        acts.write_note(session, "Slept quietly", by=staff["nurse"])


def _twice_signed(person: Any, staff: dict[str, Any]) -> None:
    """Sign an order that asks for two signatures: opening it on one is counted as a near miss."""
    from contextlib import suppress

    from euthymia.clinic.booking.models import Resource
    from euthymia.clinic.infusion.order import signing
    from euthymia.medicine import dosing

    high = dosing.Order(dose_mg_per_kg=1.1, duration_min=90, weight_kg=63, vial_mg_per_ml=50, bag_ml=250)
    fields = {"indication": "TRD", "endpoint": "MADRS", "course": "6", "height_cm": 168.0, "weight_as_entered": "63 kg"}
    order = signing.sign_order(person, high, fields=fields, reason="Response waned", by=staff["prescriber"])
    with suppress(dosing.SignedOnce):
        signing.open_session(order, Resource.objects.filter(kind="chair").last(), by=staff["nurse"])
    signing.sign_second(order, by=staff["medical_director"])


def _over_the_clinic(ruth: Any, staff: dict[str, Any]) -> None:
    from euthymia.clinic.people import audit_report, doors, policies
    from euthymia.clinic.tasks import copies

    director = staff["medical_director"]
    doors.break_glass(director, ruth.key, reason="Called by the emergency department about her.")
    policies.change("pre_infusion.food_h", "7", reason="Our anaesthetist's rule", by=director)
    audit_report.sign_review(audit_report.period("", ""), "Nothing unusual.", by=director)
    copies.keep(copies.Run("a", 1, "holds"), began=MADE_AT)


def _of_the_devices(staff: dict[str, Any]) -> None:
    """A code that this clinic signed, its emergency kit, and a message of a stranger."""
    from euthymia.clinic.audit import chain
    from euthymia.clinic.infusion.devices.dialect.signed_codes import Code, sign
    from euthymia.clinic.infusion.devices.intake import arrive
    from euthymia.clinic.infusion.devices.roster import Roster
    from euthymia.clinic.infusion.devices.traffic.strangers import Strangers
    from euthymia.clinic.infusion.start import kit

    director = staff["medical_director"]
    code = Code("MADE-UP MONITOR", "99MADEUP", "PulsX", "bpm", "Pulse")
    sign(code, "pulse_bpm", reason="Its manual, page 12.", by=director)
    listed = kit.enter("Labetalol 100 mg, drawer 1\nMidazolam 5 mg, drawer 2", by=staff["prescriber"])
    kit.sign(str(listed.key), by=director)
    strangers = Strangers()
    strangers.count(arrive(b"MSH|^~\\&|NOBODY||||||ORU^R01|1|P|2.6\r", MADE_AT.timestamp(), Roster()), "not paired")
    with chain.atomic():
        strangers.write(MADE_AT)


def _of_the_accounts(ruth: Any, staff: dict[str, Any]) -> None:
    """What people come, go and are refused by; a test of the mail server; figures of the registry."""
    from django.test import RequestFactory

    from euthymia.clinic.audit.actions import Action
    from euthymia.clinic.exchange import actions as registry
    from euthymia.clinic.people import doors
    from euthymia.clinic.people.access import links, recovery
    from euthymia.clinic.people.guessing import refusals, tries
    from euthymia.clinic.people.models import AccessLink
    from euthymia.clinic.tasks import mail_test

    owner, nurse = staff["owner"], staff["nurse"]
    recovery.make(owner, by=owner)
    links.make(nurse, AccessLink.Purpose.PASSWORD, by=owner)
    doors.leave_care_team(ruth, nurse, reason="On another ward from today.", by=staff["prescriber"])
    tries.take(tries.name_of("sign-in", "nobody"))
    refusals.note(Action.SIGN_IN_REFUSED, who=tries.hashed("nobody"), request=RequestFactory().get("/"))
    mail_test.send("Euthymia Demo Clinic", by=owner)
    _a_message(owner)
    registry.make_snapshot(by=owner, at=MADE_AT)


def _a_message(owner: Any) -> None:
    """Two messages about tasks: one handed over, one that waits."""
    from uuid import uuid4

    from euthymia.clinic.messages import messenger, senders
    from euthymia.clinic.tasks import actions as tasks
    from euthymia.clinic.tasks.models import Duty

    tasks.open_task(Duty.Kind.CLINIC, what="Look at the disk.", at=MADE_AT, by=owner, owner=owner)
    messenger.look(senders.Mail(), link="https://clinic.example/today", holder=uuid4())
    tasks.open_task(Duty.Kind.CLINIC, what="Look at the clock.", at=MADE_AT, by=owner, owner=owner)


if __name__ == "__main__":
    fill_and_copy(Path(sys.argv[2])) if sys.argv[1] == "--fill" else main(sys.argv[1])
