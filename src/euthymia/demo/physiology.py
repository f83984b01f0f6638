"""A simulated patient in the chair: numbers invented to show the product, no model of anybody."""

import math
import random
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Story = Literal["steady", "pressure climbs", "slow breathing", "falls silent"]
STORIES: Final[tuple[Story, ...]] = ("steady", "pressure climbs", "slow breathing", "falls silent")

BASELINE_S: Final = 300.0  # from the first message to the start of the infusion
INFUSION_S: Final = 2400.0
SETTLING_S: Final = 900.0  # after the infusion a rise falls to 1/e of itself in this time


class Cuff(NamedTuple):
    """One cuff measurement; taken_s counts from the beginning, as the caller's seconds do."""

    systolic_mmhg: int
    diastolic_mmhg: int
    mean_mmhg: int
    taken_s: float


class Vitals(NamedTuple):
    """What a monitor at the chair would show; cuff is the latest measurement, None before the first."""

    spo2_pct: int
    pulse_bpm: int
    resp_rate_bpm: int
    temperature_c: float
    cuff: Cuff | None
    silent: bool


class _Course(NamedTuple):
    """Where a story starts and how far the infusion moves it at its peak."""

    systolic_mmhg: tuple[float, float]
    diastolic_mmhg: tuple[float, float]
    pulse_bpm: tuple[float, float]
    resp_rate_bpm: tuple[float, float]
    spo2_pct: tuple[float, float]


_STEADY: Final = _Course((118, 15), (74, 8), (68, 8), (14, 0), (97.5, 0))
_COURSES: Final[dict[Story, _Course]] = {
    "steady": _STEADY,
    "pressure climbs": _Course((128, 62), (80, 26), (72, 22), (15, 1), (97.5, 0)),
    "slow breathing": _Course((116, -4), (72, -4), (64, -6), (13, -6.5), (97, -7)),
    "falls silent": _STEADY,
}
# Of the infusion, for "falls silent": when the monitor stops sending and when it comes back.
_SILENT_S: Final = (900.0, 1140.0)


@dataclass(frozen=True, slots=True)
class Patient:
    """One session of a story: before, 40 minutes of infusion with its rise, and the settling after.

    seed          the same seed tells the same story, number by number, however often it is asked
    speed         how many seconds of the story pass in one second of the caller's
    cuff_every_s  story seconds between two cuff measurements; the first is at the beginning
    """

    story: Story
    seed: int
    speed: float = 1.0
    cuff_every_s: float = 600.0

    def at(self, since_s: float) -> Vitals:
        """Return the vitals so many of the caller's seconds after the beginning."""
        story_s = since_s * self.speed
        course, strength = _COURSES[self.story], effect(story_s)
        chance = random.Random(f"{self.seed}:{int(story_s)}")
        return Vitals(
            min(100, round(_value(course.spo2_pct, strength) + chance.gauss(0, 0.4))),
            round(_value(course.pulse_bpm, strength) + chance.gauss(0, 1.2)),
            round(_value(course.resp_rate_bpm, strength) + chance.gauss(0, 0.3)),
            round(36.6 + chance.gauss(0, 0.05), 1),
            self._cuff(story_s),
            self._is_silent(story_s),
        )

    def _cuff(self, story_s: float) -> Cuff | None:
        if story_s < 0:
            return None
        number = math.floor(story_s / self.cuff_every_s)
        taken_s = number * self.cuff_every_s
        course, strength = _COURSES[self.story], effect(taken_s)
        chance = random.Random(f"{self.seed}:cuff:{number}")
        systolic = round(_value(course.systolic_mmhg, strength) + chance.gauss(0, 1.5))
        diastolic = round(_value(course.diastolic_mmhg, strength) + chance.gauss(0, 1.0))
        return Cuff(systolic, diastolic, round(diastolic + (systolic - diastolic) / 3), taken_s / self.speed)

    def _is_silent(self, story_s: float) -> bool:
        begins_s, ends_s = _SILENT_S
        return self.story == "falls silent" and begins_s <= story_s - BASELINE_S < ends_s


def expected(story: Story, story_s: float) -> dict[str, float]:
    """Return a story's values without chance, by channel: what a figure about alarms holds them against."""
    course, strength = _COURSES[story], effect(story_s)
    return {channel: _value(bounds, strength) for channel, bounds in course._asdict().items()}


def silent_from_s() -> float:
    """When the monitor of "falls silent" stops sending, in story seconds."""
    return BASELINE_S + _SILENT_S[0]


def effect(story_s: float) -> float:
    """Return how much of the infusion's effect is there: 0 before, rising to 1 at its end, then settling."""
    infused_s = story_s - BASELINE_S
    if infused_s <= 0:
        return 0.0
    if infused_s <= INFUSION_S:
        return infused_s / INFUSION_S
    return math.exp(-(infused_s - INFUSION_S) / SETTLING_S)


def _value(course: tuple[float, float], strength: float) -> float:
    base, rise = course
    return base + rise * strength


@dataclass(slots=True)
class PumpAtTheChair:
    """A simulated pump. We read pumps: a hand presses its buttons, here the demo's.

    runs_on  its story: after "pause" was pressed it goes on infusing
    """

    rate_ml_h: float
    runs_on: bool = False
    infusing: bool = True

    @property
    def flow_ml_h(self) -> float:
        return self.rate_ml_h if self.infusing else 0.0

    def press_pause(self) -> None:
        """Press pause: it stops, unless its story is that it runs on."""
        self.infusing = self.runs_on

    def press_start(self) -> None:
        """Press start or resume."""
        self.infusing = True
