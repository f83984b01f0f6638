"""Signatures: who is signed in and the password once more; name, time and meaning kept; two where the dose asks two."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.models import NearMiss, Order, SecondSignature, Session, SessionEvent
from euthymia.clinic.infusion.order import signing as order_signing
from euthymia.clinic.people import policies, signing
from euthymia.clinic.people.models import PolicySignature
from euthymia.demo.fill import on
from euthymia.medicine.dosing import SignedOnce
from euthymia.medicine.refusal import Refusal
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in

HIGH = replace(chairside.ORDER, dose_mg_per_kg=1.1, duration_min=90)
WHY = "No response to 0.75, spoken through"


@pytest.fixture(autouse=True)
def _no_earlier_tries():
    cache.clear()


def high(clinic) -> Order:
    return order_signing.sign_order(
        chairside.asked(clinic), HIGH, fields=chairside.FIELDS, reason=WHY, by=clinic.prescriber
    )


def test_above_one_milligram_a_kilogram_no_session_opens_before_a_second_prescriber_signed(clinic):
    order = high(clinic)
    with pytest.raises(SignedOnce, match="second prescriber signs it before the chair"):
        order_signing.open_session(order, clinic.chairs[0], by=clinic.nurse)
    assert NearMiss.objects.filter(kind="signed once").count() == 1
    assert not Session.objects.exists()

    row = order_signing.sign_second(order, by=clinic.director)
    assert (row.signed_by, row.meaning) == (clinic.director, signing.SECOND_ORDER)
    assert order_signing.open_session(order, clinic.chairs[0], by=clinic.nurse).state == "ordered"


@pytest.mark.parametrize(
    ("who", "says"),
    [("prescriber", "another prescriber's"), ("nurse", "Only a prescriber"), ("owner", "Only a prescriber")],
)
def test_the_second_signature_is_another_prescribers(clinic, who, says):
    with pytest.raises(Refusal, match=says):
        order_signing.sign_second(high(clinic), by=getattr(clinic, who))
    assert not SecondSignature.objects.exists()


def test_nobody_signs_second_what_needs_no_second_what_has_one_or_what_has_expired(clinic):
    with pytest.raises(Refusal, match="does not wait"):
        order_signing.sign_second(chairside.ordered(clinic), by=clinic.director)
    order = high(clinic)
    with on(timezone.now() + timedelta(hours=25)), pytest.raises(order_signing.OrderExpired):
        order_signing.sign_second(order, by=clinic.director)
    order_signing.sign_second(order, by=clinic.director)
    with pytest.raises(Refusal, match="does not wait"):
        order_signing.sign_second(order, by=clinic.director)


def test_the_number_is_a_policy(clinic):
    policies.change("dose.one_signature_mg_per_kg", "0.4", reason="our own protocol", by=clinic.director)
    with pytest.raises(SignedOnce):
        chairside.opened(clinic)


def test_the_order_page_says_that_it_waits_and_takes_the_second_signature(clinic):
    from euthymia.clinic.people import doors

    order = high(clinic)
    doors.join_care_team(clinic.ruth, clinic.director, by=clinic.prescriber)
    page, where = reverse("infusion:orders", args=[clinic.ruth.key]), reverse("infusion:sign_second", args=[order.key])
    assert "waits for a second prescriber" in signed_in(clinic.nurse).get(page).content.decode()
    assert "Sign as the second" not in signed_in(clinic.prescriber).get(page).content.decode()
    second = signed_in(clinic.director)
    assert "Sign as the second" in second.get(page).content.decode()
    assert second.post(where, {"password": "not it"}).status_code == 422
    assert second.post(where, {"password": PASSWORD}).status_code == 302
    shown = second.get(page).content.decode()
    assert clinic.director.name in shown and signing.SECOND_ORDER in shown and signing.ORDER in shown


ORDER_FORM = {
    "weight": "70", "weight_unit": "kg", "height_cm": "168", "dose_mg_per_kg": "0.5", "duration_min": "40",
    "vial_mg_per_ml": "50", "bag_ml": "100", "indication": "TRD", "endpoint": "MADRS", "course": "6",
    "seen": "35.000 mg at 150.000 mL/h", "sign": "",
}  # fmt: skip


def test_an_order_is_signed_with_the_password_and_without_it_says_so(clinic):
    where, browser = reverse("infusion:orders", args=[chairside.asked(clinic).key]), signed_in(clinic.prescriber)
    page = browser.post(where, {**ORDER_FORM, "password": "guessed"})
    assert page.status_code == 422
    assert "that is not your password" in page.content.decode()
    assert not Order.objects.exists()
    assert AuditEvent.objects.filter(action="signature refused").count() == 1

    assert browser.post(where, {**ORDER_FORM, "password": PASSWORD}).status_code == 302
    assert Order.objects.get().meaning == signing.ORDER


def test_the_list_before_the_start_and_a_policy_ask_it_too(clinic):
    from tests.clinic.infusion.start.test_pre_infusion import ANSWERS

    session = chairside.opened(clinic)
    page = signed_in(clinic.nurse).post(reverse("infusion:pre_infusion", args=[session.key]), {**ANSWERS, "sign": ""})
    assert "that is not your password" in page.content.decode()
    assert not SessionEvent.objects.filter(kind="pre-infusion checklist").exists()

    director = signed_in(clinic.director)
    seen = {"key": ["dose.cap_mg"], "value:dose.cap_mg": "100"}
    assert director.post(reverse("people:sign_policies"), seen).status_code == 422
    changed = {"value": "80", "reason": "our own protocol"}
    assert director.post(reverse("people:policy", args=["dose.cap_mg"]), changed).status_code == 422
    assert not PolicySignature.objects.exists()


def test_guessing_is_slowed_down_for_one_person_and_not_for_another(clinic):
    where = reverse("people:policy", args=["dose.cap_mg"])
    change = {"value": "80", "reason": "our own protocol"}
    director = signed_in(clinic.director)
    for _ in range(5):
        assert "not your password" in director.post(where, {**change, "password": "x"}).content.decode()
    assert "Wait five minutes" in director.post(where, {**change, "password": PASSWORD}).content.decode()
    assert not PolicySignature.objects.exists()

    page = signed_in(clinic.prescriber).post(
        reverse("infusion:orders", args=[chairside.asked(clinic).key]), {**ORDER_FORM, "password": PASSWORD}
    )
    assert page.status_code == 302


def test_somebody_without_a_password_signs_with_a_fresh_passkey(clinic):
    where, change = reverse("people:policy", args=["dose.cap_mg"]), {"value": "80", "reason": "our own protocol"}
    clinic.director.set_unusable_password()
    from euthymia.clinic.audit import chain

    with chain.atomic():
        clinic.director.save()
        chain.write("a passkey alone", clinic.director, by="system:test", at=timezone.now())
    browser = signed_in(clinic.director)
    assert "Confirm with your passkey" in browser.post(where, change).content.decode()
    assert "confirm it</a>" in browser.get(where).content.decode()

    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": time.time() - 301}]
    session.save()
    assert browser.post(where, change).status_code == 422
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": time.time() - 10}]
    session.save()
    assert browser.post(where, change).status_code == 302


def test_a_password_manager_can_fill_the_field(clinic):
    page = signed_in(clinic.director).get(reverse("people:policies")).content.decode()
    assert 'type="password" name="password" autocomplete="current-password"' in page
    assert "onpaste" not in page
