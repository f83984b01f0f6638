"""Tomas's pump runs on after "pause" was pressed: the page says so until somebody has seen it stand still."""

from datetime import date

from euthymia.demo.cast.story import Story, failed

TOMAS = Story(
    login="tomas",
    given="Tomas",
    family="Ferreira",
    born=date(1974, 7, 19),
    shows="his pump runs on after pause was recorded",
    weight_kg=84,
    height_cm=179,
    episode_began=date(2025, 2, 1),
    trials=(
        failed("paroxetine", 40, date(2025, 2, 10), date(2025, 6, 1)),
        failed("nortriptyline", 100, date(2025, 6, 10), date(2025, 12, 1)),
    ),
    phq9=(3, 2, 3, 3, 2, 2, 2, 1, 0),
    madrs=(4, 5, 3, 4, 3, 4, 4, 4, 3, 0),
    monitor="philips",
    pump_runs_on=True,
    chair="Chair 7",
)
