"""The steps of one infusion as the page "how it works" tells them: a picture and a sentence each, printed."""

from html import escape
from math import floor
from typing import Any, NamedTuple

from euthymia.pharmacology.cascade import CHAIN, tablets
from tests import explained_infusion as infusion
from tests import explained_pictures as pictures

AT_MIN, AT_DAY = 40.0, 1.0  # where the still pictures stand
MINUTES = {0: "start", 20: "20", 40: "40", 60: "60", 80: "80", 120: "120 min"}
DAYS = {0: "start", 2: "2", 4: "4", 6: "6", 8: "8", 10: "10", 14: "14 days"}
GROUNDS = {"published": "●", "fitted": "◆", "prior only": "○", "explanation only": "?"}
SAYS = {
    "published": "published", "fitted": "fitted to trials", "prior only": "a guess", "explanation only": "told only",
}  # fmt: skip


class Panel(NamedTuple):
    """One step: its name in the chain, its title and plain words here, the top of its axis, what is read off."""

    name: str
    step: str
    title: str
    plain: str
    top: float
    says: str


ACUTE = (
    Panel("plasma", "plasma", "2. In the blood", "The drug rises while the pump runs, then falls. People differ.", 250,
          "{middle} ng/mL in the middle person; nine in ten: {low} to {high}"),
    Panel("effect", "effect site", "3. In the brain", "It follows the blood a few minutes later.", 250,
          "{middle} ng/mL; nine in ten: {low} to {high}"),
    Panel("held", "NMDA receptors held", "4. NMDA receptors held",
          "Ketamine sits in these receptors. How many it holds in a living person has not been measured well.", 100,
          "{middle} in 100, but anything from {low} to {high} would fit"),
)  # fmt: skip
ASIDE = (
    Panel("cadss", "dissociation", "Feeling detached", "From body or room. In this model most feel little or nothing.",
          40, "{middle} of 92 points in the middle person; nine in ten: {low} to {high}"),
    Panel("pressure", "pressure and pulse", "Blood pressure", "The upper number, above that person's rest.", 40,
          "{middle} mmHg above rest; nine in ten: {low} to {high}"),
)  # fmt: skip
SLOW = (
    Panel("strength", "synaptic strength", "6. Connections restored",
          "One infusion restores part of the connections between nerve cells that depression took; then it wears off.",
          100, "{middle} in 100 of what can come back; nine in ten: {low} to {high}"),
    Panel("score", "score", "7. The depression score",
          "Lower is better. The dashed line is the same people on the comparison drug.", 40,
          "{middle} points of 60, from 33 before; nine in ten: {low} to {high}. Without it {none}"),
)  # fmt: skip
TOLD = (
    ("glutamate", "Glutamate", "thought to surge for a while"),
    ("AMPA receptors", "AMPA receptors", "thought to pass that surge on"),
    ("BDNF and mTOR", "BDNF and mTOR", "thought to turn it into new contacts between nerve cells"),
)


def whole(value: float) -> int:
    """Round as the browser does."""
    return floor(value + 0.5)


def tag(step: str) -> str:
    """Mark what a step stands on, in sign and word."""
    ground = next(one.ground for one in CHAIN if one.name == step)
    return (
        f'<span class="ground g-{ground.split()[0]}"><b aria-hidden="true">{GROUNDS[ground]}</b> {SAYS[ground]}</span>'
    )


def panel(one: Panel, times: Any, found: dict[str, Any], at: float, ticks: dict[float, str], *, lines: Any = ()) -> str:
    """Draw a step, standing at one moment."""
    place = list(times).index(at)
    values = {
        "middle": found[one.name].middle[place],
        "low": found[one.name].low[place],
        "high": found[one.name].high[place],
    }
    none = found["none"].middle[place] if "none" in found else 0
    reads = one.says.format(**{name: whole(value) for name, value in values.items()}, none=whole(none))
    drawing = pictures.curve(one.name, times, found[one.name], top=one.top, ticks=ticks, lines=lines)
    return (
        f'<li class="step"><h3>{one.title} {tag(one.step)}</h3><p>{escape(one.plain)}</p>{drawing}'
        f'<p class="reads" data-reads="{one.name}" data-says="{escape(one.says)}">{reads}</p></li>\n'
    )


def two_hours() -> str:
    """Draw the steps of two hours, and what is felt and measured beside them."""
    found, times = infusion.two_hours(), infusion.MINUTES
    syringe = (
        f'<li class="step"><h3>1. From the syringe {tag("dose")}</h3><p>35 mg for somebody of 70 kg, slowly, over 40 '
        'minutes.</p><svg class="syringe" viewBox="0 0 560 26" aria-hidden="true"><rect class="barrel" x="1" y="1" '
        'width="558" height="24" rx="6"/>'
        '<rect class="given" id="given" x="1" y="1" width="558" height="24" rx="6"/></svg>'
        '<p class="reads" id="reads-given">35 mg given</p></li>\n'
    )
    steps = "".join(panel(one, times, found, AT_MIN, MINUTES) for one in ACUTE)
    aside = "".join(panel(one, times, found, AT_MIN, MINUTES) for one in ASIDE)
    return (
        f'<ol class="steps">\n{syringe}{steps}</ol>\n<h3 class="meanwhile">Meanwhile, beside it</h3>\n'
        f'<ul class="steps">\n{aside}</ul>\n'
    )


def told() -> str:
    """Tell the steps that nobody computes."""
    steps = "".join(f"<li><strong>{name}</strong> {text}</li>" for step, name, text in TOLD if tag(step))
    return (
        f'<div class="told"><h3>5. Inside the nerve cell {tag("glutamate")}</h3><ol>{steps}</ol>'
        "<p>Readers ask, so we tell. "
        "No number stands here, because no study in people gives one. Nothing below is computed from it.</p></div>\n"
    )


def two_weeks() -> str:
    """Draw strength and score over two weeks."""
    found, times = infusion.two_weeks(), infusion.DAYS
    drawn = [
        panel(one, times, found, AT_DAY, DAYS, lines=[found["none"].middle] if one.name == "score" else ())
        for one in SLOW
    ]
    return f'<ol class="steps">\n{"".join(drawn)}</ol>\n'


def tablet() -> str:
    """Draw the published course of a tablet."""
    drawing = pictures.tablet(infusion.WEEKS, infusion.on_tablets(), tablets.REPORTED)
    observed = ", ".join(f"{percent:g}% at week {week}" for week, percent in tablets.REPORTED.items())
    label = tablets.LABEL.capitalize()
    return f'{drawing}<p class="reads">Weeks. Dots are what was observed: {observed}. “{label}.”</p>\n'
