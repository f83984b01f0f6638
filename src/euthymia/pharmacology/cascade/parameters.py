"""The parameters of the cascade as data: what each means, what fixes it, its prior, and how sure anyone can be of it.

Glutamate, AMPA receptors, BDNF and mTOR are drawn and explained (`chain`); none of them has a parameter.
"""

import math
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

Scale = Literal["log", "logit", "plain"]
Kind = Literal["normal", "positive normal", "half-normal", "beta", "uniform"]
ParameterMark = Literal["calibrated", "published", "prior only", "speculation"]
Part = Literal["course", "acute", "input"]

NOT_INFORMED_BELOW: Final = 0.2
NOT_INFORMED: Final = "not informed by data"


@dataclass(frozen=True, slots=True)
class Prior:
    """A density on the scale of the parameter: mean and SD, or the two shapes of a beta, or the ends of a uniform."""

    kind: Kind
    one: float
    two: float = 0.0

    def log_density(self, value: Any) -> Any:
        """Return its log, up to a constant; minus infinity where the value cannot be."""
        value = np.asarray(value, dtype=np.float64)
        match self.kind:
            case "normal":
                return -0.5 * np.square((value - self.one) / self.two)
            case "positive normal":
                return np.where(value > 0, -0.5 * np.square((value - self.one) / self.two), -np.inf)
            case "half-normal":
                return np.where(value > 0, -0.5 * np.square(value / self.one), -np.inf)
            case "beta":
                inside = (value > 0) & (value < 1)
                safe = np.where(inside, value, 0.5)
                return np.where(inside, (self.one - 1) * np.log(safe) + (self.two - 1) * np.log1p(-safe), -np.inf)
            case "uniform":
                return np.where((value > self.one) & (value < self.two), 0.0, -np.inf)

    @property
    def bounds(self) -> tuple[float, float]:
        """Return an interval that holds all but a sliver of it."""
        match self.kind:
            case "normal":
                return self.one - 8 * self.two, self.one + 8 * self.two
            case "positive normal":
                return 0.0, self.one + 8 * self.two
            case "half-normal":
                return 0.0, 8 * self.one
            case "beta":
                return 0.0, 1.0
            case "uniform":
                return self.one, self.two

    def grid(self, count: int = 4001) -> tuple[Any, Any]:
        """Return values over its bounds and their weights, which add up to 1."""
        low, high = self.bounds
        values = low + (high - low) * (np.arange(count) + 0.5) / count
        density = np.exp(self.log_density(values))
        return values, density / density.sum()

    @property
    def mean(self) -> float:
        """Return its mean."""
        values, weights = self.grid()
        return float(values @ weights)

    @property
    def sd(self) -> float:
        """Return its SD."""
        values, weights = self.grid()
        return math.sqrt(float(np.square(values - values @ weights) @ weights))

    def quantile(self, share: Any) -> Any:
        """Return the value under which this share of it lies."""
        values, weights = self.grid()
        return np.interp(share, np.cumsum(weights) - weights / 2, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. `prior` is on its `scale`; `fixed_by` names what informs it, "nothing" where nothing does."""

    name: str
    symbol: str
    meaning: str
    unit: str
    scale: Scale
    prior: Prior
    fixed_by: str
    mark: ParameterMark
    part: Part
    source: str = "house:cascade-priors"

    def natural(self, value: Any) -> Any:
        """Turn a value on the scale of the prior into its own unit."""
        value = np.asarray(value, dtype=np.float64)
        if self.scale == "log":
            return np.exp(value)
        return 1.0 / (1.0 + np.exp(-value)) if self.scale == "logit" else value


def _log(median: float, sd: float) -> Prior:
    return Prior("normal", math.log(median), sd)


def _logit(median: float, sd: float) -> Prior:
    return Prior("normal", math.log(median / (1 - median)), sd)


def _of(part: Part, mark: ParameterMark, *rows: tuple[str, str, str, str, Scale, Prior, str]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name=name, symbol=symbol, meaning=meaning, unit=unit, scale=scale, prior=prior, fixed_by=fixed_by,
            mark=mark, part=part,
        )
        for name, symbol, meaning, unit, scale, prior, fixed_by in rows
    )  # fmt: skip


CONTROLS: Final = "control arms"
COURSE: Final = (
    *_of(
        "course",
        "calibrated",
        ("gain", "a", "a typical session restores 1 - exp(-a) of what is missing", "", "log", _log(0.9, 0.7),
         "Singh day 15 against Murrough (AJP) day 1"),
        ("relief", "φ", "share of the score that strength at its fullest takes away", "", "logit", _logit(0.65, 1.0),
         "Singh day 15 against Murrough (AJP) day 1"),
        ("loss", "k", "wear-off of strength", "per day", "log", _log(math.log(2) / 8, 0.7),
         "Murrough (AJP) day 7; relapse quartiles of Murrough (Biol Psychiatry)"),
        ("omega_loss", "ω_k", "SD of ln k between people", "", "plain", Prior("positive normal", 0.7, 0.35),
         "relapse quartiles"),
        ("durable", "q", "share of people in whom it lasts", "", "plain", Prior("beta", 2, 6),
         "a quarter free of relapse past 83 days"),
        ("onset", "L", "delay between strength and score", "hours", "log", _log(4, 0.7),
         "Murrough (Biol Psychiatry), 2 h after the first infusion"),
        ("placebo_midazolam", "π", "share of the score that goes without the drug, under midazolam", "", "logit",
         _logit(0.25, 0.7), CONTROLS),
        ("placebo_saline", "π", "the same under saline", "", "logit", _logit(0.25, 0.7), CONTROLS),
        ("placebo_open", "π", "the same in open treatment", "", "logit", _logit(0.25, 0.7),
         "open courses, where it cannot be told from the drug's own effect"),
        ("placebo_speed", "k_p", "how fast that comes", "per day", "log", _log(math.log(2) / 2, 1.0), CONTROLS),
        ("omega_placebo", "ω_P", "SD of its logit between people", "", "plain", Prior("positive normal", 0.9, 0.4),
         "SDs and response shares of control arms"),
        ("omega_relief", "ω_φ", "SD of the logit of φ between people", "", "plain", Prior("positive normal", 1.2, 0.5),
         "SDs and response shares"),
        ("noise", "σ", "SD of one rating", "points", "plain", Prior("positive normal", 4, 1.5), "SDs"),
        ("tau", "τ", "SD between studies of the logit of φ", "", "plain", Prior("half-normal", 0.6),
         "spread between trials, a null among them"),
    ),
    *_of(
        "course",
        "speculation",
        ("belief", "β", "what belief in having had the drug adds to the logit of π", "", "plain",
         Prior("normal", 0, 0.5),
         "arms against arms, by way of the belief assumed in each: no study here measured it beside outcome"),
    ),
    *_of(
        "course",
        "prior only",
        ("placebo_masked", "π", "share that goes without the drug, under anaesthesia that hides it", "", "logit",
         _logit(0.25, 0.7), "nothing"),
    ),
)  # fmt: skip

ACUTE: Final = (
    *_of(
        "acute",
        "calibrated",
        ("exposure", "b", "concentrations in patients beside those of the kinetic model", "ratio", "log", _log(1, 0.35),
         "the 185 ng/mL anchor, taken with a CV of 35%"),
        ("systolic", "s", "systolic rise per 100 ng/mL", "mmHg", "log", _log(5, 0.8), "Vankawala"),
        ("diastolic", "s", "diastolic rise per 100 ng/mL", "mmHg", "log", _log(3.5, 0.8), "Vankawala"),
        ("heart_rate", "s", "rise of the heart rate per 100 ng/mL", "a minute", "log", _log(3, 0.8), "Vankawala"),
        ("none", "z", "share of sessions without dissociation", "", "plain", Prior("beta", 2, 2),
         "dissociation noted in Murrough (AJP)"),
        ("points", "s", "CADSS points per 100 ng/mL", "points", "log", _log(8.5, 0.7),
         "dissociation noted in Murrough (AJP); the scale itself is recalled from memory"),
    ),
    *_of(
        "acute",
        "prior only",
        ("anticipation_systolic", "α", "systolic pressure above rest at the start", "mmHg", "plain",
         Prior("half-normal", 5), "nothing"),
        ("anticipation_diastolic", "α", "the same, diastolic", "mmHg", "plain", Prior("half-normal", 3), "nothing"),
        ("anticipation_heart_rate", "α", "the same, heart rate", "a minute", "plain",
         Prior("half-normal", 3), "nothing"),
        ("cuff_systolic", "", "SD of one systolic reading", "mmHg", "plain", Prior("positive normal", 8, 2), "nothing"),
        ("cuff_diastolic", "", "the same, diastolic", "mmHg", "plain", Prior("positive normal", 6, 1.5), "nothing"),
        ("cuff_heart_rate", "", "the same, heart rate", "a minute", "plain",
         Prior("positive normal", 5, 1.5), "nothing"),
        ("omega_acute", "ω_s", "SD of ln s between people", "", "plain", Prior("positive normal", 0.5, 0.2), "nothing"),
        ("floor", "θ", "what tolerance leaves of dissociation", "", "plain", Prior("uniform", 0, 1),
         "nothing: the direction alone is built in (esketamine, n = 928)"),
        ("fading", "λ", "how fast tolerance comes, per session", "", "log", _log(0.5, 0.7), "nothing"),
    ),
)  # fmt: skip

INPUT: Final = (
    Parameter(
        name="effect_half", symbol="t½ke0", meaning="delay between blood and effect site, as it varies between people",
        unit="min", scale="log", prior=_log(3, 0.81), fixed_by="nothing", mark="prior only", part="input",
    ),
    Parameter(
        name="half", symbol="K", meaning="plasma concentration that holds half the receptors", unit="ng/mL",
        scale="log", prior=_log(194, 1.0), fixed_by="nothing: every trial that calibrates gave 0.5 mg/kg",
        mark="prior only", part="input", source="calc:half-occupancy",
    ),
    Parameter(
        name="r_potency", symbol="r", meaning="what R-ketamine counts beside S", unit="ratio", scale="plain",
        prior=Prior("uniform", 0.2, 0.8), fixed_by="nothing", mark="prior only", part="input",
    ),
)  # fmt: skip

ALL: Final = (*COURSE, *ACUTE, *INPUT)

# Not parameters of a prior: figures an engineer chose, as proposals
WANDER_SD: Final = 4.0  # mmHg or beats;  Source: house:cascade-priors
WANDER_KEPT: Final = 0.5
BETWEEN_SIGNS: Final = 0.5  # correlation of s_i of the three signs
BASELINE_MEAN, BASELINE_SD, BASELINE_BETWEEN_SD = 33.0, 6.0, 3.0  # where a study's own is not held
RESTING: Final = {"systolic": (125.0, 14.0), "diastolic": (78.0, 9.0), "heart rate": (74.0, 11.0)}


def shrinkage(prior_sd: float, posterior_sd: float) -> float:
    """Return how much of the prior's variance the data took away: 1 all of it, 0 none."""
    return max(0.0, 1.0 - (posterior_sd / prior_sd) ** 2)


def told(shrunk: float) -> str:
    """Return a shrinkage: the number, or that the data say nothing."""
    return f"{shrunk:.2f}" if shrunk >= NOT_INFORMED_BELOW else NOT_INFORMED


def find(name: str) -> Parameter:
    """Find a parameter by its name. Raises KeyError."""
    return next(one for one in ALL if one.name == name) if any(one.name == name for one in ALL) else _no(name)


def _no(name: str) -> Parameter:
    raise KeyError(name)
