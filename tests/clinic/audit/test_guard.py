"""Whatever way a row is written, the guard sees which: none slips past its audit row, and none has to be remembered."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from euthymia.clinic.audit import chain, verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.booking.models import Appointment, Resource
from euthymia.clinic.front_door.models import CrisisContact
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.people.models import Patient
from tests.clinic import chairside


def done(act) -> dict:
    """Act in an audited action; give what its audit row keeps."""
    with chain.atomic():
        act()
        chain.write("done for a test", by="system:test", at=timezone.now())
    return json.loads(AuditEvent.objects.order_by("-number").first().content or "{}")


def a_line(name: str) -> CrisisContact:
    return CrisisContact(country="Test country", name=name, phone="TEST")


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_many_rows_inserted_at_once_are_kept_each(clinic):
    kept = done(lambda: CrisisContact.objects.bulk_create(a_line(f"line {n}") for n in range(30)))
    ids = CrisisContact.objects.filter(name__startswith="line ").values_list("pk", flat=True)

    assert set(kept["rows"]["front_door_crisiscontact"]) == {str(pk) for pk in ids}
    assert len(ids) == 30 and verification.verify().faults == ()


def test_an_object_has_its_id_as_ever(clinic):
    line = a_line("one")
    done(line.save)

    assert CrisisContact.objects.get(pk=line.pk).name == "one"


def test_an_update_by_a_condition_and_in_plain_sql_are_kept_and_counted(clinic):
    changed = []
    kept = done(lambda: changed.append(Patient.objects.filter(given="Ruth").update(phone="1")))
    assert (changed, set(kept["rows"]["people_patient"])) == ([1], {str(clinic.ruth.pk)})

    kept = done(lambda: raw("UPDATE people_patient SET phone = '2'"))
    assert len(kept["rows"]["people_patient"]) == Patient.objects.count() == 2
    assert verification.verify().faults == ()


def test_a_deletion_is_kept_as_one(clinic):
    pk = CrisisContact.objects.get().pk
    assert done(CrisisContact.objects.all().delete)["gone"] == {"front_door_crisiscontact": [pk]}
    assert verification.verify().faults == ()


def test_rows_that_tie_two_others_are_kept(clinic):
    appointment = Appointment(
        kind="consult", patient=clinic.ruth, starts_at=timezone.now(), minutes=30, booked_by=clinic.desk
    )

    def book():
        appointment.save()
        appointment.resources.set(Resource.objects.filter(kind="chair"))

    assert len(done(book)["rows"]["booking_appointment_resources"]) == 2
    assert verification.verify().faults == ()
    assert len(done(appointment.resources.clear)["gone"]["booking_appointment_resources"]) == 2
    assert verification.verify().faults == ()


def test_what_an_inner_failure_undid_is_not_kept(clinic):
    def half():
        raw("UPDATE people_patient SET phone = '3' WHERE number = 'E00001'")
        with pytest.raises(RuntimeError), chain.atomic():
            a_line("undone").save()
            raise RuntimeError

    assert done(half)["rows"].keys() == {"people_patient"}
    assert verification.verify().faults == ()


def test_an_event_is_never_changed_nor_deleted(clinic):
    chairside.running(clinic)
    for act in (SessionEvent.objects.all().delete, lambda: SessionEvent.objects.update(kind="note")):
        with pytest.raises(chain.UnauditedWrite, match="never changed"):
            done(act)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_patient SET phone = '4' RETURNING phone",
        "DELETE FROM front_door_crisiscontact RETURNING id",
    ],
)
def test_a_statement_that_hides_which_rows_it_wrote_is_refused(clinic, statement):
    with pytest.raises(chain.UnauditedWrite):
        done(lambda: raw(statement))


def test_a_batch_that_was_sent_by_hand_and_not_hashed_is_refused(clinic):
    session = chairside.running(clinic)

    def send():
        with chain.written().hashing(frozenset({"infusion_sessionevent"})):
            SessionEvent.objects.create(
                session=session, number=900, kind="note", event_at=timezone.now(), at=timezone.now(), actor="x", body={}
            )

    with pytest.raises(chain.UnauditedWrite, match="not hashed"):
        done(send)
