"""What people do at the chair, rightly and wrongly, through the clinic's own actions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from euthymia.clinic.infusion.chair import acts, corrections
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.discharge import leave as leaving
from euthymia.clinic.infusion.models import Device, Session
from euthymia.clinic.infusion.session import board
from euthymia.clinic.infusion.session.writer import moment
from euthymia.clinic.infusion.start import checklist, second_check
from euthymia.demo.fill import BEFORE, ready_to_leave, ready_to_start
from euthymia.demo.rehearsal.bedside import Value
from euthymia.demo.rehearsal.chair import Chair
from euthymia.demo.rehearsal.diary import Brought
from euthymia.medicine import charting, dosing
from euthymia.medicine.checklists import pre_infusion as starting
from euthymia.medicine.readings import Channel

READ: Final = dosing.SecondCheck(
    weight_kg=70, drug="racemic ketamine", vial_mg_per_ml=50, dose_mg=35, concentration_mg_per_ml=0.35, rate_ml_h=150
)
Move = Callable[[Chair], object]


def check(chair: Chair) -> None:
    second_check.second_check(chair.session, READ, **chair.who, by=chair.team["nurse2"])


def check_wrong(chair: Chair) -> None:
    """By the nurse who opened it, for somebody else, or with a tenfold dose."""
    wrong = chair.chance.choice(("person", "patient", "dose"))
    by = chair.team["nurse" if wrong == "person" else "nurse2"]
    who = {**chair.who, "number": "E99999"} if wrong == "patient" else chair.who
    second_check.second_check(chair.session, replace(READ, dose_mg=350) if wrong == "dose" else READ, **who, by=by)


def act(action: str) -> Move:
    """Record what a hand did with the pump."""

    def press(chair: Chair) -> None:
        acts.act(chair.session, action, by=chair.team["nurse"])

    press.__name__ = action
    return press


def pause_on_two_tablets(chair: Chair) -> None:
    """Two press at once: the second has not seen what the first one did."""
    other = Session.objects.get(pk=chair.session.pk)
    chair.somebody_wrote = True
    acts.act(chair.session, "pause", by=chair.team["nurse"])
    acts.act(other, "pause", by=chair.team["nurse2"])


def pair(chair: Chair) -> None:
    pairing.pair(chair.session, _device(chair), **chair.who, by=chair.team["nurse"])
    chair.paired = chair.place.seats_changed = True


def pair_wrong(chair: Chair) -> None:
    pairing.pair(chair.session, _device(chair), number="E99999", birth_date=date(1950, 1, 1), by=chair.team["nurse"])


def _device(chair: Chair) -> Device:
    return chair.place.devices[chair.bedside.style]


def vitals(chair: Chair) -> None:
    _by_hand(chair, {**BEFORE, "systolic_mmhg": float(chair.chance.choice((122, 122, 122, 122, 122, 190)))})


def sedation(chair: Chair) -> None:
    _by_hand(chair, {"sedation_moaas": float(chair.chance.choice((5, 5, 5, 4, 3, 2)))})


def late_vitals(chair: Chair) -> None:
    """Measured some time ago, and written down only now."""
    _by_hand(chair, {"systolic_mmhg": 132.0, "diastolic_mmhg": 84.0, "spo2_pct": 97.0}, at=_earlier(chair))


def _earlier(chair: Chair) -> datetime:
    ago_s = chair.chance.choice((20, 60, 180, 600))
    return moment(max(chair.clock.now_s - ago_s, chair.session.opened_at.timestamp()))


def _by_hand(chair: Chair, values: Mapping[Channel, float], *, at: datetime | None = None) -> None:
    now_s = chair.clock.now_s
    acts.enter_vitals(chair.session, values, by=chair.team["nurse"], happened_at=at)
    at_s = at.timestamp() if at else now_s
    entered = tuple(Value(channel, value, at_s) for channel, value in values.items())
    chair.diary.brought.append(Brought(b"", entered, now_s, now_s, "charted", by_hand=True))


def late_act(action: str) -> Move:
    """Record late what a hand did with the pump, also where another hand has acted since."""

    def press(chair: Chair) -> None:
        acts.act(chair.session, action, by=chair.team["nurse2"], happened_at=_earlier(chair))

    press.__name__ = f"late {action}"
    return press


def correct(chair: Chair) -> None:
    """Correct something that a hand entered: by mistake, or another pressure."""
    lines = [line for line in board.acts_of(chair.session) if line.kind in charting.CORRECTABLE]
    if lines:
        line = chair.chance.choice(lines)
        sent = {"reason": "a slip of the hand", **chair.chance.choice(({"mistake": "yes"}, {"systolic_mmhg": "118"}))}
        corrections.correct(chair.session, line.number, sent, by=chair.team["nurse"])


def call_help(chair: Chair) -> None:
    acts.call_help(chair.session, by=chair.team["nurse"])


def list_before(chair: Chair) -> None:
    checklist.go_through(chair.session, ready_to_start(), by=chair.team["nurse"])


def list_unready(chair: Chair) -> None:
    checklist.go_through(chair.session, starting.BeforeFacts(consent=True), by=chair.team["nurse"])


def acknowledge(chair: Chair) -> None:
    state, _ = chair.now()
    unseen = [alarm.key for alarm in state.alarms.values() if alarm.acknowledged_by is None]
    acts.acknowledge(chair.session, chair.chance.choice(unseen or ["no such alarm"]), by=chair.team["nurse"])


def pause_sound(chair: Chair) -> None:
    acts.pause_sound(chair.session, by=chair.team["nurse"])


def rate(chair: Chair) -> None:
    acts.rate(chair.session, "dissociation", chair.chance.randint(0, 5), by=chair.team["nurse"])


def adverse_event(chair: Chair) -> None:
    grade = chair.chance.randint(1, 6)
    acts.report_adverse_event(chair.session, what="Nausea", grade=grade, note="", by=chair.team["nurse"])


def cadss(chair: Chair) -> None:
    acts.enter_cadss(chair.session, chair.chance.randint(0, 100), by=chair.team["nurse"])


def pump_seen(chair: Chair) -> None:
    acts.pump_seen(chair.session, by=chair.team["nurse"])


def leave(chair: Chair) -> None:
    leaving.leave(chair.session, ready_to_leave(), by=chair.team["nurse"])
