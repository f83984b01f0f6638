"""A sender speaks for many beds or pumps: a pairing is with what its messages named then, the rest is kept apart."""

import time

import pytest

from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.devices.traffic.heard import OTHER_BED, OTHER_EQUIPMENT
from euthymia.clinic.infusion.models import Pairing
from euthymia.medicine import watch
from tests.clinic import chairside
from tests.clinic.chairside import SPO2, message


def said(n, *, bed="", equipment=""):
    """A message that names its bed and its equipment."""
    raw = message(str(n), (SPO2, 97), at_s=time.time() + n)
    lines = raw.decode().rstrip("\r").split("\r")
    lines[-1] += "|" * 4 + equipment if equipment else ""
    return "\r".join([lines[0], *([f"PV1||I|{bed}"] if bed else []), *lines[1:], ""]).encode()


@pytest.fixture
def chair(clinic):
    clinic.session = chairside.running(clinic)
    clinic.device = chairside.device(clinic, clinic.session, paired=False)
    clinic.intake = Intake()
    return clinic


def take(chair, raw):
    chair.intake.roster._read()
    decided = chair.intake.commit([arrive(raw, time.time(), chair.intake.roster)])[0]
    chair.session.refresh_from_db()
    return decided.disposition, decided.reason


def pair(chair):
    her = chair.session.patient
    pairing.pair(chair.session, chair.device, number=her.number, birth_date=her.birth_date, by=chair.nurse)


def lasting(chair):
    state = watch.from_dict(chair.session.alarm_state)
    return [alarm.condition for alarm in state.alarms.values() if alarm.level == "apart" and alarm.active]


@pytest.mark.parametrize(
    ("hers", "another", "why"),
    [
        ({"bed": "ICU^1^1"}, {"bed": "ICU^1^2"}, OTHER_BED),
        ({"equipment": "P1^ACME"}, {"equipment": "P2^ACME"}, OTHER_EQUIPMENT),
        ({"bed": "A", "equipment": "P1"}, {"bed": "A", "equipment": "P2"}, OTHER_EQUIPMENT),
    ],
)
def test_what_says_otherwise_than_at_pairing_is_kept_apart_and_said(chair, hers, another, why):
    take(chair, said(1, **hers))
    pair(chair)
    assert take(chair, said(2, **hers))[0] == "charted"
    assert take(chair, said(3, **another)) == ("quarantined", why)
    assert lasting(chair) == [f"Monitor ({why}): kept apart"]
    assert take(chair, said(4, **hers))[0] == "charted"
    assert lasting(chair), "a value of the paired one does not end it at once"
    assert take(chair, said(5))[0] == "charted", "who names neither is as before"


def test_a_sender_that_names_neither_at_pairing_stays_as_it_is(chair):
    take(chair, said(1))
    pair(chair)
    row = Pairing.objects.get()
    assert (row.heard_bed, row.heard_equipment) == ("", [])
    assert take(chair, said(2, bed="ICU^1^2"))[0] == "charted"


def test_pairing_again_takes_the_bed_as_it_is_now(chair):
    take(chair, said(1, bed="A"))
    pair(chair)
    assert take(chair, said(2, bed="B"))[0] == "quarantined"
    pair(chair)
    chair.session.refresh_from_db()
    assert lasting(chair) == []
    assert take(chair, said(3, bed="B"))[0] == "charted"
