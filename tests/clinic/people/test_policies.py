"""The Policies page: read by staff, signed by the medical director alone; unsigned, no real session opens."""

import pytest
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.front_door import context
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.people import doors, policies
from euthymia.clinic.people.models import BreakGlass, PolicySignature
from euthymia.clinic.tasks import actions as tasks
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.watch import LimitsOutOfOrder
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in


def all_of_it(by):
    return policies.sign([(row.policy.key, row.text) for row in policies.standing()], by=by)


def test_a_director_signs_what_stands_on_the_page_once(clinic):
    count = all_of_it(clinic.director)

    assert count == len(policies.standing())
    assert policies.unsigned() == 0
    assert all_of_it(clinic.director) == 0  # twice is once
    entry = AuditEvent.objects.get(action="signed policies")
    assert len(entry.detail["keys"]) == count
    signature = policies.history("chair.systolic_pause_mmhg")[0]
    assert (signature.value, signature.signed_by, signature.meaning) == (180, clinic.director, policies.MEANING)


def test_what_a_later_version_words_otherwise_is_signed_again_and_keeps_its_value(clinic, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(policies, "_words", lambda policy: "in an older version's words")
        policies.change("dose.cap_mg", "80", reason="our own protocol", by=clinic.director)

    cap = next(row for row in policies.standing() if row.policy.key == "dose.cap_mg")
    assert (cap.text, cap.signature) == ("80", None)
    assert policies.in_force("dose").cap_mg == 80
    all_of_it(clinic.director)
    assert policies.unsigned() == 0
    assert [old.value for old in policies.history("dose.cap_mg")] == [80, 80]


@pytest.mark.parametrize("who", ["nurse", "prescriber", "owner"])
def test_nobody_else_signs_or_changes(clinic, who):
    by = getattr(clinic, who)
    with pytest.raises(policies.NotTheDirector):
        all_of_it(by)
    with pytest.raises(policies.NotTheDirector):
        policies.change("dose.cap_mg", "80", reason="our own protocol", by=by)
    assert not PolicySignature.objects.exists()


def test_a_value_that_changed_since_the_page_was_opened_is_not_signed(clinic):
    seen = [(row.policy.key, row.text) for row in policies.standing()]
    policies.change("dose.cap_mg", "80", reason="our own protocol", by=clinic.director)

    with pytest.raises(policies.ChangedMeanwhile):
        policies.sign(seen, by=clinic.director)
    assert PolicySignature.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "text", "reason", "error"),
    [
        ("chair.systolic_pause_mmhg", "210", "our own protocol", LimitsOutOfOrder),
        ("chair.systolic_pause_mmhg", "high", "our own protocol", Refusal),
        ("chair.systolic_pause_mmhg", "175", "why", Refusal),
        ("chair.no_such_limit", "1", "our own protocol", Refusal),
    ],
)
def test_a_bad_change_is_refused_and_nothing_is_in_force(clinic, key, text, reason, error):
    with pytest.raises(error):
        policies.change(key, text, reason=reason, by=clinic.director)
    assert not PolicySignature.objects.exists()


def test_a_session_opened_after_a_change_has_the_new_limit_and_one_in_the_chair_keeps_its_own(clinic):
    before = chairside.running(clinic)
    policies.change("chair.systolic_pause_mmhg", "175", reason="our own protocol", by=clinic.director)
    policies.change("chair.escalate_s", "20, 40", reason="our own protocol", by=clinic.director)
    before.refresh_from_db()

    assert limits_for(before).systolic_pause_mmhg == 180
    after = Session(limits=policies.changed("chair"))
    assert (limits_for(after).systolic_pause_mmhg, limits_for(after).escalate_s) == (175, (20, 40))
    assert [old.value for old in policies.history("chair.systolic_pause_mmhg")] == [175]


def test_a_lower_cap_of_the_clinic_stops_an_order(clinic):
    policies.change("dose.cap_mg", "20", reason="our own protocol", by=clinic.director)
    with pytest.raises(Refusal, match="20 mg"):
        chairside.running(clinic)


def test_in_production_no_session_opens_before_every_policy_is_signed(clinic, settings):
    settings.MODE = "production"
    with pytest.raises(policies.NotSigned, match="not signed"):
        chairside.running(clinic)
    assert policies.training()

    all_of_it(clinic.director)
    assert not policies.training()
    assert chairside.running(clinic).state == "running"


def test_the_banner_goes_with_the_last_signature_and_only_in_production(clinic, client, settings):
    all_of_it(clinic.director)
    context.refresh()
    assert b"Training only" in client.get("/").content
    settings.MODE = "production"
    context.refresh()
    try:
        assert b"Training only" not in client.get("/").content
    finally:
        settings.MODE = "test"
        context.refresh()


def test_the_page_shows_each_value_and_lets_the_director_alone_sign(clinic):
    page = signed_in(clinic.nurse).get(reverse("people:policies")).content.decode()
    assert "Systolic: pause from" in page and "180 mmHg" in page and "proposal" in page
    assert "Sign these" not in page

    director = signed_in(clinic.director)
    page = director.get(reverse("people:policies")).content.decode()
    assert "Sign these" in page
    signed = {"key": ["dose.cap_mg"], "value:dose.cap_mg": "100", "password": PASSWORD}
    director.post(reverse("people:sign_policies"), signed)
    assert clinic.director.name in director.get(reverse("people:policy", args=["dose.cap_mg"])).content.decode()
    assert signed_in(clinic.ruth.user).get(reverse("people:policies")).status_code == 404


def hours(a, b):
    return (b - a).total_seconds() / 3600


@pytest.mark.parametrize(
    ("key", "value", "what_holds"),
    [
        ("time.order_holds_h", "6", lambda c: _order_holds(c)),
        ("time.glass_open_h", "2", lambda c: _glass_holds(c)),
        ("time.risk_take_min", "30", lambda c: _task_is_due(c, "risk") * 60),
        ("time.consult_take_h", "8", lambda c: _task_is_due(c, "consults")),
        ("time.day_after_h", "22", lambda c: _task_is_due(c, "day_after")),
        ("time.clinic_take_h", "3", lambda c: _task_is_due(c, "clinic")),
    ],
)
def test_every_time_limit_is_read_from_its_policy(clinic, key, value, what_holds):
    assert what_holds(clinic) != float(value)
    policies.change(key, value, reason="our own protocol", by=clinic.director)
    assert what_holds(clinic) == pytest.approx(float(value))


def _order_holds(clinic):
    order = chairside.ordered(clinic)
    return hours(order.signed_at, order.expires_at)


def _glass_holds(clinic):
    doors.break_glass(clinic.director, clinic.ruth.key, reason="Called at night, on the phone")
    glass = BreakGlass.objects.latest("pk")
    return hours(glass.at, glass.until)


def _task_is_due(clinic, kind):
    task = tasks.open_task(kind, what="Something", at=timezone.now(), by=clinic.nurse)
    return hours(task.opened_at, task.due_at)
