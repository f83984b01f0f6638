"""What devices get wrong: whose values, whose clock, which device; and what a pump says."""

from tests import waits
from tests.stories.doing import acknowledge, fill, go, press
from tests.stories.saying import (
    monitor_falls_silent,
    monitor_says,
    pump_alarm,
    pump_says,
    stranger_says,
    two_patients_in_a_message,
)
from tests.stories.seeing import dispositions, reads, sees_alarm, sees_no_alarm, state
from tests.stories.story import Alarm, Line, Seat, Story, at

RAISED, ENDED = ("listener", "alarm raised"), ("listener", "alarm ended")
NOT_PAIRED = "no identity, and not paired with this chair's patient"
SOMEBODY_ELSE = "PID|||P-999999||Else^Somebody||19700101"
HERSELF = "PID|||{number}||{family}^{given}||{born}"
OXYGEN = "#value-spo2_pct .number"
WITH_A_PUMP = Seat(devices=("monitor", "pump"))

VALUES = (
    Story(
        name="an impossible value is kept apart",
        script=(
            at(0, monitor_says(), reads("97", where=OXYGEN)),
            at(
                1,
                monitor_says(pulse=400),
                sees_alarm("pulse_bpm:impossible", mark="medium"),
                reads("72", where="#value-pulse_bpm"),
            ),
            at(2, monitor_says(), sees_alarm("pulse_bpm:impossible", mark="ended")),
        ),
        alarms=(
            Alarm("pulse_bpm:impossible", "medium", "Pulse 400/min: not possible in a person, kept apart", "ended"),
        ),
        record=(Line(*RAISED, "pulse_bpm:impossible"), Line(*ENDED, "pulse_bpm:impossible")),
    ),
    Story(
        name="a monitor's clock is an hour ahead",
        script=(
            at(0, monitor_says(spo2=95, clock_s=3600), sees_alarm("clock", mark="low"), reads("95", where=OXYGEN)),
            at(2, monitor_says(), sees_no_alarm("clock"), reads("97", where=OXYGEN)),  # a low one that is over goes
        ),
        alarms=(Alarm("clock", "low", "ahead of our clock", "ended"),),
        record=(Line(*RAISED, "clock"), Line(*ENDED, "clock")),
    ),
    Story(
        name="a monitor's clock is an hour behind",
        script=(
            at(0, monitor_says(spo2=80, clock_s=-3600), sees_alarm("behind", mark="medium"), reads("98", where=OXYGEN)),
            at(2, monitor_says(), sees_alarm("behind", mark="ended"), reads("97", where=OXYGEN)),
        ),
        alarms=(Alarm("behind", "medium", "behind our clock, older than the", "ended"),),
        record=(Line(*RAISED, "behind"), Line(*ENDED, "behind")),
    ),
)

WHOSE = (
    Story(
        name="a monitor that is not paired alarms nobody, and says so",
        seat=Seat(paired=False),
        script=(
            at(0, monitor_says(spo2=60), sees_alarm(f"unpaired:Monitor ({NOT_PAIRED})")),
            at(1, reads("98", where=OXYGEN), monitor_falls_silent()),
            at(2, fill("Scan the wristband", "{number}|{born}"), press("Pair monitor with this patient")),
            at(2, reads("Monitor paired by Nia Okoro"), go("/chair/{key}")),
            at(3, monitor_says(spo2=96), reads("96", where=OXYGEN)),
        ),
        alarms=(
            Alarm(
                f"unpaired:Monitor ({NOT_PAIRED})", "medium",
                ": kept apart", "ended",
            ),
        ),
        record=(
            Line(*RAISED, "unpaired:Monitor (no identity"),
            Line("nurse", "alarm ended", "unpaired:Monitor (no identity"),
            Line("nurse", "device paired", "Monitor paired by Nia Okoro"),
        ),
    ),
    Story(
        name="another person's values are not charted",
        script=(
            at(0, monitor_says(spo2=60, pid=SOMEBODY_ELSE), sees_alarm("unpaired:Monitor (another person's identity)")),
            at(1, reads("98", where=OXYGEN), dispositions(("quarantined", "another person's identity"))),
            at(2, monitor_says(spo2=96, pid=HERSELF), reads("96", where=OXYGEN)),
        ),
        alarms=(Alarm("unpaired:Monitor (another person's identity)", "medium", ": kept apart", "ended"),),
        record=(
            Line(*RAISED, "unpaired:Monitor (another person's identity)"),
            Line(*ENDED, "unpaired:Monitor (another person's identity)"),
        ),
    ),
    Story(
        name="two patients in one message are neither",
        script=(
            at(0, monitor_says(), reads("97", where=OXYGEN)),
            at(1, two_patients_in_a_message(), sees_alarm("unpaired:Monitor (two patients in one message)")),
            at(2, sees_alarm("unpaired:Monitor (two patients in one message)", mark="ended", within_s=waits.LINE_S)),
            at(2, reads("97", where=OXYGEN), dispositions(("quarantined", "two patients in one message"))),
        ),
        alarms=(Alarm("unpaired:Monitor (two patients in one message)", "medium", ": kept apart", "ended"),),
        record=(
            Line(*RAISED, "unpaired:Monitor (two patients in one message)"),
            Line(*ENDED, "unpaired:Monitor (two patients in one message)"),  # the next message is hers again
        ),
    ),
    Story(
        name="a sender that nobody set up is refused",
        script=(at(0, stranger_says(spo2=60)), at(1, reads("98", where=OXYGEN), sees_no_alarm())),
    ),
    Story(
        name="the monitor is let go to another chair",
        script=(
            at(0, monitor_says(), reads("97", where=OXYGEN)),
            at(1, press("Let monitor go"), reads("Monitor let go by Nia Okoro"), go("/chair/{key}")),
            at(2, monitor_says(spo2=60), sees_alarm(f"unpaired:Monitor ({NOT_PAIRED})")),
            at(3, reads("97", where=OXYGEN), dispositions(("quarantined", NOT_PAIRED))),
            at(4, sees_alarm("spo2_pct:stale", mark="high", within_s=waits.LINE_S)),  # here nobody watches her any more
        ),
        alarms=(
            Alarm(f"unpaired:Monitor ({NOT_PAIRED})", "medium", ": kept apart"),
            Alarm("spo2_pct:stale", "high", "SpO2: no value for 10 s"),
            Alarm("pulse_bpm:stale", "medium", "Pulse: no value for 10 s"),
        ),
        record=(
            Line("nurse", "device unpaired", "Monitor let go"),
            Line(*RAISED, "unpaired:Monitor (no identity"),
            Line("silence watch", "alarm raised", "spo2_pct:stale"),
            Line("silence watch", "alarm raised", "pulse_bpm:stale"),
        ),
    ),
    Story(
        name="of two monitors the worse value is shown",
        seat=Seat(devices=("monitor", "monitor")),
        script=(
            at(0, monitor_says(device="monitor 2", spo2=97), reads("97", where=OXYGEN)),
            at(1, monitor_says(spo2=91), reads("91", where=OXYGEN)),
            at(2, monitor_says(device="monitor 2", spo2=97), reads("91", where=OXYGEN)),
        ),
    ),
)  # fmt: skip

PUMP = (
    Story(
        name="the pump's own alarm begins and ends",
        seat=WITH_A_PUMP,
        script=(
            at(0, pump_alarm("start", "active"), sees_alarm("device:pump:196940||1.0.0", mark="high")),
            at(1, pump_alarm("end", "inactive"), sees_alarm("device:pump:196940||1.0.0", mark="ended")),
            at(2, acknowledge("device:pump:196940||1.0.0"), sees_no_alarm()),
        ),
        alarms=(Alarm("device:pump:196940||1.0.0", "high", "Pump says: Occlusion", "gone"),),
        record=(
            Line("listener", "device alarm", "Pump says: Occlusion (start"),
            Line(*RAISED, "device:pump:196940||1.0.0"),
            Line("listener", "device alarm", "Pump says: Occlusion (end"),
            Line(*ENDED, "device:pump:196940||1.0.0"),
            Line("nurse", "alarm acknowledged", "device:pump:196940||1.0.0"),
        ),
    ),
    Story(
        name="the pump runs at another rate than ordered",
        seat=WITH_A_PUMP,
        script=(
            at(0, pump_says(rate=15, status="infusing")),
            at(7, sees_no_alarm()),
            at(10, sees_alarm("pump-rate", mark="high", within_s=waits.LINE_S)),
        ),
        alarms=(Alarm("pump-rate", "high", "The pump says 15 mL/h, ordered 150 mL/h"),),
        record=(Line("listener or silence watch", "alarm raised", "pump-rate"),),
    ),
    Story(
        name="the pump runs on after a pause",
        seat=WITH_A_PUMP,
        script=(
            at(0, pump_says(rate=150, status="infusing")),
            at(1, press("I paused the pump"), state("Paused")),
            at(2, press("The pump stands still: I looked")),
            at(3, pump_says(rate=150, status="infusing")),
            at(12, sees_alarm("pump-runs-on", mark="high", within_s=waits.LINE_S)),
            at(12, reads("PUMP MAY STILL BE RUNNING", where="#pump-warning")),
        ),
        alarms=(Alarm("pump-runs-on", "high", "Recorded as paused, and the pump says it infuses at 150 mL/h"),),
        record=(
            Line("nurse", "act", "I paused the pump"),
            Line("nurse", "pump observed", "The pump stands still, seen by Nia Okoro"),
            Line("listener or silence watch", "alarm raised", "pump-runs-on"),
        ),
    ),
)

STORIES = (*VALUES, *WHOSE, *PUMP)
