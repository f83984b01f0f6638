"""Peter's pressure climbs in the middle of the infusion."""

from datetime import date

from euthymia.demo.cast.story import Story
from euthymia.medicine.resistance import Trial

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
        Trial("escitalopram", 20, date(2024, 10, 1), date(2025, 2, 1), adherence="good", response="none"),
        Trial("bupropion", 300, date(2025, 2, 10), date(2025, 8, 1), adherence="good", response="partial"),
        Trial("mirtazapine", 30, date(2025, 8, 10), adherence="good", response="none"),
    ),
    phq9=(2, 3, 3, 3, 2, 2, 2, 2, 0),
    madrs=(4, 4, 3, 5, 3, 3, 4, 4, 3, 1),
    monitor="philips",
    body="pressure climbs",
    chair="Chair 2",
)
