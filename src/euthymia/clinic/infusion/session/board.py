"""What the live page shows, as one plain value: built here, drawn by the page, alike for a fresh page and an event."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.models import Session, SessionEvent
from euthymia.clinic.infusion.session import senders
from euthymia.clinic.infusion.session.limits import limits_for
from euthymia.clinic.infusion.session.patient_limits import differing
from euthymia.medicine import charting, dosing, watch
from euthymia.medicine import session as states
from euthymia.medicine.charting import EventKind, Line, PumpAct, standing
from euthymia.medicine.readings import CUFF_CHANNELS, Channel
from euthymia.medicine.watch import Limits, WatchState

SHOWN: tuple[Channel, ...] = (
    "spo2_pct",
    "pulse_bpm",
    "systolic_mmhg",
    "diastolic_mmhg",
    "resp_rate_bpm",
    "sedation_moaas",
    "pump_rate_ml_h",
)
_PUMP_STALE_S = 60.0
MOVE_THE_PUMP = charting.ON | charting.OFF


def board(state: WatchState, limits: Limits) -> dict[str, Any]:
    """Values and alarms, from the alarm state alone: also what is shown when nothing can be recorded."""
    return {
        "values": [_value(state, channel, limits) for channel in SHOWN],
        "alarms": [_condition(one, limits, watch.by_device(state)) for one in watch.conditions_of(state)],
        "pump_says": _pump_says(state, limits),
        "senders": senders.shown(state, limits),
    }


def _pump_says(state: WatchState, limits: Limits) -> list[str]:
    """What the pump says of itself since the last act, in words, to stand beside what hands recorded."""
    now = watch.pump_now(state, limits=limits, now_s=time.time())
    flows = {None: [], True: ["The pump says it infuses."], False: ["The pump says it stands still."]}[now.flows]
    if now.delivered_ml is None or now.recorded_ml is None:
        return flows
    return [*flows, f"It says {now.delivered_ml:.1f} mL delivered; {now.recorded_ml:.1f} mL by what hands recorded."]


def _value(state: WatchState, channel: Channel, limits: Limits) -> dict[str, Any]:
    latest = state.latest.get(channel)
    if channel == "pulse_bpm" and latest is None:
        latest = state.latest.get("heart_rate_bpm")
    name, unit = watch.LABELS[channel]
    due_s, stale_s = watch.patience_s(state, channel, limits=limits)
    if channel in CUFF_CHANNELS:
        due_s = state.cuff_interval_s
    return {
        "channel": channel,
        "label": name,
        "unit": unit.strip() or ("0 to 5" if channel == "sedation_moaas" else ""),
        "value": latest.value if latest else None,
        "text": f"{latest.value:g}" if latest else "",
        "at_s": latest.at_s if latest else None,
        "by_hand": bool(latest and not latest.code),
        "below": _first_below(channel, limits),
        "from": _first_from(channel, limits),
        "due_after_s": due_s,
        "stale_after_s": _PUMP_STALE_S if channel == "pump_rate_ml_h" else stale_s,
    }


def _first_below(channel: Channel, limits: Limits) -> float | None:
    """Return the first limit on the way down, beside which the value alarms; None where there is none."""
    tests = ("below", "at most")
    return max((rule.limit for rule in limits.rules.get(channel, ()) if rule.test in tests), default=None)


def _first_from(channel: Channel, limits: Limits) -> float | None:
    """Return the first limit on the way up; a rise over the baseline counts where it comes first."""
    tests = ("at least", "above")
    return min((rule.limit for rule in limits.rules.get(channel, ()) if rule.test in tests), default=None)


def _condition(one: watch.Condition, limits: Limits, by_device: frozenset[Channel]) -> dict[str, Any]:
    """One condition as a page draws it: by the key of its gravest alarm, which an acknowledgement names.

    keys     all its alarms
    unseen   those of them that sound, until a person has seen the condition
    news_s   when the newest of them was raised: what is announced once
    again_s  when one that was seen sounds once again
    """
    return {
        "key": one.lead.key,
        "keys": [alarm.key for alarm in one.alarms],
        "unseen": [alarm.key for alarm in one.unseen],
        "text": one.text(),
        "action": one.action(limits, by_device),
        "priority": one.priority,
        "kind": one.kind,
        "level": one.lead.level,
        "channels": sorted({alarm.channel for alarm in one.alarms}),
        "onset_s": one.onset_s,
        "ended_s": one.ended_s,
        "news_s": max(alarm.raised_s for alarm in one.unseen or one.alarms),
        "again_s": one.sounds_again_s(limits),
        "acknowledged_by": one.seen_by,
        "escalated": max(len(alarm.escalated_s) for alarm in one.alarms),
    }


def line_of(event: SessionEvent) -> Line:
    """An event as medicine reads it."""
    return Line(event.number, event.kind, event.event_at.timestamp(), event.at.timestamp(), event.body)


def acts_of(session: Session) -> list[Line]:
    """Everything of a session up to its newest number but the readings, in order."""
    events = SessionEvent.objects.filter(session=session, number__lte=session.last_event_number).exclude(
        kind=EventKind.READINGS
    )
    rows = events.order_by("number").values_list("number", "kind", "event_at", "at", "body")
    return [Line(number, kind, event_at.timestamp(), at.timestamp(), body) for number, kind, event_at, at, body in rows]


def pump_acts(acts: Sequence[Line]) -> list[PumpAct]:
    """What hands did with the pump, by when they did it, as corrected; late acts too."""
    done = [line for line in standing(acts) if line.kind in charting.ACTS]
    moved = [PumpAct(line.body["action"], line.at_s) for line in done if line.body["action"] in MOVE_THE_PUMP]
    return sorted(moved, key=lambda act: act.at_s)


def page_board(session: Session, acts: Sequence[Line] | None = None, *, for_help: bool = False) -> dict[str, Any]:
    """The whole board of a session's page; what follows the session has its acts at hand already.

    for_help   the help sheet hides no number
    """
    shown = _whole_board(session, acts)
    return shown if for_help or dose_shown.stands_on_board(session) else _without_dose(shown)


def _without_dose(shown: dict[str, Any]) -> dict[str, Any]:
    """Return a board without what was ordered, given, and told by a pump, each replaced by words."""
    hidden = dose_shown.HIDDEN
    values = [
        value | {"value": None, "text": "", "at_s": None, "hidden": hidden}
        if value["channel"] == "pump_rate_ml_h"
        else value
        for value in shown["values"]
    ]
    alarms = [
        alarm | {"text": f"Pump: {hidden}"} if alarm["key"].startswith("pump") else alarm for alarm in shown["alarms"]
    ]
    log = [_line_without_dose(line) for line in shown["log"]]
    return shown | {
        "values": values, "alarms": alarms, "log": log, "pump_says": [f"Pump: {hidden}."] if shown["pump_says"] else [],
        "ordered_mg": None, "given_mg": None, "giving_mg_s": 0.0, "dose_hidden": hidden,
    }  # fmt: skip


def _line_without_dose(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the log without what it may tell of the dose: of an unknown kind, all but its name."""
    if "unknown" in line:
        text = charting.unknown_text(line["unknown"], {"text": dose_shown.HIDDEN})
    elif line["of_pump"]:
        text = f"Pump: {dose_shown.HIDDEN}"
    else:
        return line
    return {k: v for k, v in line.items() if k != "was"} | {"text": text}


def _whole_board(session: Session, acts: Sequence[Line] | None) -> dict[str, Any]:
    if acts is None:
        acts = acts_of(session)
    limits = limits_for(session)
    state = watch.from_dict(session.alarm_state)
    shown = board(state, limits)
    seen = charting.seen_at_chair(acts)
    shown["alarms"] = [alarm | {"at_chair_s": seen.get(alarm["key"])} for alarm in shown["alarms"]]
    runs_on = any(alarm["key"] == "pump-runs-on" and not alarm["ended_s"] for alarm in shown["alarms"])
    return {
        **shown,
        "number": session.last_event_number,
        "now_s": time.time(),
        "state": session.state,
        "state_text": states.TEXTS[session.state],
        "actions": possible(session),
        "pump_may_run": runs_on
        or (session.state != "running" and states.pump_may_run(session.state, session.pump_confirmed)),
        "unconfirmed": [
            {"number": line.number, "at_s": line.at_s, "said": line.body.get("said", text_of(line.kind, line.body))}
            for line in charting.unconfirmed(acts)
        ],
        "help_is_called": session.help_called_at is not None,
        "ordered_mg": session.order.dose_mg,
        "given_mg": given_mg(session, acts),
        "giving_mg_s": session.order.plan["rate_mg_h"] / 3600 if session.state == "running" else 0.0,
        "owed": [
            {"key": one.key, "text": one.text, "since_s": one.since_s, "due_s": one.due_s, "by_hand": one.by_hand}
            for one in owed(session, state, limits, acts)
        ],
        "limits": differing(acts),
        "marks": [[act.at_s, act.action] for act in pump_acts(acts)],
        "sound_paused": sound_paused(acts),
        "sound_pause_s": limits.audio_pause_s,
        **_logs(acts, limits),
    }


def owed(
    session: Session, state: WatchState, limits: Limits, acts: Sequence[Line] | None = None
) -> tuple[charting.Owed, ...]:
    """What alarms that were seen ask for and nobody has done; nothing once the patient has left."""
    if session.state not in ("running", "paused", "observing"):
        return ()
    acts = acts_of(session) if acts is None else acts
    newest = {channel: seen.at_s for channel, seen in state.latest.items()}
    within_s = limits.cuff_interval_watch_s
    return charting.owed(
        standing(acts),
        acts=pump_acts(acts),
        rechecked_s=newest,
        recheck_within_s=within_s,
        after_treatment_s=limits.cuff_after_treatment_s,
    )


def sound_paused(acts: Sequence[Line]) -> dict[str, dict[str, Any]]:
    """By alarm key: until when its sound is paused, and by whom. An alarm raised again since then sounds."""
    paused: dict[str, dict[str, Any]] = {}
    for _, kind, _, _, body, *_ in acts:
        if kind == EventKind.SOUND_PAUSED:
            paused |= {key: {"until_s": body["until_s"], "by": body["by"]} for key in body["keys"]}
        elif kind == EventKind.ALARM_RAISED:
            paused.pop(body["key"], None)
    return paused


def possible(session: Session) -> list[str]:
    """Which buttons the page offers now."""
    names = [action for action in states.ACTIONS if states.can(session.state, action)]
    return names if session.pump_confirmed else [*names, "pump seen"]


def given_mg(session: Session, acts: Sequence[Line]) -> float | None:
    """The dose given so far by what hands did, and when: from start or resume to pause or stop."""
    runs = charting.pump_runs(pump_acts(acts))
    if not runs:
        return None
    return dosing.delivered_mg(dosing.plan_from_dict(session.order.plan), runs, as_of_s=time.time())


_ALARM_WORDS: dict[str, str] = {
    EventKind.ALARM_RAISED: "Alarm",
    EventKind.ALARM_ENDED: "Over",
    EventKind.ALARM_ESCALATED: "Not acknowledged yet",
}


_SHOWN_LINES = 40


HELP = (EventKind.HELP_CALLED, EventKind.HELP)


def _logs(acts: Sequence[Line], limits: Limits) -> dict[str, list[dict[str, Any]]]:
    """What happened, newest first by when it happened, and the help sheet's lines by themselves.

    Each line with what it said before, and whether it came late.
    """
    now = charting.effective(acts)
    shown = [line._replace(at_s=line.written_s) if line.kind == EventKind.CORRECTION else line for line in now]
    lines = sorted(shown, key=lambda line: (line.at_s, line.number), reverse=True)
    help_lines = [line for line in lines if line.kind in HELP]
    logs = {"log": lines[:_SHOWN_LINES], "help": help_lines[:_SHOWN_LINES]}
    return {name: [_line(line, limits.late_entry_s) for line in some] for name, some in logs.items()}


def text_of(kind: str, body: Mapping[str, Any]) -> str:
    """Return an event's line of the log; one of a kind that this version does not know stands as it is."""
    if not charting.known(kind):
        return charting.unknown_text(kind, body)
    if kind in _ALARM_WORDS:
        return f"{_ALARM_WORDS[kind]}: {body['condition']}"
    if kind == EventKind.ALARM_ACKNOWLEDGED:
        return f"Acknowledged by {body['name']}: {body['condition']}"
    return str(body.get("text", kind))


def _line(line: Line, late_s: float) -> dict[str, Any]:
    body, text = line.body, text_of(line.kind, line.body)
    shown: dict[str, Any] = {
        "at_s": line.at_s,
        "text": f"Entered by mistake: {text}" if line.struck else text,
        "of_pump": str(body.get("key", "")).startswith("pump"),
    }
    if not charting.known(line.kind):
        shown["unknown"] = line.kind
    if line.written_s - line.at_s > late_s:
        shown["late_s"] = line.written_s
    if line.was:
        shown["was"] = [was._asdict() for was in line.was]
    if line.kind in charting.CORRECTABLE and body.get("action", "start") in MOVE_THE_PUMP:
        shown["number"] = line.number
    return shown


def trend(session: Session, *, since_s: float = 3 * 3600) -> dict[str, list[Any]]:
    """Columns for the chart: times and the four channels, None where a time has no value of that channel."""
    columns = ("spo2_pct", "pulse_bpm", "systolic_mmhg", "diastolic_mmhg")
    rows: dict[int, dict[str, float]] = {}
    oldest = time.time() - since_s
    events = SessionEvent.objects.filter(session=session, kind__in=charting.MEASURED).order_by("number")
    for line in standing([line_of(event) for event in events]):
        for channel, value, at_s, *outcome in line.body.get("readings", ()):
            name = "pulse_bpm" if channel == "heart_rate_bpm" else channel
            if value is not None and name in columns and at_s >= oldest and outcome not in (["impossible"], ["repeat"]):
                rows.setdefault(round(at_s), {})[name] = value
    times = sorted(rows)
    return {"at_s": times, **{name: [rows[t].get(name) for t in times] for name in columns}}
