"""How a verdict stands: what it judged, and what has changed on the chart since. An old judgement says that it is."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils import timezone

from euthymia.clinic.assessment.history import confirmed, judging
from euthymia.clinic.assessment.models import AntidepressantTrial, ResistanceVerdict
from euthymia.clinic.people.models import Patient
from euthymia.medicine import resistance
from euthymia.medicine.refusal import Refusal
from euthymia.medicine.resistance.verdict import RULE_VERSION
from euthymia.wire import history
from euthymia.wire.diagnosis_form import diagnosis_form

Form = Mapping[str, Any]


class Standing(NamedTuple):
    """A verdict with what it judged in words, and what has changed since: nothing, where it is as good as new."""

    verdict: ResistanceVerdict
    judged: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return what is said of an old judgement; "" where nothing has changed."""
        if not self.changes:
            return ""
        day = timezone.localtime(self.verdict.at)
        return f"Judged on {day:%d %B %Y}, changed since: {'; '.join(self.changes)}."


def latest(patient: Patient) -> Standing | None:
    """Return how the newest verdict stands today; None where nobody has judged yet."""
    verdict = ResistanceVerdict.objects.filter(patient=patient).select_related("by", "patient").first()
    return standing(verdict) if verdict else None


def standing(verdict: ResistanceVerdict) -> Standing:
    """Hold a verdict against the trials, the diagnoses and the rule of today."""
    rows = AntidepressantTrial.objects.filter(patient=verdict.patient, voided_at=None)
    trials_then, trials_now = map(_as_written_today, verdict.inputs), [_as_written_today(row.history) for row in rows]
    diagnoses_then = verdict.context.get("diagnoses", [])
    diagnoses_now = [diagnosis_form(entry) for entry in confirmed.diagnoses(verdict.patient)]
    judged = (*map(_trial, verdict.inputs), *(f"diagnosis {_diagnosis(one)}" for one in diagnoses_then))
    changes = (
        *_differences(trials_then, trials_now, _trial),
        *(f"diagnosis {one}" for one in _differences(diagnoses_then, diagnoses_now, _diagnosis)),
        *_of_the_rule(verdict),
    )
    return Standing(verdict, judged or ("no drug at all",), changes)


def _differences(then: Iterable[Form], now: Iterable[Form], name: Any) -> Iterable[str]:
    """Name what was added and what is gone; the order of entry says nothing."""
    before, after = (Counter(json.dumps(one, sort_keys=True) for one in forms) for forms in (then, now))
    yield from (f"{name(json.loads(one))} added" for one in (after - before).elements())
    yield from (f"{name(json.loads(one))} gone" for one in (before - after).elements())


def _as_written_today(form: Form) -> Form:
    """Write a trial as today's form does, so that a later version of the form is no change of the chart."""
    try:
        return history.trial(history.read_trial(form))
    except Refusal:  # no table has its drug: a verdict keeps its name alone
        return {"drug": form["drug"]}


def _of_the_rule(verdict: ResistanceVerdict) -> Iterable[str]:
    if verdict.rule_version != RULE_VERSION:
        yield f"the way of judging, then {verdict.rule_version}, now {RULE_VERSION}"
    try:
        rule = judging.rule(verdict.rule_name)
    except resistance.UnknownRule:
        yield f"rule {verdict.rule_name} is gone"
        return
    then = {one["name"]: str(one["value"]) for one in verdict.context.get("parameters", [])}
    now = {one.name: str(one.value) for one in rule.parameters}
    if then and then != now:
        yield f"the numbers of rule {verdict.rule_name}"


def _trial(form: Form) -> str:
    doses = [f"{dose['mg_per_day']:g} mg" for dose in form.get("doses", []) if dose.get("mg_per_day")]
    days = [day for dose in form.get("doses", []) for day in (dose.get("from"), dose.get("to")) if day]
    spread = f"{days[0]} to {days[-1]}" if len(days) > 1 else "".join(days)
    said = ", ".join(filter(None, [" then ".join(dict.fromkeys(doses)) or "dose not known", spread]))
    return f"{form['drug']} ({said})"


def _diagnosis(form: Form) -> str:
    notes = ", ".join(filter(None, [form.get("kind", ""), form.get("standing", "")]))
    return f'"{form.get("said", "")}" ({notes})'
