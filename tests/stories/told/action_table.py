"""Every line of the action table: pressure, pulse, oxygen, breathing, sedation."""

from tests import waits
from tests.stories.doing import acknowledge, press, vitals
from tests.stories.saying import monitor_falls_silent, monitor_says
from tests.stories.seeing import sees_alarm, sees_no_alarm, state
from tests.stories.story import Alarm, Line, Seat, Story, at

A_LITTLE_HIGH = Seat(values={"systolic_mmhg": 140.0, "diastolic_mmhg": 90.0})
RAISED = ("listener", "alarm raised")
ENDED = ("listener", "alarm ended")
HIGH_SYSTOLIC = (
    Alarm("systolic_mmhg:watch", "medium", "165 mmHg or more"),
    Alarm("systolic_mmhg:watch-rise", "medium", "above the baseline of 122 (watch from 30)"),
    Alarm("systolic_mmhg:call-rise", "medium", "above the baseline of 122 (call from 40)"),
    Alarm("systolic_mmhg:pause", "high", "180 mmHg or more"),
)
RAISES_HIGH = tuple(Line(*RAISED, alarm.key) for alarm in HIGH_SYSTOLIC)

PRESSURE = (
    Story(
        name="pressure at the watch limit asks for a recheck",
        seat=A_LITTLE_HIGH,
        script=(
            at(0, monitor_says(cuff=(166, 92)), sees_alarm("systolic_mmhg:watch", mark="medium")),
            at(1, monitor_says(cuff=(150, 90)), sees_alarm("systolic_mmhg:watch", mark="ended")),
            at(2, acknowledge("systolic_mmhg:watch"), sees_no_alarm()),
        ),
        alarms=(Alarm("systolic_mmhg:watch", "medium", "Systolic 166 mmHg: 165 mmHg or more", "gone"),),
        record=(
            Line(*RAISED, "systolic_mmhg:watch"),
            Line(*ENDED, "systolic_mmhg:watch"),
            Line("nurse", "alarm acknowledged", "systolic_mmhg:watch"),
        ),
    ),
    Story(
        name="diastolic pressure at the watch limit asks for a recheck",
        seat=A_LITTLE_HIGH,
        script=(at(0, monitor_says(cuff=(150, 100)), sees_alarm("diastolic_mmhg:watch", mark="medium")),),
        alarms=(Alarm("diastolic_mmhg:watch", "medium", "Diastolic 100 mmHg: 100 mmHg or more"),),
        record=(Line(*RAISED, "diastolic_mmhg:watch"),),
    ),
    Story(
        name="a rise of 30 over the baseline asks for a recheck",
        script=(at(0, monitor_says(cuff=(152, 80)), sees_alarm("systolic_mmhg:watch-rise", mark="medium")),),
        alarms=(Alarm("systolic_mmhg:watch-rise", "medium", "30 above the baseline of 122 (watch from 30)"),),
        record=(Line(*RAISED, "systolic_mmhg:watch-rise"),),
    ),
    Story(
        name="a rise of 25 diastolic calls the prescriber",
        script=(
            at(0, monitor_says(cuff=(140, 101)), sees_alarm("diastolic_mmhg:call-rise", mark="medium")),
            at(0.5, sees_no_alarm("diastolic_mmhg:watch-rise")),  # the graver one asks for more
        ),
        alarms=(
            Alarm("diastolic_mmhg:watch", "medium", "100 mmHg or more"),
            Alarm("diastolic_mmhg:watch-rise", "medium", "25 above the baseline of 76 (watch from 20)"),
            Alarm("diastolic_mmhg:call-rise", "medium", "25 above the baseline of 76 (call from 25)"),
        ),
        record=(
            Line(*RAISED, "diastolic_mmhg:watch"),
            Line(*RAISED, "diastolic_mmhg:watch-rise"),
            Line(*RAISED, "diastolic_mmhg:call-rise"),
        ),
    ),
    Story(
        name="a rise of 40 calls the prescriber",
        script=(at(0, monitor_says(cuff=(162, 80)), sees_alarm("systolic_mmhg:call-rise", mark="medium")),),
        alarms=(HIGH_SYSTOLIC[1], HIGH_SYSTOLIC[2]),
        record=(RAISES_HIGH[1], RAISES_HIGH[2]),
    ),
    Story(
        name="pressure at the pause limit asks for a pause",
        script=(
            at(0, monitor_says(cuff=(180, 90)), sees_alarm("systolic_mmhg:pause", mark="high")),
            at(1, press("I paused the pump"), state("Paused")),
            at(2, acknowledge("systolic_mmhg:pause"), sees_alarm("systolic_mmhg:pause", mark="seen")),
        ),
        alarms=tuple(alarm._replace(left="seen") for alarm in HIGH_SYSTOLIC),
        record=(
            *RAISES_HIGH,
            Line("nurse", "act", "I paused the pump"),
            Line("nurse", "alarm acknowledged", "systolic_mmhg:pause"),  # and the milder ones that it covers
            Line("nurse", "alarm acknowledged", "systolic_mmhg:call-rise"),
            Line("nurse", "alarm acknowledged", "systolic_mmhg:watch"),
            Line("nurse", "alarm acknowledged", "systolic_mmhg:watch-rise"),
        ),
    ),
    Story(
        name="high pressure twice five minutes apart asks for treatment",
        seat=Seat(began_min_ago=8),
        script=(
            at(0, monitor_says(cuff=(184, 90), cuff_min_ago=5), sees_alarm("systolic_mmhg:pause", mark="high")),
            at(1, monitor_says(cuff=(186, 92)), sees_alarm("pressure:treat-twice", mark="high")),
            at(2, press("I stopped the pump for good"), state("Stopped, under observation")),
        ),
        alarms=(
            *HIGH_SYSTOLIC,
            Alarm("pressure:treat-twice", "high", "Systolic 186 mmHg: pressure high at two readings 5 min apart"),
        ),
        record=(
            *RAISES_HIGH,
            Line(*RAISED, "pressure:treat-twice"),
            Line("nurse", "act", "I stopped the pump for good"),
        ),
    ),
    Story(
        name="pressure above 200 once asks for treatment",
        script=(at(0, monitor_says(cuff=(201, 90)), sees_alarm("systolic_mmhg:treat", mark="high")),),
        alarms=(*HIGH_SYSTOLIC, Alarm("systolic_mmhg:treat", "high", "Systolic 201 mmHg: above 200 mmHg")),
        record=(*RAISES_HIGH, Line(*RAISED, "systolic_mmhg:treat")),
    ),
    Story(
        name="low pressure asks for a stop",
        script=(
            at(0, monitor_says(cuff=(88, 50)), sees_alarm("systolic_mmhg:stop", mark="high")),
            at(1, press("I stopped the pump for good"), state("Stopped, under observation")),
            at(2, monitor_says(cuff=(96, 56)), sees_alarm("systolic_mmhg:stop", mark="ended")),
        ),
        alarms=(Alarm("systolic_mmhg:stop", "high", "Systolic 88 mmHg: below 90 mmHg", "ended"),),
        record=(
            Line(*RAISED, "systolic_mmhg:stop"),
            Line("nurse", "act", "I stopped the pump for good"),
            Line(*ENDED, "systolic_mmhg:stop"),
        ),
    ),
)  # fmt: skip


def _held(name: str, channel: str, value: int, *alarms: Alarm) -> Story:
    """A continuous value that is bad for ten seconds: told in messages a few seconds old, as a slow link brings them.

    The gravest alarm comes last; ten seconds have not gone by at 5 s, and have at 9 s.
    """
    gravest = alarms[-1]
    return Story(
        name=name,
        script=(
            at(0, monitor_says(age_s=4.6), monitor_falls_silent()),
            at(2, monitor_says(age_s=4.3, **{channel: value})),
            at(5.3, sees_no_alarm()),
            at(8, sees_alarm(gravest.key, mark=gravest.priority, within_s=waits.LINE_S)),
        ),
        alarms=alarms,
        record=tuple(Line(*RAISED, alarm.key) for alarm in alarms),
    )


CONTINUOUS = (
    _held(
        "a fast pulse for ten seconds asks for a pause", "pulse", 131,
        Alarm("pulse_bpm:pause", "high", "Pulse 131/min: 130/min or more for 10 s"),
    ),
    _held(
        "a slow pulse for ten seconds asks for a stop", "pulse", 44,
        Alarm("pulse_bpm:stop", "high", "Pulse 44/min: below 45/min for 10 s"),
    ),
    _held(
        "very low oxygen for ten seconds asks for a stop", "spo2", 87,
        Alarm("spo2_pct:pause", "high", "SpO2 87 %: below 92 % for 10 s"),
        Alarm("spo2_pct:stop", "high", "SpO2 87 %: below 88 % for 10 s"),
    ),
    _held(
        "slow breathing for ten seconds asks for a pause", "resp", 9,
        Alarm("resp_rate_bpm:prompt", "high", "Breathing 9/min: below 10/min for 10 s"),
    ),
    _held(
        "very slow breathing for ten seconds asks for a stop", "resp", 7,
        Alarm("resp_rate_bpm:prompt", "high", "Breathing 7/min: below 10/min for 10 s"),
        Alarm("resp_rate_bpm:stop", "high", "Breathing 7/min: below 8/min for 10 s"),
    ),
    Story(
        name="low oxygen for ten seconds asks for a pause",
        seat=Seat(state="checked"),
        script=(
            at(0, monitor_says(age_s=4.6), monitor_falls_silent()),
            at(1, press("I started the pump"), state("The infusion runs")),
            at(2, monitor_says(spo2=90, age_s=4.3)),
            at(5.3, sees_no_alarm()),
            at(8, sees_alarm("spo2_pct:pause", mark="high", within_s=waits.LINE_S)),
            at(9, acknowledge("spo2_pct:pause")),
            at(9.5, press("I paused the pump"), state("Paused")),
            at(10, monitor_says(spo2=96), sees_no_alarm()),
        ),
        alarms=(Alarm("spo2_pct:pause", "high", "SpO2 90 %: below 92 % for 10 s", "gone"),),
        record=(
            Line("nurse", "act", "I started the pump"),
            Line(*RAISED, "spo2_pct:pause"),
            Line("nurse", "alarm acknowledged", "spo2_pct:pause"),
            Line("nurse", "act", "I paused the pump"),
            Line(*ENDED, "spo2_pct:pause"),
        ),
    ),
    Story(
        name="low oxygen for a moment alarms nobody",
        script=(
            at(0, monitor_says(spo2=97)),
            at(1, monitor_says(spo2=88)),
            at(5, monitor_says(spo2=96)),
            at(8, sees_no_alarm()),
        ),
    ),
)  # fmt: skip

BY_HAND = (
    Story(
        name="low oxygen read by a person acts at once",
        script=(at(0, vitals(SpO2=90), sees_alarm("spo2_pct:pause", mark="high")),),
        alarms=(Alarm("spo2_pct:pause", "high", "SpO2 90 %: below 92 % for 10 s"),),
        record=(Line("nurse", "vital signs", "SpO2 90 %"), Line("nurse", "alarm raised", "spo2_pct:pause")),
    ),
    Story(
        name="sedation at MOAA/S 3 asks for a pause",
        script=(
            at(0, press("3:"), sees_alarm("sedation_moaas:prompt", mark="high")),
            at(1, press("5:"), sees_alarm("sedation_moaas:prompt", mark="ended")),
        ),
        alarms=(Alarm("sedation_moaas:prompt", "high", "MOAA/S 3: 3 or less", "ended"),),
        record=(
            Line("nurse", "vital signs", "MOAA/S 3"),
            Line("nurse", "alarm raised", "sedation_moaas:prompt"),
            Line("nurse", "vital signs", "MOAA/S 5"),
            Line("nurse", "alarm ended", "sedation_moaas:prompt"),
        ),
    ),
    Story(
        name="sedation at MOAA/S 2 asks for a stop",
        script=(
            at(0, press("2:"), sees_alarm("sedation_moaas:stop", mark="high")),
            at(1, press("I stopped the pump for good"), state("Stopped, under observation")),
        ),
        alarms=(
            Alarm("sedation_moaas:prompt", "high", "MOAA/S 2: 3 or less"),
            Alarm("sedation_moaas:stop", "high", "MOAA/S 2: 2 or less"),
        ),
        record=(
            Line("nurse", "vital signs", "MOAA/S 2"),
            Line("nurse", "alarm raised", "sedation_moaas:prompt"),
            Line("nurse", "alarm raised", "sedation_moaas:stop"),
            Line("nurse", "act", "I stopped the pump for good"),
        ),
    ),
)

STORIES = (*PRESSURE, *CONTINUOUS, *BY_HAND)
