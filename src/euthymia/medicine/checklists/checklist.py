"""A list gone through line by line: each line says what was found and why, and who may set it aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

Finding = tuple[bool | None, str]  # met, or None where not known; and why


@dataclass(frozen=True, slots=True)
class Override:
    """One line that a person with the right to do so set aside, and why."""

    key: str
    by: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: met True, False or None (not known), with why, and who may set it aside (nobody: empty)."""

    key: str
    question: str
    met: bool | None
    why: str
    who_may_override: tuple[str, ...]
    source: str


class Criterion(NamedTuple):
    """What a line asks. `judge` takes the facts and the clinic's numbers; `who` may set it aside."""

    key: str
    question: str
    judge: Callable[[Any, Any], Finding]
    source: str
    who: tuple[str, ...] = ()


class Facts(Protocol):
    """What is known, and what was set aside."""

    @property
    def overrides(self) -> tuple[Override, ...]: ...


def gone_through(criteria: Sequence[Criterion], facts: Facts, *, policy: object) -> tuple[Line, ...]:
    """Judge every line by itself, in the order of the page."""
    return tuple(_line(criterion, criterion.judge(facts, policy), facts) for criterion in criteria)


def unmet(lines: Sequence[Line]) -> str:
    """Return each line that is not met, with what to do about it; "" where all are."""
    return " ".join(f"{line.question} {line.why}" for line in lines if not line.met)


def yes(name: str, met: str, unmet: str) -> Callable[[Any, Any], Finding]:
    """Judge a plain question: its answer, or that nobody looked."""

    def judge(facts: Any, _: Any) -> Finding:
        answer: bool | None = getattr(facts, name)
        return answer, "Nobody looked." if answer is None else met if answer else unmet

    return judge


def _line(criterion: Criterion, finding: Finding, facts: Facts) -> Line:
    key, question, _, source, who = criterion
    met, why = finding
    if not met:
        for override in facts.overrides:
            if override.key == key and override.role in who and override.reason.strip():
                met, why = True, f"{why} Set aside by {override.by}: {override.reason}"
    return Line(key, question, met, why, who, source)
