"""Two presses at once: one order, one second signature, one session."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from euthymia.clinic.audit import verification
from euthymia.clinic.infusion.models import Order, Session
from euthymia.clinic.people import doors
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in
from tests.clinic.infusion.order.test_signing import high
from tests.clinic.people.access.at_once import statuses


@pytest.fixture
def clinic(live_clinic):
    """With real transactions: several requests are made at the same moment."""
    cache.clear()
    return live_clinic


def holds():
    return not verification.verify().fault


ORDER = {
    "weight": "70", "weight_unit": "kg", "height_cm": "168", "dose_mg_per_kg": "0.5", "duration_min": "40",
    "vial_mg_per_ml": "50", "bag_ml": "100", "indication": "TRD", "endpoint": "MADRS", "course": "6", "reason": "",
}  # fmt: skip


def test_an_order_signed_as_second_by_four_at_once_has_one_second_signature(clinic):
    doors.join_care_team(clinic.ruth, clinic.director, by=clinic.prescriber)
    order, browser = high(clinic), signed_in(clinic.director)

    url = reverse("infusion:sign_second", args=[order.key])
    done = statuses(4, browser, url, {"password": PASSWORD})

    assert done == [302, 422, 422, 422] and holds()


def test_an_order_opens_one_session_however_many_press(clinic):
    order, browser = chairside.ordered(clinic), signed_in(clinic.nurse)
    url = reverse("infusion:open_session", args=[order.key])

    done = statuses(6, browser, url, {"chair": str(clinic.chairs[0].key)})

    assert done == [302] + [422] * 5 and holds()
    assert Session.objects.count() == 1


def test_an_order_signed_by_four_presses_at_once_is_one_order(clinic):
    """The page carries one key for all presses of its button."""
    patient, browser = chairside.asked(clinic), signed_in(clinic.prescriber)
    url = reverse("infusion:orders", args=[patient.key])
    fields = {**ORDER, "seen": "", "work_out": "", "press": str(uuid4())}
    seen = browser.post(url, fields).context["seen"]
    fields |= {"seen": seen, "sign": "", "password": PASSWORD}
    del fields["work_out"]

    done = statuses(4, browser, url, fields)

    assert done == [302] * 4 and Order.objects.count() == 1 and holds()
    browser.post(url, {**fields, "press": str(uuid4())})
    assert Order.objects.count() == 2, "another page is another order"
