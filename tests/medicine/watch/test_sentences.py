"""What alarms say: every number in a sentence is a limit in force, an order, or what was measured; none is fixed text.

The odd limits are the clinic's own numbers, each made 3 % smaller.
"""

import re
from dataclasses import fields

import pytest

from euthymia.medicine.watch import Limits, action, before_start, every_rule, may_resume
from tests.medicine.watch.every_alarm import every_alarm

POLICIES = {policy.name: policy.default for policy in fields(Limits) if "policy" in policy.metadata}


def smaller(value):
    return tuple(map(smaller, value)) if isinstance(value, tuple) else value * 0.97


DEFAULT, ODD = Limits(), Limits(**{name: smaller(value) for name, value in POLICIES.items()})
# Their values differ with their limits only so far that they break them: 0.25 beyond.
AS_PROPOSED, AS_ODD = every_alarm(DEFAULT), every_alarm(ODD)


@pytest.mark.parametrize(
    ("rule", "as_proposed", "with_odd_limits"),
    [
        ("systolic_mmhg:watch", "Systolic 165.25 mmHg: 165 mmHg or more", "Systolic 160.3 mmHg: 160.05 mmHg or more"),
        (
            "systolic_mmhg:watch-rise",
            "Systolic 147.55 mmHg: 30.25 above the baseline of 117.3 (watch from 30)",
            "Systolic 146.65 mmHg: 29.35 above the baseline of 117.3 (watch from 29.1)",
        ),
        (
            "systolic_mmhg:call-rise",
            "Systolic 157.55 mmHg: 40.25 above the baseline of 117.3 (call from 40)",
            "Systolic 156.35 mmHg: 39.05 above the baseline of 117.3 (call from 38.8)",
        ),
        ("systolic_mmhg:pause", "Systolic 180.25 mmHg: 180 mmHg or more", "Systolic 174.85 mmHg: 174.6 mmHg or more"),
        (
            "pressure:treat-twice",
            "Diastolic 110.25 mmHg: pressure high at two readings 5 min apart",
            "Diastolic 106.95 mmHg: pressure high at two readings 291 s apart",
        ),
        ("systolic_mmhg:treat", "Systolic 200.25 mmHg: above 200 mmHg", "Systolic 194.25 mmHg: above 194 mmHg"),
        ("systolic_mmhg:stop", "Systolic 89.75 mmHg: below 90 mmHg", "Systolic 87.05 mmHg: below 87.3 mmHg"),
        ("diastolic_mmhg:watch", "Diastolic 100.25 mmHg: 100 mmHg or more", "Diastolic 97.25 mmHg: 97 mmHg or more"),
        (
            "diastolic_mmhg:watch-rise",
            "Diastolic 93.85 mmHg: 20.25 above the baseline of 73.6 (watch from 20)",
            "Diastolic 93.25 mmHg: 19.65 above the baseline of 73.6 (watch from 19.4)",
        ),
        (
            "diastolic_mmhg:call-rise",
            "Diastolic 98.85 mmHg: 25.25 above the baseline of 73.6 (call from 25)",
            "Diastolic 98.1 mmHg: 24.5 above the baseline of 73.6 (call from 24.25)",
        ),
        (
            "diastolic_mmhg:pause",
            "Diastolic 110.25 mmHg: 110 mmHg or more",
            "Diastolic 106.95 mmHg: 106.7 mmHg or more",
        ),
        ("diastolic_mmhg:treat", "Diastolic 120.25 mmHg: above 120 mmHg", "Diastolic 116.65 mmHg: above 116.4 mmHg"),
        (
            "pulse_bpm:pause",
            "Pulse 130.25/min: 130/min or more for 10 s",
            "Pulse 126.35/min: 126.1/min or more for 9.7 s",
        ),
        ("pulse_bpm:stop", "Pulse 44.75/min: below 45/min for 10 s", "Pulse 43.4/min: below 43.65/min for 9.7 s"),
        (
            "heart_rate_bpm:pause",
            "Heart rate 130.25/min: 130/min or more for 10 s",
            "Heart rate 126.35/min: 126.1/min or more for 9.7 s",
        ),
        (
            "heart_rate_bpm:stop",
            "Heart rate 44.75/min: below 45/min for 10 s",
            "Heart rate 43.4/min: below 43.65/min for 9.7 s",
        ),
        ("spo2_pct:pause", "SpO2 91.75 %: below 92 % for 10 s", "SpO2 88.99 %: below 89.24 % for 9.7 s"),
        ("spo2_pct:stop", "SpO2 87.75 %: below 88 % for 10 s", "SpO2 85.11 %: below 85.36 % for 9.7 s"),
        (
            "resp_rate_bpm:prompt",
            "Breathing 9.75/min: below 10/min for 10 s",
            "Breathing 9.45/min: below 9.7/min for 9.7 s",
        ),
        (
            "resp_rate_bpm:stop",
            "Breathing 7.75/min: below 8/min for 10 s",
            "Breathing 7.51/min: below 7.76/min for 9.7 s",
        ),
        ("sedation_moaas:prompt", "MOAA/S 2.75: 3 or less", "MOAA/S 2.66: 2.91 or less"),
        ("sedation_moaas:stop", "MOAA/S 1.75: 2 or less", "MOAA/S 1.69: 1.94 or less"),
        ("spo2_pct:stale", "SpO2: no value for 10 s", "SpO2: no value for 9.7 s"),
        ("pulse_bpm:stale", "Pulse: no value for 10 s", "Pulse: no value for 9.7 s"),
        ("heart_rate_bpm:stale", "Heart rate: no value for 10 s", "Heart rate: no value for 9.7 s"),
        ("systolic_mmhg:stale", "Cuff pressure: no value for 12 min", "Cuff pressure: no value for 698.4 s"),
        ("resp_rate_bpm:stale", "Breathing: no value for 12 min", "Breathing: no value for 698.4 s"),
        ("sedation_moaas:stale", "MOAA/S: no value for 17 min", "MOAA/S: no value for 989.4 s"),
        ("check-due", "MOAA/S: check due, last 15 min ago", "MOAA/S: check due, last 873 s ago"),
        ("link", "No message from the monitor for 5 s", "No message from the monitor for 4.85 s"),
    ],
)
def test_a_condition_is_written_with_the_limits_in_force(rule, as_proposed, with_odd_limits):
    assert AS_PROPOSED[rule].condition == as_proposed
    assert AS_ODD[rule].condition == with_odd_limits


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("spot-check", "SpO2 comes every 33.3 s: a spot check, not for watching"),
        ("impossible", "Pulse 437.1/min: not possible in a person, kept apart"),
        ("clock", "SpO2 is stamped 77 s ahead of our clock"),
        ("symptom", "Symptom: chest pain"),
        ("unpaired", "Monitor (stranger): kept apart"),
        ("apart", "Monitor (a second line): kept apart"),
        ("not-recording", "NOT RECORDING: the disk is full"),
        ("device", "Pump says: Occlusion"),
        ("pump-rate", "The pump says 274 mL/h, ordered 137 mL/h"),
        ("pump-runs-on", "Recorded as paused, and the pump says it infuses at 137 mL/h"),
        ("pump-volume", "The pump says 77.7 mL delivered, by what hands recorded 0.0 mL"),
        ("behind", "SpO2 is stamped 3333 s behind our clock, older than the SpO2 entered by hand"),
        ("disagree", "SpO2: sources disagree: 51.3 % (150456 A) and 97.1 % (150456 B)"),
    ],
)
def test_a_condition_without_a_limit_says_what_was_seen(rule, sentence):
    assert (AS_PROPOSED[rule].condition, AS_ODD[rule].condition) == (sentence, sentence)


@pytest.mark.parametrize(
    ("level", "as_proposed", "with_odd_limits"),
    [
        ("watch", "Recheck in 5 min.", "Recheck in 291 s."),
        ("call", "Call the prescriber. Recheck in 5 min.", "Call the prescriber. Recheck in 291 s."),
        (
            "pause",
            "Pause the pump. Recheck in 5 min. Physician to the bedside.",
            "Pause the pump. Recheck in 291 s. Physician to the bedside.",
        ),
        (
            "treat",
            "Stop the pump. Recheck in 5 min. Prescriber decides whether to treat. "
            "Symptoms: treat, call emergency services.",
            "Stop the pump. Recheck in 291 s. Prescriber decides whether to treat. "
            "Symptoms: treat, call emergency services.",
        ),
    ],
)
def test_what_to_do_is_written_with_the_limits_in_force(level, as_proposed, with_odd_limits):
    assert (action(level, DEFAULT), action(level, ODD)) == (as_proposed, with_odd_limits)


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        ("stop", "Stop the pump. Call. Airway and support as trained."),
        ("prompt", "Pause the pump. Call the prescriber. Stay with the patient, one-to-one."),
        ("stale", "Look at the patient and the bedside monitor. Check the probe or repeat the reading."),
        ("check-due", "Do the check and enter it."),
        ("link", "Look at the patient and the bedside monitor. Check the monitor's cable and network."),
        ("spot-check", "This device is not for watching. Check by hand on the timer, or change the monitor."),
        ("impossible", "Look at the patient. Check the probe; the value is kept apart."),
        ("clock", "Correct the device's clock or time zone."),
        ("symptom", "Stop the pump. Treat. Call emergency services."),
        (
            "unpaired",
            "These values raise no alarms here. Pair the device, admit this chair's patient at it, or let it go here.",
        ),
        ("apart", "These values raise no alarms here. Find out which device sends them."),
        ("not-recording", "Watch the bedside monitor. Write values on paper."),
        ("device", "Look at the device."),
        ("pump-rate", "Look at the pump: compare its rate with the order."),
        ("pump-runs-on", "Go to the pump and see that it stands still."),
        ("pump-volume", "Compare the pump's total with what was recorded; it may not have been cleared."),
        ("behind", "These values raise no alarms here. Correct the device's clock or time zone."),
        ("disagree", "Look at the patient. Find out which source is right; the worse one counts."),
    ],
)
def test_what_to_do_without_a_number_is_the_same_under_all_limits(level, sentence):
    assert (action(level, DEFAULT), action(level, ODD)) == (sentence, sentence)


VALUES = {"systolic_mmhg": 171.3, "diastolic_mmhg": 71.3, "pulse_bpm": 71.3, "spo2_pct": 97.1}


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (
            DEFAULT,
            [
                "Systolic 171.3 mmHg: above 160 mmHg. Do not start. Repeat up to 3 times at 5 min; call the physician.",
                "Systolic 171.3 mmHg: not below 170 mmHg. Keep paused; recheck in 5 min.",
            ],
        ),
        (
            ODD,
            [
                "Systolic 171.3 mmHg: above 155.2 mmHg. "
                "Do not start. Repeat up to 3 times at 291 s; call the physician.",
                "Systolic 171.3 mmHg: not below 164.9 mmHg. Keep paused; recheck in 291 s.",
            ],
        ),
    ],
    ids=["as proposed", "odd"],
)
def test_what_holds_a_start_is_written_with_the_limits_in_force(limits, says):
    found = (*before_start(VALUES, limits=limits), *may_resume(VALUES, limits=limits))

    assert [f"{finding.condition}. {finding.action}" for finding in found] == says


# No sentence keeps a number that the clinic has changed


def numbers(sentence):
    """List the numbers of a sentence; a count ("3 times") is none, nor is the 2 of SpO2."""
    return set(re.findall(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![\d.]*\d| times)", sentence))


def as_written(default):
    """List the ways in which a sentence would write a default: 300 s is "300" or "5"."""
    values = default if isinstance(default, tuple) else (default,)
    return {f"{shown:g}" for value in values for shown in (value, value / 60)}


def sentences(limits, alarms):
    """List everything that alarms and the start say under these limits."""
    findings = (*before_start(VALUES, limits=limits), *may_resume(VALUES, limits=limits))
    said = [f"{finding.condition}. {finding.action}" for finding in findings]
    return said + [f"{alarm.condition}. {action(alarm.level, limits)}" for alarm in alarms.values()]


def with_old_number(policy, sentences):
    return [sentence for sentence in sentences if numbers(sentence) & as_written(POLICIES[policy])]


@pytest.mark.parametrize("policy", POLICIES)
def test_no_sentence_shows_a_default_that_was_changed(policy):
    assert with_old_number(policy, sentences(ODD, AS_ODD)) == []


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ("cuff_interval_watch_s", "Pause the pump. Recheck in 5 min."),
        ("treat_apart_s", "Systolic 186.3 mmHg: pressure high at two readings 5 min apart"),
        ("hold_s", "SpO2 91.3 %: below 89.24 % for 10 s"),
        ("spo2_pause_below_pct", "SpO2 91.3 %: below 92 % for 9.7 s"),
    ],
)
def test_a_number_written_as_text_is_found(policy, sentence):
    assert with_old_number(policy, [sentence]) == [sentence]


def test_every_rule_has_its_sentence_here():
    names = {rule.name for rule in every_rule()}

    assert set(AS_PROPOSED) == set(AS_ODD) == names
