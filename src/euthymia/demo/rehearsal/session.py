"""One session, driven by chance from its opening to its end."""

from collections.abc import Sequence
from typing import Final

from euthymia.clinic.server import scratch
from euthymia.demo.rehearsal import faults, hands
from euthymia.demo.rehearsal.chair import Chair
from euthymia.demo.rehearsal.hands import Move, act
from euthymia.medicine import session as states
from euthymia.medicine.refusal import Refusal

FEWEST_MOVES: Final = 3
MOST_MOVES: Final = 13
BETWEEN_S: Final = (0.3, 0.3, 0.3, 1, 1, 1, 1, 2, 2, 2, 2, 5, 5, 5, 8, 8, 8, 12, 45, 300)

START: Final = act("start")
ON_THE_WAY: Final = (hands.pair, hands.vitals, hands.list_before)
# What may be tried, and how often beside the rest. What is not the moment for is tried too, and must be refused.
ALWAYS: Final[tuple[tuple[Move, float], ...]] = (
    (faults.messages, 8), (faults.somebody_elses, 0.4), (faults.garbled, 0.3), (faults.cut, 0.3), (faults.again, 0.5),
    (faults.kill, 0.3), (faults.disk_full, 0.3), (hands.acknowledge, 2), (hands.rate, 0.3), (hands.adverse_event, 0.2),
    (hands.pause_sound, 0.2), (hands.correct, 0.8), (hands.call_help, 0.1),
)  # fmt: skip
# The same while nothing runs yet: most of a session is to be spent at the pump.
BEFORE: Final = tuple((move, 0.25 * weight) for move, weight in ALWAYS)
MOVES: Final[dict[str, tuple[tuple[Move, float], ...]]] = {
    "ordered": (
        (hands.check, 8), (hands.check_wrong, 1.5), (act("start"), 0.5), (act("cancel"), 0.1), *BEFORE,
    ),
    "checked": (
        (hands.pair, 4), (hands.pair_wrong, 0.5), (hands.vitals, 3), (hands.list_before, 4), (hands.list_unready, 0.5),
        (START, 6), (act("cancel"), 0.1), *BEFORE,
    ),
    "running": (
        (act("pause"), 1), (act("stop"), 0.6), (hands.pause_on_two_tablets, 0.3), (hands.sedation, 1.5),
        (act("resume"), 0.2), (hands.vitals, 1), (hands.pair, 0.3), (hands.late_vitals, 0.6),
        (hands.late_act("pause"), 0.3), (hands.late_act("stop"), 0.2), *ALWAYS,
    ),
    "paused": (
        (act("resume"), 2), (act("stop"), 1), (hands.pump_seen, 1), (hands.vitals, 1),
        (hands.late_act("resume"), 0.3), *ALWAYS,
    ),
    "observing": (
        (hands.pump_seen, 1), (hands.cadss, 1), (hands.leave, 0.5), (hands.sedation, 1), (hands.late_vitals, 0.5),
        *ALWAYS,
    ),
}  # fmt: skip
# From wherever a session stands there is a way out, by the hands of whom it belongs to.
WAYS_OUT: Final[dict[str, tuple[Move, ...]]] = {
    "ordered": (act("cancel"),),
    "checked": (act("cancel"),),
    "running": (act("stop"), hands.pump_seen, hands.leave),
    "paused": (act("stop"), hands.pump_seen, hands.leave),
    "observing": (hands.pump_seen, hands.leave),
}


def drive(chair: Chair) -> None:
    """Try moves by chance, then lead the session out."""
    for _ in range(chair.chance.randint(FEWEST_MOVES, MOST_MOVES)):
        if chair.session.state in states.FINAL:
            return
        moves = _moves(chair)
        attempt(chair, chair.chance.choices([m for m, _ in moves], [weight for _, weight in moves])[0])
        chair.wait(chair.chance.choice(BETWEEN_S))
    for move in WAYS_OUT.get(chair.session.state, ()):
        attempt(chair, move)


def _moves(chair: Chair) -> Sequence[tuple[Move, float]]:
    """What may be tried now. Of the way to the start, what is done is done, and a start too early is rare."""
    moves = MOVES[chair.session.state]
    if chair.session.state != "checked":
        return moves
    left = [move for move in ON_THE_WAY if move not in chair.done]
    return [(move, 0.3 if move is START and left else weight) for move, weight in moves if move not in chair.done]


def attempt(chair: Chair, move: Move) -> None:
    """Try a move. A refusal is an answer; while nothing can be written, so is the database's trouble."""
    chair.diary.acts.append(f"{chair.clock.now_s:.3f} {chair.session.state}: {getattr(move, '__name__', move)}")
    try:
        move(chair)
        if move in ON_THE_WAY:
            chair.done.add(move)
    except Refusal as refused:
        chair.diary.acts.append(f"  refused: {type(refused).__name__}")
    except scratch.TROUBLE:
        if not chair.dark:
            raise
    chair.note_where()
