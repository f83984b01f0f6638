"""Iris dissociates strongly in the middle of the infusion, and is not distressed by it."""

from datetime import date

from euthymia.demo.cast.story import Story, failed, helped_little

IRIS = Story(
    login="iris",
    given="Iris",
    family="Haugen",
    born=date(1981, 10, 4),
    shows="dissociates: rated in one tap, and watched",
    weight_kg=63,
    height_cm=170,
    episode_began=date(2025, 4, 1),
    trials=(
        failed("citalopram", 40, date(2025, 4, 10), date(2025, 8, 1)),
        helped_little("venlafaxine", 225, date(2025, 8, 10), date(2026, 2, 1)),
    ),
    phq9=(2, 3, 3, 2, 2, 3, 2, 2, 0),
    madrs=(4, 4, 3, 4, 3, 3, 4, 4, 3, 1),
    monitor="xh80x",
    dissociation=3,
    chair="Chair 6",
)
