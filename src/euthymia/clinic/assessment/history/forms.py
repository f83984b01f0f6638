from collections.abc import Mapping
from typing import Any, Final, get_args

from django import forms
from django.forms import BaseFormSet

from euthymia.clinic.assessment.history import judging
from euthymia.clinic.front_door.forms import DateInput
from euthymia.clinic.front_door.number_fields import NumberField
from euthymia.medicine import resistance
from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.resistance import diagnosis, staging

DRUGS = [
    *((drug.name, f"{drug.name} ({drug.drug_class})") for drug in antidepressants.KNOWN),
    *((agent.name, f"{agent.name} (added to one)") for agent in antidepressants.AUGMENTING),
    ("", "another, not in this list"),
]
YES_NO_UNKNOWN = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
LEVEL_UNITS = ("ng/mL", "mmol/L")
DAY_HELP = "a day (2024-02-01), a month (2024-02) or a year; empty: not known"


def rules() -> list[tuple[str, str]]:
    """Name the rules with what they ask for: the presets, then the clinic's own as it is signed."""
    named = [*resistance.PRESETS.values(), judging.rule(resistance.CLINIC)]
    return [
        (r.name, f"{r.name}: {r.min_failed_trials} failed of at least {r.min_weeks:g} weeks, {r.scope}, {r.dose} dose")
        for r in named
    ]


class DoseForm(forms.Form):
    """One daily dose for a time."""

    mg_per_day = NumberField(label="Daily dose, mg", min_value=0.01, max_value=5000, required=False)
    began = forms.CharField(label="Began", max_length=40, required=False, help_text=DAY_HELP)
    ended = forms.CharField(label="Ended", max_length=40, required=False, help_text="the first day without this dose")

    @property
    def told(self) -> dict[str, Any]:
        names = {"mg_per_day": "mg_per_day", "began": "from", "ended": "to"}
        return {key: v for name, key in names.items() if (v := self.cleaned_data.get(name)) not in (None, "")}


MOST_DOSES: Final = 20  # of one course: each is drawn, so that a made-up count of them would keep the clinic busy
Doses = forms.formset_factory(DoseForm, extra=1, max_num=MOST_DOSES, absolute_max=MOST_DOSES)


class TrialForm(forms.Form):
    """One drug tried, in the order a person would tell it; its doses are the rows below."""

    drug = forms.ChoiceField(label="Drug", choices=DRUGS, required=False)
    other = forms.CharField(
        label="If another: which",
        max_length=40,
        required=False,
        help_text="it is kept as written and not judged; ECT and the like too",
    )
    form = forms.CharField(
        label="Form, salt or route", required=False, max_length=30, help_text="where it matters: CR, HBr, patch"
    )
    adherence = forms.ChoiceField(
        label="Taken as prescribed?", choices=[("affirmed", "yes"), ("poor", "often not"), ("unknown", "not known")]
    )
    ended_for = forms.ChoiceField(
        label="Why did it end?",
        choices=[
            ("no response", "it did not help enough"),
            ("intolerance", "it was not tolerated"),
            ("ongoing", "it is still taken"),
            ("other", "another reason"),
            ("unknown", "not known"),
        ],
    )
    helped = forms.ChoiceField(
        label="How much did it help?",
        choices=[
            ("unknown", "not known"),
            ("none", "not at all"),
            ("less", "by less than half"),
            ("more", "by half or more"),
        ],
    )
    improvement_percent = NumberField(label="Improvement on a scale, % (if measured)", required=False)
    optimised = forms.BooleanField(label="Raised or prolonged to help more", required=False)
    augmented = forms.BooleanField(label="Another drug was added to it", required=False)

    given_for = forms.CharField(
        label="What it was given for",
        max_length=200,
        required=False,
        help_text="empty: not known; sleep, pain, smoking",
    )
    level_value = NumberField(
        label="Level in the blood, if measured", min_value=0.001, max_value=100000, required=False
    )
    level_unit = forms.ChoiceField(label="Unit of the level", choices=[(u, u) for u in LEVEL_UNITS], required=False)
    level_day = forms.DateField(label="Day of the level (empty: not known)", widget=DateInput(), required=False)
    dose_confirmed = forms.BooleanField(label="I looked at an unusual dose, and it is right", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a drug: one of the list, or another in words, never both."""
        data = super().clean() or {}
        other = data.get("other", "").strip()
        if "drug" in data and not data["drug"] and not other:
            self.add_error("drug", "No drug was named. Choose one, or write which other it was.")
        if data.get("drug") and other:
            self.add_error("other", f'Both {data["drug"]} and "{other}" stand here. Choose "another", or clear this.')
        return data

    def _level(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data["level_value"] is None:
            return {}
        level = {"value": data["level_value"], "unit": data["level_unit"] or LEVEL_UNITS[0]}
        return {"level": level | ({"day": data["level_day"].isoformat()} if data["level_day"] else {})}

    def told(self, doses: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the trial in the documented form of a history."""
        data = self.cleaned_data
        less = {"at_most": resistance.LESS_THAN_HALF.at_most}
        helped: dict[str, Any] = {"none": less, "less": less, "more": {"at_least": resistance.HALF_OR_MORE.at_least}}
        measured = data["improvement_percent"]
        told = {
            "drug": data["drug"] or data["other"].strip(),
            "adherence": data["adherence"], "ended_for": data["ended_for"], "doses": doses,
            "improvement_percent": helped.get(data["helped"]) if measured is None else measured,
            "optimised": data["optimised"], "augmented": data["augmented"], "dose_confirmed": data["dose_confirmed"],
            "given_for": data["given_for"].strip(),
        }  # fmt: skip
        word = data["form"].strip()
        kind = "salt" if word.lower() in SALTS else "route" if word.lower() in ROUTES else "form"
        return told | {kind: word} | self._level()


def told_again(told: Mapping[str, Any], *, prefix: str) -> tuple["TrialForm", BaseFormSet]:
    """Return the two forms of a trial that is in the documented form already, to be changed."""
    bounds = told.get("improvement_percent")
    helped = ("more" if "at_least" in bounds else "less") if isinstance(bounds, Mapping) else "unknown"
    kept = ("drug", "adherence", "ended_for", "optimised", "augmented", "dose_confirmed")
    initial = {key: told[key] for key in kept if key in told}
    initial |= {"given_for": told.get("given_for", "")[:200]}
    initial |= {f"level_{key}": value for key, value in told.get("level", {}).items()}
    initial |= {"form": told.get("form") or told.get("salt") or told.get("route") or "", "helped": helped}
    initial |= {"ended_for": told.get("ended_for", "unknown"), "adherence": told.get("adherence", "unknown")}
    initial |= {} if isinstance(bounds, Mapping) else {"improvement_percent": bounds}
    names = {"mg_per_day": "mg_per_day", "from": "began", "to": "ended"}
    rows = [{names[key]: value for key, value in dose.items() if key in names} for dose in told.get("doses", [])]
    return TrialForm(initial=initial, prefix=prefix), Doses(initial=rows, prefix=f"{prefix}-dose")


SALTS = ("hydrochloride", "hcl", "hydrobromide", "hbr")
ROUTES = ("oral", "transdermal", "patch")


class EpisodeForm(forms.Form):
    """What a verdict looks at beside the drugs."""

    rule = forms.ChoiceField(label="Rule", choices=rules, initial=resistance.DEFAULT)
    episode_began = forms.CharField(label="This episode began", max_length=40, required=False, help_text=DAY_HELP)
    diagnosis = forms.CharField(label="Diagnosis", max_length=120, required=False, help_text="name or ICD-10 code")
    history_complete = forms.BooleanField(label="These are all the antidepressants tried", required=False)


class BesideForm(forms.Form):
    """What may look like resistance, and what staging needs."""

    severity = forms.ChoiceField(
        label="Severity of this episode",
        required=False,
        choices=[("", "Not known"), *((word, word) for word in get_args(staging.Severity))],
    )
    augmentation_failed = forms.ChoiceField(label="An augmentation failed", choices=YES_NO_UNKNOWN, required=False)
    ect_failed = forms.ChoiceField(label="ECT failed", choices=YES_NO_UNKNOWN, required=False)
    bilateral_ect_failed = forms.ChoiceField(label="Bilateral ECT failed", choices=YES_NO_UNKNOWN, required=False)
    thyroid = forms.ChoiceField(label="Thyroid disease", choices=YES_NO_UNKNOWN, required=False)
    alcohol = forms.ChoiceField(label="Alcohol or drugs", choices=YES_NO_UNKNOWN, required=False)
    sleep_apnoea = forms.ChoiceField(label="Sleep apnoea", choices=YES_NO_UNKNOWN, required=False)
    poor_adherence = forms.ChoiceField(label="Medicines often not taken", choices=YES_NO_UNKNOWN, required=False)

    def causes(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in diagnosis.CAUSES if self.cleaned_data[key]}

    def beside(self) -> staging.Beside:
        known = {"yes": True, "no": False, "": None}
        asked = {n: known[self.cleaned_data[n]] for n in ("augmentation_failed", "ect_failed", "bilateral_ect_failed")}
        return staging.Beside(severity=self.cleaned_data["severity"] or None, **asked)
