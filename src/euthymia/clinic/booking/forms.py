"""The form of a booking."""

from django import forms

from euthymia.clinic.booking.models import Resource
from euthymia.clinic.front_door.forms import DateInput


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
