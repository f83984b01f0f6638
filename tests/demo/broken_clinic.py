"""Run as a program: rehearses a clinic in which one thing is broken, and prints what the judge found, as JSON.

python -m tests.demo.broken_clinic WHAT SESSIONS    "only" in place of a number: six sessions, as the command shows them
"""

import json
import sys
from unittest import mock

from euthymia.demo.rehearsal import run

run._settle()
place = run._place()

from euthymia.cli import rehearse as command  # noqa: E402
from euthymia.clinic.infusion.devices import intake  # noqa: E402
from euthymia.clinic.infusion.session import bulk  # noqa: E402
from euthymia.clinic.infusion.start import second_check  # noqa: E402
from euthymia.medicine import session as states  # noqa: E402
from euthymia.medicine import watch  # noqa: E402


def deaf(*args, **options):
    """An alarm engine that takes the values and raises nothing."""
    return whole_step(*args, **options)._replace(raised=())


def forgets(rows, events, sessions, **how):
    """A database that loses the first event of each batch."""
    return whole_write(rows, events[1:], sessions, **how)


def nobody_listens(state, **_):
    """A silence watch that never finds anything due."""
    return watch.Step(state)


def drops(state, key, **more):
    """An acknowledgement that clears every alarm on the screen."""
    step = whole_acknowledge(state, key, **more)
    return step._replace(state=step.state._replace(alarms={}))


def anybodys(arrived, seat):
    """An intake that charts everybody's values."""
    decided = whole_decide(arrived, seat)
    return (
        decided._replace(disposition="charted") if decided.disposition == "quarantined" and seat.session_id else decided
    )


def fails(*_, **__):
    """A button that breaks."""
    return 1 / 0


def shut(state, action):
    """A table of states in which nobody can stop the pump."""
    return action != "stop" and whole_can(state, action)


whole_step, whole_write, whole_acknowledge = watch.step, bulk.write, watch.acknowledge_condition
whole_decide, whole_can = intake.decide, states.can
BROKEN = {
    "nothing": [],
    "no value alarms": [(watch, "step", deaf)],
    "events are lost": [(bulk, "write", forgets)],
    "silence is not heard": [(watch, "due", nobody_listens), (watch, "next_due_s", lambda *_: None)],
    "an acknowledgement clears them all": [(watch, "acknowledge_condition", drops)],
    "everybody's values are charted": [(intake, "decide", anybodys)],
    "a fault of ours": [(second_check, "second_check", fails)],
    "no way out": [(states, "can", shut)],
}


def as_the_command_shows_it() -> None:
    """The command itself, with this process in the place of its own; what it says on stderr is wanted too."""
    sys.stderr = sys.stdout
    with mock.patch.object(command, "rehearse", lambda numbers, **_: (run.one(place, f"3:{n}") for n in numbers)):
        command.show(6, 3, only=None, jobs=1)


def main(what: str, sessions: str, sentence: str = "") -> None:
    patches = [mock.patch.object(*broken) for broken in BROKEN[what]]
    for patch in patches:
        patch.start()
    if sessions == "only":
        return as_the_command_shows_it()
    kinds, verdicts = ("missed", "lost", "stuck"), []
    for number in range(int(sessions)):
        verdicts.append(run.one(place, f"3:{number}"))
        if sentence and any(sentence in line for kind in kinds for line in getattr(verdicts[-1], kind)):
            break  # found out
    print(json.dumps({kind: [line for v in verdicts for line in getattr(v, kind)] for kind in kinds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
