"""What a rehearsed session did, kept beside the clinic's own record: the judge compares the two."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from euthymia.demo.rehearsal.bedside import Value
from euthymia.medicine.watch import Limits

Disposition = Literal["charted", "kept apart", "counted"]  # counted: of who has not spoken here yet


class Brought(NamedTuple):
    """One message that was brought, and answered.

    received_s   when its bytes came
    told_s       when it was committed, or 0 where it was answered "not recorded"
    disposition         what must become of it
    by_hand      a person entered it: then there is no message
    """

    raw: bytes
    values: tuple[Value, ...]
    received_s: float
    told_s: float
    disposition: Disposition
    by_hand: bool = False


@dataclass(slots=True)
class Diary:
    """Everything that one rehearsed session did, in order."""

    seed: str
    brought: list[Brought] = field(default_factory=list)
    limits: list[tuple[float, Limits]] = field(default_factory=list)  # in force from that moment
    phases: list[tuple[float, str]] = field(default_factory=list)  # from that moment
    dark: list[tuple[float, float]] = field(default_factory=list)  # nothing could be written from, to
    shown: list[tuple[float, frozenset[str]]] = field(default_factory=list)  # alarms on screen while dark
    acts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge found in one session; each a sentence. Empty everywhere: all is well."""

    seed: str
    missed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        return not (self.missed or self.lost or self.stuck)
