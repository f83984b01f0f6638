"""The owner invites, changes roles, disables: rights and sign-ins end at once, each act is written, one owner stays."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.people import doors, staff
from euthymia.clinic.people.access import colleagues, links
from euthymia.clinic.people.models import User
from tests.clinic.conftest import PASSWORD, following, signed_in

STAFF_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def act(clinic, person, what, *, by="owner", **fields):
    """Press a button of the colleague's page, with the password of who presses it."""
    url = reverse("people:change_colleague", args=[person.key, what])
    return signed_in(getattr(clinic, by)).post(url, {"password": PASSWORD, **fields})


def written(action, user):
    return [row.actor for row in AuditEvent.objects.filter(action=action, subject=f"user:{user.key}")]


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("director", 403), ("prescriber", 403), ("nurse", 403), ("desk", 403), ("patient", 403)],
)
def test_the_page_of_staff_is_the_owners_alone(clinic, who, status):
    assert signed_in(getattr(clinic, who)).get(reverse("people:staff")).status_code == status


def test_the_page_lists_everybody_who_works_here_and_no_patient(clinic):
    page = signed_in(clinic.owner).get(reverse("people:staff")).content.decode()

    assert all(user.name in page for user in User.objects.exclude(role="patient"))
    assert clinic.patient.email not in page


def test_an_owner_who_is_alone_is_told_whom_to_invite(db, anchor):
    owner, *_ = staff.add(email="o@clinic.test", name="Only Owner", role="owner", by="system:command-line")

    assert "You work here alone so far" in signed_in(owner).get(reverse("people:staff")).content.decode()


@pytest.mark.parametrize("what", ["role", "disable", "enable", "end-sessions", "password", "second-factor", "invite"])
def test_each_act_asks_the_owners_password(clinic, what):
    rows = AuditEvent.objects.exclude(action__in=("signature refused", "signed in"))
    before = rows.count()

    answer = act(clinic, clinic.nurse, what, role="owner", password="guessed")

    assert answer.status_code == 422
    assert rows.count() == before
    assert User.objects.get(pk=clinic.nurse.pk).role == "nurse"


@pytest.mark.parametrize(
    ("what", "fields", "action"),
    [
        ("disable", {}, "disabled an account"),
        ("role", {"role": "front_desk"}, "changed a role"),
        ("end-sessions", {}, "ended all sessions"),
    ],
)
def test_what_ends_access_ends_sign_ins_and_streams_and_is_written(clinic, what, fields, action):
    browser, viewer = signed_in(clinic.nurse), following(clinic.nurse, clinic.ruth)
    other = following(clinic.nurse2, clinic.ruth)
    assert browser.get("/today").status_code == 200

    act(clinic, clinic.nurse, what, **fields)

    assert browser.get("/today").headers["Location"].startswith("/account/login/")
    assert doors.still_open({viewer, other}) == {other}
    assert written(action, clinic.nurse) == [f"person:{clinic.owner.key}"]


def test_a_changed_role_says_what_it_was_and_what_it_is(clinic):
    act(clinic, clinic.nurse, "role", role="prescriber")

    assert AuditEvent.objects.get(action="changed a role").detail == {"before": "nurse", "role": "prescriber"}
    assert signed_in(User.objects.get(pk=clinic.nurse.pk)).get("/patients").status_code == 200


def test_a_disabled_colleague_comes_back_by_a_new_act_alone(clinic):
    act(clinic, clinic.nurse, "disable")
    assert signed_in(clinic.nurse).get("/today").status_code == 302

    act(clinic, clinic.nurse, "enable")

    assert signed_in(User.objects.get(pk=clinic.nurse.pk)).get("/today").status_code == 200
    assert written("enabled an account", clinic.nurse) == [f"person:{clinic.owner.key}"]


def test_nobody_is_made_a_patient_nor_a_patient_staff(clinic):
    with pytest.raises(staff.NoSuchRole):
        colleagues.change_role(clinic.nurse, "patient", by=clinic.owner)
    with pytest.raises(colleagues.NotAColleague):
        colleagues.change_role(clinic.patient, "nurse", by=clinic.owner)
    assert act(clinic, clinic.patient, "disable").status_code == 404


@pytest.mark.parametrize("end", [colleagues.disable, lambda user, by: colleagues.change_role(user, "nurse", by=by)])
def test_the_last_owner_stays_owner(clinic, end):
    with pytest.raises(colleagues.LastOwner, match="Make another colleague owner first"):
        end(clinic.owner, by=clinic.owner)

    colleagues.invite(email="two@clinic.test", name="Second Owner", role="owner", by=clinic.owner)
    with pytest.raises(colleagues.LastOwner):  # who has not begun yet can let nobody in
        end(clinic.owner, by=clinic.owner)

    colleagues.change_role(clinic.director, "owner", by=clinic.owner)
    assert end(clinic.owner, by=clinic.director)


def test_the_last_owners_page_offers_neither(clinic):
    page = signed_in(clinic.owner).get(reverse("people:colleague", args=[clinic.owner.key])).content.decode()

    assert "the last owner who can sign in" in page
    assert "/disable" not in page and f"{clinic.owner.key}/role" not in page


@pytest.fixture
def no_mail(settings):
    settings.EMAIL_BACKEND = STAFF_BACKEND


NEW = {"email": "new@clinic.test", "name": "Nora New", "role": "nurse"}
WORDS = "seven green boats at dawn"


def invited(clinic):
    return signed_in(clinic.owner).post(reverse("people:invite_colleague"), {**NEW, "password": PASSWORD})


def key_in(text):
    return text.partition("access?key=")[2].split()[0].partition("<")[0]


def test_an_invitation_is_shown_once_where_no_mail_is_set(clinic, no_mail):
    page = invited(clinic).content.decode()
    new = User.objects.get(email="new@clinic.test")

    assert "Hand this link over to Nora New" in page and mail.outbox == []
    assert links.find(key_in(page)).user == new
    assert not new.has_usable_password()
    assert key_in(page) not in signed_in(clinic.owner).get(reverse("people:colleague", args=[new.key])).content.decode()


def test_an_invitation_is_mailed_where_mail_is_set_and_then_not_shown(clinic):
    answer = invited(clinic)

    assert answer.status_code == 302
    assert mail.outbox[-1].to == ["new@clinic.test"]
    assert links.find(key_in(mail.outbox[-1].body)).user.name == "Nora New"


def test_a_mail_that_could_not_be_sent_leaves_the_link_to_be_handed_over(clinic, monkeypatch, caplog):
    monkeypatch.setattr("euthymia.clinic.people.access.mailed.send_mail", lambda *a: 1 / 0)

    assert "Hand this link over" in invited(clinic).content.decode()
    assert "new@clinic.test" not in caplog.text


def test_who_was_invited_chooses_a_password_and_then_must_set_up_a_second_factor(clinic, no_mail):
    secret, browser = key_in(invited(clinic).content.decode()), Client()
    assert "New password" in browser.get(f"/access?key={secret}").content.decode()

    chosen = {"key": secret, "password1": WORDS, "password2": WORDS}
    assert browser.post("/access", chosen).headers["Location"] == "/account/login/"
    browser.post("/account/login/", {"login": "new@clinic.test", "password": WORDS})

    assert browser.get("/today").headers["Location"] == "/account/second-factor/totp/activate/"
    assert Client().post("/access", chosen).status_code == 403  # a link works once


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("email", "NURSE@demo.example", staff.AddressInUse),
        ("email", "no address", staff.BadAddress),
        ("name", " ", staff.BadAddress),
        ("role", "patient", staff.NoSuchRole),
    ],
)
def test_a_wrong_invitation_is_refused_and_nobody_is_added(clinic, field, value, refusal):
    before = User.objects.count()

    with pytest.raises(refusal):
        colleagues.invite(**{**NEW, field: value}, by=clinic.owner)
    assert User.objects.count() == before
