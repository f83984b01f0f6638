"""A result of the work-up, with its unit and range."""

from typing import Any

from django import forms

from euthymia.clinic.front_door.forms import DateInput
from euthymia.clinic.front_door.number_fields import NumberField
from euthymia.medicine.eligibility import workup


class ResultForm(forms.Form):
    """One result: a number with its unit and the laboratory's range, or what was found in words."""

    item = forms.ChoiceField(label="What", choices=[(item.key, item.name) for item in workup.ITEMS])
    taken_on = forms.DateField(label="Taken on", widget=DateInput())
    value = NumberField(label="Number", required=False)
    unit = forms.CharField(label="Unit", max_length=20, required=False, help_text="as the laboratory writes it")
    low = NumberField(label="Range from", required=False)
    high = NumberField(label="Range to", required=False)
    found = forms.CharField(
        label="Finding, in words", max_length=200, required=False, help_text="positive or negative for a test"
    )

    @property
    def told(self) -> dict[str, Any]:
        """Give the fields as a result has them."""
        return self.cleaned_data | {"found": self.cleaned_data["found"].strip()}
