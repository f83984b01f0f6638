"""Allergies and medicines, as a person enters them."""

from django import forms

from euthymia.clinic.assessment.models import Allergy
from euthymia.clinic.front_door.forms import DateInput


class AllergyForm(forms.Form):
    substance = forms.CharField(label="Allergic to", max_length=80)
    reaction = forms.CharField(label="What happened", max_length=200)
    severity = forms.ChoiceField(label="How bad", choices=Allergy.Severity.choices)
    source = forms.ChoiceField(label="Who says so", choices=Allergy.Source.choices)


class MedicineForm(forms.Form):
    drug = forms.CharField(label="Medicine, by its active substance", max_length=80)
    dose = forms.CharField(label="Dose", max_length=60, required=False, help_text="as on the label, like 1 mg")
    schedule = forms.CharField(label="When it is taken", max_length=80, required=False)
    since = forms.DateField(label="Since (empty: not known)", widget=DateInput(), required=False)
