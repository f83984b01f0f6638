"""The cast in a database: one colleague a role, a patient with a care team, and a stranger."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from euthymia.clinic.audit import anchors, chain, guard, triggers
from euthymia.clinic.audit.models import ChainHead
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.front_door import context
from euthymia.clinic.front_door.models import CrisisContact
from euthymia.clinic.infusion.session.writer import Pen
from euthymia.clinic.people import doors, staff
from euthymia.clinic.people.models import Patient, User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.demo.cast import RUTH, STAFF
from euthymia.medicine import charting
from tests.clinic import chairside, engines
from tests.clinic.cast import Saved

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what PostgreSQL need not repeat (tests.clinic.engines says why)."""
    left = [item for item in items if HERE in item.path.parents and not engines.repeated(item.path, connection.vendor)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    """Leave out what takes long and changes no answer: the many rounds of a hash, and permissions that nobody asks for.

    Programs that a test starts hash as the product does.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PBKDF2PasswordHasher, "iterations", 1000)
        patched.setattr("django.core.management.commands.flush.emit_post_migrate_signal", lambda *_: None)
        if connection.vendor == "postgresql":
            patched.setattr(type(connection.ops), "sql_flush", _emptied)
        yield


def _emptied(_: object, style: object, tables: list[str], *, reset_sequences: bool, allow_cascade: bool) -> list[str]:
    """Empty PostgreSQL's tables row by row, no trigger asked: TRUNCATE writes a new file for each of their indexes."""
    assert not reset_sequences, "rows alone are removed here"
    return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in tables)]


@pytest.fixture(autouse=True)
def _fresh_face() -> None:
    """The clinic's public face is kept in memory between pages; not between tests."""
    context._face = context.Face()


@pytest.fixture(autouse=True)
def _bodies(monkeypatch) -> None:
    """Hold every event that any test here writes to what its kind keeps. The product does not pay for that."""
    note = Pen.note

    def checked(self, kind, body, **more):
        assert not charting.known(kind) or charting.faults(kind, body) == ""
        return note(self, kind, body, **more)

    monkeypatch.setattr(Pen, "note", checked)


@pytest.fixture
def anchor(tmp_path, settings):
    """An anchor file of the test's own, so that a chain from another test is not held against it."""
    settings.AUDIT_ANCHOR = tmp_path / "audit.anchor"
    return settings.AUDIT_ANCHOR


@pytest.fixture
def live(transactional_db, anchor) -> Iterator[None]:
    """A database that other threads and processes see. Django's flush needs the audit triggers off, and only it may."""
    with connection.schema_editor() as editor:
        triggers.create(editor)
    if guard.refuse_unaudited not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard.refuse_unaudited)
    yield
    drop_triggers()
    connection.execute_wrappers.remove(guard.refuse_unaudited)


def drop_triggers() -> None:
    """What the product cannot do, for the test database alone."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_change ON audit_auditevent")
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_truncate ON audit_auditevent")


PASSWORD = "what the whole cast signs with"


@cache
def hashed() -> str:
    """Its hash, made once a run: making one is slow on purpose."""
    return make_password(PASSWORD)


def fill() -> SimpleNamespace:
    """One colleague a role, Ruth with the prescriber and the nurse on her care team, two chairs."""
    by_role = {}
    with chain.atomic():
        for colleague in STAFF:
            fields = {"name": colleague.name, "role": colleague.role, "password": hashed()}
            user = User.objects.create(email=colleague.email, **fields)
            by_role[colleague.login] = user
        chairs = [Resource.objects.create(kind="chair", name=f"Chair {n}") for n in (1, 2)]
        clinician = Resource.objects.create(kind="clinician", name="Pavel Novak", user=by_role["prescriber"])
        chain.write("filled for a test", by="system:test", at=timezone.now())
    line = CrisisContact(country="Test country", name="TEST line", phone="TEST, no real line")
    front_door.set_contacts([line], by=by_role["owner"])
    tasks.set_duty(Duty.Kind.RISK, by_role["prescriber"], by=by_role["owner"])
    tasks.set_duty(Duty.Kind.CONSULTS, by_role["desk"], by=by_role["owner"])
    ruth = doors.register(
        given=RUTH.given, family=RUTH.family, birth_date=RUTH.born, email=RUTH.email, phone="", by=by_role["prescriber"]
    )
    doors.join_care_team(ruth, by_role["nurse"], by=by_role["prescriber"])
    doors.join_care_team(ruth, by_role["nurse2"], by=by_role["prescriber"])
    patient_user = staff.let_patient_sign_in(ruth, by=by_role["desk"])
    stranger = doors.register(
        given="Sten",
        family="Ranger",
        birth_date=date(1980, 1, 1),
        email="sten@patients.example",
        phone="",
        by=by_role["desk"],
    )
    return SimpleNamespace(
        **by_role, ruth=ruth, patient=patient_user, stranger=staff.let_patient_sign_in(stranger, by=by_role["desk"]),
        chairs=chairs, clinician=clinician,
    )  # fmt: skip


@pytest.fixture(scope="session")
def cast(django_db_setup, django_db_blocker, tmp_path_factory) -> Saved:
    """The cast, filled once for all tests that roll back."""
    with django_db_blocker.unblock(), override_settings(AUDIT_ANCHOR=tmp_path_factory.mktemp("cast") / "audit.anchor"):
        return Saved(fill)


@pytest.fixture
def clinic(cast, db, anchor) -> SimpleNamespace:
    filled = cast.put_back()
    head = ChainHead.objects.get()
    anchors.append(head.number, head.hash)  # as the commit does, which never comes here
    return filled


@pytest.fixture
def live_clinic(live) -> SimpleNamespace:
    return fill()


def signed_in(user: User | None) -> Client:
    """A browser in which this person has signed in with both factors."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session["second_factor"] = True
        session.save()
    return client


def following(user: User, patient: Patient) -> doors.Viewer:
    """This person, signed in somewhere, with this patient's live page open."""
    browser = signed_in(user).session.session_key
    return doors.Viewer(user.pk, patient.pk, browser, user.get_session_auth_hash())


@pytest.fixture
def listener(live_clinic, tmp_path):
    """The device listener on a free port, in this process, with the cast in its database."""
    with chairside.listening(tmp_path / "door") as running:
        running.clinic = live_clinic
        yield running


@pytest.fixture
def line(listener):
    """One device's connection to it."""
    line = chairside.Line(listener.port)
    yield line
    line.close()
