"""What a rise is counted from, where its device takes back the value that served as the baseline."""

from typing import Any, Final

from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.session.board import acts_of
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.writer import Pen
from euthymia.medicine import charting, watch
from euthymia.medicine.charting import EventKind, Line
from euthymia.medicine.readings import Channel

COUNTED_FROM: Final[tuple[Channel, ...]] = ("systolic_mmhg", "diastolic_mmhg")


def forget(pen: Pen, channel: Channel, back: dict[str, Any], *, now_s: float) -> bool:
    """Count no rise from a baseline that is taken back, and end what rises had raised; return whether it was one.

    back  the event's body that says what is taken back
    """
    name = f"baseline_{channel}"
    if channel not in COUNTED_FROM or getattr(pen.limits, name) is None:
        return False
    session = Session.objects.get(pk=pen.session.pk)
    now = Line(pen.session.last_event_number + 1, EventKind.TAKEN_BACK, back["at_s"], now_s, back)
    if channel in charting.baseline([*acts_of(session), now]):
        return False
    session.limits = {**session.limits, name: None}
    session.save(update_fields=["limits"])
    pen.limits = limits_for(session)
    pen.step(watch.end_rises(pen.state, channel, now_s=now_s))
    return True
