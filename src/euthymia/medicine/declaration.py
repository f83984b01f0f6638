"""A policy, declared once: its number, label, unit, bounds and source stand together, beside the rule that reads it."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields
from math import nextafter
from typing import Any, Final, NamedTuple

from euthymia.medicine.refusal import Refusal
from euthymia.medicine.sources import SOURCES

ANY: Final = (0.0, nextafter(1e6, 0.0))  # what can be typed at all: for a number nobody has bounded
SWITCH: Final = (0.0, 1.0)


class NotASwitch(Refusal):
    """A switch was set to something else than on or off."""


class HalfDeclared(TypeError):
    """A policy in the code lacks a part of its declaration; the program does not start with it."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a policy says of itself. Raises HalfDeclared.

    label    as its signer reads it
    unit     "" where the number has none
    bounds   the least and the most it may be, in its own unit, both allowed
    source   a key of the bibliography
    switch   1 for yes, 0 for no
    """

    label: str
    unit: str
    bounds: tuple[float, float]
    source: str
    switch: bool = False

    def __post_init__(self) -> None:
        """Refuse a declaration with a part missing."""
        least, most = self.bounds
        if not self.label.strip() or self.unit != self.unit.strip() or self.source not in SOURCES:
            raise HalfDeclared(f"{self.label!r}, {self.unit!r}, {self.source!r}: give label, unit and a known source.")
        if not ANY[0] <= least < most <= ANY[1]:
            raise HalfDeclared(f"{self.label}: bounds {least:g} to {most:g}. Give the least first, 0 or more.")


class Declared(NamedTuple):
    """One declared field of a group of policies: its name, what we propose, and what it says of itself."""

    name: str
    default: Any
    says: Declaration


def policy_number(default: Any, *, label: str, unit: str, bounds: tuple[float, float], source: str) -> Any:
    """Return the dataclass field of a number (or a tuple of them) that a clinic may make its own.

    default  what stands until the clinic signs another
    Raises HalfDeclared, also where the default lies out of its own bounds.
    """
    declaration = Declaration(label, unit, bounds, source)
    if outside(declaration, default):
        raise HalfDeclared(f"{label}: {default} lies out of its own bounds.")
    return field(default=default, metadata={"policy": declaration})


def policy_switch(default: bool, *, label: str, source: str) -> Any:
    """Return the dataclass field of a yes or no that a clinic may make its own, kept as 1 or 0. Raises HalfDeclared."""
    declaration = Declaration(f"{label} (1 yes, 0 no)", "", SWITCH, source, switch=True)
    return field(default=int(default), metadata={"policy": declaration})


def declared(kind: type[Any]) -> tuple[Declared, ...]:
    """Return the policies of a class in their order. Raises HalfDeclared where a field with a default is none.

    A field whose default is None is no policy: it is what one patient's session brings.
    """
    return tuple(_declared(kind, entry) for entry in fields(kind) if entry.init and entry.default is not None)


def _declared(kind: type[Any], entry: Field[Any]) -> Declared:
    declaration = entry.metadata.get("policy")
    if declaration is None or entry.default is MISSING:
        raise HalfDeclared(f"{kind.__name__}.{entry.name}: declare it by policy_number or policy_switch.")
    return Declared(entry.name, entry.default, declaration)


def outside(declaration: Declaration, value: float | tuple[float, ...]) -> bool:
    """Return whether a value, or one of several, lies out of the bounds of its policy; a switch is 0 or 1."""
    numbers = value if isinstance(value, tuple) else (value,)
    least, most = declaration.bounds
    return not all(least <= number <= most and (number in SWITCH or not declaration.switch) for number in numbers)


def broken(limits: Any) -> Iterator[Declared]:
    """Yield the policies of a group that lie out of their bounds, as they are declared."""
    return (entry for entry in declared(type(limits)) if outside(entry.says, getattr(limits, entry.name)))
