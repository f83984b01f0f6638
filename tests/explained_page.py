"""What the page "how it works" is made of, printed from the model: numbers as scripts, pictures as they stand still.

The web process computes none of it: the browser does, from these numbers (held to it by `journeys/test_chain.py`).
"""

from dataclasses import asdict
from functools import cache
from typing import Any

import numpy as np
import orjson

from euthymia.pharmacology.cascade.hundred import Standing, days_of
from euthymia.pharmacology.cascade.studies import STUDIES
from euthymia.research.calibration import hundred
from tests import explained_infusion as infusion
from tests import explained_panels as panels
from tests import explained_pictures as pictures

STATIC = "src/euthymia/clinic/static/how_it_works"
HEAD = "// Printed from the model by `make rulebook`: do not edit.\n"
NOTE = "{# Printed from the model by `make rulebook`: do not edit. #}\n"
PAGES = "src/euthymia/clinic/front_door/templates/front_door/how"
DEFAULT = (days_of(6, 2), "midazolam")
STILL = """<p class="figure" id="says-many">About {yes} of 100 respond.</p>
<p class="lead" id="says-unsure">But the model itself is unsure: from {low} to {high} of 100.</p>
<p id="says-anyway">Without ketamine about {yes_none} of 100 would (from {low_without} to {high_without}). {too} \
of the {yes} would be better without it too.</p>
<div class="two">
<figure><figcaption><strong>With ketamine</strong> <span id="says-given">{yes} responding, 0 relapsed, {no} not \
responding</span></figcaption>{with_it}</figure>
<figure><figcaption><strong id="says-other">The same people on midazolam</strong> <span id="says-without">{yes_none} \
responding, 0 relapsed, {no_none} not responding</span></figcaption>{none}</figure>
</div>
<p class="when" id="says-when">Day {last}: rated the day after infusion 6 of 6</p>
{days}
"""
TRIAL = """<figure><figcaption><strong>{arm}</strong> {yes} of {n} people responded ({share} in 100)</figcaption>\
{drawing}</figure>
"""


@cache
def pages() -> dict[str, str]:
    """Print all."""
    return {
        f"{STATIC}/people.js": script(people()),
        f"{PAGES}/_hundred.html": NOTE + still(),
        f"{PAGES}/_trial_people.html": NOTE + trial(),
        f"{STATIC}/curves.js": script(infusion.numbers()),
        f"{PAGES}/_two_hours.html": NOTE + panels.two_hours(),
        f"{PAGES}/_told.html": NOTE + panels.told(),
        f"{PAGES}/_two_weeks.html": NOTE + panels.two_weeks(),
        f"{PAGES}/_tablet_course.html": NOTE + panels.tablet(),
        f"{PAGES}/_tablet_ground.html": panels.tag("tablets"),
    }


def script(value: Any) -> str:
    """Write a value as a module."""
    return f"{HEAD}export default {orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()};\n"


def people() -> dict[str, Any]:
    """Return what the course is computed from in the browser."""
    of = hundred.hundred()
    values = {name: found for name, found in of.values.items() if not name.endswith("masked")}
    chance = asdict(of.chance)
    return {
        "values": values, "study": of.study, "pick": of.pick, "chance": chance, "noise": of.noise, "places": places(),
    }  # fmt: skip


@cache
def places() -> Any:
    """Put the hundred into the order in which every picture has them: whom the default course helps longest first."""
    with_it, without = (hundred.shown(*DEFAULT, given=given).standing for given in (True, False))
    helped = (with_it == Standing.RESPONDING).sum(axis=0) + 0.01 * (without == Standing.RESPONDING).sum(axis=0)
    return np.argsort(-helped, kind="stable")


def still() -> str:
    """Draw the default course as it stands the day after its last infusion: what the page shows without any script."""
    days, context = DEFAULT
    given, without = (hundred.shown(days, context, given=one) for one in (True, False))
    at, order = len(days) - 1, places()
    with_it, none = given.standing[at][order], without.standing[at][order]
    return STILL.format(
        too=int(((with_it == 1) & (none == 1)).sum()),
        days=pictures.over_days(days, given, without),
        low=given.low[at], high=given.high[at], low_without=without.low[at], high_without=without.high[at],
        with_it=pictures.figures(pictures.kinds_of(with_it, none), name="given"),
        none=pictures.figures(pictures.kinds_of(none, none * 0), name="without"),
        yes=int((with_it == 1).sum()), no=int((with_it == 0).sum()),
        yes_none=int((none == 1).sum()), no_none=int((none == 0).sum()),
        last=f"{days[-1] + 1:g}",
    )  # fmt: skip


def trial() -> str:
    """Draw what a trial counted, of its own people."""
    found = next(one for one in STUDIES if one.key == "jelovac:2025")
    rows = []
    for arm in found.arms:
        share = next(f.value for f in found.figures if f.statistic == "response" and f.arms == (arm.name,))
        yes = round(share * arm.n)
        kinds = ["yes"] * yes + ["not"] * (arm.n - yes)
        drawing = pictures.figures(kinds, name=f"trial {arm.name}", row=16)
        rows.append(
            TRIAL.format(arm=arm.name.capitalize(), yes=yes, n=arm.n, share=round(100 * share), drawing=drawing)
        )
    return f'<div class="two trial">{"".join(rows)}</div>\n'
