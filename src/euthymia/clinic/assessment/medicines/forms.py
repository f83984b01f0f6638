"""Allergies and medicines, as a person enters them."""

from datetime import date

from django import forms
from django.utils import timezone

from euthymia.clinic.assessment.models import Allergy
from euthymia.clinic.front_door.forms import DateInput


class AllergyForm(forms.Form):
    substance = forms.CharField(label="Allergic to", max_length=80)
    reaction = forms.CharField(label="What happened", max_length=200)
    severity = forms.ChoiceField(label="How bad", choices=Allergy.Severity.choices)
    source = forms.ChoiceField(label="Who says so", choices=Allergy.Source.choices)
    noted_on = forms.DateField(label="When it happened (empty: not known)", widget=DateInput(), required=False)

    def clean_noted_on(self) -> date | None:
        day: date | None = self.cleaned_data["noted_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This day is still to come. Correct it, or leave it empty.")
        return day


class MedicineForm(forms.Form):
    drug = forms.CharField(label="Medicine, by its active substance", max_length=80)
    dose = forms.CharField(label="Dose", max_length=60, required=False, help_text="as on the label, like 1 mg")
    schedule = forms.CharField(label="When it is taken", max_length=80, required=False)
    since = forms.DateField(label="Since (empty: not known)", widget=DateInput(), required=False)
