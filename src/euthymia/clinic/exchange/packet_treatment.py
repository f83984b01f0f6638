"""What was done, in the packet: infusions with their doses, and each score with how many infusions came before it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from euthymia.clinic.assessment.models import QuestionnaireResponse
from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.summary import GIVEN
from euthymia.clinic.outcomes.models import ClinicianRating, NextDayCheck
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine import instruments

DOSES = ("ordered_mg", "mg_per_kg", "given_mg")


def infusions(patient: Patient) -> list[dict[str, Any]]:
    """Return each infusion that was given, oldest first: day, drug, dose ordered and given, minutes, state."""
    rows = Session.objects.filter(patient=patient, state__in=GIVEN).select_related("order").order_by("opened_at")
    return [
        {
            "day": f"{timezone.localtime(row.opened_at):%Y-%m-%d}", "drug": row.order.drug, "state": row.state,
            "ordered_mg": row.order.dose_mg, "mg_per_kg": row.order.dose_mg_per_kg,
            "given_mg": board.given_mg(row, board.acts_of(row)), "minutes": row.order.duration_min,
        }
        for row in rows
    ]  # fmt: skip


def scores(patient: Patient) -> list[dict[str, Any]]:
    """Return every total on the chart by day: answered, rated, and rated on the day after an infusion."""
    given = list(Session.objects.filter(patient=patient, state__in=GIVEN).values_list("opened_at", flat=True))
    found = sorted([*_answered(patient), *_rated(patient)], key=lambda one: one[0])
    return [one | {"after_infusions": sum(opened < at for opened in given)} for at, one in found]


def as_readable(content: dict[str, Any], patient: Patient, *, by: User) -> dict[str, Any]:
    """Return the packet as this colleague may read it: no doses while an order waits for its second check."""
    if dose_shown.may_show(by, patient):
        return content
    bare = [dict.fromkeys(DOSES) for _ in content.get("infusions", [])]
    hidden = [one | none for one, none in zip(content.get("infusions", []), bare, strict=True)]
    return content | {"infusions": hidden, "dose_hidden": dose_shown.HIDDEN}


def in_words(content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the infusions as the packet's page and paper show them."""
    hidden = content.get("dose_hidden", "")
    return tuple((one["day"], _infusion(one, hidden)) for one in content.get("infusions", []))


def when(score: Mapping[str, Any]) -> str:
    """Return where a score stands in the treatment: before it, or after how many infusions."""
    count = score.get("after_infusions")
    if count is None:  # signed before packets said it
        return ""
    return f", after {count} infusion{'s' if count > 1 else ''}" if count else ", before treatment"


def _infusion(one: Mapping[str, Any], hidden: str) -> str:
    if hidden:
        return f"{one['drug']}, dose {hidden}; {one['state']}"
    given = "not known" if one["given_mg"] is None else f"{one['given_mg']:.1f} mg"
    ordered = f"{one['ordered_mg']:.1f} mg ({one['mg_per_kg']:g} mg/kg) over {one['minutes']:g} min"
    return f"{one['drug']}: ordered {ordered}, given {given}; {one['state']}"


Dated = tuple[datetime, dict[str, Any]]


def _answered(patient: Patient) -> Iterator[Dated]:
    for sheet in QuestionnaireResponse.objects.filter(patient=patient).exclude(total=None):
        yield sheet.finished_at, _score(sheet.instrument, sheet.total, sheet.band, sheet.finished_at, sheet.started_by)


def _rated(patient: Patient) -> Iterator[Dated]:
    rated: Sequence[Any] = ClinicianRating.objects.filter(patient=patient).select_related("by")
    next_day: Sequence[Any] = NextDayCheck.objects.filter(patient=patient).select_related("by", "baseline")
    for row in (*rated, *next_day):
        instrument = row.instrument if isinstance(row, ClinicianRating) else row.baseline.instrument
        yield row.at, _score(instrument, row.total, instruments.find(instrument).band(row.total), row.at, row.by)


def _score(key: str, total: float, band: str, at: datetime, by: User) -> dict[str, Any]:
    scale = instruments.find(key)
    day = f"{timezone.localtime(at):%Y-%m-%d}"
    code = {"system": scale.code_system, "code": scale.code}
    return {"scale": scale.name, "total": total, "band": band, "day": day, "by": str(by)} | code
