"""What the set-up list does: each act with its line, its form, and what it says when it is done."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from euthymia.clinic.booking import resources
from euthymia.clinic.front_door import actions as front_door
from euthymia.clinic.front_door import context
from euthymia.clinic.front_door.models import ClinicProfile, CrisisContact
from euthymia.clinic.infusion.devices import retiring
from euthymia.clinic.pages.set_up import forms
from euthymia.clinic.people.models import User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks import mail_test
from euthymia.clinic.tasks.models import Duty, MailTest


class Act(NamedTuple):
    """One button: the line it stands in, what it asks, what it does and then says."""

    line: str
    form: Callable[..., Any]
    do: Callable[[Any, User], str]


def _set_profile(form: Any, by: User) -> str:
    front_door.set_profile(form.save(commit=False), by=by)
    return "Published: name and phones."


def _set_hours(form: Any, by: User) -> str:
    profile = ClinicProfile.objects.first() or ClinicProfile()
    profile.week = form.week
    front_door.set_profile(profile, by=by)
    return "Published: opening hours."


def _add_contact(form: Any, by: User) -> str:
    front_door.set_contacts([*_contacts(), form.save(commit=False)], by=by)
    return f"Published: {form.instance.name}."


def _remove_contact(form: Any, by: User) -> str:
    gone = form.cleaned_data["contact"]
    front_door.set_contacts(_contacts(but=gone.pk), by=by)
    return f"Not published any more: {gone.name}."


def _contacts(*, but: int = 0) -> list[CrisisContact]:
    """Return the published lines as new rows, which take the place of the old ones."""
    rows = CrisisContact.objects.exclude(pk=but).values("country", "name", "phone", "hours")
    return [CrisisContact(**row) for row in rows]


def _add_chair(form: Any, by: User) -> str:
    return f"Added: {resources.add_chair(form.cleaned_data['name'], by=by)}."


def _rename(form: Any, by: User) -> str:
    resource = form.cleaned_data["key"]
    was = resource.name
    return f"{was} is now called {resources.rename(resource, form.cleaned_data['name'], by=by)}."


def _retire_chair(form: Any, by: User) -> str:
    data = form.cleaned_data
    return f"Retired: {retiring.retire_chair(data['key'], reason=data['reason'], by=by)}."


def _retire_clinician(form: Any, by: User) -> str:
    data = form.cleaned_data
    return f"Not booked any more: {resources.retire(data['key'], reason=data['reason'], by=by)}."


def _take_back(form: Any, by: User) -> str:
    return f"Back in use: {resources.take_back(form.cleaned_data['key'], by=by)}."


def _make_bookable(form: Any, by: User) -> str:
    return f"Can be booked: {resources.make_bookable(form.cleaned_data['user'], by=by)}."


def _add_device(form: Any, by: User) -> str:
    data = form.cleaned_data
    sender = (data["sending_app"], data["sending_facility"])
    device = retiring.add(data["chair"], kind=data["kind"], sender=sender, by=by)
    return f"Added at {device.chair}: {device.name}."


def _move_device(form: Any, by: User) -> str:
    device = retiring.move(form.cleaned_data["key"], to=form.cleaned_data["chair"], by=by)
    return f"Now at {device.chair}: {device.name}."


def _retire_device(form: Any, by: User) -> str:
    device = retiring.retire_device(form.cleaned_data["key"], reason=form.cleaned_data["reason"], by=by)
    return f"Retired: {device.get_kind_display().lower()} {device.sending_app}."


def _set_duties(form: Any, by: User) -> str:
    standing = dict(Duty.objects.values_list("kind", "user_id"))
    named = {kind: user for kind, user in form.cleaned_data.items() if user and standing.get(kind) != user.pk}
    for kind, user in named.items():
        tasks.set_duty(kind, user, by=by)
    return f"On duty: {', '.join(sorted({user.name for user in named.values()}))}." if named else "Nothing changed."


def _send_test(_: Any, by: User) -> str:
    test = mail_test.send(context.face().profile.name, by=by)
    return {
        MailTest.Outcome.TAKEN: f"The server took the message for {by.email}. Look into that mailbox: only its arrival "
        "shows that mails arrive.",
        MailTest.Outcome.FILED: "No mail server is set. The message is a file in the clinic's folder; nobody got it.",
        MailTest.Outcome.REFUSED: f"The server refused it: {test.said}. Nothing was sent.",
        MailTest.Outcome.UNREACHED: f"The server did not answer ({test.said}). Nothing was sent. Look at host, port "
        "and firewall.",
    }[MailTest.Outcome(test.outcome)]


ACTS: Final[Mapping[str, Act]] = {
    "profile": Act("profile", forms.profile, _set_profile),
    "hours": Act("hours", forms.week, _set_hours),
    "add-contact": Act("contacts", forms.contact, _add_contact),
    "remove-contact": Act("contacts", forms.RemoveContact, _remove_contact),
    "add-chair": Act("chairs", forms.AddChair, _add_chair),
    "rename-chair": Act("chairs", forms.Rename, _rename),
    "retire-chair": Act("chairs", forms.RetireChair, _retire_chair),
    "take-back": Act("chairs", forms.TakeBack, _take_back),
    "make-bookable": Act("clinicians", forms.MakeBookable, _make_bookable),
    "retire-clinician": Act("clinicians", forms.RetireClinician, _retire_clinician),
    "add-device": Act("devices", forms.AddDevice, _add_device),
    "move-device": Act("devices", forms.MoveDevice, _move_device),
    "retire-device": Act("devices", forms.RetireDevice, _retire_device),
    "duties": Act("duties", forms.Duties, _set_duties),
    "test-mail": Act("mail", forms.SendTest, _send_test),
}
