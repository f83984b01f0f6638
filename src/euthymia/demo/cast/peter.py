"""Peter's pressure climbs in the middle of the infusion."""

from datetime import date

from euthymia.demo.cast.story import Story, failed, helped_little

PETER = Story(
    login="peter",
    given="Peter",
    family="Oduya",
    born=date(1961, 2, 14),
    shows="pressure climbs mid-infusion: an alarm to acknowledge",
    weight_kg=91,
    height_cm=176,
    episode_began=date(2024, 9, 1),
    trials=(
        failed("escitalopram", 20, date(2024, 10, 1), date(2025, 2, 1)),
        helped_little("bupropion", 300, date(2025, 2, 10), date(2025, 8, 1)),
        helped_little("mirtazapine", 30, date(2025, 8, 10)),
    ),
    phq9=(2, 3, 3, 3, 2, 2, 2, 2, 0),
    madrs=(4, 4, 3, 5, 3, 3, 4, 4, 3, 1),
    monitor="philips",
    body="pressure climbs",
    chair="Chair 2",
)
