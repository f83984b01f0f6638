"""The watch, slow and plain: which body conditions last now, worked out afresh from every reading there ever was.

It keeps no state between messages. It covers what acts on values; silence, links and clocks have tables of their own.
"""

from typing import NamedTuple

from euthymia.medicine.readings import CUFF_CHANNELS, POSSIBLE
from euthymia.medicine.watch import Limits

CONTINUOUS = {"spo2_pct", "pulse_bpm", "heart_rate_bpm", "resp_rate_bpm"}
PACED = {"spo2_pct", "pulse_bpm", "heart_rate_bpm"}

_SILENT = "medicine/watch/test_silence.py::test_an_expected_channel_that_stays_silent_alarms"
_GROWN_OLD = "medicine/watch/test_silence.py::test_a_value_that_was_shown_once_may_not_grow_old_unnoticed"
_INTAKE, _FULL_DISK, _SECOND = (
    f"clinic/infusion/devices/{part}.py::test_"
    for part in ("test_intake", "test_full_disk", "traffic/test_second_line")
)
_DEVICES, _READINGS, _PUMP, _SOURCES = (
    f"medicine/watch/test_{part}.py::test_" for part in ("devices", "readings", "pump", "sources")
)
# The rules that act on something else than a value: each with the test whose table stands in for the oracle.
TABLES = {
    **{f"{channel}:stale": _SILENT for channel in ("spo2_pct", "systolic_mmhg", "resp_rate_bpm", "sedation_moaas")},
    **{f"{channel}:stale": _GROWN_OLD for channel in ("pulse_bpm", "heart_rate_bpm")},
    "check-due": _SILENT,
    "link": "medicine/watch/test_silence.py::test_a_sender_that_reports_every_second_is_missed_after_five",
    "spot-check": "medicine/watch/test_silence.py::test_a_slow_reporter_is_a_spot_check_and_is_checked_on_a_timer",
    "impossible": f"{_READINGS}an_impossible_value_is_kept_apart_and_the_next_good_one_ends_its_alarm",
    "clock": f"{_READINGS}a_device_clock_ahead_of_ours_alarms_and_its_values_still_act",
    "behind": f"{_DEVICES}a_clock_so_slow_that_a_value_by_hand_stays_newer_is_said_aloud_until_it_is_right",
    "symptom": f"{_READINGS}a_symptom_asks_for_stop_and_treat_whatever_the_numbers_say",
    "unpaired": f"{_INTAKE}no_identity_without_a_pairing_is_quarantined_with_a_technical_alarm",
    "apart": f"{_SECOND}a_second_line_is_kept_apart_beside_an_alarm_while_the_first_speaks",
    "not-recording": f"{_FULL_DISK}a_full_sqlite_file_is_refused_shown_and_recovered_from",
    "device": f"{_DEVICES}it_keeps_the_device_s_own_words_priority_and_kind",
    "disagree": f"{_SOURCES}two_sources_on_two_sides_of_a_limit_are_said_to_disagree",
    "second-person": "clinic/infusion/oversight/test_elsewhere.py::test_two_unseen_high_alarms_ask_for_a_second_person",
    "pump-rate": f"{_PUMP}a_rate_that_is_not_the_order_s_is_an_alarm_after_ten_seconds",
    "pump-runs-on": f"{_PUMP}a_pump_that_runs_on_after_pause_or_stop_is_a_high_alarm",
    "pump-volume": f"{_PUMP}a_total_that_is_not_what_hands_recorded_is_a_low_alarm",
}


class Judged(NamedTuple):
    """A reading that was, when it came, its source's newest (or a correction of the newest).

    at_s counts; sent_s is what the device said; came_s when it came; missed the times between which nothing had come
    """

    channel: str
    value: float
    at_s: float
    code: str
    source: tuple = ()
    sent_s: float = 0.0
    came_s: float = 0.0
    missed: tuple = (0.0, 0.0)


def possible(r):
    return r.value is not None and POSSIBLE[r.channel][0] <= r.value <= POSSIBLE[r.channel][1]


def judged(messages):
    """Keep the readings that count, in order of arrival."""
    kept, said = [], {}  # said: what each source last said at each instant
    live, newest = {}, {}  # of each channel: its sources, or its newest time
    for now_s, readings in messages:
        for r in filter(possible, readings):
            if r.channel in CONTINUOUS:
                for counts in of_source(r, now_s, readings, live.get(r.channel, {})):
                    live[r.channel] = joined(live.get(r.channel, {}), counts)
                    kept.append(counts)
                continue
            key = (r.channel, r.code, r.containment, r.at_s)
            if r.at_s < newest.get(r.channel, r.at_s) or said.get(key) == r.value:
                continue
            said[key], newest[r.channel] = r.value, r.at_s
            kept.append(Judged(r.channel, r.value, r.at_s, r.code))
    return kept


def of_source(r, now_s, readings, live):
    """Judge a continuous reading in its own source's past: nothing where it is a repeat or late."""
    source = (r.code, r.containment, r.equipment)
    own = live.get(source)
    missed = own.missed if own else (0.0, 0.0)
    new = Judged(r.channel, r.value, r.at_s, r.code, source, r.at_s, now_s, missed)
    if own and r.at_s == own.sent_s:
        return [] if r.value == own.value else [new._replace(at_s=own.at_s)]
    at_arrival = new._replace(at_s=now_s)
    if r.at_s > now_s + 5:
        return [at_arrival]
    if own and r.code and now_s - r.at_s > 5:
        mine = [
            o.at_s for o in filter(possible, readings) if (o.channel, o.code, o.containment) == (r.channel, *source[:2])
        ]
        if own.at_s - own.sent_s > 5:
            if r.at_s > own.sent_s:
                return [at_arrival._replace(missed=(0.0, 0.0))]
        elif max(mine) < own.sent_s - 5 and not missed[0] < r.at_s < missed[1]:
            return [at_arrival._replace(missed=gap(own, r, now_s))]
    elif own and own.at_s != own.sent_s:
        return [new._replace(missed=gap(own, r, now_s))]
    if own and r.at_s < own.at_s:
        return []
    if live and max(j.at_s for j in live.values()) - r.at_s > 10:
        return []
    return [new._replace(missed=gap(own, r, now_s))]


def gap(own, r, now_s):
    """Between which of its times a source said nothing for more than ten seconds, by its clock and by ours."""
    if not own or own.at_s - own.sent_s > 5:
        return (0.0, 0.0)
    return (own.sent_s, r.at_s) if min(r.at_s - own.sent_s, now_s - own.came_s) > 10 else own.missed


def joined(live, value):
    """Return each source's newest value; a source ten seconds behind the newest of its channel is forgotten."""
    live = {**live, value.source: value}
    newest_s = max(j.at_s for j in live.values())
    return {source: j for source, j in live.items() if newest_s - j.at_s <= 10}


def table(limits: Limits):
    """The action table, spelt out: (key, channel, is it bad, hold in seconds)."""
    m = limits
    rows = [
        ("systolic_mmhg:watch", "systolic_mmhg", lambda v: v >= m.systolic_watch_mmhg, 0),
        ("systolic_mmhg:pause", "systolic_mmhg", lambda v: v >= m.systolic_pause_mmhg, 0),
        ("systolic_mmhg:treat", "systolic_mmhg", lambda v: v > m.systolic_treat_above_mmhg, 0),
        ("systolic_mmhg:stop", "systolic_mmhg", lambda v: v < m.systolic_stop_below_mmhg, 0),
        ("diastolic_mmhg:watch", "diastolic_mmhg", lambda v: v >= m.diastolic_watch_mmhg, 0),
        ("diastolic_mmhg:pause", "diastolic_mmhg", lambda v: v >= m.diastolic_pause_mmhg, 0),
        ("diastolic_mmhg:treat", "diastolic_mmhg", lambda v: v > m.diastolic_treat_above_mmhg, 0),
        ("spo2_pct:pause", "spo2_pct", lambda v: v < m.spo2_pause_below_pct, m.hold_s),
        ("spo2_pct:stop", "spo2_pct", lambda v: v < m.spo2_stop_below_pct, m.hold_s),
        ("resp_rate_bpm:prompt", "resp_rate_bpm", lambda v: v < m.resp_prompt_below_bpm, m.hold_s),
        ("resp_rate_bpm:stop", "resp_rate_bpm", lambda v: v < m.resp_stop_below_bpm, m.hold_s),
        ("sedation_moaas:prompt", "sedation_moaas", lambda v: v <= m.sedation_prompt_moaas, 0),
        ("sedation_moaas:stop", "sedation_moaas", lambda v: v <= m.sedation_stop_moaas, 0),
    ]
    for channel in ("pulse_bpm", "heart_rate_bpm"):
        rows.append((f"{channel}:pause", channel, lambda v: v >= m.pulse_pause_bpm, m.hold_s))
        rows.append((f"{channel}:stop", channel, lambda v: v < m.pulse_stop_below_bpm, m.hold_s))
    up, down = m.baseline_systolic_mmhg, m.baseline_diastolic_mmhg
    if up is not None:
        rows.append(("systolic_mmhg:watch-rise", "systolic_mmhg", lambda v: v - up >= m.systolic_rise_watch_mmhg, 0))
        rows.append(("systolic_mmhg:call-rise", "systolic_mmhg", lambda v: v - up >= m.systolic_rise_call_mmhg, 0))
    if down is not None:
        rows.append(
            ("diastolic_mmhg:watch-rise", "diastolic_mmhg", lambda v: v - down >= m.diastolic_rise_watch_mmhg, 0)
        )
        rows.append(("diastolic_mmhg:call-rise", "diastolic_mmhg", lambda v: v - down >= m.diastolic_rise_call_mmhg, 0))
    return rows


def lasts(values, bad, hold_s):
    """Return whether any living source's latest unbroken run of bad values has lasted long enough."""
    onset, long_enough, live, gaps = {}, set(), {}, []
    for value in values:
        own = live.get(value.source)
        if own and value.code:
            gaps.append(value.sent_s - own.sent_s)
        # A device is known as a spot check by two slow gaps and never a quick one.
        spot = len([g for g in gaps if g > 10]) >= 2 and not any(0 < g <= 10 for g in gaps)
        live = joined(live, value) if value.channel in CONTINUOUS else {value.source: value}
        if not bad(value.value):
            onset.pop(value.source, None)
            long_enough.discard(value.source)
        else:
            began_s = onset.setdefault(value.source, value.at_s)
            by_hand = value.channel in CONTINUOUS and value.code == ""
            if value.at_s - began_s >= hold_s or by_hand or (spot and value.channel in PACED):
                long_enough.add(value.source)
        onset = {source: began_s for source, began_s in onset.items() if source in live}
        long_enough &= live.keys()
    return bool(long_enough)


def high_twice(values, limits):
    """Return whether either half was high at two readings about 5 min apart, with no reading quiet in both between."""
    bounds = {"systolic_mmhg": limits.systolic_pause_mmhg, "diastolic_mmhg": limits.diastolic_pause_mmhg}
    run, latest = [], {}
    for value in (v for v in values if v.channel in bounds):
        latest[value.channel] = value
        if value.value >= bounds[value.channel]:
            run.append(value.at_s)
        elif all(half.at_s == value.at_s and half.value < bounds[half.channel] for half in latest.values()):
            run = []
    return any(at_s - run[0] >= limits.treat_apart_s - limits.treat_apart_tolerance_s for at_s in run)


def unsaid(messages, taken_back):
    """Return the messages without what was taken back: (channel, code, containment, time)."""
    return [
        (now_s, [r for r in readings if (r.channel, r.code, r.containment, r.at_s) not in taken_back])
        for now_s, readings in messages
    ]


def conditions(messages, *, limits):
    """Return the keys of the body conditions that last after these messages: [(now_s, readings), ...]."""
    kept = judged(messages)
    found = {
        key
        for key, channel, bad, hold_s in table(limits)
        if lasts([value for value in kept if value.channel == channel], bad, hold_s)
    }
    sedation, breaths, oxygen = (
        [value for value in kept if value.channel == channel]
        for channel in ("sedation_moaas", "resp_rate_bpm", "spo2_pct")
    )
    if lasts(sedation, lambda v: v <= limits.sedation_prompt_moaas, 0) and (
        lasts(breaths, lambda v: v < limits.resp_prompt_below_bpm, limits.hold_s)
        or lasts(oxygen, lambda v: v < limits.spo2_sedated_stop_below_pct, limits.hold_s)
    ):
        found.add("sedation_moaas:stop-together")
    cuffs = [value for value in kept if value.channel in CUFF_CHANNELS]
    return found | ({"pressure:treat-twice"} if high_twice(cuffs, limits) else set())
