"""Limits of one patient, for one session: changed with a reason, shown, and gone with the session."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils import timezone

from euthymia.clinic.audit.actions import Action
from euthymia.clinic.infusion.models import LIVE, Session, SessionEvent
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.refusals import NoReasonGiven, NotYours
from euthymia.clinic.infusion.session.writer import Pen, writing
from euthymia.clinic.people.models import User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.medicine import number_entry, watch
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind, Line
from euthymia.medicine.policies import Policy, policies
from euthymia.medicine.refusal import Refusal

ROWS: Final[dict[str, Policy]] = {
    row.key.removeprefix("chair."): row for row in policies() if row.key.removeprefix("chair.") in watch.PERSONAL
}


def change(session: Session, wanted: Mapping[str, float], *, reason: str, by: User) -> Session:
    """Change limits of this session. A clinician may tighten; to loosen beyond the clinic's own is a prescriber's.

    Raises what medicine.watch.personal_limits refuses, NotYours, NoReasonGiven.
    """
    reason, at = reason.strip(), timezone.now()
    if session.state not in LIVE:
        raise states.WrongMoment(f"The session is {session.state}: limits are set while its patient is in the chair.")
    if len(reason) < LEAST_REASON:
        raise NoReasonGiven(f'Read as "{reason}". Write in a few words why this patient needs other limits.')
    with writing(session, at=at, by=by, doing=Action.CHANGED_PATIENTS_LIMITS) as pen:
        before = pen.limits
        changed = {name: value for name, value in wanted.items() if value != getattr(before, name, None)}
        if not changed:
            raise Refusal("No limit was changed: each number is the one in force. Change one, then sign.")
        after = watch.personal_limits(before, changed)
        _check_who(session, changed, by)
        for name, value in changed.items():
            _note(pen, name, value, reason=reason, by=by)
        pen.session.limits = {**pen.session.limits, **changed}
        pen.limits = limits_for(pen.session)
        pen.step(watch.judge_again(pen.state, before, after, now_s=at.timestamp()))
    return session


def _check_who(session: Session, changed: Mapping[str, float], by: User) -> None:
    own = clinics_own(session)
    loosened = [ROWS[name].label for name, value in changed.items() if watch.looser(name, value, own[name])]
    if loosened and not by.is_prescriber:
        raise NotYours(f"{'; '.join(loosened)}: looser than the clinic's own limit. That is a prescriber's to set.")


def _note(pen: Pen, name: str, value: float, *, reason: str, by: User) -> None:
    row, was = ROWS[name], getattr(pen.limits, name)
    text = f"{row.label} {value:g} {row.unit} (was {was:g}), by {by.name}: {reason}"
    pen.note(EventKind.LIMITS, {"name": name, "was": was, "now": value, "reason": reason, "by": by.name, "text": text})


def clinics_own(session: Session) -> dict[str, float]:
    """What the clinic's limits were when the session was opened: before the first change of each."""
    limits = limits_for(session)
    own = {name: float(getattr(limits, name)) for name in ROWS}
    for body in (
        SessionEvent.objects.filter(session=session, kind=EventKind.LIMITS)
        .order_by("-number")
        .values_list("body", flat=True)
    ):
        own[body["name"]] = body["was"]
    return own


def differing(acts: Iterable[Line]) -> list[dict[str, Any]]:
    """List the limits of a session that are not the clinic's, from its acts: which, since when, by whom and why."""
    own: dict[str, float] = {}
    last: dict[str, dict[str, Any]] = {}
    for _, kind, at_s, _, body, *_ in acts:
        if kind == EventKind.LIMITS:
            own.setdefault(body["name"], body["was"])
            last[body["name"]] = {**body, "at_s": at_s}
    return [_shown(name, body, own[name]) for name, body in last.items() if body["now"] != own[name]]


def _shown(name: str, body: Mapping[str, Any], own: float) -> dict[str, Any]:
    row, looser = ROWS[name], watch.looser(name, body["now"], own)
    words = "looser than" if looser else "tighter than"
    text = f"{row.label} {body['now']:g} {row.unit}, {words} the clinic's {own:g}. {body['reason']} ({body['by']})"
    return {"text": text, "looser": looser, "at_s": body["at_s"]}


def read(posted: Mapping[str, str]) -> dict[str, float]:
    """Read the numbers that a person typed, by limit; an empty field changes nothing."""
    found = {}
    for name, row in ROWS.items():
        text = posted.get(name, "").strip()
        if text:
            found[name] = number_entry.number(text, row.label)
    return found


def rows(session: Session, posted: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    """Each limit that may be changed: the clinic's number, this session's, and what was typed."""
    limits, own = limits_for(session), clinics_own(session)
    return [
        {
            "name": name, "label": row.label, "unit": row.unit, "source": row.source,
            "own": f"{own[name]:g}", "now": f"{getattr(limits, name):g}",
            "changed": getattr(limits, name) != own[name], "typed": posted.get(name, ""),
        }
        for name, row in ROWS.items()
    ]  # fmt: skip
