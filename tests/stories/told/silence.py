"""What is not heard: each channel's silence, the link, the page, the record itself."""

from tests import waits
from tests.stories.doing import press, vitals
from tests.stories.saying import (
    database_free,
    database_held,
    monitor_falls_silent,
    monitor_reports_every_second,
    monitor_says,
    monitor_sends_unheard,
    plug_the_cable_in,
    pull_the_cable,
)
from tests.stories.seeing import hears, reads, sees_alarm, sees_no_alarm, trouble
from tests.stories.story import Alarm, Line, Seat, Story, at

NOBODY_SAYS = ("silence watch", "alarm raised")

STORIES = (
    Story(
        name="the oxygen signal falls silent",
        script=(
            at(0, monitor_says()),
            at(3, monitor_says(), monitor_says(spo2=None)),
            at(11, sees_no_alarm()),
            at(13, sees_alarm("spo2_pct:stale", mark="high", within_s=waits.LINE_S)),
            at(14, monitor_says(), sees_alarm("spo2_pct:stale", mark="ended")),
        ),
        alarms=(Alarm("spo2_pct:stale", "high", "SpO2: no value for 10 s", "ended"),),
        record=(Line(*NOBODY_SAYS, "spo2_pct:stale"), Line("listener", "alarm ended", "spo2_pct:stale")),
    ),
    Story(
        name="the pulse falls silent",
        script=(
            at(0, monitor_says()),
            at(3, monitor_says(), monitor_says(pulse=None)),
            at(11, sees_no_alarm()),
            at(13, sees_alarm("pulse_bpm:stale", mark="medium", within_s=waits.LINE_S)),
        ),
        alarms=(Alarm("pulse_bpm:stale", "medium", "Pulse: no value for 10 s"),),
        record=(Line(*NOBODY_SAYS, "pulse_bpm:stale"),),
    ),
    Story(
        name="the heart rate falls silent",
        script=(
            at(0, monitor_says(heart=71)),
            at(3, monitor_says(heart=71), monitor_says()),
            at(11, sees_no_alarm()),
            at(13, sees_alarm("heart_rate_bpm:stale", mark="medium", within_s=waits.LINE_S)),
        ),
        alarms=(Alarm("heart_rate_bpm:stale", "medium", "Heart rate: no value for 10 s"),),
        record=(Line(*NOBODY_SAYS, "heart_rate_bpm:stale"),),
    ),
    Story(
        name="the cuff does not measure any more",
        seat=Seat(limits={"cuff_interval_infusion_s": 14, "cuff_grace_s": 2}),  # in place of 10 min and 2 min
        script=(
            at(0, monitor_says(), sees_alarm("systolic_mmhg:stale", mark="medium", within_s=waits.UP_S)),
            at(1, monitor_says(cuff=(124, 78)), sees_alarm("systolic_mmhg:stale", mark="ended")),
        ),
        alarms=(Alarm("systolic_mmhg:stale", "medium", "Cuff pressure: no value for 16 s", "ended"),),
        record=(Line(*NOBODY_SAYS, "systolic_mmhg:stale"), Line("listener", "alarm ended", "systolic_mmhg:stale")),
    ),
    Story(
        name="nobody counts the breaths",
        seat=Seat(limits={"resp_check_infusion_s": 12, "cuff_grace_s": 3}),  # in place of 10 min and 2 min
        script=(
            at(0, monitor_says(), sees_alarm("resp_rate_bpm:stale", mark="medium", within_s=waits.UP_S)),
            at(1, vitals(Breaths=14), sees_alarm("resp_rate_bpm:stale", mark="ended")),
        ),
        alarms=(
            Alarm("resp_rate_bpm:check-due", "low", "Breathing: check due, last 12 s ago", "ended"),
            Alarm("resp_rate_bpm:stale", "medium", "Breathing: no value for 15 s", "ended"),
        ),
        record=(
            Line(*NOBODY_SAYS, "resp_rate_bpm:check-due"),
            Line(*NOBODY_SAYS, "resp_rate_bpm:stale"),
            Line("nurse", "vital signs", "Breathing 14/min"),
            Line("nurse", "alarm ended", "resp_rate_bpm:stale"),
            Line("nurse", "alarm ended", "resp_rate_bpm:check-due"),
        ),
    ),
    Story(
        name="nobody looks how sedated she is",
        seat=Seat(limits={"sedation_check_s": 12, "cuff_grace_s": 3}),  # in place of 15 min and 2 min
        script=(
            at(0, monitor_says(), sees_alarm("sedation_moaas:stale", mark="medium", within_s=waits.UP_S)),
            at(1, press("5:"), sees_alarm("sedation_moaas:stale", mark="ended")),
        ),
        alarms=(
            Alarm("sedation_moaas:check-due", "low", "MOAA/S: check due, last 12 s ago", "ended"),
            Alarm("sedation_moaas:stale", "medium", "MOAA/S: no value for 15 s", "ended"),
        ),
        record=(
            Line(*NOBODY_SAYS, "sedation_moaas:check-due"),
            Line(*NOBODY_SAYS, "sedation_moaas:stale"),
            Line("nurse", "vital signs", "MOAA/S 5"),
            Line("nurse", "alarm ended", "sedation_moaas:stale"),
            Line("nurse", "alarm ended", "sedation_moaas:check-due"),
        ),
    ),
    Story(
        name="the monitor's link is lost",
        script=(
            at(0, monitor_reports_every_second(8), sees_no_alarm()),
            at(8, sees_alarm("link:monitor", mark="high", within_s=waits.LINE_S)),
            at(9, monitor_says(), sees_alarm("link:monitor", mark="ended")),
        ),
        alarms=(Alarm("link:monitor", "high", "No message from the monitor for 5 s", "ended"),),
        record=(Line(*NOBODY_SAYS, "link:monitor"), Line("listener", "alarm ended", "link:monitor")),
    ),
    Story(
        name="a device that only spot-checks does not watch",
        seat=Seat(limits={"continuous_stale_s": 4}),  # in place of 10 s: each of its gaps is longer
        script=(
            at(0, monitor_says(pulse=None), monitor_falls_silent()),
            at(6, monitor_says(pulse=None), monitor_falls_silent()),
            at(12, monitor_says(pulse=None), monitor_falls_silent()),
            at(12, sees_alarm("spo2_pct:spot-check", mark="medium")),
        ),
        alarms=(
            Alarm("spo2_pct:spot-check", "medium", "a spot check, not for watching"),
            Alarm("spo2_pct:stale", "high", "SpO2: no value for 4 s", "ended"),
        ),
        record=(
            Line(*NOBODY_SAYS, "spo2_pct:stale"),
            Line("listener", "alarm ended", "spo2_pct:stale"),
            Line(*NOBODY_SAYS, "spo2_pct:stale"),
            Line("listener", "alarm raised", "spo2_pct:spot-check"),
            Line("listener", "alarm ended", "spo2_pct:stale"),
        ),
    ),
    Story(
        name="the page is cut off and says so",
        script=(
            at(0, monitor_says(), reads("97", where="#value-spo2_pct .number")),
            at(1, pull_the_cable(), monitor_says(cuff=(88, 50))),
            at(1, trouble("NOT LIVE", within_s=waits.TROUBLE_S), hears("high")),
            at(2, sees_alarm("systolic_mmhg:stop", mark="high", who="nurse, at the other tablet")),
            at(3, plug_the_cable_in(), sees_alarm("systolic_mmhg:stop", mark="high", within_s=waits.PAGE_S)),
        ),
        alarms=(Alarm("systolic_mmhg:stop", "high", "Systolic 88 mmHg: below 90 mmHg"),),
        record=(Line("listener", "alarm raised", "systolic_mmhg:stop"),),
        cable=True,
        on_page_within_s=15.0,  # of the page that was cut off
    ),
    Story(
        name="nothing can be recorded, and every page says so",
        script=(
            at(0, monitor_says(), database_held()),
            at(0, monitor_sends_unheard(cuff=(190, 90)), trouble("NOT RECORDING", within_s=waits.TROUBLE_S)),
            at(1, sees_alarm("systolic_mmhg:pause", mark="high")),  # from memory
            at(2, database_free(), sees_alarm("systolic_mmhg:pause", mark="high")),
        ),
        alarms=(
            Alarm("systolic_mmhg:watch", "medium", "165 mmHg or more"),
            Alarm("systolic_mmhg:watch-rise", "medium", "above the baseline of 122 (watch from 30)"),
            Alarm("systolic_mmhg:call-rise", "medium", "above the baseline of 122 (call from 40)"),
            Alarm("systolic_mmhg:pause", "high", "180 mmHg or more"),
        ),
        record=(
            Line("listener", "alarm raised", "systolic_mmhg:watch"),
            Line("listener", "alarm raised", "systolic_mmhg:watch-rise"),
            Line("listener", "alarm raised", "systolic_mmhg:call-rise"),
            Line("listener", "alarm raised", "systolic_mmhg:pause"),
        ),
        alone=True,
        on_page_within_s=4.0,  # a commit that stalls is known as one after two seconds
    ),
)  # fmt: skip
