"""A move of the session's state: its event, its phase, the baseline and the order it takes over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.writer import Pen
from euthymia.medicine import session as states
from euthymia.medicine import watch
from euthymia.medicine.charting import EventKind

PHASES: Mapping[str, watch.Phase] = {"running": "running", "paused": "paused", "observing": "observing"}


def _move(pen: Pen, action: str, body: dict[str, Any], *, event_at: datetime | None = None) -> None:
    """Move the session along its table, and the watch with it."""
    pen.session.state = states.after(pen.session.state, action)
    if action in ("start", "resume", "pause", "stop"):  # leaving does not mean that somebody saw the pump stand still
        pen.session.pump_confirmed = action in ("start", "resume")
    body = {"action": action, **body}
    if action == "start":
        body["baseline"] = {channel: seen.value for channel, seen in pen.state.latest.items()}
        body["baseline_by_hand_s"] = {c: seen.at_s for c, seen in pen.state.latest.items() if not seen.code}
        body["baseline_by_device"] = {
            c: [watch.as_kept(seen.source), round(seen.sent_at_s, 3)]
            for c, seen in pen.state.latest.items()
            if seen.code
        }
        _take_baseline(pen)
        _take_order(pen)
        expected = dict.fromkeys(watch.EXPECTED, pen.at.timestamp())
        pen.state = pen.state._replace(expected=expected)
    pen.note(EventKind.ACT, body, event_at=event_at)
    if pen.session.state in PHASES:
        phase, since = PHASES[pen.session.state], event_at or pen.at
        pen.step(watch.with_phase(pen.state, phase, limits=pen.limits, now_s=since.timestamp()))
    if pen.session.state in ("discharged", "cancelled"):
        pen.session.pairings.filter(ended_at=None).update(ended_at=pen.at)


def _take_baseline(pen: Pen) -> None:
    """The last cuff pressure before the start is what a rise is counted from."""
    systolic, diastolic = pen.state.latest.get("systolic_mmhg"), pen.state.latest.get("diastolic_mmhg")
    if systolic and diastolic:
        pen.session.limits = {
            **pen.session.limits,
            "baseline_systolic_mmhg": systolic.value,
            "baseline_diastolic_mmhg": diastolic.value,
        }
        pen.limits = limits_for(pen.session)


def _take_order(pen: Pen) -> None:
    """From the start on the pump is held against the order."""
    plan = pen.session.order.plan
    pen.session.limits = {
        **pen.session.limits,
        "ordered_rate_ml_h": plan["rate_ml_h"],
        "ordered_volume_ml": plan["total_volume_ml"],
        "ordered_drug": "ketamine",  # the label by which a pump's channel is known as this infusion's
    }
    pen.limits = limits_for(pen.session)
