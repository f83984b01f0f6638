"""Before the pump starts, and before it starts again: the order's time, and what the values say."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.order.signing import check_order
from euthymia.clinic.infusion.session.refusals import NoReasonGiven
from euthymia.clinic.infusion.session.writer import Pen
from euthymia.clinic.people import policies
from euthymia.clinic.people.models import User
from euthymia.clinic.people.reasons import LEAST_REASON
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind
from euthymia.medicine.readings import Channel
from euthymia.medicine.refusal import Refusal


class NotNow(Refusal):
    """The values before the pump starts, or starts again, say hold, or are not known."""


def check_list(session_pk: int, at: datetime) -> None:
    """Refuse a start before the list of the day is signed, or long after. Raises NotNow."""
    signed = SessionEvent.objects.filter(session_id=session_pk, kind=EventKind.BEFORE).order_by("-number").first()
    holds_min = policies.in_force("pre_infusion").holds_min
    if signed is None:
        raise NotNow("The list before the start is not signed. Go through it first.")
    if at - signed.at > timedelta(minutes=holds_min):
        raise NotNow(
            f"The list before the start was signed at {timezone.localtime(signed.at):%H:%M} and holds for "
            f"{holds_min:g} min. Go through it again."
        )


def check(pen: Pen, action: str, *, reason: str, by: User) -> dict[str, Any]:
    """Hold a start or a resume back on what the values say; give what a prescriber documented where they ask caution.

    Raises OrderExpired, NotNow, NoReasonGiven.
    """
    values = _known(pen)
    if action == "start":
        check_order(pen.session.order, pen.at)
        check_list(pen.session.pk, pen.at)
        findings = watch.before_start(values, limits=pen.limits)
    elif action == "resume":
        findings = watch.may_resume(values, limits=pen.limits)
    else:
        return {}
    against = [f"{f.condition}. {f.action}" for f in findings if f.level != "caution"]
    if against:
        raise NotNow(" ".join(against))
    cautions = [f"{f.condition}. {f.action}" for f in findings]
    if cautions and not (by.is_prescriber and len(reason) >= LEAST_REASON):
        raise NoReasonGiven(" ".join(cautions) + " A prescriber writes the reason and records the start.")
    return {"cautions": cautions, "reason": reason} if cautions else {}


def _known(pen: Pen) -> dict[Channel, float | None]:
    """The values that are no older than their rule: an older one is not known."""
    now_s = pen.at.timestamp()
    return {
        channel: seen.value
        for channel, seen in pen.state.latest.items()
        if now_s - seen.at_s <= watch.patience_s(pen.state, channel, limits=pen.limits)[1]
    }
