"""The studies that validate: never fitted. What is not held of a schedule or a definition is assumed, and said."""

from typing import Final

from euthymia.pharmacology.cascade.studies.kinds import THRICE, TWICE, Arm, Figure, Study, every

_KARMA, _LII, _SHIROMA, _SU, _KETECT, _ELEKTD, _CRTCE = (
    "jelovac:2025",
    "lii:2023",
    "shiroma:2020",
    "su-chen:suicidal",
    "ekstrand:2022",
    "anand:2023",
    "rodrigues:2022",
)
_BASELINE = "baseline 33 (SD 6), itself uncertain by 3"
_EIGHT = (*TWICE, 14.0, 17.0, 21.0, 24.0)
_TWELVE = (*THRICE, 14.0, 16.0, 18.0, 21.0, 23.0, 25.0)
_UNDEFINED = "its definition of relapse is not held: improvement under half at two visits in a row; no further ketamine"

VALIDATING: Final = (
    Study(
        key=_KARMA,
        title="KARMA-Dep 2, 2025",
        side="validate",
        arms=(
            Arm(name="ketamine", n=32, context="midazolam", days=_EIGHT),
            Arm(name="midazolam", n=30, context="midazolam", ketamine=False),
        ),
        figures=(
            Figure(name="difference at the end", statistic="difference of changes", arms=("ketamine", "midazolam"),
                   days=(25.0,), value=-3.16, low=-8.54, high=2.22, mark="found", source=_KARMA),
            *(
                Figure(name=f"{statistic} at the end", statistic=statistic, arms=(arm,), days=(25.0,), value=value,
                       mark="found", source=_KARMA)
                for statistic, arm, value in (
                    ("response", "ketamine", 15 / 32),
                    ("response", "midazolam", 10 / 30),
                    ("remission", "ketamine", 14 / 32),
                    ("remission", "midazolam", 9 / 30),
                )
            ),
        ),
        assumed=(f"all eight infusions were given, rated a day after the last; {_BASELINE}",),
    ),
    Study(
        key=_LII,
        title="Lii 2023 (under surgical anaesthesia)",
        side="validate",
        arms=(
            Arm(name="ketamine", n=20, context="masked", days=(0.0,), baseline=(25.1, 8.3)),
            Arm(name="saline", n=20, context="masked", ketamine=False, baseline=(29.9, 7.0)),
        ),
        figures=(
            *(
                Figure(name=f"difference at day {day:g}", statistic="difference of changes",
                       arms=("ketamine", "saline"), days=(day,), value=value, mark="found", source=_LII,
                       reading="means less their baselines")
                for day, value in ((1.0, 1.1), (7.0, 2.2), (14.0, 5.5))
            ),
            *(
                Figure(name=f"{statistic} at day {day:g}", statistic=statistic, arms=(arm,), days=(day,), value=value,
                       mark="found", source=_LII, n=n, cut=12.0)
                for statistic, arm, day, value, n in (
                    ("response", "ketamine", 1.0, 0.60, 20),
                    ("response", "saline", 1.0, 0.50, 20),
                    ("response", "ketamine", 7.0, 0.316, 19),
                    ("response", "saline", 7.0, 0.368, 19),
                    ("remission", "ketamine", 1.0, 0.50, 20),
                    ("remission", "saline", 1.0, 0.35, 20),
                )
            ),
        ),
        assumed=("days count from the anaesthetic",),
    ),
    Study(
        key=_SHIROMA,
        title="Shiroma 2020",
        side="validate",
        arms=(
            Arm(name="six ketamine", n=27, context="midazolam", days=THRICE),
            Arm(name="five midazolam, one ketamine", n=27, context="midazolam", days=(11.0,), ketamine=False),
        ),
        figures=(
            Figure(name="difference a day after the last, p = .791", statistic="size of z",
                   arms=("six ketamine", "five midazolam, one ketamine"), days=(12.0,), value=0.265, mark="medium",
                   source=_SHIROMA, reading="the p value as a two-sided z"),
            *(
                Figure(name="median days to relapse", statistic="median days to relapse", arms=(arm,), value=value,
                       mark="medium", source=_SHIROMA, responded=12.0, visits=every(7.0, after=11.0, until=193.0),
                       since=11.0, reading=f"{_UNDEFINED}; weekly visits")
                for arm, value in (("six ketamine", 42.0), ("five midazolam, one ketamine", 14.0))
            ),
        ),
        assumed=(f"54 people in two equal arms, six sessions over 12 days; {_BASELINE}",),
    ),
    Study(
        key=_SU,
        title="Su and Chen (resistant depression with suicidal thoughts)",
        side="validate",
        arms=(
            Arm(name="ketamine", n=42, context="midazolam", days=(0.0,), baseline=(35.83, 4.53)),
            Arm(name="midazolam", n=42, context="midazolam", ketamine=False, baseline=(38.26, 3.83)),
        ),
        figures=tuple(
            Figure(name="response at least once, day 2 or 3", statistic="response", arms=(arm,), days=(2.0, 3.0),
                   value=value, mark="found", source=_SU)
            for arm, value in (("ketamine", 15 / 42), ("midazolam", 5 / 42))
        ),
        assumed=("one infusion",),
    ),
    Study(
        key=_KETECT,
        title="KetECT 2022, the ketamine arm",
        side="validate",
        arms=(Arm(name="ketamine", n=91, context="open", days=_TWELVE),),
        figures=(
            Figure(name="remission", statistic="remission", arms=("ketamine",), days=(6.0, 13.0, 20.0, 26.0),
                   value=0.46, mark="found", source=_KETECT,
                   reading="at any of four weekly ratings, for treatment ended at remission"),
            Figure(name="relapsed within 12 months", statistic="relapsed by", arms=("ketamine",), days=(365.0,),
                   value=0.70, mark="found", source=_KETECT, n=42, responded=26.0,
                   visits=every(14.0, after=26.0, until=391.0), since=26.0,
                   reading=f"{_UNDEFINED}; of responders, after the whole course, seen every two weeks"),
            Figure(name="dissociation over the course", statistic="dissociation noted", arms=("ketamine",), sessions=9,
                   value=55 / 91, mark="found", source=_KETECT,
                   reading="nine sessions each, between the median of those who remitted (6) and the most (12)"),
        ),
        assumed=(_BASELINE,),
    ),
    Study(
        key=_ELEKTD,
        title="ELEKT-D 2023, the ketamine arm",
        side="validate",
        arms=(Arm(name="ketamine", n=195, context="open", days=(*TWICE, 14.0, 17.0)),),
        figures=(
            Figure(name="QIDS-SR response", statistic="other", value=0.554, mark="found", source=_ELEKTD,
                   left_out="another scale; no map from one to the other is held"),
            Figure(name="MADRS response at the end", statistic="response", arms=("ketamine",), days=(18.0,),
                   value=0.508, mark="medium", source=_ELEKTD),
            Figure(name="MADRS remission at the end", statistic="remission", arms=("ketamine",), days=(18.0,),
                   value=0.379, mark="medium", source=_ELEKTD),
            *(
                Figure(name=f"relapsed within {name}", statistic="relapsed by", arms=("ketamine",), days=(day,),
                       value=value, mark="medium", source=_ELEKTD, n=108, responded=18.0,
                       visits=every(14.0, after=18.0, until=201.0), since=18.0,
                       reading=f"{_UNDEFINED}, though responders may have had more; seen every two weeks")
                for name, day, value in (("1 month", 30.0, 0.19), ("3 months", 91.0, 0.25), ("6 months", 182.0, 0.345))
            ),
        ),
        assumed=(f"rated a day after the last of six; {_BASELINE}",),
    ),
    Study(
        key=_CRTCE,
        title="Rodrigues 2022, four infusions",
        side="validate",
        arms=(Arm(name="ketamine", n=203, context="open", days=TWICE),),
        figures=(
            Figure(name="reached 165/100", statistic="above a limit", arms=("ketamine",), sessions=4, value=0.443,
                   mark="found", source=_CRTCE,
                   reading="by person over four sessions, either number; resting pressure 125/78 (SD 14/9) proposed"),
            Figure(name="dissociation", statistic="dissociation noted", arms=("ketamine",), sessions=4, value=0.356,
                   mark="found", source=_CRTCE, reading="by person over four sessions; the unit is not stated"),
        ),
    ),
    Study(
        key="japan:audit",
        title="Audit of two clinics in Japan, 1,985 sessions",
        side="validate",
        figures=(
            Figure(name="escalations of tier 1", statistic="other", value=0.0, high=0.0015, mark="found",
                   source="japan:audit", left_out="what tier 1 is is not held"),
        ),
    ),
    Study(
        key="krystal:1994",
        title="Krystal 1994, plasma in volunteers (coarse)",
        side="validate",
        figures=(
            Figure(name="plasma at the end, ng/mL", statistic="plasma at the end", value=158.0, low=100.0, high=250.0,
                   n=1, mark="found", source="krystal:1994",
                   reading="the geometric middle of the printed range, 100 to 250, as one person: a coarse check"),
        ),
    ),
    Study(
        key="stard:step-1",
        title="STAR*D, first step (tablets)",
        side="validate",
        figures=(
            Figure(name="remission", statistic="remission on tablets", value=0.368, n=3671, days=(84.0,), mark="found",
                   source="stard:step-1",
                   reading="QIDS of 5 or less read as MADRS of 10 or less; 12 weeks; its people taken as Shigetome's"),
        ),
    ),
)  # fmt: skip
