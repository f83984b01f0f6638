"""Studies that are shown, neither fitted nor scored: pools, other scales, recalled figures, checks of the code."""

from typing import Final

from euthymia.pharmacology.cascade.studies.kinds import Figure, Study

_WILKINSON, _ESKETAMINE = "wilkinson:2018", "esketamine:nasal-trials"


def _study(key: str, title: str, *figures: Figure, members: tuple[str, ...] = ()) -> Study:
    return Study(key=key, title=title, side="shown", figures=figures, members=members)


def _other(name: str, value: float, source: str, **more: str) -> Figure:
    return Figure(name=name, statistic="other", value=value, mark=more.get("mark", "found"), source=source)


SHOWN: Final = (
    _study(
        _WILKINSON,
        "Wilkinson 2018 (a pool)",
        _other("score of those given ketamine, day 1", 19.5, _WILKINSON),
        _other("score of controls, day 1", 29.2, _WILKINSON),
        _other("score of those given ketamine, day 7", 22.0, _WILKINSON),
        _other("score of controls, day 7", 27.5, _WILKINSON),
        members=("berman:2000",),
    ),
    _study("newport:2015", "Newport 2015 (a pool)", _other("odds ratio of response at 24 h", 9.87, "newport:2015")),
    _study("han:2016", "Han 2016 (a pool)", _other("response at 24 h on ketamine", 0.522, "han:2016")),
    _study(
        "cochrane:2021",
        "Cochrane 2021 (a pool)",
        _other("odds ratio of response at 24 h beside placebo", 3.94, "cochrane:2021", mark="medium"),
        _other("odds ratio of response beside midazolam", 2.48, "cochrane:2021", mark="low"),
    ),
    _study("berman:2000", "Berman 2000", _other("half the score gone, of 8", 0.5, "berman:2000", mark="medium")),
    _study(
        "grunebaum:2018",
        "Grunebaum 2018 (its scale is no output here)",
        _other("difference in suicidal thoughts at 24 h", -4.96, "grunebaum:2018"),
    ),
    _study("riva-posse:2018", "Riva-Posse 2018", _other("systolic rise at 30 min", 3.28, "riva-posse:2018")),
    _study("szarmach:2020", "Szarmach 2020", _other("p of the systolic peak", 0.004, "szarmach:2020")),
    _study("wan:2015", "Wan 2015", _other("systolic peak rise", 19.6, "wan:2015", mark="low")),
    _study(
        "cadss:correlations",
        "CADSS and benefit",
        _other("r of CADSS at 40 min with the score at 230 min", -0.35, "cadss:correlations"),
    ),
    _study(
        _ESKETAMINE,
        "Nasal esketamine trials",
        _other("TRANSFORM-2, difference at day 28", -4.0, _ESKETAMINE),
        _other("SUSTAIN-1, relapse of stable remitters on the drug", 0.267, _ESKETAMINE),
    ),
    _study(
        "simons:thesis-peaks",
        "Simons' own peaks (a check of the code)",
        _other("S-ketamine at the end of 20 mg over 20 min, ng/mL", 273.0, "simons:thesis-peaks"),
    ),
)
