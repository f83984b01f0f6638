"""Ruth is plainly resistant: two adequate trials failed. Her course responds, and her outcome is on the chart."""

from datetime import date

from euthymia.demo.cast.story import Story, failed, helped_little

RUTH = Story(
    login="ruth",
    given="Ruth",
    family="Amsel",
    born=date(1978, 4, 2),
    shows="plainly resistant; her monitor sends no name and is charted by its pairing",
    weight_kg=70,
    height_cm=168,
    episode_began=date(2025, 6, 10),
    trials=(
        failed("sertraline", 100, date(2025, 7, 1), date(2025, 10, 15)),
        helped_little("venlafaxine", 150, date(2025, 11, 1), date(2026, 3, 1)),
    ),
    phq9=(3, 3, 2, 3, 2, 3, 2, 1, 0),
    madrs=(4, 4, 3, 4, 2, 4, 4, 4, 3, 1),
    day_after=(1, 1, 1, 4, 2, 1, 2, 2, 1, 0),
    past_infusions=2,
    monitor="mindray",
    identity=False,
    chair="Chair 1",
)
