"""Before the start and at leaving: slips of the pen, values that say no, a list not signed, a danger said aloud."""

from tests.stories.doing import answers_all_well, check, choose, fill, go, press, sign, touch, vitals
from tests.stories.seeing import page_reads, page_reads_nowhere, refused, sees_no_alarm, state
from tests.stories.story import Alarm, Line, Seat, Story, at

A_CHAIR_THAT_WAITS = Seat(state="ordered")
AFTER = Seat(state="observing", began_min_ago=112, values={"systolic_mmhg": 124.0, "diastolic_mmhg": 78.0})
SECOND = "nurse2"


def _second_check(**read: str) -> tuple:
    """The second nurse reads and works out all as ordered, but for what is told."""
    right = {"Dose, mg": "34.95", "Concentration": "0.3495", "Rate on the pump": "150"}
    numbers = right | {label: value for label, value in read.items() if label in right}
    return (
        go("/chair/{key}/second-check", who=SECOND),
        fill("Record number", "{number}", who=SECOND),
        fill("Date of birth", "{born}", who=SECOND),
        fill("Weight of today", read.get("weight", "69.9"), who=SECOND),
        check(read.get("unit", "kg"), who=SECOND),
        check("Racemic ketamine", who=SECOND),
        choose("Vial, mg/mL", read.get("vial", "50"), who=SECOND),
        *(fill(label, value, who=SECOND) for label, value in numbers.items()),
        press("All this I read myself", who=SECOND),
    )


def _slip(name: str, said: str, **read: str) -> Story:
    """A second check that differs: it stops, says what differs without the first one's number, and is counted."""
    return Story(
        name=name,
        seat=A_CHAIR_THAT_WAITS,
        script=(at(0, *_second_check(**read), page_reads(said, who=SECOND)), at(1, state("Ordered, waits"))),
        near_misses=("second check",),
    )


ORDERS = (
    Story(
        name="154 lb typed as kilograms is stopped",
        seat=Seat(state="registered", devices=()),
        script=(
            at(
                0,
                go("/patients/{patient}/orders", who="prescriber"),
                fill("Weight of today", "154", who="prescriber"),
                check("kg", who="prescriber"),
                fill("Height, cm", "168", who="prescriber"),
                press("Work it out", who="prescriber"),
                page_reads("154 kg at 168 cm is a BMI of 55", who="prescriber"),
                sign("Sign the order", who="prescriber"),
                page_reads("No infusion was ordered yet", who="prescriber"),
            ),
        ),
        near_misses=("order",),
    ),
    _slip("154 lb read as kilograms at the second check is stopped", "weight: 154 kg is not what the", weight="154"),
    _slip("a vial of another concentration is stopped", "vial: 10 mg/mL is not the vial of the order", vial="10"),
    _slip("41.7 typed for 4.17 is stopped", "Tenfold: look at the decimal point.", **{"Rate on the pump": "1500"}),
    _slip("milligrams typed for millilitres is stopped", "the rate in mg/h, not mL/h.", **{"Rate on the pump": "52.4"}),
    Story(
        name="the second check agrees and the chair is ready",
        seat=A_CHAIR_THAT_WAITS,
        script=(
            at(0, *_second_check(), page_reads_nowhere("is not what the order comes to", who=SECOND)),
            at(1, state("Checked, ready to start")),
        ),
        record=(Line(SECOND, "act", "Second check by Sam Reyes: all agrees"),),
    ),
)  # fmt: skip

START = (
    Story(
        name="a start against the values is refused",
        seat=Seat(state="checked", values={"systolic_mmhg": 166.0, "diastolic_mmhg": 96.0}),
        script=(
            at(0, press("I started the pump"), refused("Systolic 166 mmHg: above 160 mmHg. Do not start.")),
            at(1, state("Checked, ready to start")),
        ),
        may_also=("systolic_mmhg:watch",),
    ),
    Story(
        name="a start without the list is refused",
        seat=Seat(state="checked", listed=False),
        script=(
            at(0, press("I started the pump"), refused("The list before the start is not signed.")),
            at(1, state("Checked, ready to start")),
        ),
    ),
    Story(
        name="a start on an expired order is refused",
        seat=Seat(state="checked", ordered_h_ago=25),
        script=(
            at(0, press("I started the pump"), refused("This order expired")),
            at(1, state("Checked, ready to start"), sees_no_alarm()),
        ),
    ),
    Story(
        name="a start at 145 mmHg waits for a prescriber's reason",
        seat=Seat(state="checked", values={"systolic_mmhg": 145.0}),
        script=(
            at(0, press("I started the pump"), refused("A prescriber writes the reason and records the start.")),
            at(1, fill("Where the values ask for caution", "Anxious before each start", who="prescriber")),
            at(1, press("I started the pump", who="prescriber"), state("The infusion runs")),
        ),
        record=(Line("prescriber", "act", "I started the pump (Pavel Novak)"),),
    ),
)  # fmt: skip

LEAVING = (
    Story(
        name="leaving is refused and then every line is met",
        seat=AFTER,
        script=(
            at(0, go("/chair/{key}/discharge"), sign("Sign: may leave"), page_reads("Not yet")),
            at(1, go("/chair/{key}"), touch("CADSS total"), fill("Total, 0 to 92", "1"), press("Save CADSS")),
            at(2, go("/chair/{key}/discharge"), answers_all_well(), sign("Sign: may leave")),
            at(3, page_reads("Lena Marchetti"), go("/chair/{key}"), state("Left the clinic")),
        ),
        record=(
            Line("nurse", "cadss", "CADSS 1 of 92"),
            Line("nurse", "act", "Discharged by Nia Okoro; escort Elio Marchetti"),
            Line("nurse", "discharge", "Every criterion for leaving is met"),
        ),
    ),
    Story(
        name="acute thoughts of suicide at leaving bring the prescriber",
        seat=AFTER,
        script=(
            at(0, go("/chair/{key}/discharge"), answers_all_well(suicidal=True), sign("Sign: may leave")),
            at(1, page_reads("Present: prescriber review and handover now; stay with the patient.")),
            at(1, go("/today", who="prescriber")),
            at(1, page_reads("Acute thoughts of suicide, said before leaving", who="prescriber")),
            at(2, go("/chair/{key}"), state("Stopped, under observation")),
        ),
        record=(Line("nurse", "risk at discharge", "Acute thoughts of suicide, asked by Nia Okoro"),),
    ),
    Story(
        name="a session left open overnight is told to its nurse",
        seat=Seat(began_min_ago=14 * 60),
        script=(
            at(0, vitals(Systolic=122, Diastolic=76), state("The infusion runs")),
            at(6, go("/today"), page_reads("{chair}: a session is still open after 14 h (The infusion runs)")),
            at(7, go("/chair/{key}"), press("I stopped the pump for good"), state("Stopped, under observation")),
        ),
        alarms=(Alarm("systolic_mmhg:stale", "medium", "Cuff pressure: no value for 12 min", "ended"),),
        record=(
            Line("silence watch", "alarm raised", "systolic_mmhg:stale"),
            Line("nurse", "vital signs", "Systolic 122 mmHg"),
            Line("nurse", "alarm ended", "systolic_mmhg:stale"),
            Line("nurse", "act", "I stopped the pump for good"),
        ),
    ),
)  # fmt: skip

STORIES = (*ORDERS, *START, *LEAVING)
