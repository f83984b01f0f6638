"""A clinic to be thrown away: one chair, a few colleagues, a monitor of each make, and a listener without a socket."""

import itertools
import time
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from euthymia.clinic.booking import actions as booking
from euthymia.clinic.infusion.devices import pairing
from euthymia.clinic.infusion.devices.links import HERE
from euthymia.clinic.infusion.devices.listener import Listener
from euthymia.clinic.people import staff
from euthymia.clinic.people.models import User
from euthymia.clinic.tasks import actions as tasks
from euthymia.clinic.tasks.models import Duty
from euthymia.demo.devices import SENDERS
from euthymia.wire import hl7
from euthymia.wire.mllp import Deframer

TEAM = {"owner": "owner", "prescriber": "prescriber", "nurse": "nurse", "nurse2": "nurse"}


class Said:
    """In the standby's place: keeps what the pages would have been told last."""

    def __init__(self) -> None:
        self.boards: dict[str, Any] = {}

    def say(self, **line: Any) -> None:
        self.boards = line.get("boards", {})


class Wire:
    """In a device connection's place: bytes go through the deframer, answers are kept."""

    transport = None
    link = HERE
    number = 1

    def __init__(self) -> None:
        self.deframer = Deframer()
        self.answers: list[bytes] = []

    def answer(self, answers: Sequence[bytes]) -> None:
        self.answers += answers


class Place:
    """The clinic, its chair, and its listener."""

    def __init__(self, home: Path) -> None:
        self.team = {login: _colleague(login, role) for login, role in TEAM.items()}
        owner = self.team["owner"]
        for duty in Duty.Kind.values:
            tasks.set_duty(duty, self.team["prescriber"], by=owner)
        self.chair = booking.add_resource("chair", "Chair 1", by=owner)
        self.devices = {}
        for style, (app, facility) in SENDERS.items():
            sender = (app.format(n=1), facility.format(n=1))
            self.devices[style] = pairing.add_device(self.chair, kind="monitor", sender=sender, by=owner)
        self.numbers = itertools.count(1)
        self.seats_changed = True  # the listener reads once a second who sits where; here, where it has changed
        self._home = home
        self.start_the_listener()

    def start_the_listener(self) -> None:
        """A fresh listener, as after a kill: nothing of the one before is left but what was committed."""
        self.listener = Listener(self._home / "listener.sock")
        self.listener.standby._loop.close()
        self.said = self.listener.standby = Said()  # type: ignore[assignment]
        self.listener.turn.acquire()
        self.wire = Wire()
        self.seats_changed = True

    def bring(self, stream: bytes, received_s: float) -> list[str]:
        """Bring bytes to the listener as a socket would, commit what they held, and give the answers' codes."""
        self.listener.intake.roster._read_at = time.monotonic() - (10 if self.seats_changed else 0)
        self.seats_changed = False
        self.wire.answers.clear()
        for piece in self.wire.deframer.feed(stream):
            self.listener.take(piece, received_s, self.wire)  # type: ignore[arg-type]
        while group := self.listener._waiting.turn(500):
            self.listener._commit(group)
        return [reply.code for reply in map(_reply, self.wire.answers) if reply is not None]


def _colleague(login: str, role: str) -> User:
    return staff.add(email=f"{login}@rehearsal.example", name=login.title(), role=role, by="system:rehearsal")[0]


def _reply(answer: bytes) -> hl7.Reply | None:
    return hl7.read(answer, default_zone=UTC).reply
