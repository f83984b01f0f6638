"""MADRS by item number and a short label of ours: the wording is on the clinic's own licensed form."""

from django import forms

from euthymia.clinic.front_door.forms import SAFE
from euthymia.clinic.outcomes.actions import ASKED
from euthymia.medicine.instruments import madrs

# Plain words for what is often told after an infusion; the rest is typed.
SIDE_EFFECTS = [
    (word, word)
    for word in (
        "headache", "nausea", "vomiting", "dizziness", "tiredness", "anxiety", "confusion", "blurred vision",
        "feeling unreal or far away", "poor sleep", "trouble passing water",
    )
]  # fmt: skip


def _item(number: int, label: str) -> forms.IntegerField:
    scale = madrs.MADRS
    return forms.IntegerField(
        label=f"{number}. {label}",
        min_value=scale.item_min,
        max_value=scale.item_max,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": f"Item {number} has no answer. A total needs it: rate it, 0 to 6."},
    )


class RatingForm(forms.Form):
    """MADRS over 7 days, ten items."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for number, label in madrs.LABELS:
            self.fields[f"item_{number}"] = _item(number, label)

    def items(self) -> list[int]:
        return [self.cleaned_data[f"item_{n}"] for n, _ in madrs.LABELS]


class DayCheckForm(forms.Form):
    """Safety first, then side effects, then the eight items that can be rated over 24 hours."""

    safe = forms.ChoiceField(label="Does the person feel safe today?", choices=SAFE, widget=forms.RadioSelect)
    side_effects = forms.MultipleChoiceField(
        label="Side effects since the infusion",
        choices=SIDE_EFFECTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other = forms.CharField(label="Other side effects, in a few words", required=False, max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(madrs.LABELS)
        for number in ASKED:
            self.fields[f"item_{number}"] = _item(number, labels[number])

    def rated(self) -> list[forms.BoundField]:
        return [self[f"item_{n}"] for n in ASKED]

    def items(self) -> dict[int, int]:
        return {n: self.cleaned_data[f"item_{n}"] for n in ASKED}

    def told(self) -> list[str]:
        other = self.cleaned_data["other"].strip()
        return [*self.cleaned_data["side_effects"], *([other] if other else [])]
