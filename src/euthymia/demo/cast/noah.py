"""Noah is not there yet: one drug below its minimum dose, one stopped early because he did not tolerate it."""

from datetime import date

from euthymia.demo.cast.story import Story, failed
from euthymia.medicine.resistance import course

NOAH = Story(
    login="noah",
    given="Noah",
    family="Lindqvist",
    born=date(1990, 11, 23),
    shows="not shown yet: what was tried was too little or too short",
    weight_kg=82,
    height_cm=181,
    episode_began=date(2025, 12, 1),
    trials=(
        failed("sertraline", 25, date(2026, 1, 5), date(2026, 4, 1)),
        course("duloxetine", 60, date(2026, 4, 10), date(2026, 4, 24), adherence="affirmed", ended_for="intolerance"),
    ),
    phq9=(2, 2, 2, 2, 1, 2, 2, 1, 0),
    madrs=(3, 3, 2, 3, 1, 3, 3, 3, 2, 0),
)
