"""Every address, asked as each of the clinic: what is answered to reading it (GET) and to an empty form (POST).

The table is in every_address.txt, a line an address, a column a person. Each is asked in a transaction that is rolled
back, so that nobody's asking changes what the next one finds. The director is not on Ruth's care team: her chart is
locked (404), as it is for every clinician who does not look after her.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from euthymia.clinic.infusion.models import Device
from euthymia.clinic.people import doors
from euthymia.clinic.people.models import BreakGlass
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from tests.clinic import chairside, given
from tests.clinic.conftest import signed_in

TABLE = Path(__file__).with_name("every_address.txt")
WHO = ("owner", "director", "prescriber", "nurse", "desk", "researcher", "patient", "stranger", None)
NOTHING = UUID(int=0)  # a key that nothing bears: nobody learns whether there is something


def addresses(resolver: URLResolver, rooms: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each of our addresses by its name, with the keys that it asks for."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, (*rooms, entry.namespace) if entry.namespace else rooms)
        elif isinstance(entry, URLPattern) and rooms:
            yield ":".join((*rooms, str(entry.name))), tuple(entry.pattern.converters)


# It gives its connection back before it sends: tests/clinic/infusion/chair/test_stream_rights.py.
ELSEWHERE = {"infusion:stream"}
ALL = {name: keys for name, keys in addresses(get_resolver()) if name not in ELSEWHERE}


def house(clinic) -> dict[str, object]:
    """What the keys of the addresses stand for, by the key's name, or by the address where only it knows."""
    session = chairside.seated(clinic)
    yesterday = given.infusion(clinic, datetime.now(UTC) - timedelta(days=1))
    doors.break_glass(clinic.nurse, clinic.stranger.patient.key, reason="She rang and asked for a nurse")
    about = {"what": "A session is open", "patient": clinic.ruth, "by": clinic.nurse}
    task = tasks.open_task(Duty.Kind.SESSIONS, at=datetime.now(UTC), **about)
    people = dict.fromkeys(("break_glass", "team", "leave_team", "allow_sign_in"), clinic.ruth.key)
    return {
        "patient_key": clinic.ruth.key,
        "order_key": session.order.key,
        "session_key": yesterday.key,
        "sheet_key": given.phq9(clinic, 9, datetime.now(UTC)).key,
        "device_key": Device.objects.get().key,
        "infusion": session.key,
        **{f"people:{name}": key for name, key in people.items()},
        "people:colleague": clinic.nurse2.key,
        "people:change_colleague": clinic.nurse2.key,
        "people:review_break_glass": BreakGlass.objects.get().key,
        "pages:take_task": task.key,
        "pages:finish_task": task.key,
        "people:policy": "chair.systolic_pause_mmhg",
        "scale": "phq9",
        "item": 1,
        "number": 1,
        "what": "help",
        "action": "pause",
        "kind": "dissociation",
        "group": "airway",
        "act": "add-chair",
    }


def address(name: str, keys: dict[str, object]) -> str:
    """Fill an address in."""
    room = name.partition(":")[0]
    own = keys.get(name, keys.get(room, NOTHING))
    return reverse(name, kwargs={key: own if key == "key" else keys.get(key, NOTHING) for key in ALL[name]})


def answer(browser: Client, method: str, path: str) -> int:
    """Ask once, and leave nothing behind: no row, no file, no count of tries, and the person signed in as before."""
    cookies = SimpleCookie(browser.cookies)
    with TemporaryDirectory() as home, override_settings(HOME=Path(home)), transaction.atomic():
        reply = getattr(browser, method)(path)
        transaction.set_rollback(True)
    browser.cookies = cookies
    cache.clear()
    return reply.status_code


def line(name: str, browsers: list[Client], keys: dict[str, object]) -> str:
    path = address(name, keys)
    cells = [f"{answer(browser, 'get', path)}/{answer(browser, 'post', path)}" for browser in browsers]
    return " ".join([f"{name:30}", *cells])


def said() -> list[str]:
    return [row for row in TABLE.read_text("utf-8").splitlines() if row and not row.startswith("#")]


def test_every_address_of_ours_stands_in_the_table():
    assert [row.split()[0] for row in said()] == sorted(ALL)


def test_nobody_meets_an_error_of_ours():
    assert not any("/5" in row or " 5" in row for row in said())


@pytest.mark.slow
def test_every_address_answers_each_person_as_the_table_says(clinic):
    keys = house(clinic)
    browsers = [signed_in(getattr(clinic, who) if who else None) for who in WHO]

    answered = [line(name, browsers, keys) for name in sorted(ALL)]

    assert answered == said()
