"""Lena was weighed in pounds: 154 lb typed as kilograms must not pass."""

from datetime import date

from euthymia.demo.cast.story import Story, failed

LENA = Story(
    login="lena",
    given="Lena",
    family="Marchetti",
    born=date(1993, 1, 17),
    shows="weighed in pounds: 154 typed as kg stops",
    weight_kg=69.9,
    height_cm=165,
    weight_typed="154",
    episode_began=date(2025, 5, 1),
    trials=(
        failed("sertraline", 150, date(2025, 5, 20), date(2025, 9, 1)),
        failed("vortioxetine", 20, date(2025, 9, 10), date(2026, 1, 10)),
    ),
    phq9=(2, 3, 2, 3, 1, 3, 2, 1, 0),
    madrs=(4, 4, 2, 4, 2, 3, 4, 4, 3, 0),
)
