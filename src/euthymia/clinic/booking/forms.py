"""The form of a booking."""

from datetime import date, datetime, timedelta
from typing import Final

from django import forms
from django.utils import timezone

from euthymia.clinic.booking.actions import NotAsked
from euthymia.clinic.booking.models import Appointment, Resource
from euthymia.clinic.front_door.forms import DateInput
from euthymia.clinic.people.reasons import MOST_REASON
from euthymia.medicine.booking import WhichOfTwo, moment

FARTHEST: Final = timedelta(days=3 * 365)


class BookingForm(forms.Form):
    """Who, where, when; `asked` names the rare fields that this try asked for."""

    asked: frozenset[str] = frozenset()
    clinician = forms.ModelChoiceField(
        Resource.objects.in_use().filter(kind="clinician"), label="Clinician", empty_label=None
    )
    chair = forms.ModelChoiceField(
        Resource.objects.in_use().filter(kind="chair"),
        label="Chair",
        required=False,
        empty_label="no chair (consult)",
    )
    day = forms.DateField(label="Day", widget=DateInput())
    time = forms.TimeField(label="Time", widget=forms.TimeInput({"type": "time", "step": 300}))
    minutes = forms.TypedChoiceField(
        label="Length",
        coerce=int,
        choices=[(30, "30 min"), (60, "1 h"), (90, "1 h 30"), (120, "2 h"), (150, "2 h 30"), (180, "3 h")],
    )

    reason = forms.CharField(label="Why it is moved", required=False, max_length=MOST_REASON)
    which = forms.ChoiceField(
        label="Which of the two",
        required=False,
        choices=[("", "as usual"), ("first", "the first"), ("second", "the second, an hour later")],
    )
    short_notice = forms.CharField(
        label="What the person said",
        required=False,
        max_length=MOST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Last food and drink, escort, medicines and alcohol since yesterday, how they come.",
    )

    @property
    def kind(self) -> str:
        return Appointment.Kind.INFUSION if self.cleaned_data["chair"] else Appointment.Kind.CONSULT

    @property
    def resources(self) -> list[Resource]:
        """What was chosen: the clinician, and a chair where one is."""
        return [one for one in (self.cleaned_data["clinician"], self.cleaned_data["chair"]) if one]

    def starts_at(self) -> datetime:
        """Return the moment of day and time in the clinic's zone. Raises NoSuchTime, WhichOfTwo."""
        which = self.cleaned_data["which"]
        second = {"first": False, "second": True}.get(which)
        zone = timezone.get_default_timezone()
        return moment(self.cleaned_data["day"], self.cleaned_data["time"], zone, second=second)

    def shown(self) -> list[forms.BoundField]:
        """Return the fields to show: which of two, and what was said, only where they are asked for or filled."""
        rare = {"which", "short_notice", "reason"} - self.asked
        return [field for field in self if field.name not in rare or (self.is_bound and self.data.get(field.name))]

    def asks_more(self, refusal: Exception) -> None:
        """Show the field that answers a refusal which can be answered."""
        if isinstance(refusal, NotAsked):
            self.asked = self.asked | {"short_notice"}
        if isinstance(refusal, WhichOfTwo):
            self.asked = self.asked | {"which"}

    def clean_day(self) -> date:
        """Refuse a day that nobody books: years away, where it is a slip, or before what a calendar reckons with."""
        day: date = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FARTHEST:
            raise forms.ValidationError(f"{day} is more than {FARTHEST.days // 365} years away. Choose another day.")
        return day
