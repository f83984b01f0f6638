"""What hands press and enter: twice, late, at two tablets, without network, and corrected; help and sound."""

from tests import waits
from tests.stories.doing import (
    acknowledge,
    both_press,
    connected,
    correct,
    cut_network,
    double_press,
    fall_behind,
    note,
    press,
    strike,
    vitals,
)
from tests.stories.saying import monitor_says
from tests.stories.seeing import hears, hears_nothing, reads, refused, sees_alarm, sees_no_alarm, state
from tests.stories.story import Alarm, Line, Seat, Story, at

OTHER = "nurse2, at the other tablet"
HAND_RAISES = ("nurse", "alarm raised")
RAISED_BY_186 = ("watch", "watch-rise", "call-rise", "pause")

STORIES = (
    Story(
        name="a button is pressed twice and recorded once",
        script=(
            at(0, double_press("I paused the pump"), state("Paused")),
            at(1, double_press("Dissociation 3, strong"), reads("Dissociation 3 of 4")),
            at(2, state("Paused")),  # the second press did not start the pump again
        ),
        record=(Line("nurse", "act", "I paused the pump"), Line("nurse", "dissociation", "Dissociation 3 of 4")),
    ),
    Story(
        name="a page that is behind posts an old act",
        script=(
            at(0, fall_behind(who=OTHER), state("The infusion runs", who=OTHER)),
            at(0, press("I stopped the pump for good"), state("Stopped, under observation")),
            at(1, press("I paused the pump", who=OTHER)),
            at(1, refused("The session is observing; pause is not possible now.", who=OTHER)),
        ),
        record=(Line("nurse", "act", "I stopped the pump for good"),),
    ),
    Story(
        name="two tablets pause at once and one pause is recorded",
        script=(
            at(0, state("The infusion runs", who=OTHER)),
            at(0, both_press("pause", who=("nurse", OTHER))),
            at(1, state("Paused"), state("Paused", who=OTHER)),
        ),
        record=(Line("nurse or nurse2", "act", "I paused the pump"),),
    ),
    Story(
        name="two tablets write at once and both are kept",
        script=(
            at(0, monitor_says(), state("The infusion runs", who=OTHER)),
            at(0, note("From the first"), note("From the second", who=OTHER)),
            at(1, reads("Note: From the first (Nia Okoro)", who=OTHER), reads("Note: From the second (Sam Reyes)")),
        ),
        record=(Line("nurse", "note", "From the first"), Line("nurse2", "note", "From the second")),
    ),
    Story(
        name="an entry comes late and keeps its time",
        seat=Seat(began_min_ago=8),
        script=(
            at(0, note("Slept quietly", minutes_ago="2"), reads("Note: Slept quietly")),
            at(1, reads("entered late")),
        ),
        record=(Line("nurse", "note", "Slept quietly", earlier_s=120),),
    ),
    Story(
        name="a value is corrected and the old one stays to be seen",
        script=(
            at(0, vitals(Systolic=186, Diastolic=84), sees_alarm("systolic_mmhg:pause", mark="high")),
            at(1, correct("Systolic 186", "systolic_mmhg", "126", why="Typed 8 for 2")),
            at(2, reads("was Systolic 186 mmHg, Diastolic 84 mmHg, Nia Okoro")),
            at(2, sees_alarm("systolic_mmhg:pause", mark="ended"), reads("126", where="#value-systolic_mmhg .number")),
        ),
        alarms=(
            Alarm("systolic_mmhg:watch", "medium", "Systolic 186 mmHg", "ended"),
            Alarm("systolic_mmhg:watch-rise", "medium", "64 above the baseline of 122", "ended"),
            Alarm("systolic_mmhg:call-rise", "medium", "64 above the baseline of 122", "ended"),
            Alarm("systolic_mmhg:pause", "high", "Systolic 186 mmHg: 180 mmHg or more", "ended"),
        ),
        record=(
            Line("nurse", "vital signs", "Systolic 186 mmHg, Diastolic 84 mmHg"),
            Line(*HAND_RAISES, "systolic_mmhg:watch"),
            Line(*HAND_RAISES, "systolic_mmhg:watch-rise"),
            Line(*HAND_RAISES, "systolic_mmhg:call-rise"),
            Line(*HAND_RAISES, "systolic_mmhg:pause"),
            Line("nurse", "alarm ended", "systolic_mmhg:watch"),
            Line("nurse", "alarm ended", "systolic_mmhg:watch-rise"),
            Line("nurse", "alarm ended", "systolic_mmhg:call-rise"),
            Line("nurse", "alarm ended", "systolic_mmhg:pause"),
            Line("nurse", "correction", "was Systolic 186 mmHg, Diastolic 84 mmHg. Reason: Typed 8 for 2", earlier_s=2),
        ),
    ),
    Story(
        name="a pressure of somebody else ended an alarm and is struck",
        script=(
            at(0, vitals(Systolic=186, Diastolic=84), sees_alarm("systolic_mmhg:pause", mark="high")),
            at(1, vitals(Systolic=124, Diastolic=84), sees_alarm("systolic_mmhg:pause", mark="ended")),
            at(2, strike("Systolic 124", why="Read at another chair")),
            at(3, sees_alarm("systolic_mmhg:pause", mark="high"), reads("186", where="#value-systolic_mmhg .number")),
        ),
        alarms=(
            Alarm("systolic_mmhg:watch", "medium", "Systolic 186 mmHg", "lasts"),
            Alarm("systolic_mmhg:watch-rise", "medium", "64 above the baseline of 122", "lasts"),
            Alarm("systolic_mmhg:call-rise", "medium", "64 above the baseline of 122", "lasts"),
            Alarm("systolic_mmhg:pause", "high", "Systolic 186 mmHg: 180 mmHg or more", "lasts"),
        ),
        record=(
            Line("nurse", "vital signs", "Systolic 186 mmHg, Diastolic 84 mmHg"),
            *(Line(*HAND_RAISES, f"systolic_mmhg:{level}") for level in RAISED_BY_186),
            Line("nurse", "vital signs", "Systolic 124 mmHg, Diastolic 84 mmHg"),
            *(Line("nurse", "alarm ended", f"systolic_mmhg:{level}") for level in RAISED_BY_186),
            *(Line(*HAND_RAISES, f"systolic_mmhg:{level}") for level in RAISED_BY_186),
            Line("nurse", "correction", "was Systolic 124 mmHg, Diastolic 84 mmHg", earlier_s=1),
        ),
    ),
    Story(
        name="entries without network are merged with their own times",
        script=(
            at(0, cut_network()),
            at(1, note("Without network"), press("Dissociation 2, clear")),
            at(2, reads("2 entries are kept on this tablet", where="#kept-count")),
            at(2, press("I paused the pump", who=OTHER), state("Paused", who=OTHER)),
            at(14, connected(), reads("Note: Without network", within_s=waits.PAGE_S), reads("Dissociation 2 of 4")),
            at(15, reads("entered late"), state("Paused")),
        ),
        record=(
            Line("nurse2", "act", "I paused the pump"),
            Line("nurse", "note", "Without network", earlier_s=13),
            Line("nurse", "dissociation", "Dissociation 2 of 4", earlier_s=13),
        ),
    ),
    Story(
        name="without network the pump is not started",
        seat=Seat(state="checked"),
        script=(
            at(0, cut_network(), press("I started the pump")),
            at(1, refused("the values must be looked at before the pump runs"), connected()),
            at(2, state("Checked, ready to start")),
        ),
    ),
    Story(
        name="help is called at the chair",
        script=(
            at(0, press("2:"), sees_alarm("sedation_moaas:stop", mark="high")),
            at(1, press("HELP"), reads("HELP called at the chair (Nia Okoro)", where="#help-lines")),
            at(2, press("Emergency services"), reads("Called: Emergency services", where="#help-lines")),
            at(3, reads("HELP called at the chair (Nia Okoro)", where="#help-lines", who=OTHER)),
        ),
        alarms=(
            Alarm("sedation_moaas:prompt", "high", "MOAA/S 2: 3 or less"),
            Alarm("sedation_moaas:stop", "high", "MOAA/S 2: 2 or less"),
        ),
        record=(
            Line("nurse", "vital signs", "MOAA/S 2"),
            Line(*HAND_RAISES, "sedation_moaas:prompt"),
            Line(*HAND_RAISES, "sedation_moaas:stop"),
            Line("nurse", "help called", "HELP called at the chair"),
            Line("nurse", "help sheet entry", "Called: Emergency services"),
        ),
    ),
    Story(
        name="the sound is paused and a new condition breaks it",
        alone=True,  # another chair's high alarm would sound in the place of this one's medium
        script=(
            at(0, vitals(Systolic=152, Diastolic=80), sees_alarm("systolic_mmhg:watch-rise"), hears("medium")),
            at(1, press("Pause alarm sound"), reads("paused by Nia Okoro", where="#sound-paused")),
            at(2, hears_nothing(2)),
            at(4, monitor_says(cuff=(88, 50)), sees_alarm("systolic_mmhg:stop"), hears("high")),
        ),
        alarms=(
            Alarm(
                "systolic_mmhg:watch-rise",
                "medium",
                "Systolic 152 mmHg: 30 above the baseline of 122 (watch from 30)",
                "ended",
            ),
            Alarm("systolic_mmhg:stop", "high", "Systolic 88 mmHg: below 90 mmHg"),
        ),
        record=(
            Line("nurse", "vital signs", "Systolic 152 mmHg"),
            Line(*HAND_RAISES, "systolic_mmhg:watch-rise"),
            Line("nurse", "alarm sound paused", "paused for 120 s by Nia Okoro"),
            Line("listener", "alarm raised", "systolic_mmhg:stop"),
            Line("listener", "alarm ended", "systolic_mmhg:watch-rise"),
        ),
    ),
    Story(
        name="a high alarm that was seen and lasts sounds once again",
        alone=True,  # another chair's alarm would sound meanwhile
        seat=Seat(limits={"sound_again_s": 6}),  # in place of 2 min
        script=(
            at(0, press("2:"), sees_alarm("sedation_moaas:stop", mark="high"), hears("high")),
            at(1, acknowledge("sedation_moaas:stop"), hears_nothing(2)),
            at(4, hears("high"), hears_nothing(2)),
        ),
        alarms=(
            Alarm("sedation_moaas:prompt", "high", "MOAA/S 2: 3 or less", "seen"),
            Alarm("sedation_moaas:stop", "high", "MOAA/S 2: 2 or less", "seen"),
        ),
        record=(
            Line("nurse", "vital signs", "MOAA/S 2"),
            Line(*HAND_RAISES, "sedation_moaas:prompt"),
            Line(*HAND_RAISES, "sedation_moaas:stop"),
            Line("nurse", "alarm acknowledged", "sedation_moaas:stop"),
            Line("nurse", "alarm acknowledged", "sedation_moaas:prompt"),
        ),
    ),
    Story(
        name="nobody acknowledges and the record says so twice",
        seat=Seat(limits={"escalate_s": [4, 8]}),  # in place of 30 s and 60 s
        script=(
            at(0, monitor_says(cuff=(88, 50)), sees_alarm("systolic_mmhg:stop", mark="high")),
            at(5, reads("Not acknowledged yet: Systolic 88 mmHg")),
            at(10, sees_alarm("systolic_mmhg:stop")),
        ),
        alarms=(Alarm("systolic_mmhg:stop", "high", "Systolic 88 mmHg: below 90 mmHg"),),
        record=(
            Line("listener", "alarm raised", "systolic_mmhg:stop"),
            Line("silence watch", "alarm escalated", "systolic_mmhg:stop"),
            Line("silence watch", "alarm escalated", "systolic_mmhg:stop"),
        ),
    ),
    Story(
        name="the pump is not started again while the pressure is high",
        seat=Seat(state="paused", began_min_ago=2, values={"systolic_mmhg": 150.0, "diastolic_mmhg": 90.0}),
        script=(
            at(0, monitor_says(cuff=(172, 92)), sees_alarm("systolic_mmhg:call-rise")),
            at(1, press("I started the pump again"), refused("not below 170 mmHg. Keep paused; recheck in 5 min.")),
            at(2, monitor_says(cuff=(150, 90)), sees_alarm("systolic_mmhg:call-rise", mark="ended")),
            at(3, press("I started the pump again"), state("The infusion runs"), sees_no_alarm("systolic_mmhg:stop")),
        ),
        alarms=(
            Alarm("systolic_mmhg:watch", "medium", "165 mmHg or more", "ended"),
            Alarm("systolic_mmhg:watch-rise", "medium", "50 above the baseline of 122", "ended"),
            Alarm("systolic_mmhg:call-rise", "medium", "50 above the baseline of 122", "ended"),
        ),
        record=(
            Line("listener", "alarm raised", "systolic_mmhg:watch"),
            Line("listener", "alarm raised", "systolic_mmhg:watch-rise"),
            Line("listener", "alarm raised", "systolic_mmhg:call-rise"),
            Line("listener", "alarm ended", "systolic_mmhg:watch"),
            Line("listener", "alarm ended", "systolic_mmhg:watch-rise"),
            Line("listener", "alarm ended", "systolic_mmhg:call-rise"),
            Line("nurse", "act", "I started the pump again"),
        ),
    ),
)  # fmt: skip
