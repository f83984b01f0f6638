"""What one check found."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How bad it is; the worst of all is the exit status."""

    RIGHT = 0
    LOOK = 1  # a person has to look: it could not be told, or it will be wrong soon
    WRONG = 2


@dataclass(frozen=True)
class Finding:
    """One check: what was seen, and what to do where it is not right."""

    check: str
    level: Level
    seen: str
    advice: str = ""


def right(check: str, seen: str) -> Finding:
    return Finding(check, Level.RIGHT, seen)


def look(check: str, seen: str, advice: str) -> Finding:
    return Finding(check, Level.LOOK, seen, advice)


def wrong(check: str, seen: str, advice: str) -> Finding:
    return Finding(check, Level.WRONG, seen, advice)
