"""A result of the work-up, with its unit and range; and a drug screen, substance by substance."""

from collections.abc import Iterator
from typing import Any

from django import forms

from euthymia.clinic.front_door.forms import DateInput
from euthymia.clinic.front_door.number_fields import NumberField
from euthymia.medicine.eligibility import workup
from euthymia.medicine.eligibility.drug_screen import SUBSTANCES


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
        """Return the fields as a result has them."""
        return self.cleaned_data | {"found": self.cleaned_data["found"].strip()}


class DrugScreenForm(forms.Form):
    """One drug screen: its day, how it was tested, and a result for each substance that was tested."""

    taken_on = forms.DateField(label="Screen taken on", widget=DateInput())
    confirmed = forms.ChoiceField(
        label="How it was tested",
        choices=[
            ("no", "Presumptive: an immunoassay or a strip, or nobody says how"),
            ("yes", "Confirmed: by the laboratory's specific method"),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """Ask for each substance that a screen may hold."""
        super().__init__(*args, **more)
        tested = [("", "Not tested"), ("negative", "Negative"), ("positive", "Positive")]
        for name in SUBSTANCES:
            self.fields[name] = forms.ChoiceField(label=name.capitalize(), choices=tested, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a screen without a result."""
        given = super().clean() or {}
        if not any(given.get(name) for name in SUBSTANCES):
            raise forms.ValidationError("No substance has a result. Choose one for each substance that was tested.")
        return given

    @property
    def results(self) -> Iterator[workup.Result]:
        """Yield a result for each substance that was tested."""
        given = self.cleaned_data
        for name in filter(given.get, SUBSTANCES):
            yield workup.Result(
                item=workup.SCREEN, taken_on=given["taken_on"], found=given[name], substance=name,
                confirmed=given["confirmed"] == "yes",
            )  # fmt: skip
