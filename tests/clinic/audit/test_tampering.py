"""Each tampering below the product with what the chain speaks of is found by `euthymia audit verify`, and named."""

import contextlib
import time

import pytest
from django.db import connection
from django.utils import timezone

from euthymia.clinic.audit import chain, contents, verification
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.audit.columns import LEFT_OUT, NEWEST
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.exchange.models import Packet
from euthymia.clinic.infusion.devices.intake import Intake, arrive
from euthymia.clinic.people import doors, policies
from euthymia.clinic.people.models import Patient
from tests.clinic import chairside
from tests.clinic.chairside import PULSE, SPO2, message
from tests.clinic.conftest import drop_triggers


@pytest.fixture
def worked(clinic):
    """A clinic that treated somebody: two batches of her monitor's, a signed packet, a policy, a broken glass."""
    clinic.session = chairside.running(clinic)
    chairside.device(clinic, clinic.session)
    intake = Intake()
    for value in (97, 96):
        intake.roster._read()
        raws = [message(str(value), (SPO2, value), (PULSE, 71)), message(f"{value}x", (SPO2, value - 2))]
        intake.commit([arrive(raw, time.time(), intake.roster) for raw in raws])
    signed = {"content": {"clinic": "Test clinic"}, "signed_by": clinic.prescriber, "signed_at": timezone.now()}
    with chain.atomic():
        packet = Packet.objects.create(patient=clinic.ruth, meaning="signed for a test", **signed)
        chain.write(Action.SIGNED_PACKET, packet, by=clinic.prescriber, at=packet.signed_at)
    policies.change("pre_infusion.food_h", "7", reason="our own protocol", by=clinic.director)
    doors.break_glass(clinic.director, clinic.ruth.key, reason="Called by the emergency department.")
    assert verification.verify().faults == ()
    return clinic


@contextlib.contextmanager
def below():
    """Write as somebody does who has the database and not the product: nothing of ours looks on."""
    looking, connection.execute_wrappers = connection.execute_wrappers, []
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.execute_wrappers = looking


def by_sql(statement: str) -> tuple[str, ...]:
    with below() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    return verification.verify().faults


PACKET = (
    "UPDATE exchange_packet SET content = json_set(content, '$.clinic', 'Another')",
    """UPDATE exchange_packet SET content = content || '{"clinic": "Another"}'""",
)
VITALS = (
    "UPDATE infusion_sessionevent SET body = replace(body, '97.0', '99.0') WHERE kind = 'readings' "
    "AND body LIKE '%97.0%'",
    "UPDATE infusion_sessionevent SET body = replace(body::text, '97.0', '99.0')::jsonb WHERE kind = 'readings' "
    "AND body::text LIKE '%97.0%'",
)
BYTES = (
    "UPDATE infusion_devicemessage SET raw = CAST(replace(raw, '97', '99') AS BLOB) WHERE id = 1",
    r"UPDATE infusion_devicemessage SET raw = raw || '\x39'::bytea WHERE id = 1",
)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE infusion_order SET dose_mg_per_kg = 5", "infusion_order"),
        (PACKET, "exchange_packet"),
        ("UPDATE people_user SET role = 'medical_director' WHERE email LIKE 'nurse@%'", "people_user"),
        ("UPDATE people_user SET password = 'another' WHERE email LIKE 'nurse@%'", "people_user"),
        ("UPDATE people_breakglass SET reason = 'her own'", "people_breakglass"),
        ("UPDATE people_policysignature SET value = '1'", "people_policysignature"),
        ("UPDATE infusion_session SET state = 'discharged'", "infusion_session"),
        (VITALS, "infusion_sessionevent"),
        (BYTES, "infusion_devicemessage"),
        ("UPDATE infusion_devicemessage SET disposition = 'refused'", "infusion_devicemessage"),
    ],
    ids=["order", "packet", "role", "password", "glass", "policy", "state", "vital signs", "bytes", "disposition"],
)
def test_a_row_that_was_changed_is_found(worked, statement, says):
    if isinstance(statement, tuple):
        statement = statement[connection.vendor == "postgresql"].replace("id = 1", f"id = {first_message()}")
    faults = by_sql(statement)

    assert faults and all(f"{says} " in fault and "changed" in fault for fault in faults)


def first_message() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM infusion_devicemessage")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "table",
    ["infusion_secondcheck", "exchange_packet", "people_breakglass", "people_policysignature", "people_careteammember",
     "infusion_sessionevent", "infusion_devicemessage", "infusion_pairing"],
)  # fmt: skip
def test_a_row_that_was_deleted_is_found(worked, table):
    faults = by_sql(f"DELETE FROM {table}")

    assert faults and all(fault.startswith(f"{table} ") and "deleted" in fault for fault in faults)


def test_the_last_and_the_first_event_alone_are_missed_too(worked):
    ids = list(contents.model_of("infusion_sessionevent")._base_manager.order_by("pk").values_list("pk", flat=True))
    for pk in (ids[-1], ids[0]):
        assert "infusion_sessionevent" in by_sql(f"DELETE FROM infusion_sessionevent WHERE id = {pk}")[0]


def test_a_row_that_was_put_in_is_found(worked):
    added = (
        "INSERT INTO people_careteammember (patient_id, user_id, since) "
        f"VALUES ({worked.ruth.pk}, {worked.director.pk}, '2026-01-01 00:00:00+00:00')"
    )
    (fault,) = by_sql(added)

    assert fault.startswith("people_careteammember") and "written by no audited action" in fault


def test_an_event_that_was_put_in_is_found(worked):
    copied = (
        "INSERT INTO infusion_sessionevent (session_id, number, kind, event_at, at, actor, body) "
        "SELECT session_id, 9000, kind, event_at, at, actor, body FROM infusion_sessionevent "
        "WHERE kind = 'readings' AND number = (SELECT max(number) FROM infusion_sessionevent WHERE kind = 'readings')"
    )
    (fault,) = by_sql(copied)

    assert fault.startswith("infusion_sessionevent") and "written by no audited action" in fault


def test_a_row_put_back_as_it_was_holds_again(worked):
    phone = worked.ruth.phone
    assert by_sql("UPDATE people_patient SET phone = '1' WHERE number = 'E00001'")
    assert by_sql(f"UPDATE people_patient SET phone = '{phone}' WHERE number = 'E00001'") == ()


def test_what_is_left_out_may_change(worked):
    assert "alarm_state" in LEFT_OUT["infusion_session"]
    assert by_sql("UPDATE infusion_session SET last_event_number = last_event_number + 1, silence_due_at = NULL") == ()


def test_a_lawful_change_has_its_new_hash_in_its_own_audit_row(worked):
    with chain.atomic():
        Patient.objects.filter(pk=worked.ruth.pk).update(phone="555 010 0199")
        chain.write("changed for a test", worked.ruth, by="system:test", at=worked.session.opened_at)
    row = AuditEvent.objects.order_by("-number").first()

    assert f'"v":{NEWEST},' in row.content and f'"people_patient":{{"{worked.ruth.pk}":' in row.content
    assert verification.verify().faults == ()


def test_taking_the_hashes_out_of_an_audit_row_breaks_the_chain(worked):
    number = AuditEvent.objects.exclude(content=None).order_by("number").first().number
    drop_triggers()
    with below() as cursor:
        cursor.execute("UPDATE audit_auditevent SET content = NULL WHERE number = %s", [number])

    assert f"row {number} was changed" in verification.verify().fault


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("infusion_sessionevent SET at = '2026-13-45 99:00:00.000000'", "infusion_sessionevent"),
        ("infusion_devicemessage SET raw = 'no bytes', received_at = 'no day'", "infusion_devicemessage"),
        ("people_patient SET birth_date = '2026-13-45'", "people_patient"),
        ("people_patient SET key = 'no key'", "people_patient"),
    ],
)
def test_what_no_column_of_ours_holds_is_found_too_and_stops_no_walk(worked, change, table):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes no value of another kind into a column")

    faults = by_sql(f"UPDATE {change} WHERE id = (SELECT min(id) FROM {table})")

    assert any(fault.startswith(f"{table} ") and "changed" in fault for fault in faults), faults
