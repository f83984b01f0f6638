"""What stands below each line of the set-up list: its rows, each with its forms, and the form that adds one."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from euthymia.clinic.booking.models import Resource
from euthymia.clinic.front_door.models import CrisisContact
from euthymia.clinic.infusion.models import Device
from euthymia.clinic.pages.set_up import forms
from euthymia.clinic.pages.set_up.acts import ACTS
from euthymia.clinic.people.models import User


class Sent(NamedTuple):
    """A form that was sent back with its refusals."""

    act: str
    form: Any

    @property
    def row(self) -> str:
        """Return the key of the row whose own form it is, else ""."""
        return str(self.form.data.get("key", ""))


def contents(user: User, sent: Sent | None) -> dict[str, Any]:
    """Return what the parts of the page show."""
    chairs = Resource.objects.filter(kind=Resource.Kind.CHAIR)
    clinicians = Resource.objects.in_use().filter(kind=Resource.Kind.CLINICIAN)
    devices = Device.objects.filter(retired_at=None).select_related("chair").order_by("chair__name", "kind", "pk")
    return {
        "profile_form": _form("profile", sent),
        "week_form": _form("hours", sent),
        "contact_form": _form("add-contact", sent),
        "chair_form": _form("add-chair", sent),
        "bookable_form": _form("make-bookable", sent),
        "device_form": _form("add-device", sent),
        "duties_form": _form("duties", sent),
        "contacts": CrisisContact.objects.all(),
        "chairs": _rows(chairs.in_use(), {"rename": "rename-chair", "retire": "retire-chair"}, sent),
        "retired_chairs": chairs.exclude(retired_at=None),
        "clinicians": _rows(clinicians, {"retire": "retire-clinician"}, sent),
        "devices": _rows(devices, {"move": "move-device", "retire": "retire-device"}, sent),
        "staff_url": _staff_url(),
        "own_address": user.email,
    }


def _form(act: str, sent: Sent | None) -> Any:
    return sent.form if sent and sent.act == act else ACTS[act].form(auto_id=f"{act}-%s")


def _rows(rows: Iterable[Any], acts: dict[str, str], sent: Sent | None) -> list[dict[str, Any]]:
    """Return each row with a form for each of its acts, and whether one of these was sent back."""
    found = []
    for row in rows:
        mine = sent if sent and sent.act in acts.values() and sent.row == str(row.key) else None
        own = {name: mine.form if mine and mine.act == act else _of_row(act, row) for name, act in acts.items()}
        found.append({"row": row, "open": mine is not None, **own})
    return found


def _of_row(act: str, row: Any) -> Any:
    initial = {"key": row.key, "name": getattr(row, "name", "")}
    form = ACTS[act].form(initial=initial, auto_id=f"{act}-{row.key}-%s")
    if isinstance(form, forms.MoveDevice):
        form.fields["chair"].queryset = form.fields["chair"].queryset.exclude(pk=row.chair_id)
    return form


def _staff_url() -> str:
    """Return where colleagues are added in the browser; "" where they are added by command alone."""
    try:
        return reverse("people:staff")
    except NoReverseMatch:
        return ""
