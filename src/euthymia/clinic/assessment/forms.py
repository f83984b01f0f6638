from django import forms
from django.utils import timezone

from euthymia.clinic.assessment.models import Allergy
from euthymia.clinic.front_door.forms import DateInput
from euthymia.medicine import antidepressants, resistance

RULES = [
    (name, f"{name}: {rule.min_failed_trials} failed of at least {rule.min_weeks:g} weeks, {rule.dose} dose")
    for name, rule in resistance.PRESETS.items()
]
DRUGS = [(drug.name, f"{drug.name} ({drug.drug_class})") for drug in antidepressants.ALL]


class TrialForm(forms.Form):
    """One drug tried, in the order a person would tell it."""

    drug = forms.ChoiceField(label="Drug", choices=DRUGS)
    form = forms.CharField(label="Form or salt, if it matters", required=False, max_length=20)
    dose_mg = forms.FloatField(label="Daily dose, mg", min_value=0.01, max_value=5000)
    began = forms.DateField(label="Began", widget=DateInput())
    ended = forms.DateField(label="Ended (empty: still taken)", widget=DateInput(), required=False)
    adherence = forms.ChoiceField(
        label="Taken as prescribed?", choices=[("good", "yes"), ("poor", "often not"), ("unknown", "not known")]
    )
    response = forms.ChoiceField(
        label="How much did it help?",
        choices=[
            ("none", "not at all"),
            ("partial", "a little"),
            ("response", "by half or more"),
            ("remission", "fully"),
            ("unknown", "not known"),
        ],
    )
    improvement_pct = forms.FloatField(label="Improvement on a scale, % (if measured)", required=False, max_value=100)
    stopped_for_intolerance = forms.BooleanField(label="Stopped because it was not tolerated", required=False)


class EpisodeForm(forms.Form):
    rule = forms.ChoiceField(label="Rule", choices=RULES, initial=resistance.DEFAULT)
    episode_began = forms.DateField(label="This episode began", widget=DateInput())
    history_complete = forms.BooleanField(
        label="These are all the antidepressants tried in this episode", required=False
    )

    def clean_episode_began(self) -> object:
        began = self.cleaned_data["episode_began"]
        if began > timezone.localdate():
            raise forms.ValidationError(f"{began} is in the future. Correct the year.")
        return began


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
