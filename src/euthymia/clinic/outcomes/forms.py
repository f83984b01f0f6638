"""MADRS by item number and a short label of ours: the wording is on the clinic's own licensed form."""

from django import forms

from euthymia.clinic.front_door.forms import SAFE
from euthymia.clinic.front_door.number_fields import WholeNumberField
from euthymia.clinic.outcomes.actions import ASKED
from euthymia.medicine.instruments import madrs
from euthymia.wire.fhir.resources.wording import Wording

# Plain words for what is often told after an infusion; the rest is typed.
SIDE_EFFECTS = [
    (word, word)
    for word in (
        "headache", "nausea", "vomiting", "dizziness", "tiredness", "anxiety", "confusion", "blurred vision",
        "feeling unreal or far away", "poor sleep", "trouble passing water",
    )
]  # fmt: skip


def _item(number: int, worded: Wording | None, touch: str) -> forms.Field:
    """One item: by number and label, or in the words the clinic has loaded. The one about suicide acts when touched."""
    scale, question = madrs.MADRS, worded.of(number) if worded else None
    attrs = {"data-touch": touch} if touch and number in scale.risk_items else {}
    missing = {"required": f"Item {number} has no answer. A total needs it: rate it, 0 to 6."}
    if question:
        choices = [(score, f"{score} {words}".strip()) for score, words in question.answers]
        label, widget = f"{number}. {question.text}", forms.RadioSelect(attrs)
        return forms.TypedChoiceField(label=label, choices=choices, coerce=int, widget=widget, error_messages=missing)
    return WholeNumberField(
        label=f"{number}. {dict(madrs.LABELS)[number]}",
        min_value=scale.item_min,
        max_value=scale.item_max,
        attrs=attrs,
        error_messages=missing,
    )


class RatingForm(forms.Form):
    """MADRS over 7 days, ten items; `touch` is where the item about suicide is sent when it is touched."""

    def __init__(self, *args: object, worded: Wording | None = None, touch: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for number, _ in madrs.LABELS:
            self.fields[f"item_{number}"] = _item(number, worded, touch)

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

    def __init__(self, *args: object, worded: Wording | None = None, touch: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for number in ASKED:
            self.fields[f"item_{number}"] = _item(number, worded, touch)

    def rated(self) -> list[forms.BoundField]:
        return [self[f"item_{n}"] for n in ASKED]

    def items(self) -> dict[int, int]:
        return {n: self.cleaned_data[f"item_{n}"] for n in ASKED}

    def told(self) -> list[str]:
        other = self.cleaned_data["other"].strip()
        return [*self.cleaned_data["side_effects"], *([other] if other else [])]
