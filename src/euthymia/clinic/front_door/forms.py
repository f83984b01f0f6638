"""Forms of the front door. Labels are what people read; errors say what to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from euthymia.clinic.front_door import hours
from euthymia.clinic.front_door.models import ClinicProfile, CrisisContact

SAFE = [("yes", "Yes"), ("unsure", "Not sure"), ("no", "No")]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UnreadText(forms.Textarea):
    """Free text by somebody outside: beside it stands that nobody reads it before the clinic opens."""

    unread = True


class ConsultForm(forms.Form):
    given = forms.CharField(label="First name", max_length=80, widget=forms.TextInput({"autocomplete": "given-name"}))
    family = forms.CharField(label="Last name", max_length=80, widget=forms.TextInput({"autocomplete": "family-name"}))
    birth_date = forms.DateField(label="Date of birth", widget=DateInput())
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label="Phone", max_length=40, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )
    preferred_contact = forms.ChoiceField(
        label="How should we reach you?",
        choices=[("phone", "Phone"), ("email", "E-mail")],
        widget=forms.RadioSelect,
        initial="phone",
    )
    reason = forms.CharField(
        label="Anything we should know (optional)", required=False, max_length=2000, widget=UnreadText
    )
    safe = forms.ChoiceField(label="Do you feel safe today?", choices=SAFE, widget=forms.RadioSelect)

    def clean_birth_date(self) -> date:
        born = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if not 0 <= age <= 120:
            raise forms.ValidationError(f"{born:%d %B %Y} cannot be a date of birth. Correct the year.")
        if age < 18:
            raise forms.ValidationError(
                "This clinic treats adults of 18 and over. Please call us: we will say who can help."
            )
        return born


class ProfileForm(forms.ModelForm):
    class Meta:
        model = ClinicProfile
        fields = ["name", "person_to_call", "phone", "hours", "staffed_phone"]
        labels = {"staffed_phone": "Phone that somebody always answers, for answers about danger that nobody took"}


class WeekForm(forms.Form):
    """Opening hours by weekday, an empty day is a closed day; and the dates on which the clinic is closed besides."""

    def __init__(self, *args: Any, week: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for number, day in enumerate(hours.WEEKDAYS):
            self.fields[str(number)] = forms.CharField(
                label=day, required=False, max_length=13, initial=week.get(str(number), "")
            )
        self.fields["closed"] = forms.CharField(
            label="Holidays and other closed days, one date a line (2026-12-25)",
            required=False,
            max_length=2000,
            initial="\n".join(hours.closed_days(week)),
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def clean(self) -> dict[str, Any]:
        for number in self.fields:
            read = hours.read_closed if number == "closed" else hours.read
            try:
                read(self.cleaned_data.get(number, ""))
            except hours.NotHours as refusal:
                self.add_error(number, str(refusal))
        return self.cleaned_data

    @property
    def week(self) -> dict[str, str]:
        """Return the weekdays that are open, and the dates that are closed."""
        open_days = {number: text.strip() for number, text in self.cleaned_data.items() if text.strip()}
        closed = hours.read_closed(open_days.pop("closed", ""))
        return open_days | {day.isoformat(): "" for day in closed}


class CrisisForm(forms.ModelForm):
    class Meta:
        model = CrisisContact
        fields = ["country", "name", "phone", "hours"]
        labels = {"name": "Name of the line"}
