"""What a locked page took at the chair from a hand without a name, until a person confirms it in their own."""

from collections.abc import Sequence

from euthymia.medicine.charting.corrections import Line
from euthymia.medicine.charting.kinds import EventKind


def unconfirmed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return what was taken and nobody has confirmed, oldest first.

    A line taken so has `unconfirmed` in its body; a confirmation names the line's number in `of`.
    """
    done = {line.body["of"] for line in lines if line.kind == EventKind.CONFIRMED}
    return tuple(line for line in lines if line.body.get("unconfirmed") and line.number not in done)


def seen_at_chair(lines: Sequence[Line]) -> dict[str, float]:
    """Return by alarm when a hand without a name has seen it; one raised again since then has been seen by nobody."""
    raised = {line.body["key"]: line.number for line in lines if line.kind == EventKind.ALARM_RAISED}
    seen = [line for line in unconfirmed(lines) if line.body.get("alarm")]
    return {line.body["alarm"]: line.at_s for line in seen if line.number > raised.get(line.body["alarm"], 0)}
