"""The course of a patient: rows into medicine's course, and that into a chart and a table that say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from euthymia.clinic.assessment.models import QuestionnaireResponse
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.outcomes.infusions import OVER, given
from euthymia.clinic.outcomes.models import ClinicianRating, NextDayCheck
from euthymia.clinic.people.models import Patient
from euthymia.medicine import instruments, response
from euthymia.medicine.instruments import madrs, phq9
from euthymia.medicine.response import Course, Point, Score

SCALES: Final = (madrs.MADRS.key, phq9.PHQ9.key)


@dataclass(frozen=True)
class Curve:
    """One scale over the course: medicine's reading of it, and a line of the table for each score."""

    scale: str
    name: str
    course: Course
    lines: tuple["Line", ...]


@dataclass(frozen=True)
class Line:
    """One score, said in words."""

    point: Point
    name: str
    total_max: int
    note: str


def sessions_of(patient: Patient) -> list[Session]:
    """List the infusions given, oldest first, each with `started_at` and `day_check`, None where it has none yet."""
    checks = {row.session_id: row for row in NextDayCheck.objects.filter(patient=patient)}
    sessions = list(given(Session.objects.filter(patient=patient).select_related("order")))
    for session in sessions:
        session.day_check = checks.get(session.pk)
    return sessions


def unchecked(sessions: Sequence[Session]) -> list[Session]:
    """List the infusions that are over and have no check a day after yet, the latest first."""
    return [s for s in reversed(sessions) if s.state in OVER and s.day_check is None]


def scores_of(patient: Patient) -> list[Score]:
    """Gather every total: questionnaires, ratings and the checks a day after."""
    sheets = (
        QuestionnaireResponse.objects.filter(patient=patient)
        .exclude(finished_at=None)
        .values_list("instrument", "total", "finished_at")
    )
    ratings = ClinicianRating.objects.filter(patient=patient).values_list("instrument", "total", "at")
    checks = NextDayCheck.objects.filter(patient=patient).values_list("total", "at")
    return [Score(*row) for row in (*sheets, *ratings)] + [Score(madrs.MADRS_24H.key, *row) for row in checks]


def curves(scores: Sequence[Score], started_at: Sequence[datetime]) -> list[Curve]:
    """Read the course of each scale that has a score."""
    return [_curve(scale, scores, started_at) for scale in SCALES if any(s.scale == scale for s in scores)]


def _curve(scale: str, scores: Sequence[Score], started_at: Sequence[datetime]) -> Curve:
    course = response.course(scores, started_at, instrument=scale)
    rising = sorted(started_at)
    lines = tuple(_line(point, course, rising) for point in course.points)
    return Curve(scale, instruments.find(scale).name, course, lines)


def _line(point: Point, course: Course, started_at: Sequence[datetime]) -> Line:
    scale = instruments.find(point.score.instrument)
    return Line(point, scale.name, scale.total_max, _note(point, course, started_at))


def _note(point: Point, course: Course, started_at: Sequence[datetime]) -> str:
    if point.score is course.baseline:
        return "baseline"
    if not point.infusions:
        return "before the first infusion"
    if point.result_of is not None:
        return f"after infusion {point.result_of}"
    days = (point.score.at - started_at[point.infusions - 1]).days
    ago = {0: "less than a day", 1: "1 day"}.get(days, f"{days} days")
    scale = instruments.find(point.score.instrument)
    return (
        f"answered {ago} after infusion {point.infusions}; not the result of that infusion (looks back {scale.recall})"
    )


def chart(found: Sequence[Curve], started_at: Sequence[datetime]) -> dict[str, Any]:
    """Return the chart as plain data: times in seconds since 1970, and a total or None at each for every series."""
    times = sorted({line.point.score.at.timestamp() for curve in found for line in curve.lines})
    return {
        "times": times,
        "series": [series for curve in found for series in _series(curve, times)],
        "sessions": [at.timestamp() for at in sorted(started_at)],
    }


def _series(curve: Curve, times: Sequence[float]) -> Iterator[dict[str, Any]]:
    """The totals that count; those that were answered too soon, as points alone; and half of the baseline."""
    top = instruments.find(curve.scale).total_max
    soon = {line.point for line in curve.lines if line.point.infusions and line.point.result_of is None}
    counted = {
        line.point.score.at.timestamp(): line.point.score.total for line in curve.lines if line.point not in soon
    }
    early = {point.score.at.timestamp(): point.score.total for point in soon}
    yield _drawn(curve, f"{curve.name} (0 to {top})", "total", [counted.get(t) for t in times])
    if early:
        yield _drawn(curve, f"{curve.name}, not a result", "early", [early.get(t) for t in times])
    if curve.course.baseline is not None and curve.course.baseline.total:
        half = curve.course.baseline.total * (1 - response.RESPONSE_FALL_PCT / 100)
        yield _drawn(curve, f"{curve.name}, half of baseline", "half", [half for _ in times])


def _drawn(curve: Curve, label: str, kind: str, totals: list[float | None]) -> dict[str, Any]:
    top = instruments.find(curve.scale).total_max
    return {"scale": curve.scale, "top": top, "label": label, "kind": kind, "totals": totals}
