"""The forms of the set-up list. A row's own form names its row by a key that is not shown."""

from typing import Any

from django import forms

from euthymia.clinic.booking.models import Resource
from euthymia.clinic.front_door.forms import CrisisForm, ProfileForm, WeekForm
from euthymia.clinic.front_door.models import ClinicProfile, CrisisContact
from euthymia.clinic.infusion.models import Device
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.clinic.people.summary import colleagues
from euthymia.clinic.tasks import askable
from euthymia.clinic.tasks.models import Duty


def _chairs() -> Any:
    return Resource.objects.in_use().filter(kind=Resource.Kind.CHAIR)


def _row(rows: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(rows, to_field_name="key", widget=forms.HiddenInput)


def _reason() -> forms.CharField:
    return forms.CharField(label="Why", max_length=200)


class AddChair(forms.Form):
    name = forms.CharField(label="Name of the room or chair", max_length=60)


class Rename(forms.Form):
    key = _row(Resource.objects.in_use())
    name = forms.CharField(label="New name", max_length=60)


class RetireChair(forms.Form):
    key = _row(_chairs())
    reason = _reason()


class RetireClinician(forms.Form):
    key = _row(Resource.objects.in_use().filter(kind=Resource.Kind.CLINICIAN))
    reason = _reason()


class TakeBack(forms.Form):
    key = _row(Resource.objects.exclude(retired_at=None).filter(kind=Resource.Kind.CHAIR))


class MakeBookable(forms.Form):
    """Choose a clinician who cannot be booked yet."""

    user = forms.ModelChoiceField(User.objects.none(), label="Clinician", to_field_name="key", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        booked = Resource.objects.in_use().exclude(user=None).values("user")
        self.fields["user"].queryset = colleagues(Capability.OPEN_CHARTS).exclude(pk__in=booked)


class AddDevice(forms.Form):
    chair = forms.ModelChoiceField(_chairs(), label="Chair", to_field_name="key", empty_label=None)
    kind = forms.ChoiceField(label="Kind", choices=[("monitor", "Monitor"), ("pump", "Pump")])
    sending_app = forms.CharField(label="Name that it sends (MSH-3)", max_length=180)
    sending_facility = forms.CharField(label="Facility, if sent (MSH-4)", max_length=180, required=False)


class MoveDevice(forms.Form):
    key = _row(Device.objects.filter(retired_at=None))
    chair = forms.ModelChoiceField(_chairs(), label="Move to", to_field_name="key", empty_label=None)


class RetireDevice(forms.Form):
    key = _row(Device.objects.filter(retired_at=None))
    reason = _reason()


class RemoveContact(forms.Form):
    contact = forms.ModelChoiceField(CrisisContact.objects.all(), widget=forms.HiddenInput)


class Duties(forms.Form):
    """One name a kind of task, of those who may open what it is about."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        standing = dict(Duty.objects.values_list("kind", "user__key"))
        for kind, label in Duty.Kind.choices:
            self.fields[kind] = forms.ModelChoiceField(
                askable.people(kind), label=label, to_field_name="key", required=False,
                initial=standing.get(kind), empty_label=None if kind in standing else "nobody by name yet",
            )  # fmt: skip


class SendTest(forms.Form):
    """Nothing to fill in: it goes to who presses the button."""


def profile(data: Any = None, **more: Any) -> ProfileForm:
    return ProfileForm(data, instance=ClinicProfile.objects.first() or ClinicProfile(), prefix="profile", **more)


def week(data: Any = None, **more: Any) -> WeekForm:
    set_up = ClinicProfile.objects.first() or ClinicProfile()
    return WeekForm(data, week=set_up.week, prefix="week", **more)


def contact(data: Any = None, **more: Any) -> CrisisForm:
    return CrisisForm(data, prefix="contact", **more)
