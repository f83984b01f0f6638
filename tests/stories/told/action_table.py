"""Every line of the action table: pressure, pulse, oxygen, breathing, sedation."""

from tests.stories.story import Alarm, Line, Seat, Story, at
from tests.stories.verbs import acknowledge, monitor_says, press, sees_alarm, sees_no_alarm, state

STORIES = (
    Story(
        name="low oxygen for ten seconds asks for a pause",
        seat=Seat(state="checked"),
        script=(
            at(0, monitor_says(spo2=97)),
            at(1, press("I started the pump"), state("The infusion runs")),
            at(2, monitor_says(spo2=90, age_s=4)),
            at(7, sees_no_alarm()),
            at(8, sees_alarm("spo2_pct:pause", mark="high")),
            at(9, acknowledge("spo2_pct:pause")),
            at(9.5, press("I paused the pump"), state("Paused")),
            at(10, monitor_says(spo2=96), sees_no_alarm()),
        ),
        alarms=(Alarm("spo2_pct:pause", "high", "SpO2 90 %: below 92 % for 10 s", "gone"),),
        record=(
            Line("nurse", "act", "I started the pump"),
            Line("listener", "alarm raised", "spo2_pct:pause"),
            Line("nurse", "alarm acknowledged", "spo2_pct:pause"),
            Line("nurse", "act", "I paused the pump"),
            Line("listener", "alarm ended", "spo2_pct:pause"),
        ),
    ),
    Story(
        name="a pressure at the watch limit asks for a recheck",
        script=(
            at(0, monitor_says(cuff=(166, 88)), sees_alarm("systolic_mmhg:watch", mark="medium")),
            at(2, monitor_says(cuff=(140, 80)), sees_alarm("systolic_mmhg:watch", mark="ended")),
        ),
        alarms=(
            Alarm("systolic_mmhg:watch", "medium", "Systolic 166 mmHg: 165 mmHg or more", "ended"),
        ),
    ),
)
