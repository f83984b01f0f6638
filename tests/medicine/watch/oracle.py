"""The watch, slow and plain: which body conditions last now, worked out afresh from every reading there ever was.

It keeps no state between messages. It covers what acts on values; silence, links and clocks have tables of their own.
"""

from itertools import pairwise
from typing import NamedTuple

from euthymia.medicine.readings import CUFF_CHANNELS, POSSIBLE
from euthymia.medicine.watch import Limits

CONTINUOUS = {"spo2_pct", "pulse_bpm", "heart_rate_bpm", "resp_rate_bpm"}
PACED = {"spo2_pct", "pulse_bpm", "heart_rate_bpm"}

_SILENT = "medicine/watch/test_silence.py::test_an_expected_channel_that_stays_silent_alarms"
_GROWN_OLD = "medicine/watch/test_silence.py::test_a_value_that_was_shown_once_may_not_grow_old_unnoticed"
_INTAKE, _FULL_DISK = (f"clinic/infusion/devices/test_{part}.py::test_" for part in ("intake", "full_disk"))
_DEVICES, _READINGS, _PUMP = (f"medicine/watch/test_{part}.py::test_" for part in ("devices", "readings", "pump"))
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
    "not-recording": f"{_FULL_DISK}a_full_sqlite_file_is_refused_shown_and_recovered_from",
    "device": f"{_DEVICES}it_keeps_the_device_s_own_words_priority_and_kind",
    "pump-rate": f"{_PUMP}a_rate_that_is_not_the_order_s_is_an_alarm_after_ten_seconds",
    "pump-runs-on": f"{_PUMP}a_pump_that_runs_on_after_pause_or_stop_is_a_high_alarm",
    "pump-volume": f"{_PUMP}a_total_that_is_not_what_hands_recorded_is_a_low_alarm",
}


class Judged(NamedTuple):
    """A reading that was, when it came, the newest of its channel (or a correction of the newest)."""

    channel: str
    value: float
    at_s: float
    code: str


def judged(messages):
    """Keep the readings that count, in order of arrival."""
    kept, said = [], {}  # said: what each source last said at each instant
    for _, readings in messages:
        for r in readings:
            if r.value is None or not POSSIBLE[r.channel][0] <= r.value <= POSSIBLE[r.channel][1]:
                continue
            key = (r.channel, r.code, r.containment, r.at_s)
            newest = max((j.at_s for j in kept if j.channel == r.channel), default=None)
            if newest is not None and r.at_s < newest:
                continue
            if said.get(key) == r.value:
                continue
            said[key] = r.value
            kept.append(Judged(r.channel, r.value, r.at_s, r.code))
    return kept


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


def spot_check(values, n):
    """Say whether the device was known as a spot check by its nth value: two slow gaps and never a quick one."""
    gaps = [b.at_s - a.at_s for a, b in pairwise(values[: n + 1]) if a.code == b.code != ""]
    return len([g for g in gaps if g > 10]) >= 2 and not any(0 < g <= 10 for g in gaps)


def lasts(values, bad, hold_s):
    """Say whether the latest unbroken run of bad values has, at any of its values, lasted long enough."""
    run = []
    for n, value in enumerate(values):
        run = [*run, n] if bad(value.value) else []
    if not run:
        return False
    began_s = values[run[0]].at_s
    return any(
        values[n].at_s - began_s >= hold_s
        or (values[n].channel in CONTINUOUS and values[n].code == "")
        or (values[n].channel in PACED and spot_check(values, n))
        for n in run
    )


def high_twice(values, limits):
    """Say whether either half was high at two readings about 5 min apart, with no reading quiet in both between."""
    bounds = {"systolic_mmhg": limits.systolic_pause_mmhg, "diastolic_mmhg": limits.diastolic_pause_mmhg}
    run, latest = [], {}
    for value in (v for v in values if v.channel in bounds):
        latest[value.channel] = value
        if value.value >= bounds[value.channel]:
            run.append(value.at_s)
        elif all(half.at_s == value.at_s and half.value < bounds[half.channel] for half in latest.values()):
            run = []
    return any(at_s - run[0] >= limits.treat_apart_s - limits.treat_apart_tolerance_s for at_s in run)


def conditions(messages, *, limits):
    """Give the keys of the body conditions that last after these messages: [(now_s, readings), ...]."""
    kept = judged(messages)
    found = {
        key
        for key, channel, bad, hold_s in table(limits)
        if lasts([value for value in kept if value.channel == channel], bad, hold_s)
    }
    cuffs = [value for value in kept if value.channel in CUFF_CHANNELS]
    return found | ({"pressure:treat-twice"} if high_twice(cuffs, limits) else set())
