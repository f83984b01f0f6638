"""A monitor at the chair, and the body it watches: values by chance, among them the ones that must alarm."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Final, NamedTuple

from euthymia.demo.devices import SENDERS
from euthymia.demo.physiology import Cuff, Vitals
from euthymia.demo.voices import VOICES, Moment, Person, Style, observation_message
from euthymia.medicine.readings import Channel

CALM: Final = {"spo2": 97, "pulse": 72, "breaths": 14, "systolic": 124, "diastolic": 78}
# What may happen to a body, and to which of its values.
TURNS: Final[tuple[dict[str, int], ...]] = (
    {"systolic": 168, "diastolic": 96}, {"systolic": 186, "diastolic": 112}, {"systolic": 206, "diastolic": 124},
    {"systolic": 84, "diastolic": 50}, {"pulse": 136}, {"pulse": 40}, {"spo2": 90}, {"spo2": 85}, {"breaths": 9},
    {"breaths": 6}, {"spo2": 90, "breaths": 7},
)  # fmt: skip
# Which channels a make reports beside the cuff, by what of the body.
REPORTS: Final[dict[Style, dict[Channel, str]]] = {
    "mindray": {"spo2_pct": "spo2", "pulse_bpm": "pulse", "resp_rate_bpm": "breaths"},
    "philips": {"spo2_pct": "spo2", "pulse_bpm": "pulse", "heart_rate_bpm": "pulse", "resp_rate_bpm": "breaths"},
    "comen": {"spo2_pct": "spo2", "pulse_bpm": "pulse", "resp_rate_bpm": "breaths"},
    "xh80x": {"spo2_pct": "spo2", "heart_rate_bpm": "pulse", "resp_rate_bpm": "breaths"},
}


class Value(NamedTuple):
    """One value that a device put into a message; at_s by the device's clock."""

    channel: str
    value: float
    at_s: float


@dataclass(slots=True)
class Bedside:
    """One monitor for one session.

    ahead_s   by how much its clock is ahead of ours
    person    whom it was told it watches; None where nobody told it
    """

    style: Style
    chance: random.Random
    person: Person | None
    ahead_s: float = 0.0
    _body: dict[str, int] = field(default_factory=lambda: dict(CALM))
    _turn_lasts: int = 0
    _cuff: Cuff | None = None
    _cuff_due_s: float = 0.0
    _number: int = 0

    def say(self, now_s: float, *, person: Person | None = None) -> tuple[bytes, tuple[Value, ...]]:
        """Write the message of this moment; give its bytes and the values in it."""
        at_s = float(int(now_s + self.ahead_s))
        self._live_on(at_s)
        vitals = Vitals(*(self._body[n] for n in ("spo2", "pulse", "breaths")), 36.6, self._cuff, silent=False)
        moment = Moment(at_s, 0.0, UTC)
        voice = VOICES[self.style]
        self._number += 1
        raw = observation_message(
            voice, sender(self.style), voice.rows(vitals, moment), moment=moment, control_id=f"R{self._number}",
            person=person or self.person,
        )  # fmt: skip
        return raw, (*self._continuous(at_s), *self._pressures(at_s))

    def _live_on(self, at_s: float) -> None:
        """Let the body turn, or turn back; measure the pressure when it is due, and when it has changed."""
        self._turn_lasts -= 1
        if self._turn_lasts == 0:
            self._body = dict(CALM)
        if self._turn_lasts < 0 and self.chance.random() < 0.12:
            self._body = {**CALM, **self.chance.choice(TURNS)}
            self._turn_lasts = self.chance.randint(1, 5)
            self._cuff_due_s = at_s
        if at_s >= self._cuff_due_s:
            systolic, diastolic = self._body["systolic"], self._body["diastolic"]
            self._cuff = Cuff(systolic, diastolic, round(diastolic + (systolic - diastolic) / 3), at_s)
            self._cuff_due_s = at_s + self.chance.choice((60, 300, 600, 900))

    def _continuous(self, at_s: float) -> tuple[Value, ...]:
        return tuple(Value(channel, self._body[what], at_s) for channel, what in REPORTS[self.style].items())

    def _pressures(self, at_s: float) -> tuple[Value, ...]:
        cuff = self._cuff
        if cuff is None or (self.style == "xh80x" and at_s - cuff.taken_s >= 60):
            return ()
        return Value("systolic_mmhg", cuff.systolic_mmhg, cuff.taken_s), Value(
            "diastolic_mmhg", cuff.diastolic_mmhg, cuff.taken_s
        )


def sender(style: Style) -> str:
    """How this make at the one chair names itself."""
    return "|".join(SENDERS[style]).format(n=1)


SOMEBODY_ELSE: Final = Person("999999", "Somebody", "Else", date(1950, 1, 1))
