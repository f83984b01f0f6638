"""The studies that calibrate. Each figure is as the bibliography holds it; nothing else of them is known here."""

from typing import Final

from euthymia.pharmacology.cascade.studies.kinds import THRICE, TWICE, Arm, Figure, Study, every

_AJP, _BP, _SINGH, _IONESCU, _VANKAWALA = (
    "murrough:2013-ajp",
    "murrough:2013-bp",
    "singh:2016",
    "ionescu:2019",
    "vankawala:2021",
)
_PEAK = "the pooled figure says neither whether it is each person's largest rise nor that of a mean: both, half each"
_FOLLOWED = every(3.5, after=11.0, until=95.0)

CALIBRATING: Final = (
    Study(
        key=_AJP,
        title="Murrough 2013, Am J Psychiatry",
        side="calibrate",
        arms=(
            Arm(name="ketamine", n=47, context="midazolam", days=(0.0,), baseline=(32.6, 6.1)),
            Arm(name="midazolam", n=25, context="midazolam", ketamine=False, baseline=(31.1, 5.6)),
        ),
        figures=(
            Figure(name="change at 24 h", statistic="mean change", arms=("ketamine",), days=(1.0,), value=-16.5,
                   mark="found", source=_AJP),
            Figure(name="SD of change at 24 h", statistic="SD of change", arms=("ketamine",), days=(1.0,), value=10.97,
                   mark="calc", source=_AJP, reading="from t = -10.31 with 46 degrees of freedom"),
            Figure(name="response at 24 h", statistic="response", arms=("ketamine",), days=(1.0,), value=30 / 47,
                   mark="high", source=_AJP),
            Figure(name="response at day 7", statistic="response", arms=("ketamine",), days=(7.0,), value=0.457,
                   mark="medium", source=_AJP),
            Figure(name="change at 24 h", statistic="mean change", arms=("midazolam",), days=(1.0,), value=-8.8,
                   mark="found", source=_AJP),
            Figure(name="SD of change at 24 h", statistic="SD of change", arms=("midazolam",), days=(1.0,), value=9.50,
                   mark="calc", source=_AJP, reading="from t = -4.63 with 24 degrees of freedom"),
            Figure(name="response at 24 h", statistic="response", arms=("midazolam",), days=(1.0,), value=7 / 25,
                   mark="high", source=_AJP),
            Figure(name="response at day 7", statistic="response", arms=("midazolam",), days=(7.0,), value=0.182,
                   mark="medium", source=_AJP),
            Figure(name="dissociation as an adverse event", statistic="dissociation noted", arms=("ketamine",),
                   value=8 / 47, mark="medium", source=_AJP,
                   reading="noted where the scale would read above 4; staff may have noted it by other means"),
        ),
        assumed=("the shares at day 7 are of all treated",),
    ),
    Study(
        key=_BP,
        title="Murrough 2013, Biol Psychiatry",
        side="calibrate",
        arms=(Arm(name="ketamine", n=24, context="open", days=THRICE),),
        figures=(
            Figure(name="change 2 h after the first infusion", statistic="mean change", arms=("ketamine",),
                   days=(2 / 24,), value=-18.9, mark="found", source=_BP),
            Figure(name="SD of that change", statistic="SD of change", arms=("ketamine",), days=(2 / 24,), value=6.6,
                   mark="found", source=_BP),
            Figure(name="response at the end", statistic="response", arms=("ketamine",), days=(12.0,), value=17 / 24,
                   mark="found", source=_BP),
            *(
                Figure(name=f"relapsed by day {day}", statistic="relapsed by", arms=("ketamine",), days=(float(day),),
                       value=share, mark="found", source=_BP, n=17, responded=12.0, visits=_FOLLOWED, since=11.0,
                       reading="quartiles 11, 18 and 27 days after the last infusion, a quarter free at 83 or more; "
                               "visits twice a week assumed")
                for day, share in ((11, 0.25), (18, 0.5), (27, 0.75), (83, 0.75))
            ),
        ),
        assumed=(
            "baseline 33 (SD 6), itself uncertain by 3",
            "six infusions over 12 days on Monday, Wednesday and Friday, rated a day after the last",
        ),
    ),
    Study(
        key=_SINGH,
        title="Singh 2016, Am J Psychiatry",
        side="calibrate",
        arms=(
            Arm(name="ketamine twice a week", n=16, context="saline", days=TWICE),
            Arm(name="saline twice a week", n=13, context="saline", ketamine=False),
            Arm(name="ketamine three times a week", n=13, context="saline", days=THRICE),
            Arm(name="saline three times a week", n=16, context="saline", ketamine=False),
        ),
        figures=tuple(
            Figure(name=f"{name} at day 15", statistic=statistic, arms=(arm,), days=(14.0,), value=value, mark=mark,
                   source=_SINGH)
            for arm, change, sd, response, remission in (
                ("ketamine twice a week", -18.4, 12.0, 0.688, 0.375),
                ("saline twice a week", -5.7, 10.2, 0.154, 0.077),
                ("ketamine three times a week", -17.7, 7.3, 0.538, 0.231),
                ("saline three times a week", -3.1, 5.7, 0.063, 0.0),
            )
            for name, statistic, value, mark in (
                ("change", "mean change", change, "found"),
                ("SD of change", "SD of change", sd, "found"),
                ("response", "response", response, "found"),
                ("remission", "remission", remission, "medium"),
            )
        ),
        assumed=(
            "numbers in the arms are those that give the printed shares (11/16, 2/13, 7/13, 1/16)",
            "baseline 33 (SD 6), itself uncertain by 3; infusions on days 1, 4, 8, 11 or 1, 3, 5, 8, 10, 12",
        ),
    ),
    Study(
        key=_IONESCU,
        title="Ionescu 2019 (no difference)",
        side="calibrate",
        arms=(
            Arm(name="ketamine", n=13, context="saline", days=(0.0, 3.0, 7.0, 10.0, 14.0, 17.0), minutes=45.0),
            Arm(name="saline", n=13, context="saline", ketamine=False),
        ),
        figures=(
            Figure(name="difference at the end, p = .47", statistic="size of z", arms=("ketamine", "saline"),
                   days=(18.0,), value=0.722, mark="found", source=_IONESCU,
                   reading="the p value as a two-sided z; which way is not held"),
            *(
                Figure(name=f"remission {when}", statistic="remission", arms=(arm,), days=(day,), value=count / 13,
                       mark="found", source=_IONESCU, reading="a Montgomery-Asberg total of 10 or less assumed")
                for arm, when, day, count in (
                    ("ketamine", "at the end", 18.0, 2),
                    ("saline", "at the end", 18.0, 1),
                    ("ketamine", "at 3 months", 108.0, 2),
                    ("saline", "at 3 months", 108.0, 2),
                )
            ),
        ),
        assumed=("26 people in two equal arms; baseline 33 (SD 6), itself uncertain by 3; drive 1 at 45 min",),
    ),
    Study(
        key="zarate:2006-plasma",
        title="Plasma at the end of 0.5 mg/kg over 40 min (Zarate 2006 in a review)",
        side="calibrate",
        figures=(
            Figure(name="plasma at the end, ng/mL", statistic="plasma at the end", value=185.0, mark="found",
                   source="zarate:2006-plasma", reading="no n and no SD are held: a CV of 35% stands in"),
        ),
    ),
    Study(
        key="bowdle:1998",
        title="Bowdle 1998, psychedelic effects at steady concentrations",
        side="calibrate",
        figures=(
            Figure(name="slope of effects on plasma", statistic="other", value=0.997, mark="found",
                   source="bowdle:1998",
                   left_out="only that it is linear from 50 to 200 ng/mL is held, no slope: its form alone is taken"),
        ),
    ),
    Study(
        key=_VANKAWALA,
        title="Vankawala 2021 (a pool of 15 papers)",
        side="calibrate",
        figures=tuple(
            Figure(name=f"{sign} rise", statistic="largest rise", sign=sign, value=value, low=low, high=high,
                   mark="found", source=_VANKAWALA, reading=_PEAK)
            for sign, value, low, high in (
                ("systolic", 12.61, 10.40, 14.82),
                ("diastolic", 8.49, 6.89, 10.09),
                ("heart rate", 4.09, 0.55, 7.63),
            )
        ),
        assumed=("a reading before and ten after, every 10 min", "which 15 papers it pools is not held"),
    ),
    Study(
        key="esketamine:side-effects",
        title="Esketamine, pooled, n = 928",
        side="calibrate",
        figures=(
            Figure(name="dissociation in week 1", statistic="other", value=0.167, mark="found", n=928,
                   source="esketamine:side-effects",
                   left_out="used for its direction alone (it falls afterwards), which tolerance has built in"),
        ),
    ),
    Study(
        key="shigetome:2025",
        title="Shigetome 2025, paroxetine, n = 50",
        side="calibrate",
        figures=tuple(
            Figure(name=f"reduction at week {week}, %", statistic="reduction on tablets", value=value,
                   days=(week * 7.0,), mark="found", source="shigetome:2025",
                   left_out="the published model is taken whole; this is what it was made of")
            for week, value in ((1, 25.9), (2, 45.7), (4, 57.5), (6, 64.2))
        ),
    ),
)  # fmt: skip
