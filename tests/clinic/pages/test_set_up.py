"""The set-up list: every act in place, refused beside what was typed, and audited."""

import re

import pytest
from django.utils import timezone

from euthymia.clinic.audit import chain
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.booking.models import Resource
from euthymia.clinic.front_door.models import ClinicProfile, CrisisContact
from euthymia.clinic.infusion.models import Device, Session
from euthymia.clinic.messages import senders
from euthymia.clinic.pages.set_up import lines as listing
from euthymia.clinic.people import staff
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import copies, mail_test
from euthymia.clinic.tasks.models import Duty, MailTest
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

ALL = [
    "clock", "profile", "contacts", "hours", "staff", "second-factor", "policies", "chairs", "clinicians", "devices",
    "kit", "duties", "mail", "backup",
]  # fmt: skip
PROFILE = {
    "profile-name": "Lake Clinic", "profile-person_to_call": "Ann Other", "profile-phone": "555 0100",
    "profile-hours": "weekdays", "profile-staffed_phone": "555 0199",
}  # fmt: skip
LINE = {"contact-country": "Here", "contact-name": "Line", "contact-phone": "555 0112", "contact-hours": "always"}
WHY = "Broken armrest, thrown away"


@pytest.fixture
def owner(db, anchor):
    """The one account of a clinic that was just made."""
    return staff.add(email="owner@clinic.example", name="Ann Other", role="owner", by="system:init")[0]


def done(user) -> list[str]:
    return [line.key for line in listing.lines(user) if line.done]


def press(browser, act: str, **typed):
    return browser.post(f"/setup/{act}", typed)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def did() -> str:
    return AuditEvent.objects.order_by("number").last().action


def test_an_empty_clinic_says_what_is_missing_and_what_waits_for_it(owner):
    page = signed_in(owner).get("/setup")

    assert [line.key for line in listing.lines(owner)] == ALL
    assert done(owner) == ["second-factor"]
    assert "1 of 14 done." in text(page)
    for said in ("The public pages stay closed", "No infusion can be booked", "training only", "Staff"):
        assert said in text(page)
    assert all(line.done or line.blocks for line in listing.lines(owner))


def test_the_owners_today_counts_what_is_done_and_shows_no_clinical_task(clinic):
    tasks.open_task(Duty.Kind.RISK, what="Item 9 answered 2", at=timezone.now(), by=None, patient=clinic.ruth)
    page = signed_in(clinic.owner).get("/today")

    assert re.search(r"\d+ of 14 done\..*Go on", text(page)) and 'href="/setup"' in page.content.decode()
    assert "Item 9" not in text(page)
    for who in ("director", "prescriber", "nurse", "desk"):
        assert "of 14 done" not in text(signed_in(getattr(clinic, who)).get("/today"))


def test_what_is_missing_stands_at_the_head_and_opens_its_line(clinic):
    owner = signed_in(clinic.owner)
    page = owner.get("/setup").content.decode()
    head = page[: page.index("<section")]
    assert 'href="?open=mail#mail"' in head and 'href="?open=contacts#contacts"' not in head

    part = owner.get("/setup?open=mail").content.decode().partition('<section class="card set-up" id="mail"')[2]
    assert part[: part.index("<summary>")].rstrip().endswith("<details open>")


def test_it_is_gone_from_today_when_everything_is_done(clinic, monkeypatch):
    whole = [line._replace(done=True) for line in listing.lines(clinic.owner)]
    monkeypatch.setattr(listing, "lines", lambda _: whole)

    assert "of 14 done" not in text(signed_in(clinic.owner).get("/today"))
    assert "can open its first session" in text(signed_in(clinic.owner).get("/setup"))


def test_the_face_of_the_clinic_is_set_in_place(owner):
    browser = signed_in(owner)
    for act, typed, line in (
        ("profile", PROFILE, "profile"),
        ("hours", {f"week-{day}": "09:00-17:00" for day in range(5)}, "hours"),
        ("add-contact", LINE, "contacts"),
    ):
        answer = press(browser, act, **typed)
        assert (answer.status_code, answer.url) == (302, f"/setup?open={line}#{line}")
        assert line in done(owner)
    profile = ClinicProfile.objects.get()
    assert (profile.name, profile.staffed_phone, profile.week["4"]) == ("Lake Clinic", "555 0199", "09:00-17:00")

    press(browser, "profile", **{**PROFILE, "profile-staffed_phone": ""})
    assert "profile" not in done(owner) and ClinicProfile.objects.get().week["0"] == "09:00-17:00"


def test_crisis_lines_are_added_and_removed_one_by_one(owner):
    browser = signed_in(owner)
    press(browser, "add-contact", **LINE)
    press(browser, "add-contact", **{**LINE, "contact-name": "Other"})
    gone = CrisisContact.objects.get(name="Line")

    answer = press(browser, "remove-contact", contact=gone.pk)

    assert "Not published any more: Line." in text(browser.get(answer.url))
    assert list(CrisisContact.objects.values_list("name", "hours")) == [("Other", "always")]
    assert press(browser, "remove-contact", contact=gone.pk).status_code == 422


def test_chairs_devices_and_clinicians_are_set_in_place(clinic):
    browser = signed_in(clinic.owner)
    press(browser, "add-chair", name="Window")
    window = Resource.objects.get(name="Window")
    press(browser, "rename-chair", key=window.key, name="Window, ground floor")
    press(browser, "add-device", chair=window.key, kind="monitor", sending_app="IntelliVue1", sending_facility="WARD")
    device = Device.objects.get()
    assert (device.chair.name, device.sending_app, device.time_zone) == ("Window, ground floor", "IntelliVue1", "UTC")
    assert did() == "added a device"

    press(browser, "move-device", key=device.key, chair=clinic.chairs[0].key)
    press(browser, "retire-chair", key=window.key, reason=WHY)
    press(browser, "retire-device", key=device.key, reason="Its cuff leaks badly")
    press(browser, "take-back", key=window.key)
    press(browser, "make-bookable", user=clinic.director.key)
    press(browser, "retire-clinician", key=clinic.clinician.key, reason="On leave until spring")

    device.refresh_from_db()
    assert device.chair == clinic.chairs[0] and device.retired_at
    in_use = list(Resource.objects.in_use().values_list("name", flat=True))
    assert in_use == ["Chair 1", "Chair 2", "Window, ground floor", clinic.director.name]
    assert did() == "retired a chair or clinician"


@pytest.mark.parametrize(
    ("act", "typed", "refusal"),
    [
        ("add-chair", {"name": ""}, "This field is required"),
        ("add-chair", {"name": "Chair 1"}, "Choose a name of its own"),
        ("add-chair", {"name": "x" * 61}, "at most 60 characters"),
        ("retire-chair", {"reason": "old"}, "10 letters or more"),
        ("rename-chair", {"name": "Chair 2"}, "Choose a name of its own"),
        ("rename-chair", {"key": "00000000-0000-0000-0000-000000000000", "name": "A"}, "Load the page again"),
        ("rename-chair", {"key": "no key", "name": "A"}, "Load the page again"),
        ("retire-device", {"reason": WHY}, "Load the page again"),
        ("add-device", {"kind": "toaster", "sending_app": "A"}, "toaster is not one of the available choices"),
        ("add-device", {"kind": "pump", "sending_app": ""}, "This field is required"),
        ("hours", {"week-0": "nine to five"}, "Write 09:00-17:00"),
        ("add-contact", {"contact-name": "Line"}, "This field is required"),
    ],
)
def test_what_is_refused_stands_in_its_line_and_writes_nothing(clinic, act, typed, refusal):
    browser, chair = signed_in(clinic.owner), clinic.chairs[0].key
    before = AuditEvent.objects.count()

    answer = press(browser, act, **{"key": chair, "chair": chair, **typed})

    assert answer.status_code == 422 and refusal in text(answer)
    kept = next((value for name, value in typed.items() if name == "name" and value), "")
    assert kept in answer.content.decode()
    assert AuditEvent.objects.count() == before


def test_a_refused_row_keeps_what_was_typed_open_and_no_id_stands_twice(clinic):
    answer = press(signed_in(clinic.owner), "retire-chair", key=clinic.chairs[0].key, reason="too old")

    html = answer.content.decode()
    assert 'value="too old"' in html and html.count("<details open>") == 2
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_each_kind_of_task_has_its_name_of_those_who_may_open_it(clinic):
    browser = signed_in(clinic.owner)
    named = dict.fromkeys(Duty.Kind.values, clinic.nurse.key) | {"clinic": clinic.owner.key}

    assert press(browser, "duties", **named).status_code == 302
    assert dict(Duty.objects.values_list("kind", "user__name"))["clinic"] == clinic.owner.name
    assert "duties" in done(clinic.owner)
    rows = AuditEvent.objects.filter(action="set who is on duty").count()
    press(browser, "duties", **named)
    assert AuditEvent.objects.filter(action="set who is on duty").count() == rows  # nothing changed, nothing written

    assert press(browser, "duties", **{**named, "risk": clinic.owner.key}).status_code == 422
    assert Duty.objects.get(kind="risk").user == clinic.nurse


def test_a_duty_of_somebody_who_left_is_missing_again(clinic):
    press(signed_in(clinic.owner), "duties", **dict.fromkeys(Duty.Kind.values, clinic.nurse.key))
    clinic.nurse.is_active = False
    with chain.atomic():
        clinic.nurse.save()
        chain.write("filled for a test", by="system:test", at=timezone.now())

    assert "duties" not in done(clinic.owner)


@pytest.mark.parametrize(
    ("outcome", "says", "is_done"),
    [
        ("taken", "only its arrival shows", True),
        ("refused", "The server refused it: 535 not you. Nothing was sent.", False),
        ("unreached", "The server did not answer (535 not you)", False),
        ("filed", "nobody got it", False),
    ],
)
def test_the_test_mail_says_what_came_of_it(clinic, settings, monkeypatch, outcome, says, is_done):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.locmem.EmailBackend", "mail.example"

    def sent(_, *, by):
        with chain.atomic():
            row = MailTest.objects.create(
                at=timezone.now(), by=by, server=mail_test.server(), outcome=outcome, said="535 not you"
            )
            chain.write("filled for a test", row, by="system:test", at=timezone.now())
        return row

    monkeypatch.setattr(mail_test, "send", sent)
    browser = signed_in(clinic.owner)

    assert says in text(browser.get(press(browser, "test-mail").url))
    assert ("mail" in done(clinic.owner)) is is_done
    settings.EMAIL_HOST = "another.example"
    assert "mail" not in done(clinic.owner)  # another server was not tested


def test_mail_without_a_server_is_missing_whatever_was_tested(clinic, settings):
    settings.EMAIL_BACKEND = senders.FILES

    assert "mail" not in done(clinic.owner)


def test_the_copy_counts_while_it_can_be_trusted(clinic):
    copies.keep(copies.Run(faults=["the disk is full"]), began=timezone.now())
    assert "backup" not in done(clinic.owner)

    copies.keep(copies.Run("/mnt/copy"), began=timezone.now())
    assert "backup" in done(clinic.owner)


def test_the_time_zone_is_done_where_somebody_said_it(owner, settings):
    settings.SET = {"EUTHYMIA_TIME_ZONE": "UTC"}

    assert "clock" in done(owner)


@pytest.mark.parametrize("act", ["no-such-act", "profiles"])
def test_an_act_that_does_not_exist_is_not_found(clinic, act):
    assert press(signed_in(clinic.owner), act).status_code == 404


def test_a_session_is_opened_at_a_chair_that_the_owner_made(clinic):
    browser = signed_in(clinic.owner)
    press(browser, "add-chair", name="Garden")
    garden = Resource.objects.get(name="Garden")
    press(browser, "add-device", chair=garden.key, kind="monitor", sending_app="IntelliVue9", sending_facility="")
    order = chairside.ordered(clinic)

    answer = signed_in(clinic.nurse).post(f"/orders/{order.key}/open", {"chair": garden.key})

    assert answer.status_code == 302, text(answer)
    assert Session.objects.get().chair == garden
    assert "IntelliVue9" in Device.objects.get().sending_app
