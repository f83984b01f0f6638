"""The form of a booking."""

from datetime import date, timedelta
from typing import Final

from django import forms
from django.utils import timezone

from euthymia.clinic.booking.models import Resource
from euthymia.clinic.front_door.forms import DateInput

FARTHEST: Final = timedelta(days=3 * 365)


class BookingForm(forms.Form):
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

    def clean_day(self) -> date:
        """Refuse a day that nobody books: years away, where it is a slip, or before what a calendar reckons with."""
        day: date = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FARTHEST:
            raise forms.ValidationError(f"{day} is more than {FARTHEST.days // 365} years away. Choose another day.")
        return day
