from django import forms

from euthymia.clinic.front_door.forms import DateInput
from euthymia.clinic.front_door.number_fields import NumberField
from euthymia.medicine import dosing


class OrderForm(forms.Form):
    """An order for one session, in the order it is thought through."""

    weight = NumberField(label="Weight of today", min_value=1, max_value=700)
    weight_unit = forms.ChoiceField(label="Unit", choices=[("kg", "kg"), ("lb", "lb")], widget=forms.RadioSelect)
    height_cm = NumberField(label="Height, cm", min_value=100, max_value=230)
    dose_mg_per_kg = NumberField(label="Dose, mg/kg", initial=0.5, min_value=0.001, max_value=100)
    duration_min = NumberField(label="Over, minutes", initial=40, min_value=0.1, max_value=240)
    vial_mg_per_ml = forms.TypedChoiceField(
        label="Vial, mg/mL", coerce=float, choices=[(v, v) for v in (10, 50, 100)], initial=50
    )
    bag_ml = forms.TypedChoiceField(
        label="Bag, mL", coerce=float, choices=[(50, 50), (100, 100), (250, 250)], initial=100
    )
    indication = forms.CharField(label="Indication", initial="Treatment-resistant depression", max_length=200)
    endpoint = forms.CharField(label="Endpoint", initial="MADRS 24 h after the infusion", max_length=200)
    course = forms.CharField(label="Course", initial="Induction: up to 6 infusions in 3 weeks", max_length=200)
    reason = forms.CharField(label="Reason, where a soft limit is passed", required=False, max_length=300)

    def order(self) -> dosing.Order:
        """The order as medicine reads it. Raises medicine's refusals."""
        data = self.cleaned_data
        weight_kg = dosing.weight_in_kg(data["weight"], data["weight_unit"])
        return dosing.Order(
            dose_mg_per_kg=data["dose_mg_per_kg"],
            duration_min=data["duration_min"],
            weight_kg=weight_kg,
            vial_mg_per_ml=data["vial_mg_per_ml"],
            bag_ml=data["bag_ml"],
        )

    def fields_of_row(self) -> dict[str, object]:
        data = self.cleaned_data
        kept = {k: data[k] for k in ("indication", "endpoint", "course", "height_cm")}
        return {**kept, "weight_as_entered": f"{data['weight']:g} {data['weight_unit']}"}


# What may stand on a label; an order is for the first alone.
DRUGS = [("racemic ketamine", "Racemic ketamine"), ("esketamine", "Esketamine"), ("another drug", "Another drug")]


class SecondCheckForm(forms.Form):
    """What the second person reads for herself. None of the first one's numbers is on this page."""

    number = forms.CharField(label="Record number, from the wristband", max_length=20)
    birth_date = forms.DateField(label="Date of birth, as the patient says it", widget=DateInput())
    weight = NumberField(label="Weight of today, as you read it", min_value=1, max_value=700)
    weight_unit = forms.ChoiceField(label="Unit", choices=[("kg", "kg"), ("lb", "lb")], widget=forms.RadioSelect)
    drug = forms.ChoiceField(label="Drug, on the vial's label", choices=DRUGS, widget=forms.RadioSelect)
    vial_mg_per_ml = forms.TypedChoiceField(
        label="Vial, mg/mL, on its label", coerce=float, choices=[("", "Choose"), (10, 10), (50, 50), (100, 100)]
    )
    dose_mg = NumberField(label="Dose, mg, worked out by you", min_value=0)
    concentration_mg_per_ml = NumberField(label="Concentration in the bag, mg/mL", min_value=0)
    rate_ml_h = NumberField(label="Rate on the pump, mL/h", min_value=0)

    def entered(self) -> dosing.SecondCheck:
        """What the second person entered, as medicine reads it."""
        data = self.cleaned_data
        return dosing.SecondCheck(
            weight_kg=dosing.weight_in_kg(data["weight"], data["weight_unit"]),
            drug=data["drug"],
            vial_mg_per_ml=data["vial_mg_per_ml"],
            dose_mg=data["dose_mg"],
            concentration_mg_per_ml=data["concentration_mg_per_ml"],
            rate_ml_h=data["rate_ml_h"],
        )
