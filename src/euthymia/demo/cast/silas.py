"""Silas's monitor falls silent in the middle of the session."""

from datetime import date

from euthymia.demo.cast.story import Story, failed

SILAS = Story(
    login="silas",
    given="Silas",
    family="Grønn",
    born=date(1985, 6, 6),
    shows="a monitor that falls silent: the alarm for silence",
    weight_kg=68,
    height_cm=175,
    episode_began=date(2025, 1, 15),
    trials=(
        failed("citalopram", 40, date(2025, 2, 1), date(2025, 6, 1)),
        failed("duloxetine", 60, date(2025, 6, 10), date(2025, 11, 1)),
    ),
    phq9=(2, 2, 3, 2, 2, 3, 2, 1, 0),
    madrs=(4, 4, 3, 4, 2, 4, 3, 4, 3, 1),
    monitor="philips",
    body="falls silent",
    chair="Chair 4",
)
